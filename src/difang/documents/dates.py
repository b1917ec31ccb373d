"""Dates as official papers print them: both eras, 民國 first."""

from datetime import date

from difang.text import Lang

ROC_OFFSET_YEARS = 1911
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def both_eras(day: date, lang: Lang = "zh") -> str:
    """Return `day` with the year of the Republic and the western one.

    >>> both_eras(date(2026, 11, 24))
    '民國115年（2026）11月24日'
    >>> both_eras(date(2026, 11, 24), "en")
    '24 November, ROC year 115 (2026)'
    """
    roc = day.year - ROC_OFFSET_YEARS
    if lang == "zh":
        return f"民國{roc}年（{day.year}）{day.month}月{day.day}日"
    return f"{day.day} {MONTHS[day.month - 1]}, ROC year {roc} ({day.year})"
