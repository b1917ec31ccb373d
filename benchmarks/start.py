"""How light it starts: the library against duckdb, the command against a bare Python; installed size."""

import subprocess
import sys
from pathlib import Path

from benchmarks.harness import alternate, report


def run(*command: str) -> None:
    """Run one process to its end."""
    subprocess.run(command, check=True, capture_output=True)


def main() -> None:
    """Run all rows of this file."""
    python = sys.executable
    command = str(Path(python).with_name("difang"))
    ours, peer = alternate(
        lambda: run(python, "-c", "import difang"), lambda: run(python, "-c", "import duckdb")
    )
    report("start", "import difang", ours, "import duckdb", peer, target="ratio ≥ 0.333")
    ours, peer = alternate(lambda: run(command, "place", "埔里"), lambda: run(python, "-c", "pass"))
    report("start", "difang place 埔里", ours, "python -c pass", peer, target="ratio ≥ 0.1")


if __name__ == "__main__":
    main()
