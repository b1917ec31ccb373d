"""All places by code, read once from the files that ship."""

import gzip
import json
from functools import cache
from importlib.resources import files
from typing import Any

from difang.errors import NotFoundError
from difang.places.model import Change, Level, Place
from difang.text import Lang

NATION = "TW"
VILLAGE_EDITION = "2021-09"
# Sets of townships that act together, named by their members.
REGIONS = {
    "region:puli-guoxing-yuchi-renai": (
        "埔里、國姓、魚池、仁愛",
        "Puli, Guoxing, Yuchi and Ren'ai",
        ("10008020", "10008100", "10008090", "10008130"),
    ),
}


def get(code: str) -> Place:
    """Return the place of `code`; NotFoundError for a code that does not exist."""
    place = _all().get(code)
    if place is None:
        raise NotFoundError(
            f"沒有代碼「{code}」；鄉鎮市區是 8 碼，縣市 5 碼，全國 TW，區域 region:名稱。",
            f"there is no place code '{code}'; townships have 8 digits, counties 5, the nation is TW.",
        )
    return place


def all_places(level: Level = "township", county: str | None = None) -> tuple[Place, ...]:
    """Return the places of one level by code, of one county if given."""
    return tuple(one for one in _all().values() if one.level == level and county in (None, one.county))


def regions() -> tuple[Place, ...]:
    """Return the named sets of townships."""
    return all_places("region")


def name(code: str, lang: Lang) -> str:
    """Return the name of a place or village; the code itself where no name is known."""
    place = _all().get(code)
    if place is not None:
        return place.label(lang)
    return village_name(code) or code


def neighbours(code: str) -> tuple[str, ...]:
    """Return the townships that share a border with `code`; none for an island.

    NotFoundError for a code that is no township.
    """
    found = _neighbours().get(code)
    if found is None:
        get(code)
        return ()
    return tuple(found)


def code_history(code: str) -> tuple[Change, ...]:
    """Return the changes of name or county of a township, oldest first."""
    return _history().get(code, ())


def former_counties() -> dict[str, str]:
    """Return today's county code by the name of a county whose townships make up all of it (臺北縣: 65000)."""
    return {former: code for former, (code, _, whole) in _upgraded().items() if whole}


def merged_counties() -> dict[str, tuple[str, str]]:
    """Return (today's county code, first month) by the name of a county merged with a city (臺中縣)."""
    return {former: (code, month) for former, (code, month, whole) in _upgraded().items() if not whole}


def other_spellings() -> tuple[tuple[str, str], ...]:
    """Return (code, spelling) pairs that no official list holds, kept by hand with their reasons."""
    return tuple((code, spelling) for code, spelling in _names()["spellings"])


def bopomofo() -> dict[str, tuple[str, ...]]:
    """Return the toneless bopomofo syllables of every township and county, by code."""
    return {row["code"]: tuple(row["bopomofo"]) for row in (*_names()["townships"], *_names()["counties"])}


def village_name(code: str) -> str | None:
    """Return the name of a village of the boundary edition `VILLAGE_EDITION`, None for a later code."""
    return _village_names().get(code)


def village_count(code: str) -> int:
    """Return how many villages of the boundary edition lie in a township or county."""
    return sum(village.startswith(code) for village in _village_names())


def read(file: str) -> Any:
    """Read one JSON file of this room."""
    raw = files("difang.places").joinpath("data", file).read_bytes()
    return json.loads(gzip.decompress(raw) if file.endswith(".gz") else raw)


@cache
def _names() -> Any:
    return read("names.json")


@cache
def _neighbours() -> dict[str, list[str]]:
    found: dict[str, list[str]] = read("neighbours.json")
    return found


@cache
def _village_names() -> dict[str, str]:
    found: dict[str, str] = read("village_names.json.gz")
    return found


@cache
def _history() -> dict[str, tuple[Change, ...]]:
    found: dict[str, list[Change]] = {}
    for row in _names()["changes"]:
        found.setdefault(row["code"], []).append(Change(**row))
    return {code: tuple(sorted(changes, key=lambda one: one.first_month)) for code, changes in found.items()}


@cache
def _upgraded() -> dict[str, tuple[str, str, bool]]:
    """Return (code today, first month, whether it is all of today's county) by former county name."""
    moved: dict[str, set[str]] = {}
    months: dict[str, str] = {}
    for code, changes in _history().items():
        for change in changes:
            if change.kind == "county_upgrade":
                moved.setdefault(change.county_before, set()).add(code)
                months[change.county_before] = change.first_month
    found = {}
    for former, codes in moved.items():
        (county,) = {code[:5] for code in codes}
        today = {row["code"] for row in _names()["townships"] if row["county"] == county}
        found[former] = (county, months[former], codes == today)
    return found


@cache
def _all() -> dict[str, Place]:
    counties = {row["code"]: row for row in _names()["counties"]}
    towns = [_township(row, counties[row["county"]]) for row in _names()["townships"]]
    found = {town.code: town for town in towns}
    for code, row in counties.items():
        members = tuple(town.code for town in towns if town.county == code)
        former = tuple(name for name, today in former_counties().items() if today == code)
        found[code] = _whole(
            code, row["name"], row["name_en"], "county", row["kind"], row["area_km2"], members, former
        )
    area = round(sum(row["area_km2"] for row in counties.values()), 4)
    found[NATION] = _whole(NATION, "全國", "Taiwan", "nation", None, area, tuple(town.code for town in towns))
    for code, (zh, en, members) in REGIONS.items():
        land = round(sum(found[member].area_km2 or 0 for member in members), 4)
        found[code] = _whole(code, zh, en, "region", None, land, members)
    return found


def _township(row: dict[str, Any], county: dict[str, Any]) -> Place:
    former = []
    for change in _history().get(row["code"], ()):
        printed = change.county_before + change.name_before
        if printed not in former:
            former.append(printed)
    return Place(
        row["code"],
        row["name"],
        row["name_en"],
        "township",
        row["county"],
        county["name"],
        county["name_en"],
        row["kind"],
        tuple(former),
        row["indigenous"],
        row["offshore"],
        row["area_km2"],
        row["priority"],
        (row["code"],),
    )


def _whole(
    code: str,
    zh: str,
    en: str,
    level: Level,
    kind: str | None,
    area: float,
    members: tuple[str, ...],
    former: tuple[str, ...] = (),
) -> Place:
    return Place(code, zh, en, level, None, None, None, kind, former, None, False, area, None, members)
