"""Search in Chinese: pairs of characters kept as text, the same answers on both databases.

Every question is asked within scopes: what lies outside is neither found, nor counted, nor hinted at.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import and_

from django.db import transaction
from django.db.models import Q

from difang.records.models import Entry

LONGEST_TEXT = 200_000
LONGEST_QUERY = 100
MOST_FOUND = 50
MOST_LOOKED_AT = 200
# Written without spaces: Han (also beyond the first plane), kana, bopomofo, hangul.
UNSPACED = (
    "\u3005-\u3007\u3040-\u30ff\u3100-\u312f\u31a0-\u31bf\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
RUNS = re.compile(rf"([{UNSPACED}]+)|((?:(?![{UNSPACED}_])\w)+)")
SAME = str.maketrans({"臺": "台"})


@dataclass(frozen=True)
class Found:
    """One thing found: what it is, its title and its address."""

    subject_type: str
    subject_id: int
    title: str
    address: str


def grams(text: str) -> str:
    """Return what is kept of a text: its words, and each pair of neighbouring characters, between spaces."""
    kept = dict.fromkeys(_grams(text[:LONGEST_TEXT]))
    return f" {' '.join(kept)} " if kept else ""


@transaction.atomic
def index(
    *, subject_type: str, subject_id: int, scopes: Iterable[str], title: str, address: str, text: str
) -> None:
    """Make a subject findable by its title and text within scopes; what it was found by before is forgotten."""
    remove(subject_type=subject_type, subject_id=subject_id)
    kept = grams(f"{title}\n{text}")
    Entry.objects.bulk_create(
        Entry(
            subject_type=subject_type,
            subject_id=subject_id,
            scope=scope,
            title=title[:300],
            address=address,
            grams=kept,
        )
        for scope in sorted(set(scopes))
    )


def remove(*, subject_type: str, subject_id: int) -> None:
    """Make a subject findable by nobody."""
    Entry.objects.filter(subject_type=subject_type, subject_id=subject_id).delete()


def find(query: str, scopes: Iterable[str]) -> list[Found]:
    """Return what holds all words of a query within scopes: found in the title first, then the newest."""
    wanted = _conditions(query)
    within = sorted(set(scopes))
    if not wanted or not within:
        return []
    entries = Entry.objects.filter(
        reduce(and_, (Q(grams__contains=part) for part in wanted)), scope__in=within
    )
    seen: dict[tuple[str, int], Entry] = {}
    for entry in entries.order_by("-pk").defer("grams")[:MOST_LOOKED_AT]:
        seen.setdefault((entry.subject_type, entry.subject_id), entry)
    # A stable sort: within both groups the newest stay first.
    ranked = sorted(seen.values(), key=lambda entry: not _holds(grams(entry.title), wanted))
    return [Found(one.subject_type, one.subject_id, one.title, one.address) for one in ranked[:MOST_FOUND]]


def _grams(text: str) -> Iterator[str]:
    for unspaced, word in RUNS.findall(_normal(text)):
        if word:
            yield word
        elif len(unspaced) == 1:
            yield unspaced
        else:
            yield from (unspaced[place : place + 2] for place in range(len(unspaced) - 1))


def _conditions(query: str) -> list[str]:
    """Return what must occur in the kept text: words from their beginning, pairs whole, one character anywhere."""
    wanted = []
    for unspaced, word in RUNS.findall(_normal(query[:LONGEST_QUERY])):
        if word:
            wanted.append(f" {word}")
        elif len(unspaced) == 1:
            wanted.append(unspaced)
        else:
            wanted += [f" {unspaced[place : place + 2]} " for place in range(len(unspaced) - 1)]
    return list(dict.fromkeys(wanted))


def _holds(kept: str, wanted: Iterable[str]) -> bool:
    return all(part in kept for part in wanted)


def _normal(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().translate(SAME)
