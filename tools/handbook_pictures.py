"""Write docs/pictures/handbook: pages of the demonstration, as a planner who signed in sees them.

Run: python -m tools.handbook_pictures   (needs chromium; see `make dev`)
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tools.screenshots import FLAGS, ROOT, site

FOLDER = ROOT / "docs" / "pictures" / "handbook"
PAGES = {
    "desk": "/desk/",
    "plan": "/plans/1/",
    "part": "/plans/1/1/",
    "venture": "/plans/1/ventures/1/",
    "compare": "/plans/1/compare/",
}


def demonstration(home: Path) -> str:
    """Fill a demonstration home and return the password of its people."""
    difang = str(Path(sys.executable).with_name("difang"))
    done = subprocess.run(
        [difang, "--home", str(home), "--quiet", "demo"], check=True, capture_output=True, text=True
    )
    return next(line.split(": ", 1)[1] for line in done.stdout.splitlines() if line.startswith("password: "))


def sign_in(page: Page, address: str, password: str) -> None:
    """Sign in as the planner of 埔里鎮."""
    page.goto(f"{address}/accounts/login/")
    page.locator("[name=login]").fill("puli@demo.invalid")
    page.locator("[name=password]").fill(password)
    page.locator("main form button").first.click()
    page.wait_for_url("**/desk/")


def main() -> None:
    """Write the pictures; the plan was changed a little since it was returned, so that there is something to compare."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "demo"
        password = demonstration(home)
        os.environ.update(DIFANG_HOME=str(home), DIFANG_DEMO="yes")
        with site() as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
            page = browser.new_page(viewport={"width": 1200, "height": 800})
            sign_in(page, address, password)
            page.goto(f"{address}/plans/1/5/")
            page.locator("#body").fill(
                "【示範】最缺的不是錢，是土地使用與第一年的人。\n土地為一般農業區，已附查詢結果。"
            )
            page.locator("#write button").click()
            for name, path in PAGES.items():
                page.goto(address + path, wait_until="networkidle")
                page.screenshot(path=FOLDER / f"{name}.png")
                print(FOLDER / f"{name}.png")
            browser.close()


if __name__ == "__main__":
    main()
