"""Fill an empty demonstration home: accounts, plans in several stages, proposals on their way."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from difang import places
from difang.people.models import Organisation
from difang.people.services import organisations
from difang.plans import finding
from difang.plans.editor.beginning import begin
from difang.plans.editor.commenting import comment
from difang.plans.editor.pins import pin, read_address
from difang.plans.editor.versions import freeze
from difang.plans.editor.writing import save
from difang.plans.models import Call, Kpi, Meeting, Need, Plan, Proposal, Stakeholder, Venture
from difang.plans.rules import office_of
from difang.plans.stages import PLAN, PROPOSAL
from difang.records import engine
from difang.site.demo import cast, script
from difang.site.demo_password import password

TERM = "2027-2030"


@transaction.atomic
def fill(home: Path) -> bool:
    """Fill the home if it holds nobody yet; return whether it did. All of it or nothing."""
    from difang.people.models import Person

    if Person.objects.exists():
        return False
    people = cast.enter(password(home))
    puli = _plan(people["puli"], cast.PULI, script.PULI_PARTS, script.PULI_VENTURE)
    _returned(puli, people)
    yuchi = _plan(people["yuchi"], cast.YUCHI, script.YUCHI_PARTS, script.OTHER_VENTURE)
    _submit(yuchi, people["yuchi"])
    chishang = _plan(people["chishang"], cast.CHISHANG, script.CHISHANG_PARTS, script.OTHER_VENTURE)
    shared = Venture.objects.create(plan=chishang, **script.ORGANISATION_VENTURE)
    Need.objects.bulk_create([Need(venture=shared, **need) for need in script.NEEDS])
    _accepted(chishang, people)
    region = next(one for one in places.regions() if cast.PULI in one.members)
    begin(by=people["puli"], place=region.code, term=TERM)
    _proposals(people, puli, yuchi, chishang)
    _organisation(people, chishang)
    finding.reindex_all()
    return True


def _plan(by: Any, place: str, parts: Mapping[int, str], idea: Mapping[str, Any]) -> Plan:
    plan = begin(by=by, place=place, term=TERM)
    for number, body in parts.items():
        save(by=by, plan=plan, part=number, base=0, body=body)
    for part, indicator in ((1, "population.births"), (6, "population.net_migration")):
        evidence = read_address(f"/figures/{indicator}?place={place}&period=2025")
        kept = pin(by=by, plan=plan, part=part, evidence=evidence, note="【示範】為什麼重要")
    venture = Venture.objects.create(plan=plan, **idea)
    Need.objects.bulk_create([Need(venture=venture, **need) for need in script.NEEDS])
    Stakeholder.objects.bulk_create([Stakeholder(plan=plan, **one) for one in script.STAKEHOLDERS])
    Meeting.objects.create(plan=plan, **script.MEETING)
    Kpi.objects.create(
        plan=plan,
        venture=venture,
        name="社會增減",
        unit="人",
        pin=kept,
        target=0,
        year=2030,
        proof="戶政月報",
    )
    return Plan.objects.get(pk=plan.pk)


def _submit(plan: Plan, by: Any) -> None:
    version = freeze(plan, by)
    engine.fire(PLAN, plan, "submit", actor=by, content={"version": version.number, "sha256": version.sha256})


def _returned(plan: Plan, people: Mapping[str, Any]) -> None:
    _submit(plan, people["puli"])
    comment(by=people["nantou"], plan=plan, part=5, text=script.RETURNED)
    engine.fire(PLAN, plan, "return", actor=people["nantou"], reason=script.RETURNED)


def _accepted(plan: Plan, people: Mapping[str, Any]) -> None:
    _submit(plan, people["chishang"])
    engine.fire(PLAN, plan, "forward", actor=people["taitung"], reason=script.FORWARDED)
    engine.fire(PLAN, plan, "accept", actor=people["nation"])


def _proposals(people: Mapping[str, Any], *plans: Plan) -> None:
    now = timezone.now()
    call = Call.objects.create(
        opens_at=now - timedelta(days=7), closes_at=now + timedelta(days=90), demo=True, **script.CALL
    )
    owners = (people["resident"], people["yuchi"], people["chishang"])
    for plan, owner in zip(plans, owners, strict=True):
        _propose(plan.ventures.first(), call, owner)


def _propose(venture: Venture, call: Call, owner: Any, organisation: Organisation | None = None) -> None:
    now = timezone.now()
    proposal = Proposal.objects.create(
        venture=venture,
        call=call,
        title=venture.name,
        summary=venture.what,
        owner=owner,
        organisation=organisation,
        office="" if organisation else office_of(owner, venture.plan),
        created_at=now,
        changed_at=now,
        demo=True,
    )
    engine.begin(PROPOSAL, proposal, actor=owner.pk)


def _organisation(people: Mapping[str, Any], plan: Plan) -> None:
    """An association of two, with a draft of a venture of a plan that is public: either may submit it."""
    founder = people["resident"]
    made = organisations.begin(by=founder, kind="association", name=script.ORGANISATION, place=cast.CHISHANG)
    organisations.enter(organisation=made, person=people["partner"])
    _propose(plan.ventures.get(name=script.ORGANISATION_VENTURE["name"]), Call.objects.get(), founder, made)
