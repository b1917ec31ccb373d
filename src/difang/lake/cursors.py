"""DuckDB in one place: one root connection a process, one cursor a thread or request.

A connection shared by threads gives wrong answers without an error; a cursor of its own does not.
"""

import os
import threading

import duckdb

THREADS = 2
MEMORY_LIMIT = "1GB"

_guard = threading.Lock()
_root: tuple[int, duckdb.DuckDBPyConnection] | None = None
_inherited: list[duckdb.DuckDBPyConnection] = []
"""Connections of the process we were forked from: to close one would wait for its threads for ever."""


def cursor() -> duckdb.DuckDBPyConnection:
    """Return a new cursor of this process's in-memory connection; use it in one thread, then drop it."""
    global _root
    with _guard:
        # A fork inherits the object but not its threads, so a child opens its own.
        if _root is None or _root[0] != os.getpid():
            if _root is not None:
                _inherited.append(_root[1])
            _root = (os.getpid(), _connect())
        return _root[1].cursor()


def _connect() -> duckdb.DuckDBPyConnection:
    root = duckdb.connect(
        ":memory:",
        config={
            "threads": min(THREADS, os.cpu_count() or 1),
            "memory_limit": MEMORY_LIMIT,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        },
    )
    # Safe because the names of published files carry their content.
    root.execute("SET parquet_metadata_cache = true")
    return root
