"""What an old figure is marked with: that nothing newer is published here."""

from typing import TYPE_CHECKING

from difang.indicators.periods import month_number, period_words
from difang.text import Lang, Text

if TYPE_CHECKING:
    from difang.lake import Release

OLD_MONTHS = 36


def is_old(release: "Release", period: str) -> bool:
    """Say whether a newest figure ended three years or more before the release."""
    return month_number(f"{release.date:%Y-%m}") - month_number(period) >= OLD_MONTHS


def old(release: "Release", period: str, lang: Lang) -> str:
    """Return the words beside a newest figure that ended three years or more before the release, else ""."""
    if not is_old(release, period):
        return ""
    when = period_words(period)
    return Text(f"舊：這裡最新只到 {when.zh}", f"Old: the newest published here is {when.en}").get(lang)
