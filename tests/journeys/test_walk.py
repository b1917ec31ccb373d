"""One walk: a township's planner submits a plan, the county returns it, the nation accepts it.

Three people in three real browsers, on SQLite at a desk's width and on PostgreSQL on phones; mail by SMTP.
"""

import re
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.walk import Site, accept, browser_of, invite, postgresql, serving, sign_up

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("browser")]
NATION, COUNTY, PLANNER = "nation@example.tw", "county@example.tw", "planner@example.tw"
PARTS = {
    1: "水與茭白筍養出這個盆地。",
    2: "產銷班牽頭，大學團隊協助。",
    3: "願景：讓田裡的一把筍，留得住一個家。",
    4: "先做共同處理場。",
    5: "最缺的是土地使用與第一年的人。",
    6: "看出生數與遷入。",
}
GAPS = {2: "名單在問本人同意，下個月補。", 3: "說明會紀錄還在整理。"}


@pytest.fixture(params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest, published_home: Path, tmp_path: Path) -> Iterator[Site]:
    with ExitStack() as stack:
        wanted = request.param == "postgresql"
        database = stack.enter_context(postgresql(tmp_path / "pg")) if wanted else ""
        yield stack.enter_context(serving(tmp_path / "home", published_home, database))


def test_a_plan_is_submitted_returned_submitted_again_and_accepted(
    site: Site, browser: Browser, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    width = 1440 if "sqlite" in request.node.name else 390
    nation, county, planner = (browser_of(browser, site, width) for _ in range(3))
    _appoint(site, nation, county, planner)
    plan = _write(planner)
    _decide(planner, plan, "submit")
    _see_on_desk(county, plan)
    _return(county, plan, "請補土地使用分區。")
    _answer(planner, plan)
    _decide(planner, plan, "submit")
    _decide(county, plan, "forward", "可行，建議受理。")
    _see_on_desk(nation, plan)
    _decide(nation, plan, "accept")
    _accepted(site, browser, plan, tmp_path)
    assert site.link_to(PLANNER, plan), "the planner was told by mail"


def _appoint(site: Site, nation: Page, county: Page, planner: Page) -> None:
    sign_up(nation, site, NATION, "國發會窗口")
    nation.goto("/people/first/")
    nation.locator("[name=code]").fill(site.first_code)
    nation.locator("main form button").first.click()
    invite(nation, "county:10008", COUNTY)
    sign_up(county, site, COUNTY, "縣市窗口")
    accept(county, site, COUNTY)
    invite(county, "planner:10008020", PLANNER)
    sign_up(planner, site, PLANNER, "公所承辦")
    accept(planner, site, PLANNER)


def _write(page: Page) -> str:
    """Begin a plan, write its parts, pin a figure from the map, add a venture, a need and a target."""
    page.goto("/plans/new/")
    page.locator("[name=place]").select_option("10008020")
    page.locator("main form button").first.click()
    page.wait_for_url(re.compile(r"/plans/\d+/$"))
    plan = re.search(r"/plans/\d+/$", page.url)[0]
    for part, words in PARTS.items():
        page.goto(f"{plan}{part}/")
        page.locator("#body").fill(words)
        expect(page.locator("#state")).to_have_text("已自動儲存", timeout=20_000)
    for part, words in GAPS.items():
        page.goto(f"{plan}{part}/")
        page.locator("#gap").fill(words)
        page.locator("#write button.pri").click()
        expect(page.locator("#gap")).to_have_value(words)
    page.goto("/maps/population/?indicator=population.births&place=10008020&period=2025")
    page.get_by_role("link", name="加入我的計畫").first.click()
    page.locator("[name=part]").select_option("6")
    page.get_by_role("button", name="放進計畫").click()
    expect(page.locator("#evidence .kept")).to_contain_text("出生數")
    page.goto(f"{plan}ventures/add/")
    page.locator("[name=name]").fill("茭白筍共同處理場")
    page.locator("[name=starts_on]").fill("2027-01-01")
    page.locator("[name=ends_on]").fill("2029-12-31")
    page.locator(".sitemap").click(position={"x": 120, "y": 120})
    assert page.locator("[name=longitude]").input_value().startswith("12")
    page.get_by_role("button", name="儲存").click()
    page.goto(f"{plan}needs/add/")
    page.locator("[name=venture]").select_option(label="茭白筍共同處理場")
    page.locator("[name=kind]").select_option("grant")
    page.locator("[name=purpose]").fill("設備")
    page.get_by_role("button", name="儲存").click()
    page.goto(f"{plan}kpis/add/")
    page.locator("[name=name]").fill("出生數")
    page.locator("[name=unit]").fill("人")
    page.locator("[name=pin]").select_option(index=1)
    page.locator("[name=target]").fill("300")
    page.locator("[name=year]").fill("2030")
    page.get_by_role("button", name="儲存").click()
    expect(page.locator(".rows")).to_contain_text("出生數")
    return plan


def _decide(page: Page, plan: str, event: str, reason: str = "") -> None:
    page.goto(plan)
    page.locator(f"input[name=event][value={event}]").check()
    page.locator("[name=reason]").fill(reason)
    page.get_by_role("button", name="決定並記錄").click()
    page.wait_for_load_state()
    assert page.locator(f"input[name=event][value={event}]").count() == 0, page.locator("main").inner_text()


def _see_on_desk(page: Page, plan: str) -> None:
    page.goto("/desk/")
    expect(page.locator(f"a[href*='{plan}']").first).to_be_visible()


def _return(page: Page, plan: str, words: str) -> None:
    page.goto(plan)
    fifth = page.locator("section").filter(has=page.get_by_role("heading", name="5　資源需求"))
    fifth.locator("summary").click()
    fifth.locator("[name=text]").fill(words)
    fifth.locator("form button").click()
    _decide(page, plan, "return", words)


def _answer(page: Page, plan: str) -> None:
    """See the comment, change the part, look at the difference, settle the comment."""
    page.goto(f"{plan}5/")
    expect(page.locator(".cmts")).to_contain_text("土地使用分區")
    page.locator("#body").fill(PARTS[5] + "\n土地為一般農業區，已附查詢結果。")
    expect(page.locator("#state")).to_have_text("已自動儲存", timeout=20_000)
    page.get_by_role("button", name="標為已處理").click()
    page.goto(f"{plan}compare/")
    expect(page.locator("ins")).to_contain_text("一般農業區")


def _accepted(site: Site, browser: Browser, plan: str, folder: Path) -> None:
    """Anybody reads the accepted version; its deck opens and holds people's words."""
    visitor = browser_of(browser, site, 1440)
    visitor.goto(plan)
    expect(visitor.locator("main")).to_contain_text("一般農業區")
    with visitor.expect_download() as download:
        visitor.get_by_role("link", name=re.compile("PPTX")).click()
    deck = folder / "plan.pptx"
    download.value.save_as(deck)
    command = ["soffice", f"-env:UserInstallation=file://{folder}/lo", "--headless", "--convert-to", "pdf"]
    subprocess.run(
        [*command, "--outdir", str(folder), str(deck)], check=True, capture_output=True, timeout=180
    )
    text = subprocess.run(
        ["pdftotext", str(folder / "plan.pdf"), "-"], check=True, capture_output=True
    ).stdout
    told = text.decode().replace("\n", "").replace(" ", "")
    assert "留得住一個家" in told
    assert "茭白筍共同處理場" in told
