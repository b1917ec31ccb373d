"""`difang source list|test NAME`."""

from datetime import date

from difang.cli.context import Context
from difang.cli.parser import Arguments
from difang.cli.tables import print_rows
from difang.errors import NotFoundError
from difang.sources import bundled, freshness


def run(arguments: Arguments, context: Context) -> int:
    """List data sets with their freshness, or check the files of one source."""
    return _list(context) if arguments.action == "list" else _test(arguments.name)


def _list(context: Context) -> int:
    today = date.today()  # noqa: DTZ011  # the reader's calendar day, not an instant
    rows = []
    for dataset in bundled.datasets():
        manifest = dataset.manifest
        fresh = freshness(manifest, today)
        rows.append(
            [
                dataset.name,
                manifest["publisher"][context.lang],
                fresh.newest or "",
                manifest["retrieved"],
                fresh.words.get(context.lang),
            ]
        )
    print_rows(["dataset", "publisher", "newest", "retrieved", "state"], rows)
    return 0


def _test(name: str) -> int:
    if name != "bundled":
        raise NotFoundError(
            f"沒有「{name}」這個來源。", f"source '{name}' does not exist.", suggestions=["bundled"]
        )
    for dataset in bundled.datasets():
        print(f"ok {dataset.name} {dataset.manifest['rows']}")
    return 0
