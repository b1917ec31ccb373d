"""`difang check`: is this home in order, what is missing, what to do."""

import shutil
from pathlib import Path

from difang.cli.context import Context
from difang.cli.parser import Arguments
from difang.cli.tables import print_rows
from difang.errors import DifangError, MissingDataError
from difang.lake import HomeError, Lake, home

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
    except HomeError as error:
        rows[0] = ["home", "wrong", error.message(context.lang)]
        code = error.exit_code
    except DifangError as error:
        state = "missing" if isinstance(error, MissingDataError) else "damaged"
        rows.append(["release", state, error.message(context.lang)])
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
