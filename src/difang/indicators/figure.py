"""A figure: a number that knows what it is, where and when it holds, and where it comes from."""

from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlencode

from difang.indicators import numbers
from difang.indicators.loading import catalogue
from difang.indicators.model import Caveat
from difang.indicators.periods import period_words
from difang.text import Lang, Text

CitationFormat = Literal["text", "bibtex", "ris", "json"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One cell of what is published. `value` is None exactly when `status` says there is none.

    `unit` is an id of the catalogue, `level` that of the figure (never of the question), `low` and `high` an
    interval where there is one, `release` the id of the release that it is read from.
    """

    indicator: str
    place: str
    level: str
    period: str
    value: float | None
    unit: str
    status: str
    reason: str | None
    low: float | None
    high: float | None
    release: str

    def text(self, lang: Lang = "zh", *, prose: bool = False) -> str:
        """Return the displayed value with its unit, or why there is none; `prose` tells 萬 in Chinese."""
        unit = catalogue().unit(self.unit)
        if self.value is not None:
            if prose:
                return numbers.in_prose(self.value, unit, lang)
            shown = numbers.number(self.value, unit.decimals)
            return numbers.with_unit(shown, unit, lang, one=self.value == 1)
        if self.low is not None and self.high is not None:
            bounds = [numbers.number(bound, unit.decimals) for bound in (self.low, self.high)]
            return numbers.with_unit("–".join(bounds), unit, lang)
        return numbers.NO_VALUE.get(self.status, numbers.NO_VALUE["not_published"]).get(lang)

    def number(self) -> str:
        """Return the displayed value without its unit (for a table whose header names the unit)."""
        decimals = catalogue().unit(self.unit).decimals
        if self.value is not None:
            return numbers.number(self.value, decimals)
        if self.low is not None and self.high is not None:
            return "–".join(numbers.number(bound, decimals) for bound in (self.low, self.high))
        return "—"

    @property
    def status_words(self) -> Text:
        """What the status and its reason mean; empty for an observed value."""
        known = numbers.VALUE_STATUS if self.value is not None else numbers.NO_VALUE
        words = known.get(self.status, Text("", ""))
        why = numbers.REASONS.get(self.reason or "")
        if why is None:
            return words
        return Text(
            f"{words.zh}：{why.zh}" if words.zh else why.zh, f"{words.en}: {why.en}" if words.en else why.en
        )

    @property
    def period_words(self) -> Text:
        """The period in words."""
        return period_words(self.period)

    @property
    def permalink(self) -> str:
        """The address that shows this number for ever."""
        return permalink(self.release, self.indicator, self.place, self.period)

    @property
    def caveats(self) -> tuple[Caveat, ...]:
        """The caveats of the indicator that hold for this period."""
        known = catalogue()
        every = [known.caveat(one) for one in known.get(self.indicator).caveats]
        return tuple(caveat for caveat in every if caveat.holds_for(self.period))

    def cite(
        self,
        format: CitationFormat = "text",  # noqa: A002 - the word users say
        lang: Lang = "zh",
        *,
        base: str = "",
    ) -> str:
        """Return a citation; `base` is put before the permanent address. InputError for another format."""
        from difang.indicators.citation import cite_figure

        return cite_figure(self, format, lang, base=base)


def permalink(release: str, indicator: str, place: str, period: str) -> str:
    """Return the address of one figure in one release."""
    return f"/r/{release}/figures/{indicator}?{urlencode({'place': place, 'period': period})}"
