"""What a stem is asked for: indicator, form, places, level, period, release."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import QueryDict

from difang import places
from difang.atlas.parameters import known
from difang.errors import InputError, MissingDataError, NotFoundError
from difang.indicators import Figures, Indicator, catalogue
from difang.text import Lang

if TYPE_CHECKING:
    import pyarrow as pa

PARAMETERS = ("place", "compare", "level", "period", "include", "lang")
SEVERAL = ("place", "compare")
CHOICES = {"include": ("estimated",)}
VILLAGE_DIGITS = 11
MOST_ROWS = {"geojson": 10_000, "xlsx": 20_000, "ods": 50_000}
"""Rows of the forms that cost more than the rows themselves; every other form has DIFANG_MAX_ROWS."""


@dataclass(frozen=True)
class Stem:
    """One request for figures. `codes` and `compared` are empty for all places of the level."""

    indicator: Indicator
    form: str
    codes: tuple[str, ...]
    compared: tuple[str, ...]
    level: str | None
    period: str
    include_estimated: bool
    lang: Lang

    @property
    def places(self) -> tuple[str, ...]:
        """Every place asked for, those of `compare` last, each once."""
        return tuple(dict.fromkeys((*self.codes, *self.compared)))

    @property
    def filters(self) -> dict[str, str]:
        """The words the rows were asked for with, as printed in every export."""
        pairs = {
            "indicator": self.indicator.id,
            "place": ",".join(self.codes),
            "compare": ",".join(self.compared),
            "level": self.level or "",
            "period": self.period,
            "include": "estimated" if self.include_estimated else "",
        }
        return {name: value for name, value in pairs.items() if value}

    def table(self, figures: Figures, form: str = "") -> "pa.Table":
        """Return the rows from one release.

        MissingDataError where there are none, InputError for more than `form` may hold.
        """
        table = figures.select(
            self.indicator.id,
            places=self.places or None,
            level=self.level,
            period=self.period,
            include_estimated=self.include_estimated,
            lang=self.lang,
        )
        if not table.num_rows:
            raise MissingDataError(
                f"{'、'.join(self.places)} 沒有 {self.indicator.id} 的數據；請查代碼，或改問所屬鄉鎮市區。",
                f"no figure of {self.indicator.id} for: {', '.join(self.places)}; check the code, "
                "or ask for the township.",
            )
        most = min(MOST_ROWS.get(form, settings.MAX_ROWS), settings.MAX_ROWS)
        if table.num_rows > most:
            raise InputError(
                f"共 {table.num_rows:,} 列，{form} 最多 {most:,} 列；請縮小期間或層級，或改用 csv、parquet。",
                f"{table.num_rows:,} rows; {form} holds at most {most:,}; ask for fewer periods or places, "
                "or for csv or parquet.",
            )
        return table


def read(stem: str, query: QueryDict, lang: Lang) -> Stem:
    """Split `population.total.csv` into indicator and form ("" where none is named) and read the query."""
    _check(query)
    parts = stem.split(".", 2)
    if stem.endswith("."):
        right = stem.rstrip(".")
        raise NotFoundError(
            f"沒有 /figures/{stem} 這個網址；結尾的點後面少了格式；請寫 /figures/{right} 或 /figures/{right}.csv。",
            f"there is no address /figures/{stem}: no form follows the dot at its end; "
            f"write /figures/{right} or /figures/{right}.csv.",
        )
    return Stem(
        catalogue().get(".".join(parts[:2])),
        parts[2] if len(parts) > 2 else "",
        codes(query.getlist("place")),
        codes(query.getlist("compare")),
        query.get("level") or None,
        query.get("period") or "latest",
        query.get("include") == "estimated",
        lang,
    )


def listed(texts: Iterable[str]) -> list[str]:
    """Return the words of a parameter given several times, as a comma list, or both."""
    return [word for text in texts for word in text.split(",") if word]


def codes(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the codes of places in any spelling; a village is named by its code."""
    return tuple(dict.fromkeys(code for text in texts for code in _codes(text)))


def _codes(text: str) -> list[str]:
    """Return the code of one name that holds a comma (Puli Township, Nantou County), or of each in a list."""
    if "," in text:
        with suppress(InputError):
            return [places.resolve(text).code]
    return [_code(word) for word in listed([text])]


def _code(text: str) -> str:
    is_village = len(text) == VILLAGE_DIGITS and text.isascii() and text.isdigit()
    return text if is_village else places.resolve(text).code


def _check(query: QueryDict) -> None:
    known(query, *PARAMETERS, several=SEVERAL)
    for name, value in query.items():
        if value and value not in CHOICES.get(name, (value,)):
            raise InputError(
                f"{name}：{value}；只能是 {'、'.join(CHOICES[name])}。",
                f"{name}: {value}; it can only be {', '.join(CHOICES[name])}.",
            )
