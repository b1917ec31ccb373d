import pytest
from hypothesis import given
from hypothesis import strategies as st

from difang import places
from difang.errors import AmbiguousError, InputError, NotFoundError

TOWNSHIPS = places.all_places("township")
FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
township = st.sampled_from(TOWNSHIPS)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("台中市和平區", "66000290"),
        ("埔里", "10008020"),
        ("埔里鎮", "10008020"),
        ("南投埔里", "10008020"),
        ("Puli", "10008020"),
        ("puli township", "10008020"),
        ("Puli Township, Nantou County", "10008020"),
        ("10008020", "10008020"),
        ("員林鎮", "10007100"),
        ("臺北縣板橋市", "65000010"),
        ("三民鄉", "64000380"),
        ("三民區", "64000050"),
        ("Lugang", "10007020"),
        ("南投縣", "10008"),
        ("臺灣", "TW"),
    ],
)
def test_resolve_finds_every_spelling(text: str, code: str) -> None:
    assert places.resolve(text).code == code


@given(township, st.integers(0, 8))
def test_resolve_of_a_full_name_is_that_place_whatever_the_spacing(place: places.Place, at: int) -> None:
    full = place.full_name
    spaced = full[:at] + " " + full[at:]
    assert places.resolve(spaced).code == place.code
    assert places.resolve(full.replace("臺", "台")).code == place.code


@given(township)
def test_resolve_of_a_full_width_code_is_that_place(place: places.Place) -> None:
    assert places.resolve(place.code.translate(FULL_WIDTH)).code == place.code


@pytest.mark.parametrize("place", [one for one in TOWNSHIPS if one.former], ids=lambda one: one.code)
def test_resolve_of_a_former_full_name_is_that_place(place: places.Place) -> None:
    assert {places.resolve(former).code for former in place.former} == {place.code}


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("中山區", ("基隆市中山區 (10017050)", "臺北市中山區 (63000040)")),
        ("大安", ("臺北市大安區 (63000030)", "臺中市大安區 (66000220)")),
        ("仁愛", ("南投縣仁愛鄉 (10008130)", "基隆市仁愛區 (10017040)")),
        ("信義區", ("基隆市信義區 (10017070)", "臺北市信義區 (63000020)")),
        ("南投", ("南投縣 (10008)", "南投縣南投市 (10008010)")),
    ],
)
def test_resolve_of_an_ambiguous_name_lists_every_candidate(text: str, candidates: tuple[str, ...]) -> None:
    with pytest.raises(AmbiguousError) as error:
        places.resolve(text)
    assert error.value.suggestions == candidates


def test_resolve_of_an_unknown_name_suggests_the_nearest_first() -> None:
    with pytest.raises(NotFoundError) as error:
        places.resolve("埔理鎮")
    assert error.value.suggestions[0] == "南投縣埔里鎮 (10008020)"


@pytest.mark.parametrize("text", ["", "   ", "埔" * 61, "埔里\x00", "埔里\n鎮"])
def test_resolve_refuses_what_cannot_be_a_name(text: str) -> None:
    with pytest.raises(InputError):
        places.resolve(text)


@given(st.text(max_size=70))
def test_resolve_of_anything_answers_or_says_why(text: str) -> None:
    try:
        assert places.resolve(text).code
    except InputError as error:
        assert error.message("zh")


def test_search_puts_names_that_begin_with_it_first() -> None:
    found = [place.name for place in places.search("埔")]
    assert set(found[:3]) == {"埔里鎮", "埔心鄉", "埔鹽鄉"}


def test_as_dict_holds_the_six_keys_in_both_languages() -> None:
    puli = places.get("10008020")
    assert places.as_dict(puli, "en") == {
        "code": "10008020",
        "name": "Puli Township",
        "level": "township",
        "county": "Nantou County",
        "former": [],
        "priority": None,
    }
