"""What a stem is asked for: indicator, form, places, level, period, release."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import QueryDict

from difang import places
from difang.errors import InputError
from difang.indicators import Figures, Indicator, catalogue
from difang.text import Lang

if TYPE_CHECKING:
    import pyarrow as pa

PARAMETERS = ("place", "compare", "level", "period", "include", "lang")


@dataclass(frozen=True)
class Stem:
    """One request for figures. `codes` are empty for all places of the level."""

    indicator: Indicator
    form: str
    codes: tuple[str, ...]
    level: str | None
    period: str
    include_estimated: bool
    lang: Lang

    @property
    def filters(self) -> dict[str, str]:
        """The words the rows were asked for with, as printed in every export."""
        pairs = {
            "indicator": self.indicator.id,
            "place": ",".join(self.codes),
            "level": self.level or "",
            "period": self.period,
            "include": "estimated" if self.include_estimated else "",
        }
        return {name: value for name, value in pairs.items() if value}

    def table(self, figures: Figures) -> "pa.Table":
        """Return the rows from one release."""
        return figures.select(
            self.indicator.id,
            places=self.codes or None,
            level=self.level,
            period=self.period,
            include_estimated=self.include_estimated,
            lang=self.lang,
        )


def read(stem: str, query: QueryDict, lang: Lang) -> Stem:
    """Split `population.total.csv` into indicator and form ("" where none is named) and read the query."""
    for name in query:
        if name not in PARAMETERS:
            raise InputError(
                f"不認得參數「{name}」；可用：{'、'.join(PARAMETERS)}。",
                f"unknown parameter '{name}'; use: {', '.join(PARAMETERS)}.",
            )
    parts = stem.split(".", 2)
    indicator = catalogue().get(".".join(parts[:2]))
    include = query.get("include", "")
    if include not in ("", "estimated"):
        raise InputError(
            f"include 只有 estimated，沒有「{include}」。", f"include can only be estimated, not '{include}'."
        )
    asked = [*query.getlist("place"), *query.getlist("compare")]
    return Stem(
        indicator,
        parts[2] if len(parts) > 2 else "",
        tuple(_code(text) for joined in asked for text in joined.split(",") if text),
        query.get("level") or None,
        query.get("period") or "latest",
        include == "estimated",
        lang,
    )


def _code(text: str) -> str:
    """A village's code stands for itself; anything else may be any spelling."""
    return text if len(text) == 11 and text.isdigit() else places.resolve(text).code
