"""`difang demo`: a home of its own with people of every role, so that the walk can be tried."""

import contextlib
import os
import sqlite3
from importlib import import_module
from pathlib import Path

from difang.cli.context import Context
from difang.cli.parser import Arguments
from difang.errors import InputError

MARK = "demo_password"
# Figures and the command's own log say nothing of people: a home that holds only these is still nobody's.
FIGURES = frozenset({"lake", "log"})


def run(arguments: Arguments, context: Context) -> int:
    """Fill the demonstration's home if it is empty, say how to sign in, and serve it with --serve."""
    home = _home(arguments)
    _check(home)
    os.environ["DIFANG_HOME"] = str(home)
    os.environ["DIFANG_DEMO"] = "yes"
    for name in ("DATABASE_URL", "DATABASE_URL_FILE"):  # its people belong into its own home, whatever is set
        os.environ.pop(name, None)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "difang.site.settings")
    demonstration = Context(home, context.lang, context.quiet)
    # The mark comes first: whoever is interrupted from here on finds the home marked.
    password = import_module("difang.site.demo_password").password(home)
    demonstration.workspace()
    _fill(home)
    cast = import_module("difang.site.demo.cast")
    print(f"{home}")
    print(f"password: {password}")
    for part in cast.CAST:
        print(f"{cast.address(part.id)}\t{part.name}")
    if not arguments.serve:
        return 0
    from difang.cli.commands import up

    context.note(
        f"示範不會真的寄信；寄出的信和連結都在 http://{arguments.host}:{arguments.port}/demo/mails/。",
        f"No mail is sent; all mails and their links: http://{arguments.host}:{arguments.port}/demo/mails/.",
    )
    return up.run(arguments, demonstration)


def _home(arguments: Arguments) -> Path:
    """Return the folder `demo` inside the usual home's folder, or the one that was named."""
    from difang.lake import home

    return Path(arguments.home).expanduser() if arguments.home else home().parent / "demo"


def _check(home: Path) -> None:
    """Refuse a home in which anything but figures lies, unless it was begun as a demonstration's."""
    marked = (home / MARK).is_file()
    if home.is_dir() and not marked and {path.name for path in home.iterdir()} - FIGURES:
        raise InputError(
            f"{home} 已經在使用，不是示範用的資料夾；示範請用空的資料夾（--home），或不指定。",
            f"{home} is in use and not the demonstration's; name an empty folder by --home, or none at all.",
        )
    if marked and _holds_real_people(home / "db.sqlite3"):
        raise InputError(
            f"{home} 裡有真正的帳號，不是示範用的資料夾；示範請用空的資料夾（--home），或不指定。",
            f"{home} holds real accounts and is not the demonstration's; name an empty folder by --home, or none.",
        )


def _holds_real_people(database: Path) -> bool:
    """Tell whether there are persons and none of them is made up; read before Django may write anything."""
    if not database.is_file():
        return False
    try:
        address = f"{database.absolute().as_uri()}?mode=ro"
        with contextlib.closing(sqlite3.connect(address, uri=True)) as base:
            real, made_up = base.execute(
                "SELECT COALESCE(SUM(NOT demo), 0), COALESCE(SUM(demo), 0) FROM people_person"
            ).fetchone()
    except sqlite3.Error:
        return False  # no tables yet: a demonstration that was interrupted
    return bool(real) and not made_up


def _fill(home: Path) -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    import_module("difang.site.demo").fill(home)
