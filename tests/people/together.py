"""Do the same thing in several threads at the same moment."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def together(pool: ThreadPoolExecutor, count: int, do: Callable[[], Any]) -> list[Any]:
    """Return what each call returned or raised."""
    gate = threading.Barrier(count)

    def run() -> Any:
        from django.db import connection

        gate.wait(10)
        try:
            return do()
        except Exception as error:
            return error
        finally:
            connection.close()

    return [one.result(60) for one in [pool.submit(run) for _ in range(count)]]
