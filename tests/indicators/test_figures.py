"""Asking a release: one, series, table, rank, map; and every refusal."""

import threading
from pathlib import Path

import pytest

from difang import places
from difang.errors import InputError, MissingDataError, NotFoundError
from difang.indicators import Figures, Rank
from difang.indicators.refreshing import Frame
from tests.indicators.fixture import published_figures, stanza

TOTAL, SHARE = "population.total", "population.old_share"
REGION = "region:puli-guoxing-yuchi-renai"


def cells(figures: Figures, *columns: str, **asked: object) -> list[tuple]:
    """The chosen columns of a selection as tuples."""
    indicator = asked.pop("indicator", TOTAL)
    table = figures.select(indicator, **asked)
    return list(zip(*(table[name].to_pylist() for name in columns), strict=True))


def test_select_has_the_contracted_columns_and_names(published: Figures) -> None:
    table = published.select(TOTAL, places=["10008020"])
    assert table.to_pylist() == [
        {
            "indicator": TOTAL,
            "place": "10008020",
            "name": "南投縣埔里鎮",
            "level": "township",
            "period": "2025-06",
            "value": 199.0,
            "unit": "persons",
            "status": "observed",
            "reason": None,
            "low": None,
            "high": None,
            "release": published.release.id,
        }
    ]


def test_select_without_place_or_level_gives_all_townships(published: Figures) -> None:
    assert [p for (p,) in cells(published, "place")] == [
        "10007010", "10007020", "10008010", "10008020", "10008030",
    ]  # fmt: skip


def test_select_of_a_county_at_township_level_gives_its_members(published: Figures) -> None:
    found = cells(published, "place", "value", places=["10007"], level="township", period="2024")
    assert found == [("10007010", 10), ("10007020", 20)]


def test_select_of_a_township_at_county_level_gives_the_county(published: Figures) -> None:
    assert cells(published, "place", "level", places=["10008020"], level="county") == [("10008", "county")]


def test_select_of_years_takes_year_rows(published: Figures) -> None:
    found = cells(published, "period", "value", places=["10008020"], period="2015..2025")
    assert found == [("2019", 190), ("2024", 200)]


def test_select_of_months(published: Figures) -> None:
    found = cells(published, "period", places=["TW"], period="2024-01..2025-12")
    assert found == [("2024-12",), ("2025-06",)]


def test_select_of_villages_of_a_township(published: Figures) -> None:
    found = cells(published, "place", "level", "value", places=["10008020"], level="village")
    assert found == [("10008020001", "village", 150)]


def test_latest_of_a_stock_is_its_newest_month_and_of_a_flow_its_newest_whole_year(
    published: Figures,
) -> None:
    assert published.latest(TOTAL, "township") == "2025-06"
    assert published.latest(SHARE, "township") == "2025-12"
    assert published.latest("population.births", "township") == "2024"
    assert published.one("population.births", "10008020").value == 36


def test_series_holds_years_or_months(published: Figures) -> None:
    assert [f.period for f in published.series(TOTAL, "10008020")] == ["2019", "2024"]
    assert [f.value for f in published.series(TOTAL, "10008020", "month")] == [190, 200, 199]


def test_rank_counts_from_the_highest(published: Figures) -> None:
    assert published.rank(TOTAL, "10008020") == Rank(2, 5, 1)
    assert published.rank(SHARE, "10007010") == Rank(2, 4, 2)
    assert published.rank(SHARE, "10008030") is None


def test_map_values_is_a_copy_with_every_place_of_the_level(published: Figures) -> None:
    values = published.map_values(SHARE, "township")
    assert values == {"10007010": 50, "10007020": 50, "10008010": 75, "10008020": 20, "10008030": None}
    values.clear()
    assert len(published.map_values(SHARE, "township")) == 5


