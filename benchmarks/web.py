"""Row 8: cached and uncached map JSON and a place page under 16 connections, against hello and datasette."""

import sqlite3
import statistics
import tempfile
from pathlib import Path

import pyarrow.parquet as pq

from benchmarks.harness import percentile, report
from benchmarks.load import PYTHON, granian, requests_per_second, serving
from difang.site import settings
from difang.workspace import Workspace, open_or_publish

OURS, BARE, HELLO, DATASETTE = 8941, 8942, 8943, 8944
ROUNDS = 5
MAP_JSON = "/api/v1/maps/population.total?level=township&period=2026-05"


def sqlite_copy(workspace: Workspace, folder: Path) -> Path:
    """Write the published figures to SQLite with the index the query wants, for datasette."""
    path = folder / "figures.db"
    columns = ("indicator", "place", "level", "period", "value")
    rows = pq.read_table(workspace.release.path("figures"), columns=list(columns))
    with sqlite3.connect(path) as database:
        database.execute(f"CREATE TABLE figures ({', '.join(columns)})")
        for batch in rows.to_batches():
            lists = [batch.column(name).to_pylist() for name in columns]
            database.executemany("INSERT INTO figures VALUES (?, ?, ?, ?, ?)", zip(*lists, strict=True))
        database.execute("CREATE INDEX asked ON figures (indicator, period, level)")
    return path


def compare(
    row: str, work: str, ours: tuple[int, str], peer: str, theirs: tuple[int, str], target: str
) -> None:
    """Alternate rounds of load on two running servers; report seconds a request at full load."""
    mine: list[float] = []
    other: list[float] = []
    answers: list[float] = []
    for _ in range(ROUNDS):
        rate, times = requests_per_second(*ours)
        mine.append(1 / rate)
        answers += times
        other.append(1 / requests_per_second(*theirs)[0])
    report(
        row,
        work,
        mine,
        peer,
        other,
        target=target,
        requests_per_s=round(1 / statistics.median(mine)),
        answer_p95_ms=round(percentile(answers, 0.95) * 1000, 2),
    )


def main() -> None:
    """Start all servers on this machine and compare them."""
    workspace = open_or_publish(None)
    with tempfile.TemporaryDirectory() as folder:
        database = sqlite_copy(workspace, Path(folder))
        env = {"DIFANG_HOME": str(workspace.home), "DIFANG_RATE_PER_MINUTE": "1000000"}
        bare = env | {"DIFANG_PAGE_CACHE_MB": "0"}
        sql = "/figures.json?sql=select+place,value+from+figures+where+indicator='population.total'"
        sql += "+and+period='2026-05'+and+level='township'&_shape=arrays&_ttl=0"
        peer = [PYTHON, "-m", "datasette", str(database), "-p", str(DATASETTE)]
        with (
            serving(granian("difang.site.wsgi:application", OURS), OURS, "/healthz", env),
            serving(granian("difang.site.wsgi:application", BARE), BARE, "/healthz", bare),
            serving(granian("benchmarks.hello:application", HELLO), HELLO, "/"),
            serving(peer, DATASETTE, sql),
        ):
            compare_all(sql)


def compare_all(sql: str) -> None:
    """Run the rows against the running servers."""
    hello, asked = (HELLO, "/"), (DATASETTE, sql)
    compare("8", "cached map JSON", (OURS, MAP_JSON), "Django + granian hello", hello, "ratio ≥ 0.9")
    compare("8", "uncached map JSON", (BARE, MAP_JSON), "datasette, same question", asked, "ratio ≥ 3")
    place, static = (OURS, "/places/10008020/"), (OURS, f"{settings.STATIC_URL}difang/base.css")
    compare("page", "/places/10008020/", place, "a static file", static, "ratio ≥ 0.1")


if __name__ == "__main__":
    main()
