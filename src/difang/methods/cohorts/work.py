"""Work shared out over threads: in order, with few results waiting at a time."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import pairwise
from typing import TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")


def processors(workers: int | None) -> int:
    """Return the number of threads asked for, by default one for each processor this process may use."""
    if workers is None:
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if workers < 1:
        raise ValueError(f"workers: {workers}; must be at least 1")
    return workers


def cut_into(size: int, parts: int) -> list[range]:
    """Return at most `parts` ranges that cover 0 … size − 1, as even as can be."""
    bounds = [size * number // parts for number in range(parts + 1)]
    return [range(first, stop) for first, stop in pairwise(bounds) if first < stop]


def in_order(work: Callable[[Task], Result], tasks: Iterable[Task], workers: int) -> Iterator[Result]:
    """Yield the result of each task in the order of the tasks; never more than workers + 1 are begun ahead."""
    if workers == 1:
        yield from map(work, tasks)
        return
    waiting: deque[Future[Result]] = deque()
    with ThreadPoolExecutor(workers) as pool:
        try:
            for task in tasks:
                waiting.append(pool.submit(work, task))
                if len(waiting) > workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()
