"""Cells that no spreadsheet runs as a formula."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless(text: str) -> str:
    """Return a text cell in one line that a spreadsheet takes as text; a leading apostrophe says so."""
    line = text.replace("\r", " ").replace("\n", " ")
    return f"'{line}" if text.startswith(FORMULA_STARTS) else line


def cell(value: str | float | None) -> str | float | None:
    """Return a cell's value: text made harmless, numbers and blanks as they are."""
    return harmless(value) if isinstance(value, str) else value
