"""Part five: what is needed, which programmes are documented, which approvals are known here."""

import re
from typing import Any

from difang import places
from difang.documents.briefing.notes import Notes
from difang.documents.tree import Block, Cell, Paragraph, Run, Slide, Table
from difang.indicators import Figures
from difang.lake import Release
from difang.places import Place
from difang.sources import english
from difang.studies import resources as known
from difang.studies.texts import UNCONFIRMED
from difang.text import Lang, Text

NEED_COLUMNS = Text("需要什麼|可洽詢的機關|金額|自籌", "what is needed|agency to ask|amount|own share")
PROGRAMME_COLUMNS = Text("計畫|機關|37 項之一？", "programme|agency|one of the 37?")
ROUTE_COLUMNS = Text("徵件與補助|機關|期間|公開金額（元）", "scheme|agency|period|amount stated (NT$)")
APPROVAL_COLUMNS = Text(
    "地方|提案|年；結果|中央補助（元）", "place|proposal|year; decision|central grant (NT$)"
)
ROUTES_TITLE = Text("有文件可查、期限未過的徵件與補助", "Schemes that are documented and not over")
CASES_BESIDE_ROUTES = 5  # more approvals than that, and the schemes have a slide of their own
NOT_STATED = Text("未載明", "not stated")


def slides(figures: Figures, place: Place, lang: Lang) -> list[Slide]:
    """Return the blank table of needs, the documented programmes, and approvals with the open schemes."""
    release = figures.release
    documented = [
        row
        for row in known.programmes(release)
        if row["source"] != UNCONFIRMED and _running(row["strand"], release.date.year)
    ]
    return [
        _needs(lang),
        *_programmes(release, documented, lang),
        *_approvals(release, place, documented, lang),
    ]


def _needs(lang: Lang) -> Slide:
    header = tuple(NEED_COLUMNS.get(lang).split("|"))
    rows = tuple(tuple(Cell(blank=True) for _ in header) for _ in range(4))
    table = Table(header, rows, ("left", "left", "right", "right"))
    words = (
        "有文件可查的計畫與核定案見次頁；金額與期限以主管機關公告為準，這裡不代填。"
        if lang == "zh"
        else "Documented programmes and approvals follow; amounts and deadlines are for the agencies to state."
    )
    title = "需要哪些資源，向誰要？" if lang == "zh" else "Which resources are needed, and from whom?"
    subtitle = "待地方的人填寫；空白不是 0" if lang == "zh" else "For people to fill in; a blank is not zero"
    return Slide(5, title, (table, Paragraph((Run(words),), "muted")), subtitle=subtitle)


def _programmes(release: Release, documented: list[dict[str, Any]], lang: Lang) -> list[Slide]:
    """The programmes that may be among the 37, those the plan names first; never who may use them."""
    order = ("named_in_plan", "not_confirmed")
    listed = sorted(
        (row for row in documented if row["of_37"] in order), key=lambda row: order.index(row["of_37"])
    )
    if not listed:
        return []
    notes = Notes(lang)
    rows = tuple(
        (
            Cell(
                _name(row, lang),
                _source(notes, release, "resources.programmes", row["source"], lang),
                bold=row["of_37"] == "named_in_plan",
            ),
            Cell(known.agency(row["agency"]).get(lang)),
            Cell(known.MEMBERSHIP[row["of_37"]].get(lang)),
        )
        for row in listed
    )
    named, of = sum(row["of_37"] == "named_in_plan" for row in listed), known.PROGRAMMES_IN_ALL
    table = Table(
        tuple(PROGRAMME_COLUMNS.get(lang).split("|")), rows, ("left", "left", "left"),
        weights=(9, 9, 4) if lang == "zh" else (8, 11, 4),
        note="名稱與機關依文件當時所載；是否仍辦理，以主管機關公告為準。"
        if lang == "zh"
        else "Names and agencies as the documents of the time give them; ask the agency whether one still runs.",
    )  # fmt: skip
    title = (
        f"{of} 項部會計畫，有文件可查的 {named} 項"
        if lang == "zh"
        else f"{named} of {of} ministries' programmes are documented"
    )
    subtitle = (
        f"粗體是計畫簡報點名的 {named} 項，其餘未能確認；本鄉鎮能否運用，請洽主管機關"
        if lang == "zh"
        else f"Bold: the {named} named by the plan, the others not confirmed; "
        "whether this township may use one: ask the agency"
    )
    return [Slide(5, title, (table,), subtitle=subtitle, footnotes=notes.listed())]


def _approvals(release: Release, place: Place, documented: list[dict[str, Any]], lang: Lang) -> list[Slide]:
    county = places.get(place.code[:5])
    cases = known.approvals(release, county.code)
    cases.sort(key=lambda row: row["place"] != place.code)
    notes = Notes(lang)
    blocks: list[Block] = []
    if cases:
        blocks.append(_cases(release, cases, place, notes, lang))
    else:
        blocks.append(Paragraph((Run(_none(release, place, county, lang)),)))
    routes = [row for row in documented if row["of_37"] == "no"]
    apart = len(cases) > CASES_BESIDE_ROUTES
    if routes and not apart:
        blocks += [_routes(release, routes, notes, lang), Paragraph((Run(_ask(lang)),), "muted")]
    here = sum(row["place"] == place.code for row in cases)
    title = _found(place, county, here, len(cases)).get(lang)
    made = [Slide(5, title, tuple(blocks), subtitle=_not_all(lang), footnotes=notes.listed())]
    if routes and apart:
        own = Notes(lang)
        table = _routes(release, routes, own, lang)
        made.append(Slide(5, ROUTES_TITLE.get(lang), (table,), subtitle=_ask(lang), footnotes=own.listed()))
    return made


