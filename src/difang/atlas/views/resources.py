"""`/resources/`: programmes known so far, budget lines and approvals, each with its source."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from difang import places
from difang.atlas.evidence import current_release
from difang.atlas.language import request_lang
from difang.atlas.tables import rows, source_links
from difang.places import Place
from difang.sources import english
from difang.studies.resources import KINDS, MEMBERSHIP, PROGRAMMES_IN_ALL
from difang.text import Lang, Text

PRIORITY_IN_ALL = 134
BUDGET = "resources.budget_mentions"
# What the source gives as an abbreviation only.
IN_FULL = {
    "SBTR": Text(
        "SBTR 中小企業城鄉創生轉型輔導計畫",
        "SBTR, help for small businesses to change with regional revitalisation",
    )
}
FILTERS = ("agency", "kind")
PARAMETERS = (*FILTERS, "place")
AMOUNTS = {
    "central_subsidy_ntd": Text("中央補助", "central grant"),
    "local_share_ntd": Text("地方自籌", "local share"),
    "private_investment_ntd": Text("民間投入", "private"),
    "total_ntd": Text("合計", "in all"),
}


def resources(request: HttpRequest) -> HttpResponse:
    """List programmes, filtered by agency or kind; what is not documented is said, not invented.

    With a place, only the approvals known in its county are listed, the place's own first. No source says
    which townships a programme is open to, so each row sends the reader to its agency.
    """
    lang = request_lang(request)
    asked = {name: request.GET.get(name, "") for name in FILTERS}
    known = rows("resources.programmes", "name")
    priority = rows("resources.priority_townships", "place")
    place = places.resolve(request.GET["place"]) if request.GET.get("place", "").strip() else None
    approved = rows("resources.approvals", "year")
    context = {
        "section": "resources",
        "programmes": [
            _programme(row, lang) for row in known if all(asked[name] in ("", row[name]) for name in FILTERS)
        ],
        "known": len(known),
        "documented": sum(row["of_37"] == "named_in_plan" for row in known),
        "in_all": PROGRAMMES_IN_ALL,
        "unsourced": sum(not source_links(row["source"]) for row in known),
        "agencies": [(one, _agency(one, lang)) for one in sorted({row["agency"] for row in known})],
        "kinds": [
            (kind, KINDS[kind].get(lang)) for kind in KINDS if any(row["kind"] == kind for row in known)
        ],
        "asked": asked,
        "budget": [_mention(row, lang) for row in rows(BUDGET, "period")],
        "budget_source": _published(BUDGET, lang),
        "place": _of_place(place, approved, {row["place"] for row in priority}, lang) if place else None,
        "approvals": [_approval(row, lang) for row in _nearby(place, approved)],
        "priority": [(row["place"], places.get(row["place"]).full_label(lang)) for row in priority],
        "priority_sources": dict.fromkeys(link for row in priority for link in _sources(row, lang)),
        "priority_in_all": PRIORITY_IN_ALL,
    }
    return render(request, "atlas/resources.html", context)


def _nearby(place: Place | None, approved: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the approvals of a place and its county, its own first; all without a place or for the nation."""
    if place is None or place.level == "nation":
        return approved
    counties = {code[:5] for code in place.members}
    found = [row for row in approved if row["place"][:5] in counties]
    return sorted(found, key=lambda row: not _is_own(row, place))


def _is_own(row: dict[str, Any], place: Place) -> bool:
    return row["place"] == place.code or row["place"] in place.members


def _of_place(
    place: Place, approved: list[dict[str, Any]], priority: set[str], lang: Lang
) -> dict[str, object]:
    """Return the words about one place: how many approvals are known, and whether it is named a priority."""
    own = sum(_is_own(row, place) for row in approved)
    zh, en = place.full_name, place.full_name_en
    near = len(_nearby(place, approved)) - own
    found = Text(
        f"手邊的來源裡，{zh}有 {own} 案，同縣市別處有 {near} 案。",
        f"The sources at hand tell of {own} in {en} and {near} elsewhere in its county.",
    )
    if not own and not near:
        found = Text(
            f"手邊的來源裡沒有{zh}和同縣市的核定案；不能說就沒有。",
            f"The sources at hand tell of none in {en} or its county; that does not mean there is none.",
        )
    named = Text("", "")
    if place.level == "township":
        named = (
            Text(f"報導點名{zh}是其中之一。", f"The press names {en} among them.")
            if place.code in priority
            else Text(f"{zh}在不在其中：不知道。", f"Whether {en} is among them is unknown.")
        )
    return {
        "code": place.code,
        "name": place.full_label(lang),
        "approvals": found.get(lang),
        "priority": named.get(lang),
    }


def _published(dataset: str, lang: Lang) -> list[tuple[str, str]]:
    """Return publisher and title of a data set with its page, as `_sources.html` shows them."""
    release = current_release()
    if dataset not in release.datasets:
        return []
    told = release.manifest(dataset)
    comma = "，" if lang == "zh" else ", "
    return [(f"{told['publisher'][lang]}{comma}{told['title'][lang]}", str(told.get("page") or ""))]


def _programme(row: dict[str, Any], lang: Lang) -> dict[str, Any]:
    full = IN_FULL.get(row["name"], Text(row["name"], row["name_en"]))
    return row | {
        "shown": full.get(lang),
        "agency": _agency(row["agency"], lang),
        "strand": english.text("strands", row["strand"] or "").get(lang),
        "kind": KINDS[row["kind"]].get(lang),
        "membership": MEMBERSHIP[row["of_37"]].get(lang),
        "amount": _money(row["amount_ntd"]),
        "note": row["note"] if lang == "zh" else row["note_en"],
        "sources": _sources(row, lang),
    }


def _approval(row: dict[str, Any], lang: Lang) -> dict[str, Any]:
    amounts = [(words.get(lang), _money(row[name])) for name, words in AMOUNTS.items() if row[name]]
    return row | {
        "shown": english.text("proposals", row["proposal"]).get(lang),
        "amount_note": english.text("proposals", row["amount_note"] or "").get(lang),
        "place_name": places.get(row["place"]).full_label(lang),
        "decided": row["decision"] if lang == "zh" else row["decision_en"],
        "amounts": amounts,
        "sources": _sources(row, lang),
    }


def _mention(row: dict[str, Any], lang: Lang) -> dict[str, Any]:
    """Return one note of the budget with agency and sentence in `lang`; the sentence stays as `sentence`."""
    return row | {
        "agency": _agency(row["agency"], lang),
        "shown": english.text("budget", row["sentence"]).get(lang),
    }


def _agency(words: str, lang: Lang) -> str:
    return words if lang == "zh" else english.agencies(words)


def _sources(row: dict[str, Any], lang: Lang) -> list[tuple[str, str]]:
    """Return what a row names as its sources, in `lang`, with their addresses."""
    links = source_links(row["source"])
    return links if lang == "zh" else [(english.within(words, "sources"), link) for words, link in links]


def _money(amount: int | None) -> str:
    return "" if amount is None else f"{amount:,}"
