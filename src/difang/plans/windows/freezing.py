"""A proposal frozen whole when it is submitted, and two of its versions side by side."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.forms.models import model_to_dict
from django.utils import timezone

from difang import places
from difang.people.models import Organisation
from difang.people.words import KINDS
from difang.plans.attachments.selectors import frozen as frozen_files
from difang.plans.editor.forms import NeedForm
from difang.plans.models import Kpi, Plan, Proposal, ProposalVersion
from difang.text import COMMA, Text

VENTURE = {
    "name": Text("事業名稱", "Venture"),
    "what": Text("做什麼", "What"),
    "how": Text("怎麼做", "How"),
    "where": Text("在哪裡", "Where"),
    "longitude": Text("經度", "Longitude"),
    "latitude": Text("緯度", "Latitude"),
    "starts_on": Text("開始", "Begins"),
    "ends_on": Text("結束", "Ends"),
    "lead": Text("主責", "Led by"),
    "business_model": Text("營運模式", "Business model"),
    "risks": Text("風險", "Risks"),
    "strategies": Text("策略", "Strategies"),
    "arrows": Text("五箭", "Arrows"),
}
NEED = {
    "kind": Text("種類", "kind"),
    "purpose": Text("用途", "purpose"),
    "amount": Text("金額或數量", "amount"),
    "unit": Text("單位", "unit"),
    "year": Text("年度", "year"),
    "who": Text("可洽詢", "whom to ask"),
}
KPI = {
    "name": Text("名稱", "name"),
    "baseline": Text("基線", "baseline"),
    "baseline_source": Text("基線來源", "source of the baseline"),
    "target": Text("目標", "target"),
    "unit": Text("單位", "unit"),
    "year": Text("年度", "year"),
    "proof": Text("證明", "proof"),
}
TOP = {"title": Text("提案名稱", "Title"), "summary": Text("摘要", "Summary")}
CALL = Text("徵案", "Call")
ORGANISATION = Text("提案組織", "Organisation")
OPEN, CLOSE = Text("（", " ("), Text("）", ")")
FILES = Text("附件", "Files")
PATH = Text("路徑", "Path")
PATHS = {
    True: Text("民間路徑（分區輔導中心）", "private path (regional centre)"),
    False: Text("公所路徑", "by the township"),
}
CHANGES = {
    "same": Text("相同", "the same"),
    "changed": Text("改了", "changed"),
    "added": Text("新增", "added"),
    "removed": Text("刪除", "removed"),
}


@transaction.atomic
def freeze(proposal: Proposal, by: Any) -> ProposalVersion:
    """Keep the proposal, its venture, needs and targets as they stand now as its next version."""
    from difang.plans.editor.versions import fingerprint

    # Writers of the plan wait for this, so that what is frozen is one moment.
    Plan.objects.select_for_update().get(pk=proposal.venture.plan_id)
    number = (proposal.versions.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    frozen = content(
        Proposal.objects.select_related("venture__plan", "call", "organisation").get(pk=proposal.pk)
    )
    return ProposalVersion.objects.create(
        proposal=proposal,
        number=number,
        content=frozen,
        sha256=fingerprint(frozen),
        at=timezone.now(),
        by=by,
    )


def content(proposal: Proposal) -> dict[str, Any]:
    """Return a proposal as plain data."""
    venture, plan = proposal.venture, proposal.venture.plan
    found = {
        "title": proposal.title,
        "summary": proposal.summary,
        "private": proposal.private,
        "call": {"id": proposal.call_id, "title": proposal.call.title},
        "organisation": _organisation(proposal),
        "plan": {name: getattr(plan, name) for name in ("id", "title", "place", "term", "release")},
        "venture": {"id": venture.pk, **{name: getattr(venture, name) for name in VENTURE}},
        "needs": [_row(need, ("venture",)) for need in venture.needs.all()],
        "kpis": [_kpi(kpi) for kpi in venture.kpis.select_related("pin")],
        "files": frozen_files(proposal),
    }
    return json.loads(json.dumps(found, cls=DjangoJSONEncoder))


def _organisation(proposal: Proposal) -> dict[str, Any] | None:
    """Return for whom it is put forward: its name stays in the version, whoever is a member later."""
    one = proposal.organisation
    return {"id": one.pk, "kind": one.kind, "name": one.name, "place": one.place} if one else None


def _row(one: Any, drop: Sequence[str]) -> dict[str, Any]:
    return {name: value for name, value in model_to_dict(one).items() if name not in drop}


def _kpi(kpi: Kpi) -> dict[str, Any]:
    """Return a target; a pinned baseline brings its figure and where it stands."""
    row = _row(kpi, ("plan", "venture", "pin"))
    if kpi.pin is not None:
        row["baseline"] = kpi.pin.value if kpi.baseline is None else kpi.baseline
        row["baseline_source"] = f"{kpi.pin.zh} {kpi.pin.address}"
    return row


@dataclass(frozen=True)
class Line:
    """One field in two versions: `change` is a key of CHANGES; `pieces` tell where words differ."""

    name: str
    old: str
    new: str
    change: str
    pieces: tuple[Any, ...] = ()

    @property
    def word(self) -> Text:
        """Say what happened to the field."""
        return CHANGES[self.change]


def compare(old: dict[str, Any], new: dict[str, Any], lang: Any) -> list[Line]:
    """Return every field that either content fills, in order, each with what happened to it."""
    before, after = dict(fields(old, lang)), dict(fields(new, lang))
    names = [*after, *(name for name in before if name not in after)]
    lines = [_line(name, before.get(name, ""), after.get(name, "")) for name in names]
    return [*lines, _files(old, new, lang)]


def _files(old: dict[str, Any], new: dict[str, Any], lang: Any) -> Line:
    """Compare the lists of files as wholes: letters of names and hashes side by side say nothing."""
    before, after = (
        "\n".join(f"{one['name']} (SHA-256 {one['sha256'][:12]})" for one in frozen.get("files", ()))
        for frozen in (old, new)
    )
    line = _line(FILES.get(lang), before, after)
    return replace(line, pieces=())


def _line(name: str, old: str, new: str) -> Line:
    from difang.plans.editor.versions import pieces

    if old == new:
        return Line(name, old, new, "same")
    if not old or not new:
        return Line(name, old, new, "removed" if old else "added")
    return Line(name, old, new, "changed", tuple(pieces(old, new)))


def fields(frozen: dict[str, Any], lang: Any) -> Iterator[tuple[str, str]]:
    """Return the fields of a content as (name, words)."""
    for key, name in TOP.items():
        yield name.get(lang), _words(frozen.get(key))
    yield CALL.get(lang), _words(frozen.get("call", {}).get("title"))
    yield ORGANISATION.get(lang), _acting(frozen.get("organisation"), lang)
    yield PATH.get(lang), PATHS[bool(frozen.get("private"))].get(lang)
    venture = frozen.get("venture", {})
    for key, name in VENTURE.items():
        yield name.get(lang), _words(venture.get(key))
    yield from _rows(frozen.get("needs", ()), NEED, Text("需求", "Need"), lang)
    yield from _rows(frozen.get("kpis", ()), KPI, Text("指標", "Target"), lang)


def _acting(frozen: dict[str, Any] | None, lang: Any) -> str:
    if not frozen:
        return ""
    kind, place = KINDS[Organisation.Kind(frozen["kind"])], places.get(frozen["place"])
    return f"{frozen['name']}{OPEN.get(lang)}{kind.get(lang)}{COMMA.get(lang)}{place.full_label(lang)}{CLOSE.get(lang)}"


def _rows(rows: Any, names: dict[str, Text], title: Text, lang: Any) -> Iterator[tuple[str, str]]:
    """Return each row as one field; its id keeps it the same row in both versions."""
    comma, colon = ("；", "：") if lang == "zh" else ("; ", ": ")
    for row in rows:
        told = [
            f"{name.get(lang)}{colon}{_told(key, row[key], lang)}"
            for key, name in names.items()
            if row.get(key) not in (None, "")
        ]
        yield f"{title.get(lang)} {row.get('id')}", comma.join(told)


def _told(key: str, value: Any, lang: Any) -> str:
    if key == "kind":
        return NeedForm.KINDS[value].get(lang) if value in NeedForm.KINDS else str(value)
    if key == "amount":
        return f"{int(float(value)):,}"
    return _words(value)


def _words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "、".join(map(str, value))
    if isinstance(value, float):
        return f"{value:,.10g}"
    return str(value)
