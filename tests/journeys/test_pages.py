"""People's ways through the site, in a real browser at both widths."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("browser")]
PAGES = [
    "/",
    "/places/10008020/",
    "/places/10008/",
    "/maps/population/?place=10008020",
    "/maps/finance/",
    "/goals/",
    "/indicators/",
    "/indicators/population.total/",
    "/policy/",
    "/resources/",
    "/data/",
    "/api/v1/docs",
    "/en/",
    "/en/places/10008020/",
    "/en/maps/circulation/",
]


@pytest.mark.parametrize("path", PAGES)
def test_page_is_accessible_and_does_not_scroll_sideways(tab: Page, path: str) -> None:
    tab.goto(path, wait_until="networkidle")
    sideways = tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert sideways <= 0
    found = Axe().run(tab, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
    assert [
        (one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found.response["violations"]
    ] == []


def test_newcomer_types_a_name_and_reaches_the_place(tab: Page) -> None:
    tab.goto("/")
    tab.locator("#q").fill("埔里")
    tab.locator("#q").press("Enter")
    expect(tab).to_have_url("/places/10008020/")
    expect(tab.locator("h1")).to_have_text("埔里鎮")


def test_newcomer_types_an_ambiguous_name_and_chooses(tab: Page) -> None:
    tab.goto("/?q=大安")
    expect(tab.locator("#said a")).to_have_count(2)
    tab.locator("#said li", has_text="臺中市").locator("a").click()
    expect(tab).to_have_url("/places/66000220/")


def test_planner_changes_what_and_when_and_shares_the_address(tab: Page) -> None:
    tab.goto("/maps/population/?place=10008020")
    tab.locator("#what").select_option("population.net_migration_rate")
    tab.wait_for_url("**indicator=population.net_migration_rate**")
    tab.locator("#when").select_option("2019")
    tab.wait_for_url("**period=2019**")
    shared = tab.url
    tab.goto("/")
    tab.goto(shared)
    expect(tab.locator("h1")).to_contain_text("2019 年")
    expect(tab.locator("h1")).to_contain_text("埔里鎮")


def test_planner_compares_two_places(tab: Page) -> None:
    tab.goto("/maps/population/?place=10008020&indicator=population.total")
    tab.locator("#with-place").select_option("10008090")
    tab.get_by_role("button", name="比較", exact=True).click()
    tab.wait_for_url("**compare=10008090**")
    expect(tab.locator("#compare table")).to_contain_text("魚池鄉")


def test_reader_changes_the_language_and_stays_on_the_page(tab: Page) -> None:
    tab.goto("/maps/population/?place=10008020")
    menu = tab.locator("details.menu summary")
    if menu.is_visible():
        menu.click()
    tab.locator('a[hreflang="en"]:visible').first.click()
    tab.wait_for_url("**/en/maps/population/?place=10008020")
    expect(tab.locator("h1")).to_contain_text("Puli")


def test_researcher_downloads_the_figures_of_a_map(tab: Page) -> None:
    tab.goto("/maps/population/?place=10008020&indicator=population.total&period=2025")
    address = tab.get_by_role("link", name="CSV", exact=True).get_attribute("href")
    answer = tab.request.get(address)
    assert answer.status == 200
    assert answer.text().count("\n") == 369


def test_keyboard_reaches_the_content_first(tab: Page) -> None:
    tab.goto("/goals/")
    tab.keyboard.press("Tab")
    expect(tab.locator(".skip")).to_be_focused()
    tab.keyboard.press("Enter")
    assert tab.url.endswith("#main")


# Words of a drawing as shown: their size in pixels, and which of them lie over each other.
WORDS = """() => [...document.querySelectorAll('svg')].map(svg => {
  const shown = [...svg.querySelectorAll('text')].filter(one => one.getBoundingClientRect().width > 0);
  const boxes = shown.map(one => one.getBoundingClientRect());
  const over = [];
  boxes.forEach((a, i) => boxes.slice(i + 1).forEach((b, j) => {
    const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const tall = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (wide > 1 && tall > 6) over.push(shown[i].textContent + ' / ' + shown[i + 1 + j].textContent);
  }));
  const sizes = shown.map(one => {
    const m = one.getScreenCTM();
    return parseFloat(getComputedStyle(one).fontSize) * Math.hypot(m.a, m.b);
  });
  const out = shown.filter((one, i) => boxes[i].left < 0 || boxes[i].right > innerWidth);
  return { over, out: out.map(one => one.textContent), smallest: Math.min(...sizes, 99) };
})"""


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/maps/population/?place=10008020",
        "/en/maps/population/?place=09020060&indicator=population.density",
        "/en/maps/tourism/?place=10008020",
        "/maps/tourism/",
        "/maps/care/?place=10008020",
        "/en/goals/",
        "/en/places/10008020/",
    ],
)
def test_words_of_drawings_can_be_read(tab: Page, path: str) -> None:
    """Eleven pixels at least, inside the page, none over another."""
    tab.goto(path, wait_until="networkidle")
    drawn = tab.evaluate(WORDS)
    assert [one for drawing in drawn for one in drawing["over"] + drawing["out"]] == []
    assert min(drawing["smallest"] for drawing in drawn) >= 11
