"""The places that every indicator has a row for, and which of them is part of which."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from difang.indicators.model import Level

NATION = "TW"
LEVEL_OF_LENGTH: dict[int, Level] = {11: "village", 8: "township", 5: "county", 2: "nation"}
_PARENT_DIGITS = {"township": 8, "county": 5}
COARSER: dict[Level, Level] = {"village": "township", "township": "county", "county": "nation"}


@dataclass(frozen=True)
class Frame:
    """Today's townships (8 digits, sorted); counties and nation follow from their codes."""

    townships: tuple[str, ...]

    @classmethod
    def of_today(cls) -> "Frame":
        """Return the frame of all townships of the country."""
        from difang import places

        return cls(tuple(sorted(place.code for place in places.all_places("township"))))

    def places(self, level: Level, seen: Sequence[str] = ()) -> tuple[str, ...]:
        """Return the codes of a level, sorted; villages are those `seen` in the data."""
        if level == "village":
            return tuple(sorted(set(seen)))
        if level == "township":
            return self.townships
        if level == "county":
            return tuple(sorted({code[:5] for code in self.townships}))
        return (NATION,)


def parent_in(level: Level) -> Callable[[str], str]:
    """Return the function from a code to the code of its whole at `level`."""
    digits = _PARENT_DIGITS.get(level)
    return (lambda code: code[:digits]) if digits else (lambda _code: NATION)


def level_of(code: str) -> Level:
    """Return the level that a code of digits, or TW, belongs to (by its length)."""
    return LEVEL_OF_LENGTH[len(code)]
