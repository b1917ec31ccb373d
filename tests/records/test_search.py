"""Search in Chinese: what is there is found by whoever may, and by nobody else, on both databases."""

import pytest
from hypothesis import given
from hypothesis import strategies as st


def _index(subject: int, title: str, text: str = "", scopes: tuple[str, ...] = ("public",)) -> None:
    from difang.records import search

    search.index(
        subject_type="plan",
        subject_id=subject,
        scopes=scopes,
        title=title,
        address=f"/plans/{subject}/",
        text=text,
    )


def _find(query: str, *scopes: str) -> list[int]:
    from difang.records import search

    return [found.subject_id for found in search.find(query, scopes or ("public",))]


@pytest.fixture
def shelf(db: None) -> None:
    """Three plans and what they say."""
    _index(1, "魚池鄉地方創生計畫", "紅茶產業 2027 升級，日月潭 e-Bike 共享；臺灣之窗")
    _index(2, "水里鄉計畫", "魚苗與池塘分開養；火車站 Station-Café 活化，100% 在地")
    _index(3, "埔里鎮計畫", "紙產業、O'Brien 工坊、snake_case")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("魚池", [1]),  # 魚 and 池 stand in the second as well, but not side by side
        ("魚", [1, 2]),  # in the title of the first
        ("潭", [1]),
        ("魚池 紅茶", [1]),
        ("紅茶 水里", []),
        ("台灣", [1]),
        ("E-BIKE", [1]),
        ("ｅ－ｂｉｋｅ", [1]),
        ("bik", [1]),
        ("ike", []),
        ("café", [2]),
        ("CAFÉ", [2]),
        ("計畫", [3, 2, 1]),
        ("2027年", []),
        ("2027", [1]),
        ("O'Brien", [3]),
        ("100%", [2]),
        ("snake_case", [3]),
        ("snakeXcase", []),
        ("%", []),
        ("_", []),
        ("'", []),
        ("\\", []),
        ('"; DROP TABLE records_entry; --', []),
        ("", []),
        ("   ", []),
        ("\x00魚池", [1]),
        ("\ud800", []),
        ("字" * 5000, []),
    ],
)
def test_what_is_found(shelf: None, query: str, found: list[int]) -> None:
    assert _find(query) == found


def test_a_character_beyond_the_first_plane_is_found(db: None) -> None:
    _index(1, "𠮷田與𥚃山")
    assert (_find("𠮷田"), _find("𥚃"), _find("田𥚃")) == ([1], [1], [])


def test_the_title_comes_before_the_text_and_the_newest_first(db: None) -> None:
    _index(1, "茶")
    _index(2, "甲", "紅茶")
    _index(3, "茶園")
    _index(4, "乙", "綠茶")
    assert _find("茶") == [3, 1, 4, 2]


def test_nothing_outside_the_scopes_is_found_however_one_asks(db: None) -> None:
    _index(1, "公開的茶")
    _index(2, "機密的茶", "隔壁縣", scopes=("county:10008",))
    _index(3, "草稿的茶", scopes=("place:10008050", "county:10008"))
    assert _find("茶", "public", "county:10008", "place:10008050") == [3, 2, 1]
    assert _find("茶") == [1]
    assert _find("茶", "county:10007") == []
    assert _find("機密", "public", "county:10007", "place:10008050") == []
    assert _find("茶", "county:1000_", "county:%", "") == []


def test_without_scopes_nothing_is_found(shelf: None) -> None:
    from difang.records import search

    assert search.find("魚池", ()) == []


def test_many_hidden_ones_do_not_push_out_what_may_be_seen(db: None) -> None:
    _index(1, "茶")
    for subject in range(2, 260):
        _index(subject, "茶", scopes=("county:10008",))
    assert _find("茶") == [1]


def test_a_subject_of_several_scopes_is_found_once(db: None) -> None:
    _index(1, "茶", scopes=("public", "county:10008"))
    assert _find("茶", "public", "county:10008") == [1]


def test_what_was_said_before_is_forgotten(db: None) -> None:
    from difang.records import search

    _index(1, "紅茶", scopes=("public",))
    _index(1, "咖啡", scopes=("county:10008",))
    assert (_find("紅茶", "public", "county:10008"), _find("咖啡"), _find("咖啡", "county:10008")) == (
        [],
        [],
        [1],
    )
    search.remove(subject_type="plan", subject_id=1)
    assert _find("咖啡", "county:10008") == []


@given(st.text(max_size=60))
def test_any_text_is_kept_in_a_form_both_databases_take(site: None, text: str) -> None:
    from difang.records import search

    kept = search.grams(text)
    assert not set("\x00%_\\'\"") & set(kept)
    kept.encode()


def test_a_text_of_200_000_characters_is_indexed_and_found(db: None) -> None:
    words = "".join(chr(0x4E00 + n % 20_000) for n in range(199_000))
    _index(1, "長", words + "魚池")
    assert _find("魚池") == [1]
