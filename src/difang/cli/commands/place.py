"""`difang place TEXT`: which place a text means."""

import json

from difang import places
from difang.cli.context import Context
from difang.cli.parser import Arguments
from difang.cli.tables import print_rows


def run(arguments: Arguments, context: Context) -> int:
    """Print the one place, or list the candidates (exit 3), or suggest the nearest (exit 2)."""
    place = places.resolve(arguments.text)
    row = places.as_dict(place, context.lang)
    if arguments.json:
        print(json.dumps(row, ensure_ascii=False))
        return 0
    former = "、".join(place.former)
    print_rows(["code", "name", "level", "county", "former", "priority"], [[*_cells(row, former)]])
    return 0


def _cells(row: dict[str, object], former: str) -> list[str]:
    values = [row["code"], row["name"], row["level"], row["county"], former, row["priority"]]
    return ["" if value is None else str(value).lower() if value is True else str(value) for value in values]
