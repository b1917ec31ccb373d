"""From what a person types to one place: spellings, former names, codes, candidates, nearest names."""

import difflib
import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from difang.errors import AmbiguousError, InputError, NotFoundError
from difang.places.model import Place
from difang.places.registry import (
    all_places,
    bopomofo,
    get,
    merged_counties,
    other_spellings,
    village_name,
)
from difang.text import Lang

LONGEST_NAME = 60
MOST_LISTED = 40
SUFFIXES = "鄉鎮市區縣"
ENGLISH_SUFFIX = re.compile(r"\s+(township|city|district|county)$", re.IGNORECASE)
NATION_NAMES = ("全國", "臺灣", "中華民國", "taiwan", "tw")
# What people type and we never write, so the fonts needn't hold it (hence the escapes): other forms of characters.
VARIANTS = {
    ord("台"): "臺",
    0x53CC: "雙",
    0x5869: "鹽",
    ord("裡"): "里",
    0x88CF: "里",
    0x5CEF: "峰",
    0x8218: "館",
}
# Of two characters one may be wrong; Latin letters are alike by chance far more often.
ALIKE = {False: 0.5, True: 0.7}
TONES_AND_MARKS = re.compile(r"[\u02c9ˊˇˋ˙\s,.'’‘、，。()（）-]")


def normalised(text: str) -> str:
    """Return `text` as compared: half-width, lower case, official characters, no spaces, marks or tones."""
    plain = TONES_AND_MARKS.sub("", text)  # before NFKC, which takes the tone mark ˙ apart
    return TONES_AND_MARKS.sub("", unicodedata.normalize("NFKC", plain)).lower().translate(VARIANTS)


def resolve(text: str) -> Place:
    """Return the one place that `text` means.

    Order: code; full name or former full name; name as written; name without its suffix, other spelling or
    bopomofo. The first of these that fits anything decides, so 南投市 is the city and 南投, which could be the
    county too, is ambiguous; so is 埔, a part of several names. Raises InputError (empty, too long),
    AmbiguousError (candidates in `suggestions`), NotFoundError (similar names in `suggestions`, if any).
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
    _explain(text, asked)
    _part(text, holding(text))
    near = sorted(
        difflib.get_close_matches(asked, _spellings(), n=8, cutoff=ALIKE[asked.isascii()]),
        key=lambda spelling: (-_likeness(asked, spelling), spelling),
    )
    found = dict.fromkeys(code for spelling in near for code in sorted(_spellings()[spelling]))
    raise NotFoundError(
        f"沒有名叫「{text}」的地方；請試名稱裡的一個字、英文名（Puli）、舊名或代碼（10008020）。",
        f"no place is called '{text}'; try a part of its name, the Chinese or a former name, or the code "
        "(10008020).",
        suggestions=[_candidate(code) for code in list(found)[:3]],
    )


def holding(part: str) -> tuple[Place, ...]:
    """Return every place whose own name, in any spelling, holds `part`; those named with their county if none."""
    found = search(part, len(_everywhere()))
    asked = normalised(part)
    own = [place for place in found if any(asked in normalised(name) for name in _own_names(place))]
    return tuple(own) or found


def search(part: str, limit: int = 8) -> tuple[Place, ...]:
    """Return places whose name in any spelling holds `part`, those that begin with it first.

    Bopomofo works whole (ㄆㄨㄌㄧ) and by the first sound of each syllable (ㄆㄌ).
    """
    asked = normalised(part)
    if not asked:
        return ()
    ranks: dict[str, tuple[int, int]] = {}
    for spelling, codes in (*_spellings().items(), *_first_sounds().items()):
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


def _explain(text: str, asked: str) -> None:
    """Raise the error for a name that is known but is no place here: a merged county, a village code."""
    for former, (code, month) in merged_counties().items():
        if asked == normalised(former):
            today = get(code)
            raise NotFoundError(
                f"「{text}」自 {month} 起與原{today.name}合併；請用今天的縣市，或輸入其中的鄉鎮市區。",
                f"'{text}' has been merged with the former {today.name_en} since {month}; use the county of today "
                "or a township in it.",
                suggestions=[_candidate(code)],
            )
    if len(asked) == 11 and village_name(asked):
        raise NotFoundError(
            f"「{text}」是村里代碼（{village_name(asked)}）；請用鄉鎮市區、縣市的名稱或代碼。",
            f"'{text}' is the code of a village ({village_name(asked)}); use a township or county.",
            suggestions=[_candidate(asked[:8])],
        )


def _part(text: str, found: tuple[Place, ...]) -> None:
    """Raise the error for a part of names, with the places it fits; nothing where it fits none."""
    if not found:
        return
    more = len(found) > MOST_LISTED
    zh = f"先列 {MOST_LISTED} 個，多打一個字就少一些：" if more else "請選一個："
    en = f"the first {MOST_LISTED}; type more to have fewer:" if more else "choose one:"
    whose = "1 place has" if len(found) == 1 else f"{len(found)} places have"
    raise AmbiguousError(
        f"{len(found)} 個地方的名字裡有「{text}」；{zh}",
        f"{whose} '{text}' in the name; {en}",
        suggestions=[_candidate(place.code) for place in found[:MOST_LISTED]],
    )


def _own_names(place: Place) -> Iterator[str]:
    """Yield what a place is called without its county: today, formerly, otherwise spelt, by sound."""
    yield from (place.code, place.name, place.name_en)
    yield from (name[3:] if place.level == "township" else name for name in place.former)
    yield from (spelling for code, spelling in other_spellings() if code == place.code)
    sounds = bopomofo().get(place.code, ())
    yield from ("".join(sounds), "".join(sound[0] for sound in sounds))


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
        for spelling in (place.full_name, place.full_name_en, *place.former):
            _add(full, spelling, place.code)
        formerly = [name[3:] for name in place.former] if place.level == "township" else []
        for spelling in (place.name, place.name_en, *formerly):
            _add(written, spelling, place.code)
        for spelling in _shortened(place):
            _add(short, spelling, place.code)
    for spelling in NATION_NAMES:
        _add(full, spelling, "TW")
    for code, spelling in other_spellings():
        _add(short, spelling, code)
    for code, sounds in bopomofo().items():
        for length in (len(sounds), max(len(sounds) - 1, 2)):
            _add(short, "".join(sounds[:length]), code)
    return codes, full, written, short


def _shortened(place: Place) -> Iterator[str]:
    """Yield names without what kind of place it is; for a township also those beside its county's."""
    if place.level == "region":
        return
    yield from (_without_suffix(place.name), ENGLISH_SUFFIX.sub("", place.name_en))
    if place.level == "township":
        yield from map(_without_suffix, place.former)
        yield from _with_county(place)


def _with_county(place: Place) -> Iterator[str]:
    """Yield a township's names beside its county's, with and without what kind of place each is."""
    county, county_en = place.county_name or "", place.county_name_en or ""
    for head in (county, _without_suffix(county)):
        yield from (head + place.name, head + _without_suffix(place.name))
    for town in (place.name_en, ENGLISH_SUFFIX.sub("", place.name_en)):
        for head in (county_en, ENGLISH_SUFFIX.sub("", county_en)):
            yield from (town + head, head + town)


@cache
def _first_sounds() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for code, sounds in bopomofo().items():
        _add(found, "".join(sound[0] for sound in sounds), code)
    return found


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
