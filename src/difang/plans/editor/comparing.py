"""What changed between two contents of a plan: words, rows, figures, files and consents, part by part."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from difang import places
from difang.plans.editor.forms import (
    FORMS,
    KpiForm,
    MeetingForm,
    NeedForm,
    StakeholderForm,
    VentureForm,
)
from difang.plans.editor.listing import CONSENT, amount
from difang.plans.editor.policy import policy_words
from difang.plans.editor.versions import Piece, changes, pieces
from difang.plans.missing import PART_NAMES
from difang.plans.windows.freezing import CHANGES, Line
from difang.text import Lang, Text

Content = Mapping[str, Any]
TOP = {
    "title": Text("計畫名稱", "Title"),
    "place": Text("地方", "Place"),
    "term": Text("期間", "Term"),
    "release": Text("資料版本", "Release of figures"),
}
GAP = Text("為什麼還不能寫", "Why it can't be written yet")
PINS = Text("放進計畫的數字", "Figure kept")
PIN = {"words": Text("數字", "Figure"), "note": Text("為什麼重要", "Why it matters")}
FILES = Text("附件", "File")
FILE = {
    "name": Text("檔名", "Name"),
    "sha256": Text("內容（SHA-256）", "Content (SHA-256)"),
    "meeting": Text("會議", "Meeting"),
}
MEMBERS = Text("一起提的鄉鎮市區", "Township of the plan")
AGREED = Text("同意", "Agreed")
CONSENTS = Text("列名", "Listing")
YES_NO = {True: Text("是", "yes"), False: Text("否", "no")}
UNNAMED = {
    True: Text("（一位個人，未列名）", "(a person, not listed)"),
    False: Text("（未列名）", "(not listed)"),
}
SECRET = ("name", "role", "source")


@dataclass(frozen=True)
class Row:
    """A row that was added, removed or changed, with the fields concerned."""

    title: Text
    name: str
    change: str
    lines: tuple[Line, ...]

    @property
    def word(self) -> Text:
        """Say what happened to the row."""
        return CHANGES[self.change]


@dataclass(frozen=True)
class Part:
    """What differs in one part: its words in pieces, why it can't be written, its rows."""

    number: int
    name: Text
    pieces: tuple[Piece, ...]
    lines: tuple[Line, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Comparison:
    """All that differs. Two contents that aren't the same are never `same`, even where no words tell how."""

    lines: tuple[Line, ...]
    members: tuple[Row, ...]
    parts: tuple[Part, ...]
    same: bool


@dataclass(frozen=True)
class _Item:
    """A row as it's compared: its fields in words by their labels, and the row itself."""

    part: int
    name: str
    fields: Mapping[str, str]
    raw: Any = field(compare=False)


Items = dict[Any, _Item]


def compare(old: Content, new: Content, lang: Lang, hidden: Iterable[int] = ()) -> Comparison:
    """Return what differs between two contents.

    Stakeholders who are not named in one of them, or whose ids are `hidden`, are named in neither.
    """
    unnamed = {*hidden, *_unnamed(old), *_unnamed(new)}
    found = [
        row
        for title, items in KINDS
        for row in _rows(title, items(old, lang, unnamed), items(new, lang, unnamed))
    ]
    words = dict(changes(dict(old), dict(new)))
    parts = (
        Part(
            number,
            name,
            words.get(number, ()),
            tuple(_differing({GAP.get(lang): _gap(old, number)}, {GAP.get(lang): _gap(new, number)})),
            tuple(row for part, row in found if part == number),
        )
        for number, name in PART_NAMES.items()
    )
    return Comparison(
        tuple(_differing(_top(old, lang), _top(new, lang))),
        tuple(row for _, row in _rows(MEMBERS, _members(old, lang), _members(new, lang))),
        tuple(part for part in parts if part.pieces or part.lines or part.rows),
        old == new,
    )


def _unnamed(content: Content) -> Iterator[int]:
    return (one["id"] for one in content.get("stakeholders", ()) if not one["name"])


def _top(content: Content, lang: Lang) -> dict[str, str]:
    told = {key: str(content.get(key, "")) for key in TOP}
    return {
        TOP[key].get(lang): _place(value, lang) if key == "place" else value for key, value in told.items()
    }


def _place(code: str, lang: Lang) -> str:
    return places.get(code).full_label(lang) if code else ""


def _gap(content: Content, number: int) -> str:
    return next((one["gap"] for one in content.get("parts", ()) if one["part"] == number), "")


def _rows(title: Text, before: Items, after: Items) -> Iterator[tuple[int, Row]]:
    """Yield the rows that differ with their part, those that stand first."""
    for key, item in after.items():
        was = before.get(key)
        if was is None:
            yield item.part, Row(title, item.name, "added", tuple(_differing({}, item.fields)))
        elif was != item or was.raw != item.raw:
            yield item.part, Row(title, item.name, "changed", tuple(_differing(was.fields, item.fields)))
    for key, item in before.items():
        if key not in after:
            yield item.part, Row(title, item.name, "removed", tuple(_differing(item.fields, {})))


def _differing(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Line]:
    for name in dict.fromkeys([*after, *before]):
        old, new = before.get(name, ""), after.get(name, "")
        if old == new:
            continue
        if old and new:
            yield Line(name, old, new, "changed", tuple(pieces(old, new)))
        else:
            yield Line(name, old, new, "removed" if old else "added")


def _item(part: int, form: Any, row: Content, lang: Lang, told: Mapping[str, str], name: str) -> _Item:
    """Return a row in words: as `told`, else as it's kept."""
    fields = {
        label.get(lang): told[key] if key in told else _words(row.get(key))
        for key, label in form.LABELS.items()
        if key in told or key in row
    }
    return _Item(part, name, fields, {key: value for key, value in row.items() if key not in ("id", "needs")})


def _words(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:,.10g}" if isinstance(value, float) else str(value)


def _members(content: Content, lang: Lang) -> Items:
    return {
        one["place"]: _Item(
            0, _place(one["place"], lang), {AGREED.get(lang): YES_NO[bool(one["agreed"])].get(lang)}, one
        )
        for one in content.get("members", ())
    }


def _stakeholders(content: Content, lang: Lang, unnamed: set[int]) -> Items:
    found = {}
    for one in content.get("stakeholders", ()):
        row = {**one, **dict.fromkeys(SECRET, "")} if one["id"] in unnamed else one
        told = {"is_person": YES_NO[bool(row["is_person"])].get(lang)}
        name = row["name"] or UNNAMED[bool(row["is_person"])].get(lang)
        item = _item(2, StakeholderForm, row, lang, told, name)
        consent = CONSENT[row["consent"]].get(lang) if row["is_person"] else ""
        found[one["id"]] = _Item(2, name, {**item.fields, CONSENTS.get(lang): consent}, item.raw)
    return found


def _meetings(content: Content, lang: Lang, _: set[int]) -> Items:
    return {
        one["id"]: _item(3, MeetingForm, one, lang, {}, one["title"]) for one in content.get("meetings", ())
    }


def _ventures(content: Content, lang: Lang, _: set[int]) -> Items:
    found = {}
    for one in content.get("ventures", ()):
        told = {kind: policy_words(kind, one.get(kind)).get(lang) for kind in ("strategies", "arrows")}
        found[one["id"]] = _item(4, VentureForm, one, lang, told, one["name"])
    return found


def _needs(content: Content, lang: Lang, _: set[int]) -> Items:
    found = {}
    for venture in content.get("ventures", ()):
        for one in venture["needs"]:
            told = {
                "venture": venture["name"],
                "kind": NeedForm.KINDS[one["kind"]].get(lang),
                "amount": amount(one).get(lang),
            }
            found[one["id"]] = _item(5, NeedForm, one, lang, told, one["purpose"])
    return found


def _kpis(content: Content, lang: Lang, _: set[int]) -> Items:
    pins = {pin["id"]: pin[lang] for pin in content.get("pins", ())}
    ventures = {one["id"]: one["name"] for one in content.get("ventures", ())}
    found = {}
    for one in content.get("kpis", ()):
        told = {"pin": pins.get(one["pin"], ""), "venture": ventures.get(one["venture"], "")}
        found[one["id"]] = _item(6, KpiForm, one, lang, told, one["name"])
    return found


def _pins(content: Content, lang: Lang, _: set[int]) -> Items:
    return {
        (pin["part"], pin["address"]): _Item(
            pin["part"],
            pin[lang],
            {PIN["words"].get(lang): pin[lang], PIN["note"].get(lang): pin["note"]},
            {key: value for key, value in pin.items() if key not in ("id", "at")},
        )
        for pin in content.get("pins", ())
    }


def _files(content: Content, lang: Lang, _: set[int]) -> Items:
    meetings = {one["id"]: one["title"] for one in content.get("meetings", ())}
    found = {}
    for one in content.get("files", ()):
        told = {
            "name": one["name"],
            "sha256": one["sha256"][:12],
            "meeting": meetings.get(one["meeting"], ""),
        }
        fields = {label.get(lang): told[key] for key, label in FILE.items()}
        found[one["id"]] = _Item(one["part"], one["name"], fields, one)
    return found


KINDS: tuple[tuple[Text, Callable[[Content, Lang, set[int]], Items]], ...] = (
    (PINS, _pins),
    (FORMS["stakeholders"][1].TITLE, _stakeholders),
    (FORMS["meetings"][1].TITLE, _meetings),
    (FORMS["ventures"][1].TITLE, _ventures),
    (FORMS["needs"][1].TITLE, _needs),
    (FORMS["kpis"][1].TITLE, _kpis),
    (FILES, _files),
)
"""What rows a plan has, in the order they are told, and what reads them from a content."""
