"""One root connection, a cursor for each thread: right answers under load."""

import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow as pa
import pytest

from difang.lake import cursor, write_parquet

THREADS = 16
QUERIES_EACH = 40


def test_cursors_of_16_threads_give_every_thread_its_own_right_answer(tmp_path: Path) -> None:
    """A connection shared by these threads would mix up registrations and results."""
    files = []
    for number in range(THREADS):
        files.append(tmp_path / f"{number}.parquet")
        write_parquet(pa.table({"n": list(range(number, number + 5_000))}), files[-1])
    start = threading.Barrier(THREADS)

    def ask(number: int) -> list[tuple[int, int]]:
        connection = cursor()
        start.wait()
        answers = []
        for shift in range(QUERIES_EACH):
            connection.execute("SELECT sum(n + ?), min(n) FROM read_parquet(?)", [shift, str(files[number])])
            answers.append(connection.fetchone())
        return answers

    with ThreadPoolExecutor(THREADS) as pool:
        found = list(pool.map(ask, range(THREADS)))
    first = 4_999 * 5_000 // 2
    assert found == [
        [(first + 5_000 * (number + shift), number) for shift in range(QUERIES_EACH)]
        for number in range(THREADS)
    ]


def test_cursor_is_a_new_one_over_the_same_database() -> None:
    first, second = cursor(), cursor()
    assert first is not second
    first.execute("CREATE OR REPLACE TABLE seen_by_all AS SELECT 42 AS answer")
    assert second.execute("SELECT answer FROM seen_by_all").fetchone() == (42,)
    first.execute("DROP TABLE seen_by_all")


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("threads", min(2, os.cpu_count() or 1)),
        ("memory_limit", "953.6 MiB"),
        ("autoinstall_known_extensions", False),
        ("autoload_known_extensions", False),
    ],
)
def test_cursor_stays_within_its_settings(setting: str, value: object) -> None:
    assert cursor().execute("SELECT current_setting(?)", [setting]).fetchone() == (value,)


def test_cursor_in_a_forked_process_works() -> None:
    assert cursor().execute("SELECT 1").fetchone() == (1,)
    child = os.fork()
    if child == 0:
        os._exit(0 if cursor().execute("SELECT sum(n) FROM range(10) t(n)").fetchone() == (45,) else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_a_fork_of_a_process_that_has_asked_can_ask_too() -> None:
    """A server that read figures before it forked its workers must not leave them waiting."""
    code = (
        "import os\n"
        "from difang.lake import cursor\n"
        "cursor().execute('SELECT sum(i % 7) FROM range(20000000) t(i)').fetchall()\n"
        "child = os.fork()\n"
        "if child == 0:\n"
        "    cursor().execute('SELECT count(*) FROM range(100000)').fetchall()\n"
        "    os._exit(0)\n"
        "os._exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))\n"
    )
    assert subprocess.run([sys.executable, "-c", code], timeout=60, check=False).returncode == 0
