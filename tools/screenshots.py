"""Write docs/pictures: the main pages at 1440 and 390 px, from a server started for it.

Run: python -m tools.screenshots [--all]   (needs chromium; see `make dev`)
"""

import argparse
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PAGES = {
    "home": "/",
    "place": "/places/10008020/",
    "map": "/maps/population/?place=10008020",
    "goals": "/goals/",
    "indicators": "/indicators/",
    "policy": "/policy/",
    "resources": "/resources/",
    "data": "/data/",
    "place-en": "/en/places/10008020/",
    "circulation": "/maps/circulation/?place=10008020",
    "finance": "/maps/finance/?place=10008020",
    "care": "/maps/care/?place=10008020",
    "diversity": "/maps/diversity/?place=10008020",
    "tourism": "/maps/tourism/?place=10008020",
}
IN_DOCS = ("home", "place", "map", "goals")
WIDTHS = (1440, 390)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-sync",
]


@contextmanager
def site() -> Iterator[str]:
    """Serve the site on a free port and give its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(Path(sys.executable).with_name("difang")), "up", "--port", str(port), "--quiet"]
    process = subprocess.Popen(command, env=os.environ, stdout=subprocess.DEVNULL)
    try:
        _wait(f"http://127.0.0.1:{port}/healthz")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def _wait(address: str) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(address, timeout=5)
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit(f"no answer from {address}")


def shoot(browser: Browser, address: str, folder: Path, names: tuple[str, ...]) -> None:
    """Save each page at each width."""
    for width in WIDTHS:
        context = browser.new_context(viewport={"width": width, "height": 900}, device_scale_factor=1)
        tab = context.new_page()
        for name in names:
            tab.goto(address + PAGES[name], wait_until="networkidle")
            path = folder / (f"{name}.png" if width == WIDTHS[0] else f"{name}-{width}.png")
            tab.screenshot(path=path, full_page=True)
            print(path)
        context.close()


def main() -> None:
    """Write the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true", help="every page, not only those in docs")
    parser.add_argument("--out", default=str(ROOT / "docs" / "pictures"))
    arguments = parser.parse_args()
    folder = Path(arguments.out)
    folder.mkdir(parents=True, exist_ok=True)
    with site() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        shoot(browser, address, folder, tuple(PAGES) if arguments.all else IN_DOCS)
        browser.close()


if __name__ == "__main__":
    main()
