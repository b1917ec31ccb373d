"""`difang figures INDICATOR…`: the same rows as on the page, in the API and in the library."""

import sys

from difang.cli.context import Context
from difang.cli.parser import FIGURE_FORMATS, Arguments
from difang.cli.tables import print_rows
from difang.errors import InputError
from difang.indicators import export


def run(arguments: Arguments, context: Context) -> int:
    """Select figures and write them to stdout in the asked format."""
    form = arguments.format or ("table" if sys.stdout.isatty() else "csv")
    if form not in FIGURE_FORMATS:
        raise InputError(
            f"沒有「{form}」這種格式；可用：{'、'.join(FIGURE_FORMATS)}。",
            f"format '{form}' does not exist; use one of: {', '.join(FIGURE_FORMATS)}.",
        )
    workspace = context.workspace()
    if arguments.as_of:
        workspace = workspace.as_of(arguments.as_of)
    table = workspace.figures(
        arguments.indicator,
        place=arguments.place,
        level=arguments.level,
        period=arguments.period,
        include_estimated=arguments.include == "estimated",
        lang=context.lang,
    )
    if form == "table":
        cells = [["" if value is None else str(value) for value in row.values()] for row in table.to_pylist()]
        print_rows(table.column_names, cells)
        return 0
    sys.stdout.buffer.write(export.write(table, form, lang=context.lang))
    sys.stdout.flush()
    return 0
