"""One example of every chart, for tests that hold for all of them."""

from difang.charts import Series, Shade, sequential, specs
from difang.charts.specs import Spec

YEARS = [str(year) for year in range(2015, 2026)]
GROUPS = ["0–14", "15–64", "65+"]
CHANGES = [-535.0, -417.0, -305.0, -411.0, -166.0, -270.0, -693.0, -385.0, 327.0, -228.0, -115.0]
VALUES: dict[str, float | None] = {f"p{number}": float(number % 17) for number in range(60)}


def every_chart(width: int = 560) -> dict[str, Spec]:
    """Return a specification of each kind by name."""
    points = list(zip(YEARS, CHANGES, strict=True))
    dots, radius = specs.piled(VALUES, sequential(list(range(17))), limits=(0, 16), width=width, marked="p3")
    return {
        "lines": specs.lines(
            [
                Series("埔里鎮", (tuple(points[:4]), tuple(points[4:]))),
                Series("全國", (tuple(points),), "#5A6058"),
            ],
            shades=[Shade("2021", "2023", "跨國登記起伏")],
            breaks=[("2019", "定義改變")],
            signed=True,
            width=width,
        ),
        "bars": specs.bars(points, highlight="2025", caution={"2021"}, signed=True, width=width),
        "stacked": specs.stacked(
            [(year, kind, -1.0 - rank) for rank, kind in enumerate(("自然", "社會")) for year in YEARS],
            [("自然", "#8F8B7C"), ("社會", "#2B4F81")],
            totals=[(year, -3.0) for year in YEARS],
            total_label="合計",
            width=width,
        ),
        "months": specs.months([float(n) for n in range(11)] + [None], lang="zh", width=width),
        "pyramid": specs.pyramid(
            GROUPS, [10, 60, 30], [20, 65, 15], now_label="2025", before_label="2015", width=width
        ),
        "sexes": specs.sexes(
            GROUPS,
            ([5, 30, 14], [5, 30, 16]),
            ([9, 30, 9], [9, 33, 9]),
            labels=("男", "女"),
            now_label="2025",
            before_label="2015",
            width=width,
        ),
        "ranking": specs.ranking(
            [("埔里鎮", 2642, True), ("三芝區", -198, False)], unit=" 公頃", width=width
        ),
        "strip": specs.strip(
            dots, radius=radius, limits=(0, 16), marked=(3, "埔里 3"), median=(8, "中位 8"), width=width
        ),
        "slope": specs.slope(
            [("埔里鎮", 16.1, 19.7, True), ("全國", 11.0, 17.3, False)],
            then_label="2015",
            now_label="2025",
            decimals=1,
            width=width,
        ),
        "waffle": specs.waffle(
            [("埔里鎮", 2642, "#2F6B4F"), ("其他", 396, "#C9C3B0")], per_square=10, width=width
        ),
    }
