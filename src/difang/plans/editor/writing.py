"""Write a part: saved as typed, merged with what others wrote meanwhile, never lost."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from difang.errors import InputError
from difang.plans import finding, rules
from difang.plans.editor.merging import Merged, merge
from difang.plans.models import Plan, Presence, Section, SectionRevision
from difang.plans.stages import PLAN
from difang.plans.words import clean
from difang.records import engine
from difang.records.errors import ForbiddenError

LONGEST = 100_000
LONGEST_GAP = 500


@dataclass(frozen=True)
class Saved:
    """The text that stands after a save and its number; `merged` if others' words came in.

    In a `conflict` the text that stands is the others' and what was sent is kept beside it as `kept`.
    """

    number: int
    body: str
    merged: bool = False
    conflict: bool = False
    kept: int | None = None


def save(*, by: Any, plan: Plan, part: int, base: int, body: str, gap: str | None = None) -> Saved:
    """Save a part's text that was written on text number `base`.

    Raises ForbiddenError (not a writer, or the plan is with others), InputError (too long, unknown base);
    then nothing is changed.
    """
    body = clean(body)
    _check_length(body)
    # Merging long texts takes a while: it is done before anybody else must wait for this part.
    ahead = _merged_ahead(by, plan, part, base, body)
    return _save(by, plan, part, base, body, None if gap is None else clean(gap).strip(), ahead)


def _merged_ahead(by: Any, plan: Plan, part: int, base: int, body: str) -> tuple[int, Merged] | None:
    """Return the merge with the text that stands now and its number; None if there is nothing to merge."""
    section = Section.objects.filter(plan=plan, part=part).first()
    if section is None or base == section.number or body == section.body or not rules.may_write(by, plan):
        return None
    return section.number, merge(_text(section, base), body, section.body)


@transaction.atomic
def _save(
    by: Any,
    plan: Plan,
    part: int,
    base: int,
    body: str,
    gap: str | None,
    ahead: tuple[int, Merged] | None,
) -> Saved:
    section = _locked(by, plan, part)
    if gap is not None and gap != section.gap:
        section.gap = gap[:LONGEST_GAP]
        section.save(update_fields=["gap"])
    if body == section.body:
        return Saved(section.number, section.body)
    if base == section.number:
        return _keep(by, section, body)
    if ahead is not None and ahead[0] == section.number:
        merged = ahead[1]
    else:
        merged = merge(_text(section, base), body, section.body)
    if not merged.conflict:
        kept = _keep(by, section, merged.text) if merged.text != section.body else None
        return Saved(kept.number if kept else section.number, merged.text, merged=True)
    return _beside(by, section, base, body)


def _locked(by: Any, plan: Plan, part: int) -> Section:
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    if not rules.may_write(by, plan):
        label = PLAN.stage(plan.state).staff
        raise ForbiddenError(
            f"計畫目前在「{label.zh}」階段，不能修改；您打的字仍在畫面上，請先複製保存。",
            f"the plan is at stage '{label.en}' and can't be changed; your words are still on the screen: copy them.",
        )
    return Section.objects.select_for_update().get(plan=plan, part=part)


def _check_length(body: str) -> None:
    if len(body) > LONGEST:
        raise InputError(
            f"這一部分有 {len(body):,} 個字，最多 {LONGEST:,} 個。請把附錄另存成檔案再附上；您打的字仍在畫面上。",
            f"this part has {len(body):,} characters, at most {LONGEST:,} fit. Attach the rest as a file; "
            "your words are still on the screen.",
        )


def _text(section: Section, number: int) -> str:
    if number == 0:
        return ""
    found = section.revisions.filter(number=number, kept_beside=False).first()
    if found is None:
        raise InputError(
            "找不到您開始寫的那一版；請複製您的文字，重新整理頁面再貼上。",
            "the text you began from can't be found; copy your words, reload the page and paste them.",
        )
    return found.body


def _keep(by: Any, section: Section, body: str) -> Saved:
    now = timezone.now()
    section.number += 1
    section.body = body
    section.changed_at, section.changed_by = now, by
    section.save()
    SectionRevision.objects.create(section=section, number=section.number, body=body, at=now, by=by)
    plan = section.plan
    Plan.objects.filter(pk=plan.pk).update(changed_at=now)
    if plan.state == Plan.State.EXPLORING and rules.may_lead(by, plan):
        engine.fire(PLAN, plan, "draft", actor=by)
    finding.keep_words(plan)
    return Saved(section.number, body)


def _beside(by: Any, section: Section, base: int, body: str) -> Saved:
    """Keep a text that can't be merged beside the one that stands; the newest of one writer replaces theirs."""
    mine = section.revisions.filter(kept_beside=True, settled_at=None, by=by, number=base).first()
    if mine is None:
        mine = SectionRevision(section=section, number=base, by=by, kept_beside=True)
    mine.body, mine.at = body, timezone.now()
    mine.save()
    return Saved(section.number, section.body, conflict=True, kept=mine.pk)


@transaction.atomic
def settle(*, by: Any, plan: Plan, kept: int, choice: str) -> Saved:
    """Settle a text kept beside: `mine` takes it, `theirs` leaves it, `both` puts it below the other."""
    revision = SectionRevision.objects.filter(
        pk=kept, section__plan=plan, kept_beside=True, settled_at=None
    ).first()
    if revision is None:
        raise InputError("這段文字已經處理過了。", "this text was settled already.")
    section = _locked(by, plan, revision.section.part)
    bodies = {
        "mine": revision.body,
        "theirs": section.body,
        "both": f"{section.body.rstrip()}\n\n{revision.body}",
    }
    if choice not in bodies:
        raise InputError("請選擇保留哪一份。", "choose which text to keep.")
    _check_length(bodies[choice])
    SectionRevision.objects.filter(pk=kept).update(settled_at=timezone.now())
    if bodies[choice] == section.body:
        return Saved(section.number, section.body)
    return _keep(by, section, bodies[choice])


def here(*, person: Any, plan: Plan, part: int) -> None:
    """Note that a person has a part open."""
    Presence.objects.update_or_create(
        plan=plan, person=person, defaults={"part": part, "seen_at": timezone.now()}
    )
