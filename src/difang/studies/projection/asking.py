"""Which places a question means, and its answer with names on every axis."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from difang import places
from difang.errors import InputError, MissingDataError
from difang.places.model import Level
from difang.studies.projection.outlook import Outlook
from difang.studies.projection.study import QUANTILES

if TYPE_CHECKING:
    import xarray as xr

LEVELS = ("township", "county", "region", "nation")


def codes_of(asked: Sequence[str] | None, level: str | None) -> list[str]:
    """Return the codes asked for, each once, or all of a level; `township` beside codes means those within them.

    Raises InputError for neither, or for a level beside codes that is neither theirs nor township;
    MissingDataError for villages.
    """
    _refuse_level(level)
    if asked is None and level is None:
        raise InputError(
            "請給地名或代碼，或 --level township、county、region、nation。",
            "name a place, or --level township, county, region or nation.",
        )
    if asked is None:
        return [one.code for one in places.all_places(cast("Level", level))]
    if level is None or all(places.get(code).level == level for code in asked):
        return list(dict.fromkeys(asked))
    if level != "township":
        raise InputError(
            f"給了地名時，--level 是它們自己的層級，或 township（它們的鄉鎮市區），不是 {level}。",
            f"beside places, --level is their own or township (those within them), not {level}.",
        )
    return list(dict.fromkeys(member for code in asked for member in places.get(code).members))


def named(found: Outlook, recipe: Mapping[str, Any]) -> "xr.DataArray":
    """Return persons [quantile, place, period, sex, group], with `mean` and `name` as coordinates beside them."""
    import xarray as xr

    four = ("place", "period", "sex", "group")
    return xr.DataArray(
        found.quantiles,
        dims=("quantile", *four),
        name="persons",
        coords={
            "quantile": list(QUANTILES),
            "place": list(found.places),
            "period": list(found.periods),
            "sex": list(found.sexes),
            "group": list(found.groups),
            "name": ("place", [places.get(code).full_label("zh") for code in found.places]),
            "mean": (four, found.mean),
        },
        attrs=dict(recipe),
    )


def _refuse_level(level: str | None) -> None:
    if level == "village":
        raise MissingDataError(
            "村里沒有推計；可用 township、county、region、nation。",
            "villages are not projected; use township, county, region or nation.",
        )
    if level is not None and level not in LEVELS:
        raise InputError(
            f"--level「{level}」；可用 township、county、region、nation。",
            f"--level '{level}'; use township, county, region or nation.",
        )
