"""`difang demo`: a home of its own with people of every role, so that the walk can be tried."""

import os
from importlib import import_module
from pathlib import Path

from difang.cli.context import Context
from difang.cli.parser import Arguments


def run(arguments: Arguments, context: Context) -> int:
    """Fill the demonstration's home if it is empty, say how to sign in, and serve it with --serve."""
    home = _home(arguments)
    os.environ["DIFANG_HOME"] = str(home)
    os.environ["DIFANG_DEMO"] = "yes"
    for name in ("DATABASE_URL", "DATABASE_URL_FILE"):  # its people belong into its own home, whatever is set
        os.environ.pop(name, None)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "difang.site.settings")
    demonstration = Context(home, context.lang, context.quiet)
    demonstration.workspace()
    _fill(home)
    cast = import_module("difang.site.demo.cast")
    print(f"{home}")
    print(f"password: {cast.password(home)}")
    for part in cast.CAST:
        print(f"{cast.address(part.id)}\t{part.name}")
    if not arguments.serve:
        return 0
    from difang.cli.commands import up

    return up.run(arguments, demonstration)


def _home(arguments: Arguments) -> Path:
    """Return the folder `demo` inside the usual home's folder; a home that is in use is never filled."""
    from difang.lake import home

    return Path(arguments.home).expanduser() if arguments.home else home().parent / "demo"


def _fill(home: Path) -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    import_module("difang.site.demo").fill(home)
