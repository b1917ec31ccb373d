"""`difang check`: is this home in order, what is missing, what to do."""

import shutil
from pathlib import Path

from difang.cli.context import Context
from difang.cli.parser import Arguments
from difang.cli.tables import print_rows
from difang.errors import DifangError
from difang.lake import Lake, home

ENOUGH_BYTES = 500_000_000


def run(arguments: Arguments, context: Context) -> int:
    """Check space, the current release and its files; exit 4 if nothing is published, 5 if damaged."""
    root = context.home or home()
    lake = Lake(root)
    rows = [["home", "ok", str(root)], _space(root)]
    code = 0
    try:
        release = lake.current()
        rows.append(["release", "ok", release.id])
        problems = lake.verify()
        rows.extend(["file", "damaged", problem.text.get(context.lang)] for problem in problems)
        code = 5 if problems else 0
    except DifangError as error:
        rows.append(["release", "missing", error.message(context.lang)])
        code = error.exit_code
    print_rows(["what", "state", "detail"], rows)
    return code


def _space(root: Path) -> list[str]:
    existing = root.absolute()
    while not existing.exists():
        existing = existing.parent
    free = shutil.disk_usage(existing).free
    words = f"{free / 1e9:.1f} GB"
    return ["disk", "ok" if free > ENOUGH_BYTES else "low", words]
