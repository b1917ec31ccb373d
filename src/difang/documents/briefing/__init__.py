"""A township's six-part briefing drafted from figures, with clear blanks for what people must say.

>>> from difang.documents.briefing import compose
>>> compose(figures, places.get("10008020"), "zh").title.zh        # doctest: +SKIP
'埔里鎮地方創生計畫'
"""

from difang.documents.briefing.composing import compose

__all__ = ["compose"]
