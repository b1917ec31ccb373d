"""The back-test: scores against hand computations, the frozen result, and the page that tells it."""

import numpy as np
import pytest

from difang.errors import InputError, MissingDataError
from difang.studies.projection import Study
from difang.studies.projection.backtest import SHARES, Score, backtest, crps, observed
from difang.studies.projection.between import at_month
from difang.studies.projection.simple import simple_paths, simple_totals
from difang.workspace import Workspace
from tools.write_projection import END, PAGE, START, tables

PULI = "10008020"


@pytest.fixture(scope="module")
def scores(workspace: Workspace) -> list[Score]:
    return backtest(workspace.release, "2019-10", "2025-12")


def one(scores: list[Score], method: str, group: str = "total", size: str = "<20000") -> Score:
    (found,) = [score for score in scores if (score.method, score.group, score.size) == (method, group, size)]
    return found


def test_result_of_the_frozen_launch_stands(scores: list[Score]) -> None:
    ours = one(scores, "difang")
    assert ours.places == 128
    assert ours.median_error == pytest.approx(0.0256, abs=5e-5)
    assert one(scores, "component").median_error == pytest.approx(0.0211, abs=5e-5)
    assert one(scores, "linear of totals").median_error == pytest.approx(0.0236, abs=5e-5)
    assert ours.coverage80 == pytest.approx(104 / 128)
    assert one(scores, "difang", "0-14").coverage80 == pytest.approx(78 / 128)


def test_page_holds_what_the_script_writes(scores: list[Score]) -> None:
    written = PAGE.read_text("utf-8").split(START)[1].split(END)[0]
    assert written == tables(scores), "run: python -m tools.write_projection"


def test_linear_trend_of_totals_by_hand(scores: list[Score], from_2019: Study, workspace: Workspace) -> None:
    totals = from_2019.register.totals
    slope = (totals["2019-10"] - totals["2014-10"]) / 5
    six, seven = totals["2019-10"] + 6 * slope, totals["2019-10"] + 7 * slope
    december = six ** (10 / 12) * seven ** (2 / 12)
    error = np.abs(december / observed(workspace.release, "2025-12")["total"] - 1)
    small = from_2019.path[:, 0].sum((-1, -2)) < 20_000
    assert one(scores, "linear of totals").median_error == pytest.approx(np.median(error[small]), rel=1e-9)
    assert one(scores, "linear of totals").mean_error == pytest.approx(error[small].mean(), rel=1e-9)


def test_simple_paths_of_one_place_by_hand(from_2019: Study) -> None:
    register = from_2019.register
    (row,) = from_2019.rows([PULI])
    before, after = register.by_sex["2014-10"][row], register.by_sex["2019-10"][row]
    found = {name: path[row] for name, path in simple_paths(register, 3).items()}
    assert np.array_equal(found["constant"][3], after)
    np.testing.assert_allclose(found["linear"][2], np.maximum(after + (after - before) * 2 / 5, 0))
    np.testing.assert_allclose(found["exponential"][3], (after + 1) * ((after + 1) / (before + 1)) ** 0.6 - 1)
    # Hamilton and Perry: men of 40 become those of 41 by the fifth root of what those of 38 became at 43.
    men = after[1, 40] * (after[1, 43] / before[1, 38]) ** 0.2
    assert found["hamilton_perry"][1, 1, 41] == pytest.approx(men)
    women = after[0, 62] * (after[0, 65] / before[0, 60]) ** 0.2
    assert found["hamilton_perry"][1, 0, 63] == pytest.approx(women)


def test_hamilton_perry_held_to_the_county_adds_up_to_the_county(from_2019: Study) -> None:
    register = from_2019.register
    paths = simple_paths(register, 2)
    inside = register.county == register.counties.index("10008")
    before, after = (register.by_sex[month][inside].sum(0) for month in ("2014-10", "2019-10"))
    men = after[1, 40] * (after[1, 43] / before[1, 38]) ** 0.2
    assert paths["hamilton_perry_county"][inside][:, 1, 1, 41].sum() == pytest.approx(men)


def test_share_of_growth_of_totals_gives_the_nation_its_linear_trend(from_2019: Study) -> None:
    totals = simple_totals(from_2019.register, 7)
    np.testing.assert_allclose(totals["share_of_growth"].sum(0), totals["linear"].sum(0))


def test_crps_of_a_certain_forecast_is_its_absolute_error() -> None:
    drawn = np.tile([100.0, 250.0], (len(SHARES), 1))
    np.testing.assert_allclose(crps(np.array([130.0, 200.0]), drawn), [30.0, 50.0])


@pytest.mark.parametrize("truth", [-0.5, 0.0, 0.2, 0.5, 0.9, 1.5])
def test_crps_of_a_uniform_forecast_is_the_integral(truth: float) -> None:
    drawn = np.array(SHARES)[:, None]
    inside = min(max(truth, 0.0), 1.0)
    exact = inside**3 / 3 + (1 - inside) ** 3 / 3 + abs(truth - inside)
    assert crps(np.array([truth]), drawn)[0] == pytest.approx(exact, abs=2e-3)


def test_wider_intervals_cover_more_and_conditioning_is_told(scores: list[Score]) -> None:
    ours = [score for score in scores if score.method == "difang"]
    assert len(ours) == 18
    for score in ours:
        assert score.coverage80 is not None and score.coverage95 is not None
        assert 0 <= score.coverage80 <= score.coverage95 <= 1
        assert score.crps is not None and score.crps > 0 and score.coverage80_given_nation is not None
    assert all(score.coverage80 is None for score in scores if score.method != "difang")


def test_month_between_two_years_is_on_logs_and_outside_is_refused() -> None:
    values, periods = np.array([100.0, 121.0]), ("2019-10", "2020-10")
    assert at_month(values, periods, "2020-04") == pytest.approx(110.0)
    assert at_month(values, periods, "2020-10") == pytest.approx(121.0)
    with pytest.raises(InputError, match="outside the projection"):
        at_month(values, periods, "2020-11")


def test_back_test_refuses_a_month_before_the_launch_and_one_not_counted(workspace: Workspace) -> None:
    with pytest.raises(InputError, match="must come after"):
        backtest(workspace.release, "2019-10", "2019-10")
    with pytest.raises(MissingDataError, match="2025-11"):
        backtest(workspace.release, "2019-10", "2025-11")
