"""What stands beside or above something else, measured in a real browser at both widths."""

import pytest
from playwright.sync_api import Page

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("browser")]
MAPS = ("population", "circulation", "finance", "care", "diversity", "tourism")
SPILLED = """() => [...document.querySelectorAll('.rk li:not(.cut)')].filter(row => [...row.children].some(
  part => part.getBoundingClientRect().height > row.getBoundingClientRect().height + 1)).length"""
CUT = """() => [...document.querySelectorAll('.www select')].filter(select => {
  const style = getComputedStyle(select), pen = document.createElement('canvas').getContext('2d')
  pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`
  const room = select.clientWidth - parseFloat(style.paddingRight)
  return pen.measureText(select.selectedOptions[0].text).width > room
}).map(select => select.id)"""


@pytest.mark.parametrize("name", MAPS)
def test_rows_of_the_ranking_hold_their_words_and_the_choices_are_whole(tab: Page, name: str) -> None:
    tab.goto(f"/en/maps/{name}/?place=10008020", wait_until="networkidle")
    assert (tab.evaluate(SPILLED), tab.evaluate(CUT)) == (0, [])


def test_a_long_name_is_whole_on_a_wide_screen(tab: Page) -> None:
    tab.goto("/en/maps/circulation/?indicator=circulation.businesses_share_m", wait_until="networkidle")
    wide = tab.evaluate("innerWidth") > 760
    assert tab.evaluate(CUT) == ([] if wide else ["what"])


SPILLING = """() => [...document.querySelectorAll('.scroll')]
  .filter(each => each.offsetParent && each.scrollWidth > each.clientWidth + 1 && !each.dataset.hint)
  .map(each => each.getAttribute('aria-label'))"""
WIDE_TABLES = (
    "/resources/?place=10008020",
    "/places/10008020/",
    "/maps/population/?place=10008020&compare=10008030&with=2025-12",
    "/policy/",
    "/indicators/",
    "/indicators/population.total/",
)


@pytest.mark.parametrize("path", [f"{head}{path}" for path in WIDE_TABLES for head in ("", "/en")])
def test_no_table_is_cut_without_saying_so(tab: Page, path: str) -> None:
    tab.goto(path, wait_until="networkidle")
    assert tab.evaluate(SPILLING) == []


def test_a_table_on_a_phone_names_each_cell(tab: Page) -> None:
    tab.goto("/resources/", wait_until="networkidle")
    label = "getComputedStyle(document.querySelector('.cards td'), '::before').content"
    wide = tab.evaluate("innerWidth") > 760
    assert tab.evaluate(label) == ("none" if wide else '"機關"')
