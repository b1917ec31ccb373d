"""What a search finds of plans and proposals, and by whom: scopes that say what the rules of reading say.

`rules.visible` and `windows.rules.visible` decide who reads; the scopes here repeat them as words, since an
index can't ask a rule. A test walks every role through every stage and compares both.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db import transaction
from django.utils import translation

from difang import places
from difang.people import organisations, posts
from difang.plans import rules
from difang.plans.models import Plan, Proposal, Stakeholder
from difang.records import search
from difang.records.models import Clock, Entry

PUBLIC = "public"
AUDITOR = "auditor"


def scopes_of(person: Any) -> tuple[str, ...]:
    """Return within which scopes a person (or a visitor) may find."""
    if not getattr(person, "is_authenticated", False):
        return (PUBLIC,)
    found = [PUBLIC, f"person:{person.pk}", *(f"organisation:{pk}" for pk in organisations.ids(person))]
    for post in posts.held(person):
        if post.role == "auditor":
            found.append(AUDITOR)
        else:
            found += [f"{kind}:{post.role}:{post.place}" for kind in ("plan", "proposal")]
    return tuple(found)


@transaction.atomic
def keep_plan(plan: Plan) -> None:
    """Index a plan anew: its words as they stand for its writers, the newest frozen version for all others."""
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    texts: dict[str, str] = {}
    newest = plan.versions.order_by("-number").first()
    frozen = "\n".join([*_places(plan), *(_words(newest.content) if newest else ())])
    reached = _reached("plan", plan.pk)
    texts[AUDITOR] = frozen
    if "with_county" in reached:
        texts |= {f"plan:county:{code}": frozen for code in _counties(plan)}
    if "with_nation" in reached:
        texts["plan:nation:TW"] = frozen
    if rules.is_public(plan) and newest:
        texts[PUBLIC] = frozen
    texts |= dict.fromkeys(_writers(plan), _standing(plan))
    search.index_each(
        subject_type="plan", subject_id=plan.pk, texts=texts, title=plan.title, address=_address(plan)
    )


def keep_words(plan: Plan) -> None:
    """Index what a plan's writers have just written; what others find it by changes with the next version.

    The caller holds the plan's lock.
    """
    search.renew(subject_type="plan", subject_id=plan.pk, scopes=_writers(plan), text=_standing(plan))


@transaction.atomic
def keep_proposal(proposal: Proposal) -> None:
    """Index a proposal anew: a draft's words for who speaks for it, the newest frozen version for all others."""
    Proposal.objects.select_for_update().get(pk=proposal.pk)
    proposal = Proposal.objects.select_related("venture__plan", "call", "organisation").get(pk=proposal.pk)
    reached = _reached("proposal", proposal.pk)
    newest = proposal.versions.order_by("-number").first()
    names = [proposal.call.title, *_places(proposal.venture.plan)]
    acting = proposal.organisation.name if proposal.organisation else ""
    frozen = "\n".join([*names, *(_proposal_words(newest.content) if newest else (proposal.summary,))])
    texts = dict.fromkeys(_readers(proposal, reached), frozen)
    texts |= dict.fromkeys(_speakers(proposal), f"{acting}\n{proposal.summary}\n{frozen}")
    search.index_each(
        subject_type="proposal",
        subject_id=proposal.pk,
        texts=texts,
        title=proposal.title,
        address=_address(proposal),
    )


def reindex_all() -> int:
    """Build the whole index anew; return how many plans and proposals can be found now."""
    Entry.objects.filter(subject_type__in=("plan", "proposal")).delete()
    count = 0
    for model, keep in ((Plan, keep_plan), (Proposal, keep_proposal)):
        for pk in list(model.objects.order_by("changed_at", "pk").values_list("pk", flat=True)):
            keep(model(pk=pk))
            count += 1
    return count


def fill_empty() -> int:
    """Build the index if it is empty though there are plans, as after a restore without it."""
    if Entry.objects.exists() or not Plan.objects.exists():
        return 0
    return reindex_all()


def _writers(plan: Plan) -> tuple[str, ...]:
    return tuple(f"plan:planner:{code}" for code in plan.townships())


def _counties(plan: Plan) -> set[str]:
    return {code[:5] for code in plan.townships()}


def _readers(proposal: Proposal, reached: set[str]) -> Iterator[str]:
    """Name who reads a proposal besides its owner, as `windows.rules.visible` does."""
    yield AUDITOR
    plan = proposal.venture.plan
    if "intake" in reached:
        yield "proposal:nation:TW"
    counties = _counties(plan)
    if reached & {"with_county", "intake"}:
        yield from (f"proposal:county:{code}" for code in counties)
    if "with_regional_centre" in reached:
        yield from (f"proposal:centre:{code}" for code in counties)
    for place in plan.townships():
        if reached & {"with_township", "intake"}:
            yield f"proposal:planner:{place}"


def _speakers(proposal: Proposal) -> Iterator[str]:
    """Name who reads a draft as it stands, as `speaking.speaks` does."""
    if proposal.organisation_id:
        yield f"organisation:{proposal.organisation_id}"
    elif proposal.office:
        yield f"proposal:planner:{proposal.office}"
    elif proposal.owner_id:
        yield f"person:{proposal.owner_id}"


def _reached(kind: str, pk: int) -> set[str]:
    clocks = Clock.objects.filter(subject_type=kind, subject_id=pk)
    return set(clocks.values_list("stage", flat=True))


def _places(plan: Plan) -> list[str]:
    codes = dict.fromkeys((plan.place, *plan.townships()))
    return [places.get(code).full_label(lang) for code in codes for lang in ("zh", "en")]


def _standing(plan: Plan) -> str:
    """Return a plan's words as its writers see them: those of who wasn't asked yet too, no addresses."""
    said_no = (Stakeholder.Consent.REFUSED, Stakeholder.Consent.WITHDRAWN)
    whole = {
        "parts": plan.sections.values("body"),
        "stakeholders": plan.stakeholders.exclude(consent__in=said_no).values("name", "role"),
        "meetings": plan.meetings.values("title", "decision", "objections"),
        "ventures": plan.ventures.values(*VENTURE),
        "kpis": plan.kpis.values("name"),
    }
    return "\n".join([plan.title, *_places(plan), *_words(whole)])


VENTURE = ("name", "what", "where", "lead", "business_model", "risks")
SHOWN: Mapping[str, tuple[str, ...]] = {
    "parts": ("body",),
    "stakeholders": ("name", "role"),
    "meetings": ("title", "decision", "objections"),
    "ventures": VENTURE,
    "kpis": ("name",),
}


def _words(content: Mapping[str, Any]) -> Iterator[str]:
    """Return what a plan's pages show of its words; `content` is a version's, or the rows as they stand."""
    for kind, names in SHOWN.items():
        yield from _texts(content.get(kind, ()), names)


def _proposal_words(content: Mapping[str, Any]) -> Iterator[str]:
    yield from _texts([content], ("title", "summary"))
    yield from _texts([content.get("organisation") or {}], ("name",))
    yield from _texts([content.get("venture", {})], VENTURE)
    yield from _texts(content.get("needs", ()), ("purpose",))
    yield from _texts(content.get("kpis", ()), ("name",))


def _texts(rows: Iterable[Mapping[str, Any]], names: Iterable[str]) -> Iterator[str]:
    wanted = tuple(names)
    for row in rows:
        yield from (str(row[name]) for name in wanted if row.get(name))


def _address(subject: Plan | Proposal) -> str:
    """Return the address without a language; pages put the reader's before it."""
    with translation.override("zh-hant"):
        return subject.get_absolute_url()
