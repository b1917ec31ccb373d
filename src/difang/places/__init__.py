"""Townships, counties, regions: codes, names in every spelling, history, shapes, neighbours.

>>> from difang import places
>>> places.resolve("埔里").code
'10008020'
"""

from difang.places.drawing import Frame, Outlines, outlines
from difang.places.model import Change, Place
from difang.places.registry import (
    VILLAGE_EDITION,
    all_places,
    code_history,
    get,
    name,
    neighbours,
    regions,
    village_name,
)
from difang.places.resolving import as_dict, holding, resolve, search
from difang.places.shapes import centres, geojson

__all__ = [
    "VILLAGE_EDITION",
    "Change",
    "Frame",
    "Outlines",
    "Place",
    "all_places",
    "as_dict",
    "centres",
    "code_history",
    "geojson",
    "get",
    "holding",
    "name",
    "neighbours",
    "outlines",
    "regions",
    "resolve",
    "search",
    "village_name",
]
