"""Alternate ours and a peer, report medians and their ratio as one JSON line a row."""

import json
import resource
import statistics
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUNS = 7


def seconds(work: Callable[[], object]) -> float:
    """Return the wall time of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def percentile(values: list[float], share: float) -> float:
    """Return the value that `share` of `values` don't exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


def alternate(
    ours: Callable[[], object], peer: Callable[[], object], runs: int = RUNS
) -> tuple[list[float], list[float]]:
    """Time both in turn after one warming call each, so that drift of the machine meets both alike."""
    ours(), peer()
    mine: list[float] = []
    theirs: list[float] = []
    for _ in range(runs):
        mine.append(seconds(ours))
        theirs.append(seconds(peer))
    return mine, theirs


def report(row: str, work: str, ours: list[float], peer: str, theirs: list[float], **more: object) -> None:
    """Print one row: medians in seconds, ratio = peer ÷ ours (above 1 is faster than the peer)."""
    mine, other = statistics.median(ours), statistics.median(theirs)
    line = {
        "row": row,
        "work": work,
        "ours_s": round(mine, 6),
        "ours_p95_s": round(percentile(ours, 0.95), 6),
        "peer": peer,
        "peer_s": round(other, 6),
        "ratio": round(other / mine, 3),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        **more,
    }
    print(json.dumps(line, ensure_ascii=False), flush=True)
