from dataclasses import replace

import pytest

from difang.indicators import Figures
from difang.studies.goals import Assessment, assess, goals, losing
from difang.studies.goals.moving import balance
from difang.workspace import Workspace


@pytest.fixture(scope="module")
def figures(workspace: Workspace) -> Figures:
    return Figures(workspace.release)


@pytest.fixture(scope="module")
def found(figures: Figures) -> dict[str, Assessment]:
    return {one.goal.id: one for one in assess(figures)}


def test_goals_of_the_plan_in_its_order() -> None:
    assert [one.id for one in goals()] == [
        "total_population",
        "capital_share",
        "balance",
        "return",
        "balanced_taiwan",
        "sustainable",
    ]


def test_total_population_falls_below_twenty_million_in_2045(found: dict[str, Assessment]) -> None:
    total = found["total_population"]
    assert total.missed is not None
    assert total.missed.en == (
        "The official medium projection falls below 20 million at the end of 2045 (19,975,846\u00a0people)."
    )
    below = [point for point in total.lines[1].points if point[1] is not None and point[1] < 2_000]
    assert below[0] == ("2045", 1997.5846)


def test_distance_of_total_population_is_now_less_target(
    found: dict[str, Assessment], figures: Figures
) -> None:
    value = figures.one("population.total", "TW").value
    assert value is not None
    assert found["total_population"].distance[0].en == f"{value - 20_000_000:,.0f} above 20 million"


def test_capital_region_moves_both_ways_by_its_two_extents(found: dict[str, Assessment]) -> None:
    capital = found["capital_share"]
    assert [now.zh for now, _ in capital.now] == ["29.4%", "39.5%"]
    assert [words.zh for words in capital.distance] == [
        "北北基比 2018 年底少 0.45 個百分點",
        "北北基桃比 2018 年底多 0.25 個百分點",
    ]


def test_capital_shares_equal_sums_of_counties_over_the_nation(
    found: dict[str, Assessment], figures: Figures
) -> None:
    counties = figures.map_values("population.total", "county", "2025")
    nation = figures.one("population.total", "TW", "2025").value
    assert nation is not None
    share = 100 * sum(counties[code] or 0 for code in ("63000", "65000", "10017")) / nation
    assert dict(found["capital_share"].lines[0].points)["2025"] == pytest.approx(share, rel=1e-12)


def test_balance_counts_counties_on_internal_moves(found: dict[str, Assessment], figures: Figures) -> None:
    values = figures.map_values("population.net_migration_internal", "county", "2022")
    held = sum(value is not None and value >= 0 for value in values.values())
    assert (held, len(values)) == (14, 22)
    assert found["balance"].distance[0].zh == "目標年 2022 年有 14 個縣市達成，8 個未達成"
    assert dict(found["balance"].lines[0].points)["2022"] == 14.0


def test_balance_breaks_its_line_where_a_year_is_not_published(found: dict[str, Assessment]) -> None:
    assert dict(found["balance"].lines[0].points)["2017"] is None


def test_balance_without_internal_moves_gives_no_verdict_and_no_year_before_2024(figures: Figures) -> None:
    goal = next(one for one in goals() if one.id == "balance")
    shown = balance(replace(goal, settings={**goal.settings, "indicator": "population.unknown"}), figures)
    assert shown.missed is None
    assert shown.distance == ()
    assert [one.period for one in shown.evidence] == ["2024", "2025"]
    assert [one.value.en for one in shown.evidence] == ["135 of 368", "132 of 368"]
    assert "register_abroad_2020_2025" in [one.id for one in shown.caveats]


def test_return_has_no_number(found: dict[str, Assessment]) -> None:
    assert found["return"].now == ()
    assert found["return"].evidence == ()


@pytest.mark.parametrize("goal", ["balanced_taiwan", "sustainable"])
def test_goals_without_a_target_say_so(found: dict[str, Assessment], goal: str) -> None:
    assert found[goal].goal.target.en == "No target set in the plan"
    assert found[goal].distance == ()


def test_losing_counts_negative_townships_only(figures: Figures) -> None:
    assert losing(figures, "population.change_10y", "2025") == (273, 368)


def test_every_number_has_a_permanent_address(found: dict[str, Assessment], figures: Figures) -> None:
    links = [e.permalink for one in found.values() for e in (*one.evidence, *one.carriers)]
    assert {link.split("/figures/")[0] for link in links} == {f"/r/{figures.release.id}"}
