"""What each figure means, how it is computed, and how it is asked for.

>>> from difang.indicators import Figures, catalogue
>>> catalogue().get("population.old_age_share").name.en        # doctest: +SKIP
'Share aged 65 and over'
>>> Figures(release).one("population.total", "10008020").text("en")        # doctest: +SKIP
'76,543 people'
"""

from difang.indicators.comparison import break_between, comparable, segments
from difang.indicators.figure import Figure, permalink
from difang.indicators.figures import Figures, MapSlice, Rank
from difang.indicators.loading import CatalogueError, catalogue, load
from difang.indicators.model import MAPS, Break, Catalogue, Caveat, Indicator, Unit
from difang.indicators.periods import period_words
from difang.indicators.provenance import Origin, origins, provenance

__all__ = [
    "MAPS",
    "Break",
    "Catalogue",
    "CatalogueError",
    "Caveat",
    "Figure",
    "Figures",
    "Indicator",
    "MapSlice",
    "Origin",
    "Rank",
    "Unit",
    "break_between",
    "catalogue",
    "comparable",
    "load",
    "origins",
    "period_words",
    "permalink",
    "provenance",
    "segments",
]
