"""Run every benchmark and write docs/performance.md: machine, rows, growth.

`python -m benchmarks growth` measures growth alone and leaves the rest of the page as it is.
"""

import json
import os
import platform
import subprocess
import sys
from pathlib import Path

from benchmarks.growth_page import picture, section
from benchmarks.harness import ROOT

NAMES = ("start", "projection", "map_query", "web", "walk", "villages", "weight")
PAGE, PICTURE = ROOT / "docs/performance.md", ROOT / "docs/pictures/growth.svg"
HEAD = (
    "| row | work | ours ms (p95) | peer | peer ms | peer ÷ ours | target |\n|---|---|---|---|---|---|---|\n"
)


def rows_of(name: str) -> list[dict[str, object]]:
    """Run one benchmark in a process of its own and return its JSON lines."""
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{name}"], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
    )
    sys.stdout.write(done.stdout)
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def line_of(row: dict[str, object]) -> str:
    """Return one row as a line of the table."""
    if "ours_s" not in row:
        return f"| {row['row']} | {row['work']} | {row['found']} | | | | {row['target']} |"
    ours, p95, peer = (float(str(row[key])) * 1000 for key in ("ours_s", "ours_p95_s", "peer_s"))
    cells = [row["row"], row["work"], f"{ours:.3g} ({p95:.3g})", row["peer"], f"{peer:.3g}", row["ratio"]]
    return "| " + " | ".join(str(cell) for cell in [*cells, row.get("target", "")]) + " |"


def machine() -> str:
    """Describe the machine in one sentence."""
    model = next(
        (
            line.split(":", 1)[1].strip()
            for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    return f"{model}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"


def ratios() -> str:
    """Return the first part of the page: the machine and every row against its peer."""
    lines = [line_of(row) for name in NAMES for row in rows_of(name)]
    return (
        "# Speed\n\nWritten by `make bench`. Ours and the peer alternate in one run; figures are medians;\n"
        "only the ratios travel between machines. A ratio above 1 means faster than the peer.\n\n"
        f"Machine: {machine()}.\n\n{HEAD}" + "\n".join(lines) + "\n"
    )


def main(alone: bool) -> None:
    """Write the page and the picture; with `alone`, only what is about growth."""
    before = PAGE.read_text(encoding="utf-8").split("\n## Growth\n")[0] if alone else ratios()
    rows = rows_of("growth")
    PICTURE.write_text(picture(rows) + "\n", encoding="utf-8")
    PAGE.write_text(before + section(rows), encoding="utf-8")


if __name__ == "__main__":
    main(alone=sys.argv[1:] == ["growth"])