def test_region_is_added_up_or_divided_anew_from_its_members(tmp_path: Path) -> None:
    members = places.get(REGION).members
    people = [10, 20, 30, 40]
    rows = {
        "by_month": [
            {"place": place, "period": "2025", "population": n, "old": n // 10, "median": n}
            for place, n in zip(members, people, strict=True)
        ]
    }
    old = stanza(
        "old_share",
        kind='"share"',
        unit='"percent"',
        numerator='{dataset = "population.by_month", measure = "old"}',
        denominator='{dataset = "population.by_month", measure = "population"}',
    )
    median = stanza(
        "median",
        aggregate='"none"',
        levels='["township"]',
        numerator='{dataset = "population.by_month", measure = "median"}',
    )
    with published_figures(tmp_path, [stanza("total"), old, median], rows, Frame(members)) as figures:
        assert figures.one(TOTAL, REGION).value == 100
        assert figures.one(SHARE, REGION).value == 10
        assert figures.one("population.median", REGION).reason == "not_additive"
        assert cells(figures, "place", "name", "value", level="region") == [
            (REGION, "埔里、國姓、魚池、仁愛", 100)
        ]
        assert [f.value for f in figures.series(TOTAL, REGION)] == [100]


def test_region_is_incomplete_when_a_member_has_no_row(published: Figures) -> None:
    figure = published.one(TOTAL, REGION)
    assert (figure.level, figure.status, figure.reason) == ("region", "not_published", "incomplete")


def test_place_without_a_row_is_not_published(published: Figures) -> None:
    figure = published.one(TOTAL, "63000010")
    assert (figure.value, figure.status, figure.reason) == (None, "not_published", None)
    assert published.one("population.median", "10008").reason == "level"


def test_estimates_newer_than_observed_come_only_when_asked_for(published: Figures) -> None:
    """An indicator that is an estimate throughout has no observed period to hide behind."""
    assert published.latest("population.estimate", "township") == "2025-06"
    assert published.one("population.estimate", "10008020").status == "estimated"


def test_small_count_is_an_interval(published: Figures) -> None:
    figure = published.one("population.few", "10008020")
    assert (figure.value, figure.status, figure.reason) == (None, "suppressed", "too_few")
    assert (figure.text("zh"), figure.text("en")) == ("1–4\u00a0人", "1–4\u00a0people")


@pytest.mark.parametrize("asked", ["2025-13", "newest", "25", "2025..", "114"])
def test_period_that_is_none_says_what_would_be_right(published: Figures, asked: str) -> None:
    with pytest.raises(InputError, match=r"it must be latest, 2025, 2025-06, 2015\.\.2025"):
        published.select(TOTAL, period=asked)


def test_years_and_months_are_not_mixed_and_both_ways_are_offered(published: Figures) -> None:
    with pytest.raises(InputError, match="cannot be mixed") as caught:
        published.select(TOTAL, period="2025..2025-06")
    assert caught.value.suggestions == ("2025..2025", "2025-01..2025-06")


def test_period_turned_round_is_put_right(published: Figures) -> None:
    with pytest.raises(InputError) as caught:
        published.select(TOTAL, period="2025..2015")
    assert caught.value.suggestions == ("2015..2025",)


def test_one_figure_has_one_period(published: Figures) -> None:
    with pytest.raises(InputError, match="it must be one year or month here; write 2025"):
        published.one(TOTAL, "10008020", "2015..2025")


def test_period_not_published_names_the_published_ones(published: Figures) -> None:
    with pytest.raises(
        MissingDataError, match=r"has no period: 1999; what is published lies in 2019-12\.\.2025-06"
    ):
        published.select(TOTAL, period="1999")


def test_level_not_published_names_the_published_ones(published: Figures) -> None:
    with pytest.raises(MissingDataError, match="not published at level: county; it is at township"):
        published.select("population.median", level="county")
    with pytest.raises(InputError, match="it must be one of village, township, region, county, nation"):
        published.select(TOTAL, level="town")


def test_unknown_indicator_suggests_the_nearest(published: Figures) -> None:
    with pytest.raises(NotFoundError) as caught:
        published.select("population.totl")
    assert caught.value.suggestions[0] == TOTAL


def test_unknown_place_is_not_found(published: Figures) -> None:
    with pytest.raises(NotFoundError):
        published.one(TOTAL, "99999999")


def test_threads_get_the_same_answers(published: Figures) -> None:
    expected = published.select(TOTAL, period="2024").to_pylist()
    wrong: list[int] = []

    def ask() -> None:
        for _ in range(20):
            if Figures(published.release).select(TOTAL, period="2024").to_pylist() != expected:
                wrong.append(1)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
