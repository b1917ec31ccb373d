"""Errors that a person can act on: what was wrong, the rule, the remedy, in both languages.

Every room raises these; the command line turns them into an exit code, HTTP into problem+json or a page.
"""

from collections.abc import Sequence

from difang.text import Lang, Text


class DifangError(Exception):
    """Base of all errors with a sentence for the user. Subclasses fix exit code and HTTP status."""

    exit_code = 5
    http_status = 500
    slug = "fault"

    def __init__(self, zh: str, en: str, *, suggestions: Sequence[str] = ()) -> None:
        super().__init__(en)
        self.text = Text(zh, en)
        self.suggestions = tuple(suggestions)

    def message(self, lang: Lang = "zh") -> str:
        """Return the sentence in `lang`, with the suggestions appended."""
        words = self.text.get(lang)
        if not self.suggestions:
            return words
        listed = "、".join(self.suggestions) if lang == "zh" else ", ".join(self.suggestions)
        return f"{words} 是不是：{listed}？" if lang == "zh" else f"{words} Did you mean: {listed}?"


class InputError(DifangError):
    """The request itself is wrong: unknown name, bad period, bad format."""

    exit_code = 2
    http_status = 422
    slug = "wrong-input"


class NotFoundError(InputError):
    """A name, code, release or indicator that does not exist."""

    http_status = 404
    slug = "not-found"


class AmbiguousError(InputError):
    """A name that stands for several places; `suggestions` lists every candidate with its county and code."""

    exit_code = 3
    http_status = 422
    slug = "ambiguous"

    def message(self, lang: Lang = "zh") -> str:
        """Return the sentence followed by one candidate a line."""
        return "\n".join([self.text.get(lang), *(f"  {candidate}" for candidate in self.suggestions)])


class MissingDataError(DifangError):
    """Data that is not published, at that level or at all, or not yet in this home."""

    exit_code = 4
    http_status = 404
    slug = "no-data"


class FaultError(DifangError):
    """A fault of ours or of the machine (disk full, damaged file, another publisher at work)."""


class DamagedError(FaultError):
    """A published file that is not what was published; made good by publishing again."""

    http_status = 503
    slug = "damaged"
