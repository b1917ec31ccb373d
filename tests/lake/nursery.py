"""A process that has everything imported and forks publishers, so that killing fifty of them is quick.

Run as `python -m tests.lake.nursery`; reads one JSON order a line, answers with the child's process id when
the child starts, and with its exit status when it ended.
"""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


class Nursery:
    """The parent's side: start publishers, kill them, learn how they ended."""

    def __enter__(self) -> "Nursery":
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.lake.nursery"],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(timeout=20)

    def start(self, home: Path, **order: Any) -> int:
        """Start a publisher and return its process id."""
        return int(self._ask({"home": str(home), **order}))

    def ended(self) -> int:
        """Wait for the publisher; return its exit code, negative for a signal."""
        return int(self._ask({"wait": True}))

    def killed_after(self, seconds: float, home: Path, **order: Any) -> int:
        """Start a publisher that publishes again and again, and kill -9 it after `seconds`."""
        child = self.start(home, again_and_again=True, **order)
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
        return self.ended()

    def _ask(self, order: dict[str, Any]) -> str:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return self._process.stdout.readline()


def _serve() -> None:
    import duckdb  # noqa: F401  # imported before the fork, so that children start at once
    import pyarrow.parquet  # noqa: F401

    import difang.lake  # noqa: F401
    from difang import places

    if hasattr(places, "get"):
        places.get("63000010")
    child = 0
    for line in sys.stdin:
        order = json.loads(line)
        if order.get("wait"):
            _, status = os.waitpid(child, 0)
            print(os.waitstatus_to_exitcode(status), flush=True)
            continue
        child = os.fork()
        if child == 0:
            os._exit(_publisher(order))
        print(child, flush=True)


def _publisher(order: dict[str, Any]) -> int:
    """Publish edition after edition; die before the n-th change of the disk if `die_at` says so."""
    from difang.errors import DifangError
    from difang.lake import Lake
    from tests.lake.samples import add_all, publish

    lake = Lake(Path(order["home"]))
    edition = int(order.get("edition", 0))
    if "file_size_limit" in order:
        _limit_file_size(int(order["file_size_limit"]))
    if "die_at" in order:
        _die_before_change(int(order["die_at"]))
    try:
        if "hold_until" in order:
            with lake.publication() as publication:
                add_all(publication, edition)
                Path(order["hold_until"]).with_suffix(".held").touch()
                while not Path(order["hold_until"]).exists():
                    time.sleep(0.01)
                publication.commit("c" * 64, "0.1.0")
            return 0
        publish(lake, edition)
        while order.get("again_and_again"):
            edition += 1
            publish(lake, edition)
    except DifangError as error:
        _limit_file_size(None)
        Path(order["home"]).with_suffix(".said").write_text(error.message("en"), "utf-8")
        return error.exit_code
    return 0


def _die_before_change(number: int) -> None:
    """Kill this process at its `number`-th call that makes, renames or removes something on the disk."""
    seen = 0

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal seen
        writes = event in ("os.rename", "os.mkdir", "os.remove", "os.rmdir") or (
            event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
        )
        if writes:
            seen += 1
            if seen == number:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


def _limit_file_size(limit_bytes: int | None) -> None:
    """Make every write beyond `limit_bytes` of a file fail in this process (None: as it was)."""
    import resource

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard if limit_bytes is None else limit_bytes, hard))


if __name__ == "__main__":
    _serve()
