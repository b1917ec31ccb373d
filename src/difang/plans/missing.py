"""What is still missing: always in view while a plan is written, and what keeps it from being submitted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils import timezone

from difang.plans.models import Plan, Proposal
from difang.plans.models.proposal import BLOCKS_NOBODY
from difang.records.models import Event
from difang.text import Text

PART_NAMES = {
    1: Text("我的 DNA", "Our DNA"),
    2: Text("利害關係人", "Stakeholders"),
    3: Text("願景如何形成", "How the vision was agreed"),
    4: Text("創生事業構想", "Venture ideas"),
    5: Text("資源需求", "Resource needs"),
    6: Text("關鍵績效指標", "Key indicators"),
}


NEEDED = Text("必要", "needed")
ADVISED = Text("建議", "advice")
EXPLAINED = Text("已說明原因", "explained")
TAKEN = Text(
    "這個事業在這次徵案裡已經有另一件送出的提案，正在處理中；同時只能有一件。請等那一件退回、撤回或不受理；"
    "草稿會保留，也可以改放到另一次徵案",
    "another proposal of this venture was submitted in this call and is being dealt with; there can be one at a time. "
    "Wait until that one is returned, withdrawn or declined; a draft is kept, and can be moved to another call",
)


@dataclass(frozen=True)
class Missing:
    """One thing a part still lacks; `hinders` keeps the plan from being submitted.

    `explained`: it would hinder, but the part says why it is lacking.
    """

    part: int
    words: Text
    hinders: bool
    explained: bool = False

    @property
    def label(self) -> Text:
        """Say how much it matters: needed, explained, or advice."""
        if self.explained:
            return EXPLAINED
        return NEEDED if self.hinders else ADVISED


def missing(plan: Plan) -> tuple[Missing, ...]:
    """Return all that a plan still lacks, in the order of its parts."""
    found: list[Missing] = []
    sections = {section.part: section for section in plan.sections.all()}
    for part, name in PART_NAMES.items():
        section = sections.get(part)
        if section is None or not (section.body.strip() or section.gap.strip()):
            words = Text(
                f"第 {part} 部分「{name.zh}」還沒有內容；請寫，或說明為什麼還不能寫",
                f"part {part}, '{name.en}', is empty: write it, or say why it can't be written yet",
            )
            found.append(Missing(part, words, True))
    gaps = {part for part, section in sections.items() if section.gap.strip()}
    lacks = [*_evidence(plan), *_people(plan), *_ventures(plan), *_kpis(plan)]
    found += [_explained(one) if one.part in gaps else one for one in lacks]
    found += _consents(plan)
    return tuple(sorted(found, key=lambda one: (one.part, not one.hinders)))


def _explained(one: Missing) -> Missing:
    """Let a part's own words about its gap stand for what it lacks; it is still shown."""
    return replace(one, hinders=False, explained=True) if one.hinders else one


def _evidence(plan: Plan) -> list[Missing]:
    if any(pin.part == 1 for pin in plan.pins.all()):
        return []
    words = Text("第 1 部分還沒有釘選任何統計依據", "part 1 has no pinned figure yet")
    return [Missing(1, words, False)]


def _people(plan: Plan) -> list[Missing]:
    found = []
    if not plan.stakeholders.all():
        found.append(Missing(2, Text("還沒有列出利害關係人", "no stakeholder is listed"), True))
    waiting = sum(one.is_person and one.consent in ("not_asked", "asked") for one in plan.stakeholders.all())
    if waiting:
        words = Text(
            f"{waiting} 位個人還沒有同意列名；在他們同意之前，名字不會出現在文件裡",
            f"{waiting} {'persons have' if waiting > 1 else 'person has'} not agreed to be listed; until then, "
            "papers leave the name out",
        )
        found.append(Missing(2, words, False))
    if not plan.meetings.all():
        found.append(Missing(3, Text("還沒有會議紀錄", "no meeting is recorded"), True))
    return found


def _ventures(plan: Plan) -> list[Missing]:
    ventures = list(plan.ventures.all())
    found = []
    if not ventures:
        found.append(Missing(4, Text("還沒有任何創生事業構想", "there is no venture idea yet"), True))
    for venture in ventures:
        if venture.starts_on is None or venture.ends_on is None:
            words = Text(f"「{venture.name}」還沒有時程", f"'{venture.name}' has no schedule yet")
            found.append(Missing(4, words, True))
        if not venture.needs.all():
            words = Text(f"「{venture.name}」還沒有寫需要什麼資源", f"'{venture.name}' names no need yet")
            found.append(Missing(5, words, True))
    return found


