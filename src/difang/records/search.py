"""Search in Chinese: pairs of characters kept as text, the same answers on both databases.

Every question is asked within scopes: what lies outside is neither found, nor counted, nor hinted at.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import and_

from django.db import transaction
from django.db.models import Q, QuerySet

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


def index(
    *, subject_type: str, subject_id: int, scopes: Iterable[str], title: str, address: str, text: str
) -> None:
    """Make a subject findable by its title and text within scopes; what it was found by before is forgotten."""
    index_each(
        subject_type=subject_type,
        subject_id=subject_id,
        texts=dict.fromkeys(scopes, text),
        title=title,
        address=address,
    )


@transaction.atomic
def index_each(
    *,
    subject_type: str,
    subject_id: int,
    texts: Mapping[str, str],
    title: str,
    address: str,
    titles: Mapping[str, str] | None = None,
) -> None:
    """As `index`, with a text for each scope: who may read less of a subject finds it by less.

    `titles` are those of scopes that know it by another one than `title`.
    Whoever calls holds a lock on the subject, so that two who index it at once don't meet here.
    """
    remove(subject_type=subject_type, subject_id=subject_id)
    named = {scope: (titles or {}).get(scope, title) for scope in texts}
    kept = {pair: grams("\n".join(pair)) for pair in {(named[scope], texts[scope]) for scope in texts}}
    Entry.objects.bulk_create(
        Entry(
            subject_type=subject_type,
            subject_id=subject_id,
            scope=scope,
            title=named[scope][:300],
            address=address,
            grams=kept[named[scope], texts[scope]],
        )
        for scope in sorted(texts)
    )


def renew(*, subject_type: str, subject_id: int, scopes: Iterable[str], text: str) -> None:
    """Change by what words a subject is found within some of its scopes; all else stays as it is."""
    kept = Entry.objects.filter(
        subject_type=subject_type, subject_id=subject_id, scope__in=sorted(set(scopes))
    )
    title = kept.values_list("title", flat=True).first()
    if title is not None:
        kept.update(grams=grams(f"{title}\n{text}"))


def remove(*, subject_type: str, subject_id: int) -> None:
    """Make a subject findable by nobody."""
    Entry.objects.filter(subject_type=subject_type, subject_id=subject_id).delete()


def find(query: str, scopes: Iterable[str]) -> list[Found]:
    """Return what holds all words of a query within scopes: found in the title first, then the newest."""
    wanted = _conditions(query)
    seen: dict[tuple[str, int], Entry] = {}
    for entry in _matching(wanted, scopes).order_by("-pk").defer("grams")[:MOST_LOOKED_AT]:
        seen.setdefault((entry.subject_type, entry.subject_id), entry)
    # A stable sort: within both groups the newest stay first.
    ranked = sorted(seen.values(), key=lambda entry: not _holds(grams(entry.title), wanted))
    return [Found(one.subject_type, one.subject_id, one.title, one.address) for one in ranked[:MOST_FOUND]]


def subjects(query: str, scopes: Iterable[str], subject_type: str) -> "QuerySet[Entry, int]":
    """Return the ids of all of one kind that hold all words of a query within scopes, for use in a filter."""
    found = _matching(_conditions(query), scopes).filter(subject_type=subject_type)
    return found.values_list("subject_id", flat=True)


def _matching(wanted: Iterable[str], scopes: Iterable[str]) -> "QuerySet[Entry]":
    within = sorted(set(scopes))
    if not wanted or not within:
        return Entry.objects.none()
    holds = reduce(and_, (Q(grams__contains=part) for part in wanted))
    return Entry.objects.filter(holds, scope__in=within)


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
