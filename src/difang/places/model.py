"""What a place is, and what a change of its name or code is."""

from dataclasses import dataclass
from typing import Literal

from difang.text import Lang

Level = Literal["township", "county", "nation", "region"]


@dataclass(frozen=True, slots=True)
class Place:
    """One place. `members` are the township codes below it (itself for a township).

    `priority` is True for a documented priority township of the national plan, None where no document at
    hand says so; it is never False, since the list of 134 is not at hand.
    """

    code: str
    name: str
    name_en: str
    level: Level
    county: str | None
    county_name: str | None
    county_name_en: str | None
    kind: str | None
    former: tuple[str, ...]
    indigenous: Literal["mountain", "plain"] | None
    offshore: bool
    area_km2: float | None
    priority: Literal[True] | None
    members: tuple[str, ...]

    @property
    def full_name(self) -> str:
        """Chinese name with its county: 南投縣埔里鎮."""
        return f"{self.county_name or ''}{self.name}" if self.level == "township" else self.name

    @property
    def full_name_en(self) -> str:
        """English name with its county: Puli Township, Nantou County."""
        return f"{self.name_en}, {self.county_name_en}" if self.level == "township" else self.name_en

    def label(self, lang: Lang) -> str:
        """Return the name in `lang`."""
        return self.name if lang == "zh" else self.name_en

    def full_label(self, lang: Lang) -> str:
        """Return the name with its county in `lang`."""
        return self.full_name if lang == "zh" else self.full_name_en


@dataclass(frozen=True, slots=True)
class Change:
    """One change of name or county. `first_month` is when the monthly tables first show the new name.

    `effective_unverified` is the commonly stated day, not confirmed by a source at hand.
    """

    code: str
    first_month: str
    effective_unverified: str | None
    county_before: str
    name_before: str
    county_after: str
    name_after: str
    kind: str
