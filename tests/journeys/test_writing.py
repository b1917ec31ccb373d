"""Writing a plan in real browsers: two at once, two tabs, a server that goes away, a session that ends."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Dialog, Page, Route, expect

from tests.journeys.walk import Site, browser_of, demonstration, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("browser")]
SAVED = re.compile("已自動儲存|已儲存")
PART = "/plans/1/3/"


@pytest.fixture(scope="module")
def site(published_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with demonstration(tmp_path_factory.mktemp("demo") / "demo", published_home) as running:
        yield running


@pytest.fixture
def puli(site: Site, browser: Browser) -> Page:
    page = browser_of(browser, site, 1440)
    sign_in(page, "puli@demo.invalid", site.password)
    return page


@pytest.fixture
def colleague(site: Site, browser: Browser) -> Page:
    page = browser_of(browser, site, 390)
    sign_in(page, "puli2@demo.invalid", site.password)
    return page


def type_at_end(page: Page, words: str) -> None:
    page.locator("#body").press("Control+End")
    page.locator("#body").press_sequentially(words)


def test_two_people_in_two_paragraphs_see_both(puli: Page, colleague: Page) -> None:
    puli.goto(PART)
    puli.locator("#body").fill("第一段\n第二段")
    expect(puli.locator("#state")).to_have_text(SAVED)
    colleague.goto(PART)
    expect(colleague.locator("#here")).to_contain_text("示範承辦（埔里）")
    type_at_end(colleague, "，同事加的")
    expect(colleague.locator("#state")).to_have_text(SAVED)
    puli.locator("#body").press("Control+Home")
    puli.locator("#body").press_sequentially("我加的，")
    expect(puli.locator("#body")).to_have_value("我加的，第一段\n第二段，同事加的")
    expect(puli.locator("#here")).to_contain_text("建設課")


def test_two_people_in_one_paragraph_keep_both_and_settle(puli: Page, colleague: Page) -> None:
    puli.goto(PART)
    puli.locator("#body").fill("同一段")
    expect(puli.locator("#state")).to_have_text(SAVED)
    colleague.goto(PART)
    puli.locator("#body").fill("同一段，甲")
    expect(puli.locator("#state")).to_have_text(SAVED)
    colleague.locator("#body").fill("同一段，乙")
    expect(colleague.locator("#clash")).to_be_visible()
    colleague.locator("#body").fill("同一段，乙")
    colleague.locator("#body").press_sequentially("丙")
    expect(colleague.locator("#clash")).to_be_visible()
    colleague.locator("#body").press("Backspace")
    colleague.wait_for_timeout(1500)
    puli.reload()
    expect(puli.locator("#body")).to_have_value("同一段，甲")
    colleague.locator("#clash a").click()
    expect(colleague.locator(".rival ins")).to_have_text("同一段，乙")
    expect(colleague.locator(".rival del")).to_have_text("同一段，甲")
    colleague.get_by_role("button", name="都保留").click()
    expect(colleague.locator("#body")).to_have_value("同一段，甲\n\n同一段，乙")


def test_a_text_too_long_for_the_part_is_not_lost_on_leaving(puli: Page) -> None:
    long = "長" * 100_001
    warned: list[str] = []

    def leave(dialog: Dialog) -> None:
        warned.append(dialog.type)
        dialog.accept()

    puli.on("dialog", leave)
    puli.goto(PART)
    puli.locator("#body").fill(long)
    expect(puli.locator("#state")).to_contain_text("100,001")
    puli.get_by_role("button", name="儲存", exact=True).click()
    expect(puli.locator("p.errm")).to_contain_text("100,001")
    puli.goto("/desk/")
    assert warned == ["beforeunload"]
    puli.goto(PART)
    assert puli.locator("#body").input_value() == long
    puli.locator("#body").fill("短")
    expect(puli.locator("#state")).to_have_text(SAVED)
    puli.get_by_role("button", name="儲存", exact=True).click()
    puli.goto("/desk/")
    puli.goto(PART)
    expect(puli.locator("#body")).to_have_value("短")
    assert warned == ["beforeunload"]


def test_words_typed_while_the_server_is_away_are_saved_when_it_is_back(puli: Page) -> None:
    puli.goto(PART)
    puli.context.set_offline(True)
    puli.locator("#body").fill("斷線時打的字")
    expect(puli.locator("#state")).to_contain_text("留在這台電腦")
    puli.context.set_offline(False)
    expect(puli.locator("#state")).to_have_text(SAVED, timeout=20_000)
    puli.reload()
    expect(puli.locator("#body")).to_have_value("斷線時打的字")


def test_words_typed_after_the_session_ended_are_found_again(site: Site, puli: Page) -> None:
    puli.goto(PART)
    kept = puli.context.cookies()
    puli.context.clear_cookies(name="sessionid")
    puli.locator("#body").fill("登入結束後打的字")
    expect(puli.locator("#state")).to_contain_text("登入已結束")
    puli.context.add_cookies(kept)
    puli.reload()
    expect(puli.locator("#body")).to_have_value("登入結束後打的字")
    expect(puli.locator("#state")).to_have_text(SAVED)


def kept_here(page: Page) -> str:
    """Return what this browser keeps of words that no server has."""
    return page.evaluate("JSON.stringify(localStorage)")


def test_words_sent_by_the_button_after_the_session_ended_are_found_again(site: Site, puli: Page) -> None:
    puli.goto(PART)
    puli.route("**/autosave/", lambda route: route.abort())
    puli.locator("#body").fill("按儲存之前登入就結束了")
    puli.context.clear_cookies(name="sessionid")
    puli.locator("#write button.pri").click()
    puli.wait_for_url("**/accounts/login/**")
    assert "按儲存之前登入就結束了" in kept_here(puli)
    puli.unroute("**/autosave/")
    puli.locator("#id_login").fill("puli@demo.invalid")
    puli.locator("#id_password").fill(site.password)
    puli.locator("main form button[type=submit]").first.click()
    puli.wait_for_url(f"**{PART}")
    expect(puli.locator("#body")).to_have_value("按儲存之前登入就結束了")
    expect(puli.locator("#state")).to_have_text(SAVED)
    puli.locator("#body").fill("這次按得到")
    puli.locator("#write button.pri").click()
    expect(puli.locator("[role=status]").first).to_contain_text("已儲存")
    assert "這次按得到" not in kept_here(puli)
    assert puli.url.endswith(PART), "an address kept or gone back to says nothing of what is typed later"


def test_signing_in_again_in_another_tab_lets_the_first_go_on(site: Site, puli: Page) -> None:
    puli.goto(PART)
    puli.context.clear_cookies(name="sessionid")
    puli.locator("#body").fill("另一個分頁登入前打的字")
    expect(puli.locator("#state")).to_contain_text("登入已結束")
    other = puli.context.new_page()
    sign_in(other, "puli@demo.invalid", site.password)
    puli.bring_to_front()
    puli.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(puli.locator("#state")).to_have_text(SAVED)
    other.goto(PART)
    expect(other.locator("#body")).to_have_value("另一個分頁登入前打的字")
    puli.locator("#body").fill("按鈕也行")
    puli.locator("#write button.pri").click()
    expect(puli.locator("[role=status]").first).to_contain_text("已儲存")


def test_a_refusal_in_words_is_not_sent_again_and_again(puli: Page) -> None:
    puli.goto(PART)
    sent: list[str] = []

    def refuse(route: Route) -> None:
        sent.append(route.request.url)
        route.fulfill(status=422, content_type="application/problem+json", body='{"detail": "太長了"}')

    puli.route("**/autosave/", refuse)
    puli.locator("#body").fill("伺服器不收的字")
    expect(puli.locator("#state")).to_have_text("太長了")
    puli.wait_for_timeout(7000)
    assert len(sent) == 1
    puli.unroute("**/autosave/")


def test_without_scripts_a_button_saves(site: Site, browser: Browser) -> None:
    context = browser.new_context(base_url=site.address, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, "puli@demo.invalid", site.password)
    page.goto(PART)
    page.locator("#body").fill("沒有程式也能存")
    page.locator("#write button").click()
    expect(page.locator("#body")).to_have_value("沒有程式也能存")
    expect(page.locator("[role=status]").first).to_contain_text("已儲存")


PAGES = (
    "/desk/",
    "/plans/1/",
    "/plans/1/1/",
    "/plans/1/2/",
    "/plans/1/6/",
    "/plans/1/ventures/1/",
    "/plans/1/kpis/add/",
    "/plans/1/compare/",
    "/plans/new/",
    "/plans/pin/?address=/figures/population.births%3Fplace=10008020",
    "/plans/3/versions/1/",
    "/people/me/",
    "/calls/",
    "/status/",
    "/en/desk/",
    "/en/plans/1/4/",
)


@pytest.mark.parametrize("who", ["puli", "colleague"])
def test_signed_in_pages_are_accessible_and_do_not_scroll_sideways(
    request: pytest.FixtureRequest, who: str
) -> None:
    page = request.getfixturevalue(who)
    found = {}
    for path in PAGES:
        page.goto(path, wait_until="networkidle")
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
        problems = [
            (one["id"], [node["target"] for node in one["nodes"]][:3])
            for one in Axe().run(page, options={"runOnly": rules}).response["violations"]
        ]
        if wide > 0 or problems:
            found[path] = (wide, problems)
    assert found == {}


PASTED = """<html><head><style>p{color:red}</style></head><body><!--StartFragment-->
<h2>願景</h2><p>三年內，<b>水上</b>筊白筍<br>不再浪費。</p>
<ol><li>回收次級品<ul><li>產銷班</li></ul></li><li>做飼料</li></ol>
<table><tr><th>年</th><th>噸</th></tr><tr><td>2027</td><td>1,200<p>估</p></td></tr></table>
<p>見<a href="https://example.tw/a">計畫書</a>。<img src="file:///c:/x.png"></p><script>alert(1)</script></body></html>"""


def test_what_is_pasted_from_a_word_processor_keeps_lists_tables_and_links(puli: Page) -> None:
    puli.goto(PART)
    puli.locator("#body").fill("")
    puli.locator("#body").focus()
    puli.evaluate(
        """(html) => {
          const data = new DataTransfer();
          data.setData("text/html", html);
          data.setData("text/plain", "x");
          const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
          document.getElementById("body").dispatchEvent(event);
        }""",
        PASTED,
    )
    expect(puli.locator("#body")).to_have_value(
        "願景\n\n三年內，水上筊白筍\n不再浪費。\n\n1. 回收次級品\n　- 產銷班\n2. 做飼料\n\n"
        "年　｜　噸\n2027　｜　1,200；估\n\n見計畫書（https://example.tw/a）。"
    )
    expect(puli.locator("#pasted")).to_contain_text("1 張圖片")
    expect(puli.locator("#state")).to_have_text(SAVED)
