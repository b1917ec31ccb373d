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
