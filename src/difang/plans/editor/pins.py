"""Pin evidence into a plan: value, recipe and release kept as they were."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.db import transaction
from django.http import QueryDict
from django.utils import timezone

from difang import places
from difang.atlas.evidence import figures as figures_of
from difang.atlas.evidence import lake
from difang.atlas.maps.asked import MAP_NAMES, read
from difang.atlas.stems.asked import codes
from difang.errors import InputError
from difang.indicators import Figure, Figures, catalogue, permalink
from difang.plans import rules
from difang.plans.models import Pin, Plan
from difang.plans.models.section import PARTS
from difang.plans.stages import PLAN
from difang.plans.words import clean
from difang.records.errors import ForbiddenError
from difang.studies import findings
from difang.text import Text

LONGEST_NOTE = 500


@dataclass(frozen=True)
class Evidence:
    """What an address of this site shows: the figure behind it, and the sentence it says."""

    kind: str
    figure: Figure
    address: str
    words: Text


def read_address(address: str, *, kind: str = "figure") -> Evidence:
    """Return what can be pinned from an address: a figure's, with or without release, or a map's view.

    Raises InputError for an address that shows no single figure.
    """
    try:
        parts = urlsplit(address.strip())
    except ValueError as error:
        raise _no_evidence(address) from error
    path = parts.path.removeprefix("/en")
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    steps = [step for step in path.split("/") if step]
    if steps[:1] == ["maps"] and len(steps) == 2:
        return _of_map(steps[1], parts.query, address)
    release = steps[1] if steps[:1] == ["r"] and len(steps) == 4 else None
    if steps[-2:-1] == ["figures"] and "place" in query:
        data = figures_of(lake().release(release).id if release else None)
        indicator = ".".join(steps[-1].split(".")[:2])
        return _of_figure(data, indicator, query["place"], query.get("period", "latest"), kind)
    raise _no_evidence(address)


def _no_evidence(address: str) -> InputError:
    return InputError(
        f"「{address[:80]}」不是一個數字、地圖或發現的網址；請在那一頁按「加入計畫」，或貼上引用網址。",
        f"'{address[:80]}' is not the address of a figure, map or finding; use 'add to my plan' on that page, "
        "or paste the address of a citation.",
    )


def _of_figure(data: Figures, indicator: str, place: str, period: str, kind: str) -> Evidence:
    (code,) = codes([place])[:1] or ("",)
    figure = data.one(catalogue().get(indicator).id, code, period)
    if kind == "finding" and len(code) < 11:
        sentence = findings.of_place(
            data, catalogue().get(indicator), places.get(code), figure.period
        ).sentence
    else:
        sentence = _sentence(figure)
    return Evidence(kind, figure, figure.permalink, sentence)


def _sentence(figure: Figure) -> Text:
    code = figure.place if figure.level == "region" else figure.place[:8]
    name, where = catalogue().get(figure.indicator).name, places.get(code)
    return Text(
        f"{where.full_label('zh')}{name.zh}：{figure.text('zh')}（{figure.period_words.zh}）",
        f"{name.en}, {where.full_label('en')}: {figure.text('en')} ({figure.period_words.en})",
    )


def pinned_figure(pin: Mapping[str, Any]) -> Figure:
    """Return the figure that a pin of a frozen content keeps, as it was then."""
    kept = {name: pin[name] for name in ("indicator", "place", "level", "period", "value", "unit", "status")}
    return Figure(**kept, reason=None, low=pin["low"], high=pin["high"], release=pin["release"])


def _of_map(map_id: str, query: str, address: str) -> Evidence:
    data = figures_of()
    asked = read(map_id, QueryDict(query), catalogue(), data)
    place = asked.place.code if asked.place else "TW"
    figure = data.one(asked.indicator.id, place, asked.period)
    link = permalink(data.release.id, asked.indicator.id, place, asked.period)
    words = Text(
        f"{MAP_NAMES[map_id].zh}地圖：{asked.indicator.name.zh}（{figure.period_words.zh}）",
        f"Map of {MAP_NAMES[map_id].en.lower()}: {asked.indicator.name.en} ({figure.period_words.en})",
    )
    return Evidence("map", figure, f"{link}&level={asked.level}", words)


@transaction.atomic
def pin(*, by: Any, plan: Plan, part: int, evidence: Evidence, note: str = "") -> Pin:
    """Keep `evidence` in a part; pinned again, only the note changes. Raises ForbiddenError, InputError."""
    _check(by, plan)
    if part not in PARTS:
        raise InputError("計畫有六個部分，請選 1 到 6。", "a plan has six parts; choose 1 to 6.")
    figure = evidence.figure
    kept_note = clean(note).strip()[:LONGEST_NOTE]
    kept, _ = Pin.objects.update_or_create(
        plan=plan,
        part=part,
        address=evidence.address,
        defaults={"note": kept_note},
        create_defaults={
            "kind": evidence.kind,
            "indicator": figure.indicator,
            "place": figure.place,
            "level": figure.level,
            "period": figure.period,
            "value": figure.value,
            "low": figure.low,
            "high": figure.high,
            "unit": figure.unit,
            "status": figure.status,
            "release": figure.release,
            "zh": evidence.words.zh,
            "en": evidence.words.en,
            "note": kept_note,
            "by": by,
            "at": timezone.now(),
        },
    )
    return kept


@transaction.atomic
def unpin(*, by: Any, plan: Plan, pk: int) -> None:
    """Take a pin out of the plan; one that is the baseline of a target stays."""
    _check(by, plan)
    kept = plan.pins.filter(pk=pk).first()
    if kept is None:
        return
    target = kept.kpis.first()
    if target is not None:
        raise InputError(
            f"這個數字是指標「{target.name}」的基線；請先改那一項。",
            f"this figure is the baseline of '{target.name}'; change that first.",
        )
    kept.delete()


def goes_with(kept: Pin) -> list[Text]:
    """Say what is lost when a pin is taken out besides the figure."""
    note = [Text(f"為什麼重要：{kept.note}", f"why it matters: {kept.note}")] if kept.note else []
    return [
        *note,
        Text(
            f"資料版本 {kept.release} 的這個數值；再加入時會是當時的版本",
            f"its value of release {kept.release}; added again, it will be that of the release of that day",
        ),
    ]


def _check(by: Any, plan: Plan) -> None:
    if not rules.may_write(by, plan):
        label = PLAN.stage(plan.state).staff
        raise ForbiddenError(
            f"計畫目前在「{label.zh}」階段，不能加入或移除證據。",
            f"the plan is at stage '{label.en}': evidence can't be added or removed now.",
        )
