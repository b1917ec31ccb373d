"""What a first visit downloads, compressed, and what an installation takes on disk."""

import gzip
import json
import os
import re
import sysconfig
from pathlib import Path

import django

from benchmarks.harness import ROOT
from difang.workspace import open_or_publish

FIRST_VIEWS = {"/": 600, "/maps/population/?place=10008020": 1200, "/places/10008020/": 1200}


def packed(path: str, body: bytes) -> int:
    """Return the size on the wire: text compressed, fonts as they are."""
    return len(body) if path.endswith(".woff2") else len(gzip.compress(body, 6))


def first_view_kb(address: str) -> float:
    """Return kB of a page with every style, script, picture and font it names."""
    from django.contrib.staticfiles import finders
    from django.test import Client

    client = Client(headers={"host": "localhost"})
    page = client.get(address).content
    total = packed(address, page)
    assets = set(re.findall(r'(?:src|href)="/static/[0-9a-f]+/([^"]+)"', page.decode()))
    for asset in sorted(assets):
        body = Path(str(finders.find(asset))).read_bytes()
        total += packed(asset, body)
        if asset.endswith(".css"):
            assets_in_css = re.findall(r'url\("\.\./(fonts/[^"]+)"\)', body.decode())
            fonts = [font for font in assets_in_css if font not in assets]
            total += sum(Path(str(finders.find(font))).stat().st_size for font in fonts)
    return total / 1000


def folder_mb(folder: Path) -> float:
    """Return MB of all files below `folder`."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


def show(work: str, found: str, target: str) -> None:
    """Print one row without a peer."""
    print(json.dumps({"row": "weight", "work": work, "found": found, "target": target}, ensure_ascii=False))


def main() -> None:
    """Run all rows of this file."""
    os.environ["DIFANG_HOME"] = str(open_or_publish(None).home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "difang.site.settings")
    django.setup()
    for address, most in FIRST_VIEWS.items():
        show(f"first view of {address}", f"{first_view_kb(address):.0f} kB compressed", f"≤ {most} kB")
    show("figures that ship", f"{folder_mb(ROOT / 'src/difang/data'):.1f} MB", "< 60 MB")
    site = Path(sysconfig.get_paths()["purelib"])
    show(
        "site-packages of this environment", f"{folder_mb(site):.0f} MB", "reported (core alone: see README)"
    )


if __name__ == "__main__":
    main()
