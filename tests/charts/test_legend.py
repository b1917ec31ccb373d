"""Legends: counts over bars, breaks at joints, words for who can't see them."""

from lxml import etree

from difang.charts import Classes, diverging, legend, sequential, slim_legend
from difang.charts.theme import DIVERGING, SEQUENTIAL

NS = {"s": "http://www.w3.org/2000/svg"}
SEVEN = Classes((-12.0, -6.0, -1.0, 1.0, 6.0, 12.0), DIVERGING)
COUNTS = (69, 81, 69, 25, 62, 32, 30)


def texts(svg: str) -> list[str]:
    return [str(one) for one in etree.fromstring(svg).xpath("//s:text/text()", namespaces=NS)]


def test_legend_writes_counts_then_signed_breaks_then_words() -> None:
    svg = legend(SEVEN, COUNTS, lang="zh", ends=("遷出較多", "遷入較多"), middle="大致相等")
    assert texts(svg) == [
        *("69", "81", "69", "25", "62", "32", "30"),
        *("−12", "−6", "−1", "+1", "+6", "+12"),
        *("遷出較多", "大致相等", "遷入較多"),
    ]


def test_legend_bars_are_as_high_as_their_counts() -> None:
    bars = etree.fromstring(legend(SEVEN, COUNTS, lang="zh")).xpath("//s:rect/@height", namespaces=NS)
    assert [float(bar) for bar in bars] == [round(64 * count / 81, 1) for count in COUNTS]


def test_legend_of_a_sequential_scale_has_no_signs() -> None:
    assert texts(legend(Classes((1000.0,), SEQUENTIAL[:2]), (3, 4), lang="en")) == ["3", "4", "1,000"]


def test_legend_says_its_counts_to_who_cannot_see() -> None:
    root = etree.fromstring(legend(Classes((50.0,), SEQUENTIAL[:2]), (3, 4), lang="zh"))
    assert root.get("aria-label") == "圖例：分級點 50；各級由低到高有 3、4 個地方"


def test_legend_of_one_class_has_no_break() -> None:
    classes = sequential([5.0, 5.0])
    assert texts(legend(classes, classes.counts([5.0, 5.0]), lang="zh")) == ["2"]


def test_slim_legend_leaves_out_breaks_that_would_touch() -> None:
    wide = Classes((-1200.5, -600.5, -100.5, 100.5, 600.5, 1200.5), DIVERGING)
    assert texts(slim_legend(wide, lang="zh", decimals=1)) == ["−1,200.5", "−100.5", "+100.5", "+1,200.5"]
    assert texts(slim_legend(diverging([-9.0, 0.0, 9.0]), lang="zh"))[0] != ""
