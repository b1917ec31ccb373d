"""`difang lake list|publish|verify|gc`."""

from difang.cli.context import Context
from difang.cli.database import has_tables
from difang.cli.parser import Arguments
from difang.cli.tables import print_rows
from difang.errors import InputError, NotFoundError
from difang.lake import Lake, home


def run(arguments: Arguments, context: Context) -> int:
    """Dispatch to one action on the lake of this home."""
    actions = {"list": _list, "publish": _publish, "verify": _verify, "gc": _gc}
    return actions[arguments.action](arguments, context, Lake(context.home or home()))


def _list(arguments: Arguments, context: Context, lake: Lake) -> int:
    current = lake.current().id
    rows = [
        [release.id, "current" if release.id == current else "", dataset, snapshot]
        for release in lake.releases()
        for dataset, snapshot in sorted(release.datasets.items())
    ]
    print_rows(["release", "state", "dataset", "snapshot"], rows)
    return 0


def _publish(arguments: Arguments, context: Context, lake: Lake) -> int:
    from difang.workspace import publish_bundled

    if arguments.source != "bundled":
        raise NotFoundError(
            f"沒有「{arguments.source}」這個來源。",
            f"source '{arguments.source}' does not exist.",
            suggestions=["bundled"],
        )
    print(publish_bundled(lake, progress=context.note).id)
    return 0


def _verify(arguments: Arguments, context: Context, lake: Lake) -> int:
    problems = lake.verify()
    for problem in problems:
        context.say(problem.text.get(context.lang))
    if problems:
        context.note(
            "difang lake publish bundled 修復現用的發布版；difang lake gc 移除其他的發布版和它們損毀的檔案。",
            "difang lake publish bundled mends the release in use; difang lake gc drops the others with their "
            "damaged files.",
        )
        return 5
    lake.current()  # without a problem this fails only where nothing was published
    print("ok")
    return 0


def _gc(arguments: Arguments, context: Context, lake: Lake) -> int:
    if arguments.keep < 0:
        raise InputError(
            f"--keep {arguments.keep}：要保留的發布版個數，不能小於 0；現用的發布版一定保留。",
            f"--keep {arguments.keep}: how many of the newest releases stay, 0 or more; "
            "the current one always stays.",
        )
    for stray in lake.strays():
        context.say(stray.text.get(context.lang))
    newest = [release.id for release in lake.releases()[: arguments.keep]]
    for name in lake.gc(keep=[*newest, *_pinned(lake)], dry_run=arguments.dry_run):
        print(name)
    return 0


def _pinned(lake: Lake) -> set[str]:
    """Return the releases that plans stand on; a database that can't be asked stops the collection."""
    from importlib import import_module

    if not has_tables():
        return set()
    known = {release.id for release in lake.releases()}
    found: set[str] = import_module("difang.plans.pinned").releases()
    return found & known
