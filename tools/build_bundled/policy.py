"""The plan as data: arrows, strategies, work items, framework, and a dated history with sources."""

from typing import Any

import pyarrow as pa

from difang.text import Text
from tools.build_bundled.frame import Check, Dataset, Meta, Shared, dataset

PLAN = Text("地方創生國家戰略計畫", "National Strategic Plan for Regional Revitalisation")
PLAN_PAGE = "https://english.ey.gov.tw/"
PLAN_DATE = "2019-01-03"
AREAS = {
    "整體戰略規劃": "Overall strategy",
    "企業投資故鄉": "Enterprises invest in their hometown",
    "科技導入": "Technology",
    "整合部會創生資源": "Pool the ministries' resources",
    "社會參與創生": "Society takes part",
    "品牌建立": "Brands",
    "綜合業務": "General affairs",
}
# As printed in 2019: English, today's name, today's English name.
AGENCIES = {
    "國發會": ("National Development Council", "國發會", "National Development Council"),
    "財政部": ("Ministry of Finance", "財政部", "Ministry of Finance"),
    "農委會": ("Council of Agriculture", "農業部", "Ministry of Agriculture"),
    "內政部": ("Ministry of the Interior", "內政部", "Ministry of the Interior"),
    "交通部": (
        "Ministry of Transportation and Communications",
        "交通部",
        "Ministry of Transportation and Communications",
    ),
    "通傳會": (
        "National Communications Commission",
        "通傳會",
        "National Communications Commission",
    ),
    "經濟部": ("Ministry of Economic Affairs", "經濟部", "Ministry of Economic Affairs"),
    "教育部": ("Ministry of Education", "教育部", "Ministry of Education"),
    "環保署": ("Environmental Protection Administration", "環境部", "Ministry of Environment"),
    "科技部": (
        "Ministry of Science and Technology",
        "國科會",
        "National Science and Technology Council",
    ),
    "相關部會": ("ministries concerned", "相關部會", "ministries concerned"),
    "行政院人事行政總處": (
        "Directorate-General of Personnel Administration",
        "行政院人事行政總處",
        "Directorate-General of Personnel Administration",
    ),
    "國發會及11部會": (
        "National Development Council and eleven ministries",
        "國發會及11部會",
        "National Development Council and eleven ministries",
    ),
}


def words(zh: str, en: str, notes: Text) -> Meta:
    """Return the words of one table of the plan."""
    return Meta(
        title=Text(zh, en),
        publisher=Text("行政院", "Executive Yuan"),
        official_id=PLAN.zh,
        page=PLAN_PAGE,
        level="nation",
        retrieved="2026-11-23",
        published="20261123",
        update="once",
        notes=notes,
        licence="cited facts of a public plan",
        licence_url="",
        redistribution="yes",
    )


def agencies(printed: str, part: int) -> str:
    """Return agencies joined by ; in English (0), by today's name (1) or by today's English name (2)."""
    return "; ".join(AGENCIES[one][part] for one in printed.split(";"))


@dataset("policy.arrows")
def arrows(shared: Shared) -> Dataset:
    """The five arrows and their elements."""
    table = shared.sql(
        f"""
        select no::bigint as no, row_number() over (partition by no) as element_no, arrow, arrow_en,
          element, element_en, '{PLAN.zh}' as source, '{PLAN_DATE}' as source_date, 'D' as source_status
        from {{t}}
        """,
        t="policy/arrows.csv",
    )
    notes = Text("依計畫簡報所列；英文為本站所譯。", "As listed in the plan's briefing; English by us.")
    return Dataset(
        table,
        ["no", "element_no"],
        words("五支箭", "The five arrows", notes),
        checks=[Check("elements", 22, table.num_rows)],
    )


@dataset("policy.strategies")
def strategies(shared: Shared) -> Dataset:
    """Ten strategies in three groups."""
    table = shared.sql(
        f"""
        select no::bigint as no, "group" as theme, group_en as theme_en, strategy, strategy_en,
          '{PLAN.zh}' as source, '{PLAN_DATE}' as source_date, 'D' as source_status
        from {{t}}
        """,
        t="policy/strategies.csv",
    )
    notes = Text("2019 至 2022 年的策略。", "Strategies of 2019 to 2022.")
    return Dataset(
        table,
        ["no"],
        words("推動策略", "Strategies", notes),
        checks=[Check("strategies", 10, table.num_rows)],
    )


@dataset("policy.work_items")
def work_items(shared: Shared) -> Dataset:
    """Twenty work items with their lead agencies, as printed and by today's names."""
    table = shared.sql("select area, item, lead_agencies from {t}", t="policy/work_items.csv")
    english = {row["item"]: row["item_en"] for row in shared.content("work_items")}
    rows = [
        {
            "no": no,
            "area": row["area"],
            "area_en": AREAS[row["area"]],
            "item": row["item"],
            "item_en": english[row["item"]],
            "lead_agencies": row["lead_agencies"].replace(";", "; "),
            "lead_agencies_en": agencies(row["lead_agencies"], 0),
            "agencies_today": agencies(row["lead_agencies"], 1),
            "agencies_today_en": agencies(row["lead_agencies"], 2),
            **_plan(),
        }
        for no, row in enumerate(table.to_pylist(), start=1)
    ]
    notes = Text(
        "主辦機關為 2019 年名稱；今名另列，依一般所知。",
        "Agencies by their names of 2019; today's names stand beside them, from general knowledge.",
    )
    return Dataset(
        pa.Table.from_pylist(rows),
        ["no"],
        words("工作項目與主辦機關", "Work items and lead agencies", notes),
        checks=[Check("work items", 20, len(rows))],
    )


@dataset("policy.framework")
def framework(shared: Shared) -> Dataset:
    """Who does what."""
    table = shared.sql("select actor, duty from {t}", t="policy/framework.csv")
    english = {row["actor"]: row for row in shared.content("framework")}
    rows = [
        {
            "no": no,
            "actor": row["actor"],
            "actor_en": english[row["actor"]]["actor_en"],
            "duty": row["duty"],
            "duty_en": english[row["actor"]]["duty_en"],
            **_plan(),
        }
        for no, row in enumerate(table.to_pylist(), start=1)
    ]
    notes = Text("推動架構與分工。", "The framework and who does what.")
    return Dataset(
        pa.Table.from_pylist(rows),
        ["no"],
        words("推動架構", "Framework", notes),
        checks=[Check("actors", 7, len(rows))],
    )


@dataset("policy.timeline")
def timeline(shared: Shared) -> Dataset:
    """Dated facts of the policy with their source and how sure they are (D, S, ?)."""
    rows = [
        {
            "no": no,
            "date": row["date"],
            "zh": row["zh"],
            "en": row["en"],
            "source": row["source"],
            "source_status": row["status"],
        }
        for no, row in enumerate(sorted(shared.content("timeline"), key=lambda row: str(row["date"])), 1)
    ]
    notes = Text(
        "D＝計畫本身；S＝可讀到部分的公開來源；?＝一般所說、未經證實。",
        "D: the plan itself; S: a public source read in part; ?: commonly said, not confirmed.",
    )
    return Dataset(
        pa.Table.from_pylist(rows),
        ["no"],
        words("政策年表", "Timeline of the policy", notes),
        checks=[Check("unconfirmed facts", 1, sum(row["source_status"] == "?" for row in rows))],
    )


def _plan() -> dict[str, Any]:
    return {"source": PLAN.zh, "source_date": PLAN_DATE, "source_status": "D"}
