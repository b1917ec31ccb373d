"""`difang families PLACE --goal G`: how many families a year a place needs."""

import json
import sys

from difang import places
from difang.cli.context import Context
from difang.cli.parser import Arguments
from difang.cli.tables import print_csv, print_rows


def run(arguments: Arguments, context: Context) -> int:
    """Print the number with its 80 % interval, and on stderr what it assumes."""
    from difang.studies.projection import households
    from difang.studies.projection.settling import LEVEL, needed

    workspace = context.workspace()
    place = workspace.place(arguments.place)
    mix = households.mix_of(arguments.mix) if arguments.mix else None
    study = workspace.projection(arguments.launch, arguments.constraint)
    found = needed(
        study,
        place.code,
        arguments.goal,
        arguments.until,
        mix=mix,
        draws=arguments.draws,
        seed=arguments.seed,
    )
    row = {
        "place": place.code,
        "name": place.full_label(context.lang),
        "goal": arguments.goal,
        "launch": study.periods[0],
        "until": arguments.until,
        "families": found.number,
        "low": found.low,
        "high": found.high,
        "reachable": found.reachable,
        "best": round(found.best, 3),
    }
    form = arguments.format or ("table" if sys.stdout.isatty() else "csv")
    if form == "json":
        print(json.dumps({**row, "release": workspace.release.id}, ensure_ascii=False))
    else:
        cells = [str(value).lower() if isinstance(value, bool) else str(value) for value in row.values()]
        (print_csv if form == "csv" else print_rows)(list(row), [cells])
    context.note(
        f"每年家戶數，low–high 是 {LEVEL:.0%} 區間。{households.in_words(mix, 'zh')}",
        f"Families a year; low to high is an {LEVEL:.0%} interval. {households.in_words(mix, 'en')}",
    )
    if not found.reachable:
        area = places.get(place.code).label(context.lang)
        context.note(
            f"{area}在任何試過的家戶數下都達不到這個目標；families 是最接近的。",
            f"{area} reaches this goal with no number of families that was tried; `families` comes nearest.",
        )
    return 0