def _cases(release: Release, cases: list[dict[str, Any]], place: Place, notes: Notes, lang: Lang) -> Table:
    rows = tuple(
        (
            Cell(places.name(row["place"], lang), bold=row["place"] == place.code),
            Cell(english.text("proposals", row["proposal"]).get(lang), _case_note(notes, release, row, lang)),
            Cell(_decided(row, lang)),
            Cell(_money(row["central_subsidy_ntd"], lang)),
        )
        for row in cases
    )
    mark = frozenset(at for at, row in enumerate(cases) if row["place"] == place.code)
    header = tuple(APPROVAL_COLUMNS.get(lang).split("|"))
    return Table(header, rows, ("left", "left", "left", "right"), mark=mark, weights=(4, 10, 5, 5))


def _routes(release: Release, routes: list[dict[str, Any]], notes: Notes, lang: Lang) -> Table:
    rows = tuple(
        (
            Cell(_name(row, lang), _source(notes, release, "resources.programmes", row["source"], lang)),
            Cell(known.agency(row["agency"]).get(lang)),
            Cell(_span(row["strand"], lang)),
            Cell(_amount(row, lang)),
        )
        for row in routes
    )
    header = tuple(ROUTE_COLUMNS.get(lang).split("|"))
    return Table(header, rows, ("left", "left", "left", "right"), weights=(9, 5, 4, 6))


def _found(place: Place, county: Place, here: int, there: int) -> Text:
    if not there:
        return Text(
            f"{place.name}與{county.name}都沒有查得到的核定案",
            f"No approval is documented for {place.name_en} or its county",
        )
    if not here:
        return Text(
            f"{place.name}沒有查得到的核定案，{county.name}有 {there} 件",
            f"No approval is documented for {place.name_en}; {there} in {county.name_en}",
        )
    return Text(
        f"查得到的核定案：{place.name} {here} 件，{county.name}共 {there} 件",
        f"Approvals documented: {here} for {place.name_en}, {there} in {county.name_en}",
    )


def _none(release: Release, place: Place, county: Place, lang: Lang) -> str:
    count = len(known.approvals(release, ""))
    if lang == "zh":
        return f"公開網頁與報導中找到的 {count} 件核定案，沒有一件屬於{place.name}或{county.name}其他地方。"
    return f"Of {count} approvals found in public pages and press, none is in {place.name_en} or its county."


def _ask(lang: Lang) -> str:
    if lang == "zh":
        return "只列有文件可查的徵件與補助；本鄉鎮能否運用，請洽主管機關。"
    return "Documented schemes only; whether this township may use one: ask the agency."


def _not_all(lang: Lang) -> str:
    if lang == "zh":
        return "出自公開網頁與報導，不是全國清單；沒有列出不代表沒有核定"
    return "From public pages and press, not a national list: others may be approved too"


def _name(row: dict[str, Any], lang: Lang) -> str:
    return str(row["name"] if lang == "zh" else row["name_en"])


def _decided(row: dict[str, Any], lang: Lang) -> str:
    between = "，" if lang == "zh" else ", "
    year = row["year"] or ("年份未載" if lang == "zh" else "year not stated")
    return f"{year}{between}{row['decision'] if lang == 'zh' else row['decision_en']}"


def _amount(row: dict[str, Any], lang: Lang) -> str:
    note = row["note"] if lang == "zh" else row["note_en"]
    if row["amount_ntd"] is None:
        return NOT_STATED.get(lang)
    return f"{row['amount_ntd']:,}" + (f"\n{note}" if note else "")


def _money(amount: int | None, lang: Lang) -> str:
    return NOT_STATED.get(lang) if amount is None else f"{amount:,}"


def _span(strand: str, lang: Lang) -> str:
    first, _, last = strand.partition("-")
    return f"{first}–{last}" if last else f"{first} 年起" if lang == "zh" else f"since {first}"


def _running(strand: str | None, year: int) -> bool:
    """False only where the years are stated and over."""
    first, _, last = (strand or "").partition("-")
    return not (first.isdigit() and last.isdigit() and int(last) < year)


def _source(notes: Notes, release: Release, dataset: str, source: str, lang: Lang, **keys: str) -> int:
    title = release.manifest(dataset)["title"][lang]
    source = re.sub(r"https?://(www\.)?", "", source)
    if lang == "en":
        source = english.within(source, "sources")
    words = f"〈{title}〉，{source}" if lang == "zh" else f"{title}: {source}"
    return notes.row(release, dataset, keys, words)


def _case_note(notes: Notes, release: Release, row: dict[str, Any], lang: Lang) -> int:
    between = "，" if lang == "zh" else ", "
    source = between.join((row["meeting"], row["source"]))
    return _source(notes, release, "resources.approvals", source, lang, place=row["place"])
