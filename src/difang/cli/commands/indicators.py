"""`difang indicators`: the catalogue."""

import json
from dataclasses import asdict

from difang.cli.context import Context
from difang.cli.parser import Arguments
from difang.cli.tables import print_rows
from difang.indicators import Indicator, catalogue


def run(arguments: Arguments, context: Context) -> int:
    """List indicators, of one map or of all."""
    chosen = catalogue().all(arguments.map)
    if arguments.json:
        print(json.dumps([asdict(indicator) for indicator in chosen], ensure_ascii=False, default=str))
        return 0
    print_rows(["id", "name", "unit", "levels", "question"], [_row(one, context) for one in chosen])
    return 0


def _row(indicator: Indicator, context: Context) -> list[str]:
    lang = context.lang
    return [
        indicator.id,
        indicator.name.get(lang),
        catalogue().unit(indicator.unit).name.get(lang),
        " ".join(indicator.levels),
        indicator.question.get(lang),
    ]