def _kpis(plan: Plan) -> list[Missing]:
    kpis = list(plan.kpis.all())
    if not kpis:
        return [Missing(6, Text("還沒有關鍵績效指標", "there is no key indicator yet"), True)]
    found = []
    for kpi in kpis:
        if kpi.baseline is None and kpi.pin_id is None:
            found.append(Missing(6, Text(f"「{kpi.name}」沒有基線", f"'{kpi.name}' has no baseline"), True))
        if kpi.target is None or kpi.year is None:
            words = Text(f"「{kpi.name}」沒有目標值與年度", f"'{kpi.name}' has no target with its year")
            found.append(Missing(6, words, True))
    return found


def only_consents(plan: Plan) -> bool:
    """Tell whether a region's plan lacks its members' consent and nothing else that hinders."""
    waits = _consents(plan)
    return bool(waits) and [one for one in missing(plan) if one.hinders] == waits


def _consents(plan: Plan) -> list[Missing]:
    waiting = [member.place for member in plan.members.all() if not member.agreed]
    if not waiting:
        return []
    words = Text(
        f"還有 {len(waiting)} 個鄉鎮市區沒有同意這份區域計畫",
        f"{len(waiting)} {'townships have' if len(waiting) > 1 else 'township has'} not agreed to this plan of a region",
    )
    return [Missing(3, words, True)]


def hindering(plan: Plan) -> Sequence[Text]:
    """Return what keeps a plan from being submitted."""
    return [one.words for one in missing(plan) if one.hinders]


def proposal_hindering(proposal: Proposal) -> Sequence[Text]:
    """Return what keeps a proposal from being submitted."""
    found = []
    if not proposal.summary.strip():
        found.append(Text("請寫摘要：做什麼、為誰、怎麼做", "write the summary: what, for whom, how"))
    if not proposal.venture.needs.exists():
        found.append(Text("這個事業還沒有寫需要什麼資源", "the venture names no need yet"))
    if proposal.private and not proposal.call.private_path:
        words = Text(
            "這次徵案不收民間路徑；請改送公所", "this call takes no private path; send it to the township"
        )
        found.append(words)
    return [*found, *taken(proposal), *_window(proposal)]


def taken(proposal: Proposal) -> list[Text]:
    """Say that another proposal of the same venture lives in the same call; of drafts nothing is told."""
    same = Proposal.objects.filter(venture=proposal.venture_id, call=proposal.call_id)
    living = same.exclude(state__in=BLOCKS_NOBODY).exclude(pk=proposal.pk)
    return [TAKEN] if living.exists() else []


def _window(proposal: Proposal) -> list[Text]:
    """Say when a call isn't open. One that was returned may come back after the end: it came in time."""
    call, now = proposal.call, timezone.now()
    opens, closes = (timezone.localtime(at) for at in (call.opens_at, call.closes_at))
    if now < call.opens_at:
        return [
            Text(
                f"徵案在 {opens:%Y-%m-%d %H:%M}（臺北時間）才開始；草稿會保留",
                f"the call opens at {opens:%Y-%m-%d %H:%M}, Taipei time; the draft is kept",
            )
        ]
    if now <= call.closes_at or _was_returned(proposal):
        return []
    late = _how_late((now - call.closes_at).total_seconds())
    return [
        Text(
            f"徵案已在 {closes:%Y-%m-%d %H:%M}（臺北時間）截止，晚了{late.zh}；以本站收到的時間為準，"
            "不論差多少都不收。草稿仍保留，可以改放到另一次徵案",
            f"the call closed at {closes:%Y-%m-%d %H:%M}, Taipei time; this is {late.en} late. What counts "
            "is when this site receives it, without exception. The draft is kept and can go to another call",
        )
    ]


def _how_late(seconds: float) -> Text:
    minutes = max(1, int(seconds // 60))
    if minutes < 2 * 60:
        return Text(f" {minutes} 分鐘", f"{minutes} minute{'s' if minutes > 1 else ''}")
    if minutes < 48 * 60:
        return Text(f" {minutes // 60} 小時", f"{minutes // 60} hours")
    return Text(f" {minutes // 1440:,} 天", f"{minutes // 1440:,} days")


def _was_returned(proposal: Proposal) -> bool:
    back = Event.objects.filter(subject_type="proposal", subject_id=proposal.pk, to_state="draft")
    return back.order_by("-number").values_list("kind", flat=True).first() == "return"
