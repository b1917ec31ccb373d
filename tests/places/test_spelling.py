"""Spellings beyond the official ones: bopomofo, older romanisations, former and merged counties, variants."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from difang import places
from difang.errors import AmbiguousError, NotFoundError
from difang.places.registry import bopomofo, merged_counties, other_spellings
from tools.bopomofo import syllables

TOWNSHIPS = places.all_places("township")
DISTINCT_IN_ENGLISH = [
    one for one in TOWNSHIPS if [p.full_name_en for p in TOWNSHIPS].count(one.full_name_en) == 1
]


def meant(text: str) -> set[str]:
    """Return the codes that a text may mean: one, or all candidates."""
    try:
        return {places.resolve(text).code}
    except AmbiguousError as error:
        return {candidate.rsplit("(", 1)[1].rstrip(")") for candidate in error.suggestions}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("臺北縣板橋", "65000010"),
        ("臺北縣", "65000"),
        ("桃園縣", "68000"),
        ("桃園縣桃園市", "68000010"),
        ("桃園市", "68000"),
        ("南投市", "10008010"),
        ("Nantou City", "10008010"),
        ("Puli, Nantou", "10008020"),
        ("Nantou County Puli Township", "10008020"),
        ("Daan District, Taipei City", "63000030"),
        ("Danshui", "65000100"),
        ("Gaoxiong", "64000"),
        ("Chungli", "68000020"),
        ("馬祖", "09007"),
        ("ㄆㄨˇㄌㄧˇ", "10008020"),
        ("ㄆㄨ ㄌㄧ ㄓㄣ", "10008020"),
        ("埔裡", "10008020"),
        ("双溪區", "65000250"),
        ("苑裡", "10005020"),
        ("埔里國姓魚池仁愛", "region:puli-guoxing-yuchi-renai"),
    ],
)
def test_resolve_finds_what_people_also_write(text: str, code: str) -> None:
    assert places.resolve(text).code == code


@given(st.sampled_from(DISTINCT_IN_ENGLISH), st.booleans(), st.booleans())
def test_resolve_of_an_english_full_name_is_that_place_in_any_order(
    place: places.Place, swapped: bool, shouted: bool
) -> None:
    parts = [place.name_en, str(place.county_name_en)]
    text = " ".join(parts[::-1]) if swapped else ", ".join(parts)
    assert places.resolve(text.upper() if shouted else text).code == place.code


@pytest.mark.parametrize("code", sorted(bopomofo()))
def test_bopomofo_of_every_place_means_it(code: str) -> None:
    sounds = bopomofo()[code]
    assert len(sounds) == len(places.get(code).name)
    assert code in meant("".join(sounds))


@pytest.mark.parametrize(("code", "spelling"), other_spellings())
def test_other_spelling_means_its_place(code: str, spelling: str) -> None:
    assert code in meant(spelling)


@pytest.mark.parametrize("place", [one for one in TOWNSHIPS if one.former], ids=lambda one: one.code)
def test_former_name_without_county_means_the_place_unless_another_bears_it_now(place: places.Place) -> None:
    today = {other.name for other in (*TOWNSHIPS, *places.all_places("county"))}
    for former in place.former:
        assert place.code in meant(former[3:]) or former[3:] in today


def test_resolve_of_a_merged_county_says_so_and_offers_today_s() -> None:
    assert set(merged_counties()) == {"臺中縣", "臺南縣", "高雄縣"}
    with pytest.raises(NotFoundError, match=r"merged .* since 2010-12") as error:
        places.resolve("台中縣")
    assert error.value.suggestions == ("臺中市 (66000)",)


def test_resolve_of_a_village_code_offers_its_township() -> None:
    with pytest.raises(NotFoundError, match="code of a village") as error:
        places.resolve("10008020001")
    assert error.value.suggestions == ("南投縣埔里鎮 (10008020)",)


@pytest.mark.parametrize("text", ["、", "-", "（）", "ˊ", "."])
def test_resolve_of_marks_alone_finds_nothing(text: str) -> None:
    with pytest.raises(NotFoundError):
        places.resolve(text)


@pytest.mark.parametrize("part", ["ㄆㄌ", "ㄆㄨㄌㄧ", "puli", "埔裡"])
def test_search_by_sound_or_variant_puts_puli_first(part: str) -> None:
    assert places.search(part)[0].code == "10008020"


@pytest.mark.parametrize(
    ("spelling", "count", "expected"),
    [
        ("Puli", 2, ["ㄆㄨ", "ㄌㄧ"]),
        ("Ren'ai", 2, ["ㄖㄣ", "ㄞ"]),
        ("Xingang", 2, ["ㄒㄧㄣ", "ㄍㄤ"]),
        ("Tamsui", 2, None),
        ("Lanyu", 2, None),
        ("Puli", 3, None),
    ],
)
def test_syllables_are_given_only_where_there_is_one_way(
    spelling: str, count: int, expected: list[str] | None
) -> None:
    assert syllables(spelling, count) == expected
