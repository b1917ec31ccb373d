"""Bands of single ages as people write them: 0-14, 65+, 7."""

import re

import numpy as np

from difang.errors import InputError
from difang.studies.projection.register import AGES, Floats

OLDEST = AGES - 1
USUAL = "0-14,15-64,65+"
ALL = "all"
_BAND = re.compile(r"(\d{1,3})(?:-(\d{1,3})|(\+))?")


def band(text: str) -> slice:
    """Return the ages of a band; InputError unless it's from-to, from+ or one age within 0 … 100.

    >>> band("65+")
    slice(65, 101, None)
    """
    found = _BAND.fullmatch(text.strip())
    if found:
        first = int(found[1])
        last = OLDEST if found[3] else int(found[2] or first)
        if first <= last <= OLDEST:
            return slice(first, last + 1)
    raise InputError(
        f"年齡組「{text}」；請寫 0-14、65+ 或單一年齡，範圍 0 到 {OLDEST}（{OLDEST} 含以上）。",
        f"age group '{text}'; write 0-14, 65+ or one age, within 0 to {OLDEST} ({OLDEST} and over).",
    )


def bands(text: str) -> dict[str, slice]:
    """Return the bands of a list with commas, each once, and `all` last."""
    named = dict.fromkeys(part.strip() for part in text.split(",") if part.strip())
    chosen = {name: band(name) for name in named if name != ALL}
    return {**chosen, ALL: slice(0, AGES)}


def weights(ages: slice, sex: int | None = None) -> Floats:
    """Return weights [sex, age] of a band: of both sexes, or of 0 (female) or 1 (male)."""
    cells = np.zeros((2, AGES))
    cells[slice(None) if sex is None else sex, ages] = 1
    return cells
