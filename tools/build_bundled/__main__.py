"""`python -m tools.build_bundled [NAME…] [--shared DIR]`."""

import argparse
import importlib
import sys
from pathlib import Path

from tools.build_bundled import frame

MODULES = (
    "population",
    "population_ages",
    "population_futures",
    "population_futures_un",
    "population_moves",
    "policy",
    "resources",
    "circulation",
    "circulation_county",
    "circulation_crops",
    "finance",
    "finance_township",
    "care",
    "diversity",
    "tourism",
)


def load() -> None:
    """Import every module of data sets that is here, which registers what they make."""
    for name in MODULES:
        if (Path(__file__).parent / f"{name}.py").exists() or (Path(__file__).parent / name).is_dir():
            importlib.import_module(f"tools.build_bundled.{name}")


def main(argv: list[str] | None = None) -> int:
    """Make the named data sets (or all); return 0, or 2 when a name is unknown."""
    parser = argparse.ArgumentParser(prog="python -m tools.build_bundled", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="a data set or a whole map; default all")
    parser.add_argument("--shared", type=Path, default=frame.ROOT.parent / "shared", metavar="DIR")
    parser.add_argument("--out", type=Path, default=frame.DATA, metavar="DIR")
    args = parser.parse_args(argv)
    load()
    chosen = [n for n in sorted(frame.BUILDERS) if not args.names or _asked(n, args.names)]
    unknown = [n for n in args.names if not any(_asked(made, [n]) for made in frame.BUILDERS)]
    if unknown:
        print(
            f"no such data set: {', '.join(unknown)}; there are {', '.join(sorted(frame.BUILDERS))}",
            file=sys.stderr,
        )
        return 2
    for name in chosen:
        folder = frame.write(name, args.shared / "data", args.out)
        size = (folder / "data.parquet").stat().st_size
        print(f"{name}: {size:,} bytes")
    return 0


def _asked(made: str, names: list[str]) -> bool:
    return any(made == n or made.startswith(f"{n}.") for n in names)


if __name__ == "__main__":
    raise SystemExit(main())
