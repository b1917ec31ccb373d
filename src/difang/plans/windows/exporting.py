"""A batch of cases as an OpenDocument spreadsheet: exactly what the person may see, and nothing else."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from difang.indicators.export import workbook
from difang.plans.windows import days, selectors
from difang.text import Lang, Text

SHEETS = {"plan": Text("計畫", "Plans"), "proposal": Text("提案", "Proposals")}
HEAD = (
    Text("編號", "Number"),
    Text("名稱", "Title"),
    Text("地方", "Place"),
    Text("階段", "Stage"),
    Text("承辦", "Held by"),
    Text("期限", "Due on"),
    Text("期限狀況", "Days"),
    Text("最後更動", "Last change"),
    Text("示範", "Demonstration"),
)
ABOUT = Text("說明", "About")


def ods(person: Any, asked: dict[str, Any], lang: Lang) -> bytes:
    """Return the workbook of a person's cases, narrowed by what they asked for."""
    kinds = [asked["kind"]] if asked.get("kind") else selectors.KINDS
    return workbook(
        [*((SHEETS[kind].get(lang), _sheet(person, kind, asked, lang)) for kind in kinds), _about(lang)]
    )


def _sheet(person: Any, kind: str, asked: dict[str, Any], lang: Lang) -> list[Sequence[Any]]:
    cases = selectors.rows(selectors.listed(person, kind, asked), kind)
    return [tuple(name.get(lang) for name in HEAD), *(_line(row, lang) for row in cases)]


def _line(row: selectors.Row, lang: Lang) -> Sequence[Any]:
    return (
        row.pk,
        row.title,
        row.place.get(lang),
        row.stage.get(lang),
        row.holder.get(lang),
        row.days.due_on.isoformat() if row.days else None,
        row.days.words.get(lang) if row.days else None,
        days.moment(row.changed_at, None, lang),
        Text("是", "yes").get(lang) if row.demo else None,
    )


def _about(lang: Lang) -> tuple[str, list[Sequence[Any]]]:
    told = Text(
        "依下載者的權限匯出；沒有出現的案件不代表不存在。",
        "Exported by the rights of who downloaded it; a case that isn't here may still exist.",
    )
    made = Text("匯出時間", "Exported at").get(lang)
    return ABOUT.get(lang), [(told.get(lang),), (made, days.moment(timezone.now(), None, lang))]
