"""`difang audit verify`: the chain of events, and what it says of versions and letters; runs without a server."""

import re

from difang.cli.context import Context
from difang.cli.database import has_tables
from difang.cli.parser import Arguments
from difang.errors import InputError, MissingDataError

HEAD = re.compile(r"(\d{1,18}):([0-9a-f]{64})")


def run(arguments: Arguments, context: Context) -> int:
    """Print the number of events and the head; name each event that doesn't fit (0: what no event records), and
    return 5.
    """
    known = _head(arguments.head)
    if not has_tables():
        raise MissingDataError(
            "這個 home 還沒有事件；先執行 difang up。",
            "this home has no events yet; run difang up first.",
        )
    from difang.plans import auditing
    from difang.records import chain

    verdict = chain.verify(known)
    faults = [*verdict.faults, *auditing.faults()]
    for number, fault in faults:
        print(f"{number}\t{fault.get(context.lang)}")
    if faults:
        broken = len({number for number, _ in faults})
        context.say(
            f"{verdict.events} 個事件中有 {broken} 個不符；請保留資料庫，與備份比對。"
            if context.lang == "zh"
            else f"{broken} of {verdict.events} events don't fit; keep the database and compare it with a backup."
        )
        return 5
    print(f"{verdict.events}\t{chain.head()[0]}:{verdict.head}")
    return 0


def _head(told: str | None) -> tuple[int, str] | None:
    if told is None:
        return None
    found = HEAD.fullmatch(told.strip().lower())
    if found is None:
        raise InputError(
            f"--head {told}：要寫成 編號:雜湊（64 個十六進位字），就是 difang audit verify 印出的第二欄。",
            f"--head {told}: write N:HASH (64 hex digits), the second column that difang audit verify prints.",
        )
    return int(found[1]), found[2]
