"""Strategies and arrows of the policy in words; a plan keeps their numbers."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from difang.atlas.evidence import current_release
from difang.atlas.tables import rows
from difang.text import Text

COLUMNS = {"strategies": "strategy", "arrows": "arrow"}


def policy_words(kind: str, numbers: Iterable[int] | None) -> Text:
    """Return the names of `strategies` or `arrows`; a number that has no name stays a number."""
    chosen = list(numbers or ())
    if not chosen:
        return Text("", "")
    known = _names(current_release().id, kind)
    told = [known.get(number, Text(str(number), str(number))) for number in chosen]
    return Text("、".join(one.zh for one in told), "; ".join(one.en for one in told))


@lru_cache(maxsize=8)
def _names(release: str, kind: str) -> Mapping[int, Text]:
    column = COLUMNS[kind]
    return {row["no"]: Text(row[column], row[f"{column}_en"]) for row in rows(f"policy.{kind}", "no")}
