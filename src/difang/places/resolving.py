"""From what a person types to one place: spellings, former names, codes, candidates, nearest names."""

import difflib
import re
import unicodedata
from functools import cache

from difang.errors import AmbiguousError, InputError, NotFoundError
from difang.places.model import Place
from difang.places.registry import all_places, get
from difang.text import Lang

LONGEST_NAME = 60
SUFFIXES = "鄉鎮市區縣"
ENGLISH_SUFFIX = re.compile(r"\s+(township|city|district|county)$")
NATION_NAMES = ("全國", "臺灣", "中華民國", "taiwan", "tw")
# Spellings in common use that no official list holds, each certain.
OTHER_SPELLINGS = {
    "danshui": "65000100",
    "lugang": "10007020",
    "hengchun": "10013040",
    "lanyu": "10014160",
    "orchid island": "10014160",
    "green island": "10014110",
    "ludao": "10014110",
    "sun moon lake": "10008110",
    "日月潭": "10008110",
}


def normalised(text: str) -> str:
    """Return `text` as compared: full-width to half, 台 to 臺, no spaces within Chinese, lower case."""
    words = unicodedata.normalize("NFKC", text).strip().lower().replace("台", "臺").replace("’", "'")
    words = re.sub(r"\s+", " ", words)
    return words if words.isascii() else words.replace(" ", "")


def resolve(text: str) -> Place:
    """Return the one place that `text` means.

    Order: code; full name or former full name; name as written; name without its suffix. The first of these
    that fits anything decides. Raises InputError (empty, too long), AmbiguousError (candidates in
    `suggestions`), NotFoundError (nearest names in `suggestions`).
    """
    if not text.strip() or len(text) > LONGEST_NAME or not text.isprintable():
        raise InputError(
            f"地名要有 1 到 {LONGEST_NAME} 個可見字；請輸入鄉鎮市區的名稱或代碼，例如「埔里鎮」。",
            f"a place name has 1 to {LONGEST_NAME} visible characters; type a name or code, e.g. Puli.",
        )
    asked = normalised(text)
    for index in _indexes():
        codes = index.get(asked)
        if codes:
            return _one(text, sorted(codes))
    near = sorted(
        difflib.get_close_matches(asked, _spellings(), n=8, cutoff=0.5),
        key=lambda spelling: (-_likeness(asked, spelling), spelling),
    )
    found = dict.fromkeys(code for spelling in near for code in sorted(_spellings()[spelling]))
    raise NotFoundError(
        f"找不到「{text}」；請輸入鄉鎮市區或縣市的名稱、舊名或代碼。",
        f"no place is called '{text}'; type the name, former name or code of a township or county.",
        suggestions=[_candidate(code) for code in list(found)[:3]],
    )


def search(part: str, limit: int = 8) -> tuple[Place, ...]:
    """Return places whose name in any spelling holds `part`, those that begin with it first."""
    asked = normalised(part)
    if not asked:
        return ()
    ranks: dict[str, tuple[int, int]] = {}
    for spelling, codes in _spellings().items():
        at = spelling.find(asked)
        if at < 0:
            continue
        for code in codes:
            rank = (at, len(spelling))
            ranks[code] = min(ranks.get(code, rank), rank)
    ordered = sorted(ranks, key=lambda code: (ranks[code], len(code) != 8, code))
    return tuple(get(code) for code in ordered[:limit])


def as_dict(place: Place, lang: Lang = "zh") -> dict[str, object]:
    """Return the place as the command prints it."""
    county = place.county_name if lang == "zh" else place.county_name_en
    return {
        "code": place.code,
        "name": place.label(lang),
        "level": place.level,
        "county": county,
        "former": list(place.former),
        "priority": place.priority,
    }


def _likeness(asked: str, spelling: str) -> float:
    """People get the end of a name wrong more often than its beginning."""
    return difflib.SequenceMatcher(None, asked, spelling).ratio() + 0.1 * (asked[0] == spelling[0])


def _one(text: str, codes: list[str]) -> Place:
    if len(codes) == 1:
        return get(codes[0])
    raise AmbiguousError(
        f"「{text}」有 {len(codes)} 個；請加上縣市或用代碼：",
        f"'{text}' is ambiguous ({len(codes)}); add the county or use the code:",
        suggestions=[_candidate(code) for code in codes],
    )


def _candidate(code: str) -> str:
    return f"{get(code).full_name} ({code})"


def _without_suffix(name: str) -> str:
    return name[:-1] if len(name) > 2 and name[-1] in SUFFIXES else name


@cache
def _indexes() -> tuple[dict[str, set[str]], ...]:
    codes: dict[str, set[str]] = {}
    full: dict[str, set[str]] = {}
    written: dict[str, set[str]] = {}
    short: dict[str, set[str]] = {}
    for place in _everywhere():
        _add(codes, place.code, place.code)
        _add(full, place.full_name, place.code)
        _add(full, place.full_name_en, place.code)
        for former in place.former:
            _add(full, former, place.code)
            _add(written, former[3:], place.code)
        _add(written, place.name, place.code)
        _add(written, place.name_en, place.code)
        if place.county_name:
            _add(short, _without_suffix(place.county_name) + place.name, place.code)
            _add(short, _without_suffix(place.county_name) + _without_suffix(place.name), place.code)
            _add(short, place.county_name + _without_suffix(place.name), place.code)
        if place.level != "region":
            _add(short, _without_suffix(place.name), place.code)
            _add(short, ENGLISH_SUFFIX.sub("", place.name_en.lower()), place.code)
    for spelling in NATION_NAMES:
        _add(full, spelling, "TW")
    for spelling, code in OTHER_SPELLINGS.items():
        _add(short, spelling, code)
    return codes, full, written, short


def _add(index: dict[str, set[str]], spelling: str, code: str) -> None:
    index.setdefault(normalised(spelling), set()).add(code)


def _everywhere() -> tuple[Place, ...]:
    return (
        *all_places("township"),
        *all_places("county"),
        *all_places("nation"),
        *all_places("region"),
    )


@cache
def _spellings() -> dict[str, set[str]]:
    merged: dict[str, set[str]] = {}
    for index in _indexes():
        for spelling, codes in index.items():
            merged.setdefault(spelling, set()).update(codes)
    return merged
