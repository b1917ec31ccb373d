"""Programmes, approvals, budget lines and priority townships, as far as public pages document them."""

import pyarrow as pa

from difang.text import Text
from tools.build_bundled.frame import Check, Dataset, Measure, Meta, Shared, dataset, total

NDC = Text("國家發展委員會", "National Development Council")
STATES = {
    "通過": "passed",
    "核定": "approved",
    "入選": "selected",
    "核定後撤案": "withdrawn after approval",
}
ROUTES = {
    "鄉鎮公所提案": "township office",
    "青年培力工作站": "youth station",
    "公有空間活化": "reuse of public space",
    "獎勵青年投入地方創生": "youth action plan",
    "多元徵件": "open call",
    "地方創生計畫": "regional revitalisation plan",
    "利他行動168": "Altruist action 168",
}
WRITTEN = ("name", "name_zh", "name_en", "of_37", "note", "note_en", "source")
AMOUNTS = ("central_subsidy_ntd", "local_share_ntd", "private_investment_ntd", "total_ntd")


def words(zh: str, en: str, notes: Text, **more: object) -> Meta:
    """Return the words of one table of cited facts."""
    base = {
        "title": Text(zh, en),
        "publisher": NDC,
        "official_id": "",
        "page": "https://www.ndc.gov.tw/",
        "level": "nation",
        "retrieved": "2026-11-23",
        "published": "20261123",
        "notes": notes,
        "licence": "cited facts; each row names its page",
        "licence_url": "",
        "redistribution": "yes",
    }
    return Meta(**(base | more))  # type: ignore[arg-type]


def spoken(column: str, english: dict[str, str]) -> str:
    """Return SQL that puts English words for those of a column."""
    return f"case {column} " + " ".join(f"when '{zh}' then '{en}'" for zh, en in english.items()) + " end"


@dataset("resources.programmes")
def programmes(shared: Shared) -> Dataset:
    """Programmes, phases and schemes known by name; which of them the plan names among its 37."""
    written = pa.Table.from_pylist(
        [{name: row.get(name) for name in WRITTEN} for row in shared.content("programmes")],
        pa.schema([(name, pa.string()) for name in WRITTEN]),
    )
    table = shared.sql(
        """
        select coalesce(name_zh, t.name) as name, name_en, kind,
          regexp_replace(agency, '\\(deck.*\\)', '') as agency, period_or_strand as strand, of_37,
          amount_ntd::bigint as amount_ntd, note, note_en,
          coalesce(source,
            replace(cited, 'seed deck 2019-01-03', '地方創生國家戰略計畫簡報 2019-01-03')) as source
        from {t} t left join {written} w on t.name = w.name
        """,
        t="resources/programmes_known.csv",
        written=written,
    )
    found = sum(one == "named_in_plan" for one in table["of_37"].to_pylist())
    return Dataset(
        table,
        ["name"],
        words(
            "計畫與方案",
            "Programmes and schemes",
            Text(
                "計畫所稱 37 項部會計畫的名單未見於可讀的公開資料；只列計畫簡報舉例者為其中之一，"
                "其餘不臆測。",
                "The list of the 37 ministries' programmes is in no public source that could be read; "
                "only those "
                "which the plan's briefing names as examples count as documented, nothing is guessed.",
            ),
        ),
        [Measure("amount_ntd", "ntd")],
        [
            Check("programmes named by the plan among its 37", 5, found),
            Check("names without English", 0, table["name_en"].null_count),
        ],
    )


@dataset("resources.approvals")
def approvals(shared: Shared) -> Dataset:
    """Approved proposals and youth schemes that a public page names, with amounts as stated there."""
    amounts = ", ".join(f"{name}::bigint as {name}" for name in AMOUNTS)
    table = shared.sql(
        f"""
        select place_code as place, proposal, year, route, {spoken("route", ROUTES)} as route_en,
          meeting_or_batch as meeting, status as decision, {spoken("status", STATES)} as decision_en,
          {amounts}, amount_note, cited_page as source, evidence_class as evidence
        from {{t}} where cited_page is not null
        """,
        t="resources/proposals_sample.csv",
    )
    return Dataset(
        table,
        ["place", "proposal"],
        words(
            "已核定的地方創生案（部分）",
            "Approved proposals (a sample)",
            Text(
                "不是全國名單：只有公開頁面可指出的案件，新竹縣較多；金額照原頁所載，"
                "部分為上限或制度獎勵金。"
                "沒有頁面可引的 21 案未收錄。",
                "Not the national list: only cases that a public page names, most of them in Hsinchu "
                "County; amounts "
                "as stated there, some of them ceilings or standard awards. Twenty-one cases without a page "
                "to cite are "
                "left out.",
            ),
            level="township",
        ),
        [Measure(name, "ntd") for name in AMOUNTS],
        [
            Check("cases with a page to cite", 21, table.num_rows),
            Check(
                "routes and decisions without English",
                0,
                table["route_en"].null_count + table["decision_en"].null_count,
            ),
        ],
    )


@dataset("resources.budget_mentions")
def budget_mentions(shared: Shared) -> Dataset:
    """Lines of the central government's budget whose notes name regional revitalisation."""
    table = shared.sql(
        """
        select year as period, code, authority, agency, item,
          item_amount_ntd::bigint as item_amount_ntd,
          amount_in_sentence_thousand_ntd::bigint as named_thousand_ntd, sentence
        from {t} where keyword = '地方創生'
        """,
        t="resources/central_budget_mentions_2019_2025.csv",
    )
    return Dataset(
        table,
        ["period", "code"],
        words(
            "中央政府總預算提及地方創生者",
            "Lines of the central budget that name regional revitalisation",
            Text(
                "以關鍵字查得，須讀原句：「減列」為減少；句中金額可能是多年總額或整個科目。2025 年為預算案。",
                "Found by keyword, so read the sentence: 減列 is a reduction, and an amount may be the "
                "total of several "
                "years or of the whole item. 2025 is the proposal.",
            ),
            publisher=Text("行政院主計總處", "Directorate-General of Budget, Accounting and Statistics"),
            official_id="中央政府總預算",
            page="https://www.dgbas.gov.tw/",
            licence="政府資料開放授權條款第1版 (Open Government Data License, version 1.0)",
            licence_url="https://data.gov.tw/license",
            redistribution="origin-OGDL",
        ),
        [Measure("item_amount_ntd", "ntd"), Measure("named_thousand_ntd", "thousand_ntd")],
        [
            Check("lines", 27, table.num_rows),
            Check(
                "named by the National Development Council's own line of 2025",
                2_095_000,
                total(table, "named_thousand_ntd", "code = '5903411500' and period = '2025'"),
            ),
        ],
    )


@dataset("resources.priority_townships")
def priority_townships(shared: Shared) -> Dataset:
    """Priority townships that a public page names: seven of 134."""
    table = shared.sql(
        "select town_code as place, type, cited_page as source from {t}",
        t="resources/priority_townships_stated.csv",
    )
    return Dataset(
        table,
        ["place"],
        words(
            "優先推動地區（已知者）",
            "Priority townships (as far as known)",
            Text(
                "134 個中只有 7 個有頁面可引；沒有列出不代表不是。",
                "A page names seven of the 134; one that is not listed may still be one.",
            ),
            level="township",
        ),
        checks=[Check("documented of 134", 7, table.num_rows)],
    )
