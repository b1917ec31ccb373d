"""What each figure means, how it is computed, and how it is asked for.

>>> from difang.indicators import Figures, catalogue
>>> catalogue().get("population.old_age_share").name.en        # doctest: +SKIP
'Share aged 65 and over'
"""

from difang.indicators.loading import CatalogueError, catalogue, load
from difang.indicators.model import MAPS, Break, Catalogue, Caveat, Indicator, Unit

__all__ = [
    "MAPS",
    "Break",
    "Catalogue",
    "CatalogueError",
    "Caveat",
    "Indicator",
    "Unit",
    "catalogue",
    "load",
]
