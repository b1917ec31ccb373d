"""Files of a plan in a real browser that runs no scripts: attached beside unsaved words, removed, read by the county."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.journeys.walk import Site, demonstration, sign_in
from tests.records import uploads

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("browser")]
PART = "/plans/1/3/"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="module")
def site(published_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with demonstration(tmp_path_factory.mktemp("demo") / "demo", published_home) as running:
        yield running


def _scriptless(browser: Browser, site: Site, width: int) -> Page:
    context = browser.new_context(
        base_url=site.address, viewport={"width": width, "height": 844}, java_script_enabled=False
    )
    page = context.new_page()
    sign_in(page, "puli@demo.invalid", site.password)
    return page


def _upload(name: str, content: bytes) -> dict[str, object]:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


@pytest.mark.parametrize("width", [390, 1440])
def test_files_without_scripts(site: Site, browser: Browser, width: int) -> None:
    page = _scriptless(browser, site, width)
    page.goto(PART)
    page.locator("#body").fill(f"還沒有存的字 {width}")
    photo = _upload(f"廟埕 {width}.jpg", uploads.photo(size=(640, width)))
    page.locator("#file").set_input_files([photo, _upload("logo.svg", b"<svg/>")])
    page.get_by_role("button", name="附上，並儲存文字").click()
    expect(page.locator("#file_error")).to_contain_text("「logo.svg」是SVG 圖形")
    expect(page.locator("#file_error")).to_contain_text("其餘 1 個已經附上")
    expect(page.locator("#body")).to_have_value(f"還沒有存的字 {width}")
    link = page.get_by_role("link", name=f"廟埕 {width}.jpg")
    with page.expect_download() as waiting:
        link.click()
    content = waiting.value.path().read_bytes()
    assert content.startswith(b"\xff\xd8\xff") and b"SpyCam" not in content
    page.locator("#body").fill(f"再改的字 {width}")
    page.locator(".files li", has_text=f"廟埕 {width}.jpg").get_by_role("button").click()
    expect(page.get_by_role("link", name=f"廟埕 {width}.jpg")).to_have_count(0)
    expect(page.locator("#body")).to_have_value(f"再改的字 {width}")
    page.context.close()


@pytest.mark.parametrize("width", [390, 1440])
def test_the_list_of_files_is_open_to_all(site: Site, browser: Browser, width: int) -> None:
    context = browser.new_context(base_url=site.address, viewport={"width": width, "height": 844})
    page = context.new_page()
    sign_in(page, "puli@demo.invalid", site.password)
    page.goto(PART)
    long = f"第三次願景會議紀錄與簽到冊影本_{width}_" + "很長的檔名" * 12 + ".txt"
    page.locator("#file").set_input_files([_upload(long, b"%d" % width), _upload("a.exe", b"MZ\x90")])
    page.get_by_role("button", name="附上，並儲存文字").click()
    expect(page.locator("#file_error")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for control in ("#file", ".att .btn", ".files .lk"):
        box = page.locator(control).first.bounding_box()
        assert box and box["height"] >= 44, control
    found = Axe().run(page, options={"runOnly": RULES})
    assert found.violations_count == 0, found.generate_report()
    context.close()
