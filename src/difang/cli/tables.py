"""Tables: aligned on a terminal, CSV in a pipe."""

import csv
import sys
import unicodedata
from collections.abc import Iterable, Sequence

# A spreadsheet runs a cell that begins with one of these as a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def print_rows(header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print `rows` of text cells under `header` to stdout."""
    if sys.stdout.isatty():
        _print_aligned(header, list(rows))
        return
    print_csv(header, rows)


def print_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print `rows` of text cells under `header` to stdout as CSV."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)


def _harmless(cell: str) -> str:
    if cell.startswith(FORMULA_STARTS) and not _is_number(cell):
        return "'" + cell
    return cell


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _print_aligned(header: Sequence[str], rows: list[Sequence[str]]) -> None:
    lines = [header, *rows]
    widths = [max(_width(line[column]) for line in lines) for column in range(len(header))]
    for line in lines:
        cells = (cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True))
        print("  ".join(cells).rstrip())


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
