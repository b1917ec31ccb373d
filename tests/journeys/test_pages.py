"""People's ways through the site, in a real browser at both widths."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager

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
    "/embed/maps/population/?place=10008020",
    "/places/region:puli-guoxing-yuchi-renai/",
    "/resources/?place=10008020",
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


NEAR = "找我附近的鄉鎮市區"


def test_newcomer_finds_the_township_near_them_and_tells_nobody_where(tab: Page) -> None:
    tab.context.grant_permissions(["geolocation"])
    tab.context.set_geolocation({"latitude": 23.9661, "longitude": 120.9676})
    asked: list[str] = []
    tab.on("request", lambda sent: asked.append(sent.url + (sent.post_data or "")))
    tab.goto("/")
    tab.get_by_role("button", name=NEAR).click()
    expect(tab.locator("#near li")).to_have_count(3)
    expect(tab.locator("#near li a").first).to_have_text("埔里鎮")
    assert not [one for one in asked if "23.9" in one or "120.9" in one]
    tab.locator("#near li a").first.click()
    expect(tab).to_have_url("/places/10008020/")


def test_newcomer_far_away_or_without_permission_is_told_so_in_words(tab: Page) -> None:
    tab.context.grant_permissions(["geolocation"])
    tab.context.set_geolocation({"latitude": 35.68, "longitude": 139.76})
    tab.goto("/")
    tab.get_by_role("button", name=NEAR).click()
    expect(tab.locator(".near-said")).to_contain_text("超過 100 公里")
    tab.context.clear_permissions()
    tab.reload()
    tab.evaluate(
        "() => { navigator.geolocation.getCurrentPosition = (found, failed) => failed({ code: 1 }); }"
    )
    tab.get_by_role("button", name=NEAR).click()
    expect(tab.locator(".near-said")).to_contain_text("沒有允許讀取位置")


def test_browser_without_position_shows_no_button(tab: Page) -> None:
    tab.add_init_script("Object.defineProperty(navigator, 'geolocation', { value: undefined })")
    tab.goto("/")
    expect(tab.locator("#near")).to_be_hidden()


@contextmanager
def served(page: str) -> Iterator[str]:
    """Another site on this machine that shows one page."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = page.encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *told: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()


def test_writer_puts_a_map_into_another_page(tab: Page) -> None:
    tab.goto("/maps/population/?place=10008020")
    snippet = tab.locator("#embed").inner_text()
    outer = f'<!doctype html><html lang="zh"><title>x</title><h1>x</h1>{snippet}'
    with served(outer) as elsewhere:
        context = tab.context.browser.new_context()
        other = context.new_page()
        other.goto(elsewhere)
        framed = other.frame_locator("iframe")
        expect(framed.locator("h1")).to_contain_text("埔里鎮")
        expect(framed.locator("#map svg")).to_be_visible()
        context.close()
