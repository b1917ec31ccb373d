"""`difang backtest --launch 2019-10`: our errors beside the simple methods', by size of township."""

import json
import sys
from dataclasses import asdict, fields

from difang.cli.context import Context
from difang.cli.parser import Arguments
from difang.cli.tables import print_csv, print_rows


def run(arguments: Arguments, context: Context) -> int:
    """Judge the launch by what the register has since counted; print a row a method, group and size class."""
    from difang.studies.projection.backtest import Score, backtest
    from difang.studies.projection.outlook import refuse_draws
    from difang.studies.projection.stored import refuse_month

    refuse_month(arguments.launch)
    refuse_month(arguments.until, "--until")
    refuse_draws(arguments.draws, arguments.seed)
    workspace = context.workspace()
    context.note(
        f"從 {arguments.launch} 推計到 {arguments.until}，與登記數對照…",
        f"Projecting from {arguments.launch} to {arguments.until}, and comparing with the register…",
    )
    scores = backtest(
        workspace.release, arguments.launch, arguments.until, draws=arguments.draws, seed=arguments.seed
    )
    form = arguments.format or ("table" if sys.stdout.isatty() else "csv")
    if form == "json":
        recipe = {
            "release": workspace.release.id,
            "launch": arguments.launch,
            "until": arguments.until,
            "draws": arguments.draws,
            "seed": arguments.seed,
        }
        print(json.dumps({**recipe, "rows": [asdict(one) for one in scores]}, ensure_ascii=False))
        return 0
    header = [one.name for one in fields(Score)]
    cells = [[_cell(value) for value in asdict(one).values()] for one in scores]
    (print_csv if form == "csv" else print_rows)(header, cells)
    return 0


def _cell(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.6g}" if isinstance(value, float) else str(value)
