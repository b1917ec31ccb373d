"""What an old figure is marked with: that nothing newer is published here."""

from difang.indicators import period_words
from difang.indicators.periods import month_number
from difang.lake import Release
from difang.text import Lang, Text

OLD_MONTHS = 36


def old(release: Release, period: str, lang: Lang) -> str:
    """Return the words beside a newest figure that ended three years or more before the release, else ""."""
    if month_number(f"{release.date:%Y-%m}") - month_number(period) < OLD_MONTHS:
        return ""
    when = period_words(period)
    return Text(f"舊：這裡最新只到 {when.zh}", f"Old: the newest published here is {when.en}").get(lang)
