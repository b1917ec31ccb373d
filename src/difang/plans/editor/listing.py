"""Rows of a plan in words, the same for a live plan and a frozen version."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.forms.models import model_to_dict

from difang.plans.editor.forms import FORMS, NeedForm
from difang.plans.models import Plan
from difang.text import Text

CONSENT = {
    "not_asked": Text("還沒有徵求同意", "not asked yet"),
    "asked": Text("已寄信，等待回覆", "asked, no answer yet"),
    "given": Text("同意列名", "agreed to be listed"),
    "refused": Text("不同意列名", "did not agree"),
    "withdrawn": Text("已撤回或刪除", "withdrawn or erased"),
}


@dataclass(frozen=True)
class Listed:
    """One row: its name and what else is known of it."""

    pk: int
    name: str
    details: tuple[Text, ...]
    may_ask: bool = False


def plan_rows(plan: Plan, kind: str) -> list[Listed]:
    """Return a live plan's rows of one kind."""
    if kind == "needs":
        pairs = [(venture.name, need) for venture in plan.ventures.all() for need in venture.needs.all()]
        return [_need(model_to_dict(need) | {"id": need.pk}, name) for name, need in pairs]
    found = [model_to_dict(one) | {"id": one.pk} for one in getattr(plan, kind).all()]
    pins = {pin.pk: {"zh": pin.zh, "en": pin.en} for pin in plan.pins.all()}
    return [_listed(kind, row, pins) for row in found]


def frozen_rows(content: Mapping[str, Any], part: int) -> list[Listed]:
    """Return the rows of one part of a frozen version."""
    kinds = [kind for kind, (at, _) in FORMS.items() if at == part]
    pins = {pin["id"]: pin for pin in content["pins"]}
    found: list[Listed] = []
    for kind in kinds:
        if kind == "needs":
            found += [_need(need, one["name"]) for one in content["ventures"] for need in one["needs"]]
        else:
            found += [_listed(kind, row, pins) for row in content[kind]]
    return found


def _listed(kind: str, row: Mapping[str, Any], pins: Mapping[int, Any]) -> Listed:
    makers = {"stakeholders": _stakeholder, "meetings": _meeting, "ventures": _venture}
    if kind == "kpis":
        return _kpi(row, pins)
    return makers[kind](row)


def _said(*pairs: tuple[str, str, Any]) -> tuple[Text, ...]:
    return tuple(
        Text(f"{zh}：{value}", f"{en}: {value}") for zh, en, value in pairs if value not in (None, "", [])
    )


def _stakeholder(row: Mapping[str, Any]) -> Listed:
    details = _said(
        ("角色", "Role", row.get("role")),
        ("關心", "Interest", row.get("interest")),
        ("影響", "Influence", row.get("influence")),
    )
    if row.get("is_person"):
        details = (*details, CONSENT[row["consent"]])
    asks = bool(row.get("is_person") and row.get("contact") and row["consent"] in ("not_asked", "asked"))
    return Listed(row["id"], row["name"], details, asks)


def _meeting(row: Mapping[str, Any]) -> Listed:
    votes = "" if row["votes_for"] is None else f"{row['votes_for']}：{row['votes_against'] or 0}"
    details = _said(
        ("日期", "Date", row["held_on"]),
        ("出席", "Present", row["present"]),
        ("決定", "Decision", row["decision"]),
        ("贊成：反對", "For : against", votes),
        ("不同意見", "Objections", row["objections"]),
    )
    return Listed(row["id"], row["title"], details)


def _venture(row: Mapping[str, Any]) -> Listed:
    when = "–".join(str(day) for day in (row["starts_on"], row["ends_on"]) if day)
    details = _said(
        ("做什麼", "What", row["what"]),
        ("地點", "Where", row["where"]),
        ("時程", "When", when),
        ("主辦", "Lead", row["lead"]),
        ("怎麼持續", "Business model", row["business_model"]),
        ("風險", "Risks", row["risks"]),
    )
    return Listed(row["id"], row["name"], details)


def _need(row: Mapping[str, Any], venture: str) -> Listed:
    amount = row["amount"]
    kind = NeedForm.KINDS[row["kind"]]
    told = "" if amount is None else f"{int(float(amount)):,} {row['unit']}".strip()
    money = Text(
        "金額待填" if amount is None else f"{told}{'' if row['unit'] else ' 元'}",
        "amount open" if amount is None else f"{'' if row['unit'] else 'NT$ '}{told}",
    )
    details = (
        kind,
        money,
        *_said(("年度", "Year", row["year"]), ("可以找", "Ask", row["who"]), ("事業", "Venture", venture)),
    )
    return Listed(row["id"], row["purpose"], details)


def _kpi(row: Mapping[str, Any], pins: Mapping[int, Any]) -> Listed:
    pin = pins.get(row["pin"])
    base = Text(pin["zh"], pin["en"]) if pin else _own_baseline(row)
    target = Text("目標待填", "target open")
    if row["target"] is not None:
        target = Text(
            f"目標 {row['target']:g} {row['unit']}（{row['year'] or '—'}）",
            f"target {row['target']:g} {row['unit']} ({row['year'] or '—'})",
        )
    return Listed(row["id"], row["name"], (base, target, *_said(("證明", "Proof", row["proof"]))))


def _own_baseline(row: Mapping[str, Any]) -> Text:
    if row["baseline"] is None:
        return Text("沒有基線", "no baseline")
    value = f"{row['baseline']:g} {row['unit']}"
    return Text(f"基線 {value}（{row['baseline_source']}）", f"baseline {value} ({row['baseline_source']})")


def names(rows: Iterable[Listed]) -> str:
    """Return the names of rows, joined."""
    return "、".join(row.name for row in rows if row.name)
