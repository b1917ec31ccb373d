"""The model judged on the past: from a launch to a month that the register has since counted."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from difang.errors import InputError, MissingDataError
from difang.lake import Release
from difang.studies.projection.between import at_month
from difang.studies.projection.register import AGES, Floats, Register
from difang.studies.projection.simple import simple_paths, simple_totals
from difang.studies.projection.study import Study, study

DRAWS = 1000
SHARES = tuple(np.round(np.linspace(0.005, 0.995, 199), 4))
GROUPS = {"total": (0, AGES), "0-14": (0, 15), "65+": (65, AGES)}
CLASSES = (
    ("<5000", 0, 5_000),
    ("5000-20000", 5_000, 20_000),
    ("20000-50000", 20_000, 50_000),
    ("50000+", 50_000, 10**9),
)
ALL, SMALL = ("all", 0, 10**9), ("<20000", 0, 20_000)
MODEL = "difang"


@dataclass(frozen=True)
class Score:
    """Errors of one method for one group in one size class of townships; shares of the observed value.

    `bias` is the median of the signed error. What a method without intervals can't have is None: coverage of the
    80 % and 95 % intervals, mean width of the 80 % one, CRPS in persons, coverage of the 80 % one given the nation's sum.
    """

    method: str
    group: str
    size: str
    places: int
    median_error: float
    mean_error: float
    bias: float
    coverage80: float | None = None
    coverage95: float | None = None
    width80: float | None = None
    crps: float | None = None
    coverage80_given_nation: float | None = None


def backtest(release: Release, launch: str, until: str, *, draws: int = DRAWS, seed: int = 0) -> list[Score]:
    """Return scores of the model, its members and the simple methods, launched in one month and judged in another.

    Raises
    ------
    MissingDataError
        For months without single ages of the townships.
    InputError
        For an `until` that is not after the launch.
    """
    if until <= launch:
        raise InputError(
            f"--until {until} 必須晚於 --launch {launch}。",
            f"--until {until} must come after --launch {launch}.",
        )
    truth = observed(release, until)
    years = int(until[:4]) - int(launch[:4]) + 1
    made = study(release, launch, years)
    register = made.register
    sizes = made.path[:, 0].sum((-1, -2))
    scores = [*_model_scores(made, until, truth, sizes, draws, seed)]
    for name, path in {**made.members.members, **simple_paths(register, years)}.items():
        scores += _scores(
            name, {group: _at(path, made, until, ages) for group, ages in GROUPS.items()}, truth, sizes
        )
    for name, totals in simple_totals(register, years).items():
        scores += _scores(f"{name} of totals", {"total": at_month(totals, made.periods, until)}, truth, sizes)
    return scores


def observed(release: Release, period: str) -> dict[str, Floats]:
    """Return the counted persons [place] of each group; MissingDataError where no ages are observed."""
    tables = Register(release, period).both_sexes
    if period not in tables:
        known = "、".join(tables) or "—"
        raise MissingDataError(
            f"{period} 沒有鄉鎮市區的單一年齡人口可以對照；可用：{known}。",
            f"single ages of townships are not at hand for {period}; months to judge by: {known}.",
        )
    return {group: tables[period][:, first:last].sum(-1) for group, (first, last) in GROUPS.items()}


def intervals(made: Study, until: str, *, draws: int = DRAWS, seed: int = 0) -> dict[str, Floats]:
    """Return the townships' quantiles [share, place] of each group in a month, at `SHARES`."""
    cells = {}
    for group, (first, last) in GROUPS.items():
        cells[group] = np.zeros((2, AGES))
        cells[group][:, first:last] = 1
    rows = [[row] for row in range(len(made.codes))]
    drawn = made.quantiles(rows, cells, draws=draws, seed=seed, quantiles=SHARES)
    return {group: at_month(values, made.periods, until) for group, values in drawn.items()}


def coverage(truth: Floats, drawn: Floats, chosen: NDArray[np.bool_], nominal: float) -> float:
    """Return the share of places whose counted value lies in the central interval that is to hold `nominal` of them."""
    low, high = (drawn[SHARES.index(round(share, 4))] for share in ((1 - nominal) / 2, (1 + nominal) / 2))
    return _inside(truth, low, high, chosen)


def crps(truth: Floats, drawn: Floats) -> Floats:
    """Return the continuous ranked probability score [place]: twice the mean pinball loss over quantiles at `SHARES`.

    Source: Gneiting and Raftery (2007), JASA 102, 359–378, eq. 20 and the quantile form of Laio and Tamea (2007).
    """
    shares: Sequence[float] = SHARES
    level = np.array(shares)[:, None]
    gap = truth - drawn
    result: Floats = 2 * np.maximum(level * gap, (level - 1) * gap).mean(0)
    return result


def _at(path: Floats, made: Study, until: str, ages: tuple[int, int]) -> Floats:
    return at_month(path[..., ages[0] : ages[1]].sum((-1, -2)), made.periods, until)


def _model_scores(
    made: Study, until: str, truth: Mapping[str, Floats], sizes: Floats, draws: int, seed: int
) -> list[Score]:
    mean = {group: _at(made.path, made, until, ages) for group, ages in GROUPS.items()}
    return _scores(MODEL, mean, truth, sizes, intervals(made, until, draws=draws, seed=seed))


def _scores(
    method: str,
    found: Mapping[str, Floats],
    truth: Mapping[str, Floats],
    sizes: Floats,
    quantiles: Mapping[str, Floats] | None = None,
) -> list[Score]:
    scores = []
    for group, value in found.items():
        for name, low, high in (ALL, SMALL, *CLASSES):
            chosen = (sizes >= low) & (sizes < high)
            drawn = None if quantiles is None else quantiles[group]
            scores.append(_score((method, group, name), value, truth[group], chosen, drawn))
    return scores


def _score(
    names: tuple[str, str, str], value: Floats, truth: Floats, chosen: NDArray[np.bool_], drawn: Floats | None
) -> Score:
    error = value[chosen] / truth[chosen] - 1
    size = np.abs(error)
    plain = Score(
        *names, int(chosen.sum()), float(np.median(size)), float(size.mean()), float(np.median(error))
    )
    if drawn is None:
        return plain
    low80, high80, low95, high95 = (drawn[SHARES.index(share)] for share in (0.1, 0.9, 0.025, 0.975))
    given = truth * value.sum() / truth.sum()
    return Score(
        **{
            **asdict(plain),
            "coverage80": _inside(truth, low80, high80, chosen),
            "coverage95": _inside(truth, low95, high95, chosen),
            "width80": float(((high80 - low80) / truth)[chosen].mean()),
            "crps": float(crps(truth, drawn)[chosen].mean()),
            "coverage80_given_nation": _inside(given, low80, high80, chosen),
        }
    )


def _inside(truth: Floats, low: Floats, high: Floats, chosen: NDArray[np.bool_]) -> float:
    return float(((truth >= low) & (truth <= high))[chosen].mean())
