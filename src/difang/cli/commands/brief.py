"""`difang brief PLACE`: the six-part briefing as deck, document, PDF and page."""

from pathlib import Path

from difang import places
from difang.cli.context import Context
from difang.cli.parser import Arguments


def run(arguments: Arguments, context: Context) -> int:
    """Write the briefing and print each file made."""
    place = places.resolve(arguments.place)
    formats = tuple(part.strip() for part in arguments.format.split(",") if part.strip())
    workspace = context.workspace()
    context.note(f"撰寫{place.full_name}的簡報…", f"Writing the briefing of {place.full_name_en}…")
    for path in workspace.brief(place.code, Path(arguments.out), formats=formats, lang=context.lang):
        print(path)
    return 0
