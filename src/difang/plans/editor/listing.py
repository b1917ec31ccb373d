"""Rows of a plan in words, the same for a live plan and a frozen version."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.forms.models import model_to_dict

from difang.plans.editor.forms import FORMS, NeedForm
from difang.plans.editor.policy import policy_words
from difang.plans.models import Plan
from difang.text import Text

CONSENT = {
    "not_asked": Text("還沒有徵求同意", "not asked yet"),
    "asked": Text("已寄信，等待回覆", "asked, no answer yet"),
    "given": Text("同意列名", "agreed to be listed"),
    "refused": Text("不同意列名", "did not agree"),
    "withdrawn": Text("已撤回或刪除", "withdrawn or erased"),
}


MONEY = ("grant", "loan", "investment")
Dated = Callable[[Any], Text]


@dataclass(frozen=True)
class Listed:
    """One row: its name and what else is known of it."""

    pk: int
    name: str
    details: tuple[Text, ...]
    may_ask: bool = False


def written(day: Any) -> Text:
    """Return a day as it's written in records."""
    return Text(str(day), str(day))


def plan_rows(plan: Plan, kind: str, dated: Dated = written) -> list[Listed]:
    """Return a live plan's rows of one kind; `dated` says days as the reader wants them."""
    if kind == "needs":
        pairs = [(venture.name, need) for venture in plan.ventures.all() for need in venture.needs.all()]
        return [_need(model_to_dict(need) | {"id": need.pk}, name) for name, need in pairs]
    found = [model_to_dict(one) | {"id": one.pk} for one in getattr(plan, kind).all()]
    pins = {pin.pk: {"zh": pin.zh, "en": pin.en} for pin in plan.pins.all()}
    return [_listed(kind, row, pins, dated) for row in found]


def frozen_rows(content: Mapping[str, Any], part: int, dated: Dated = written) -> list[Listed]:
    """Return the rows of one part of a frozen version; `dated` says days as the reader wants them."""
    kinds = [kind for kind, (at, _) in FORMS.items() if at == part]
    pins = {pin["id"]: pin for pin in content["pins"]}
    found: list[Listed] = []
    for kind in kinds:
        if kind == "needs":
            found += [_need(need, one["name"]) for one in content["ventures"] for need in one["needs"]]
        else:
            found += [_listed(kind, row, pins, dated) for row in content[kind]]
    return found


def _listed(kind: str, row: Mapping[str, Any], pins: Mapping[int, Any], dated: Dated) -> Listed:
    if kind == "kpis":
        return _kpi(row, pins)
    if kind == "stakeholders":
        return _stakeholder(row)
    return (_meeting if kind == "meetings" else _venture)(row, dated)


def _said(*pairs: tuple[str, str, Any]) -> tuple[Text, ...]:
    told = ((zh, en, value if isinstance(value, Text) else Text(value, value)) for zh, en, value in pairs)
    return tuple(
        Text(f"{zh}：{value.zh}", f"{en}: {value.en}")
        for zh, en, value in told
        if value.zh not in (None, "", [])
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


def votes(meeting: Mapping[str, Any]) -> str:
    """Return the votes for and against; nothing where nobody voted."""
    counted = (meeting["votes_for"], meeting["votes_against"])
    return "" if counted == (None, None) else "：".join(str(count or 0) for count in counted)


def _meeting(row: Mapping[str, Any], dated: Dated) -> Listed:
    details = _said(
        ("日期", "Date", dated(row["held_on"])),
        ("地點", "Where", row["where"]),
        ("出席", "Present", row["present"]),
        ("代表哪些團體", "Groups", row["groups"]),
        ("討論的選項", "Options", row["options"]),
        ("決定", "Decision", row["decision"]),
        ("贊成：反對", "For : against", votes(row)),
        ("不同意見", "Objections", row["objections"]),
        ("紀錄", "Minutes", row["minutes"]),
    )
    return Listed(row["id"], row["title"], details)


def _venture(row: Mapping[str, Any], dated: Dated) -> Listed:
    days = [dated(day) for day in (row["starts_on"], row["ends_on"]) if day]
    when = Text("–".join(day.zh for day in days), "–".join(day.en for day in days)) if days else ""
    details = _said(
        ("做什麼", "What", row["what"]),
        ("怎麼做", "How", row["how"]),
        ("地點", "Where", row["where"]),
        ("時程", "When", when),
        ("主辦", "Lead", row["lead"]),
        ("怎麼持續", "Business model", row["business_model"]),
        ("風險", "Risks", row["risks"]),
        ("十大策略", "Strategies", policy_words("strategies", row["strategies"])),
        ("五支箭", "Arrows", policy_words("arrows", row["arrows"])),
    )
    return Listed(row["id"], row["name"], details)


def amount(need: Mapping[str, Any]) -> Text:
    """Return how much is needed: money in New Taiwan dollars, else a count in its unit; empty if not said."""
    if need["amount"] in (None, ""):
        return Text("", "")
    told, unit = f"{int(float(need['amount'])):,}", need["unit"]
    if need["kind"] in MONEY and unit in ("", "元"):
        return Text(f"{told} 元", f"NT$ {told}")
    return Text(f"{told} {unit}".strip(), f"{told} {unit}".strip())


def _need(row: Mapping[str, Any], venture: str) -> Listed:
    told = amount(row)
    details = (
        NeedForm.KINDS[row["kind"]],
        told if told.zh else Text("金額待填", "amount open"),
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
