"""A proposal of an organisation: begun, read, changed, sent and told of by its members of now, and nobody else."""

from typing import Any

import pytest


def _fields(proposal: Any, **more: Any) -> dict[str, Any]:
    return {
        "call": proposal.call_id, "title": proposal.title, "summary": "改過", "path": "township",
        "revision": proposal.revision, **more,
    }  # fmt: skip


def _edit(by: Any, proposal: Any, **more: Any) -> Any:
    from difang.plans.windows import services

    fields = {"call": proposal.call, "title": proposal.title, "summary": "改過", "private": False}
    return services.edit(by=by, proposal=proposal, seen=proposal.revision, **fields, **more)


def test_only_members_put_forward_for_it(people: Any, propose: Any, organisation: Any) -> None:
    from difang.plans.models import Proposal
    from difang.records.errors import ForbiddenError

    for role, who in vars(people).items():
        if role in ("lead", "member"):
            continue
        with pytest.raises(ForbiddenError):
            propose(by=who, organisation=organisation)
    assert Proposal.objects.count() == 0
    assert propose(by=people.member, organisation=organisation).organisation == organisation


def test_the_form_offers_ones_own_organisations_and_no_others(
    people: Any, ready: Any, organisation: Any, browse: Any
) -> None:
    from difang.people.models import Organisation
    from difang.plans.models import Proposal
    from tests.plans.windows.conftest import open_call

    type(ready).objects.update(state="accepted")
    page = browse(people.member).get(f"/proposals/new/?organisation={organisation.pk}").content.decode()
    assert f'<option value="{organisation.pk}" selected>隱密茭白筍社</option>' in page
    assert '<label for="id_organisation">' in page and "別的社" not in page
    for role in ("ex_member", "stranger", "planner"):
        assert "id_organisation" not in browse(getattr(people, role)).get("/proposals/new/").content.decode()
    call = open_call(people.nation)
    data = {"venture": ready.ventures.get().pk, "call": call.pk, "title": "提案", "summary": "打了很多字"}
    other = Organisation.objects.get(name="別的社")
    wrong = browse(people.member).post(
        "/proposals/new/", {**data, "path": "township", "organisation": other.pk}
    )
    told = wrong.content.decode()
    assert wrong.status_code == 422 and "您不是這個組織的成員" in told and "打了很多字</textarea>" in told
    assert 'id="id_organisation_error"' in told
    sent = {**data, "path": "township", "organisation": organisation.pk}
    assert browse(people.member).post("/proposals/new/", sent).status_code == 302
    assert Proposal.objects.get().organisation == organisation
    assert (
        "打了很多字" in browse(people.lead).get(f"/proposals/{Proposal.objects.get().pk}/").content.decode()
    )


def test_every_member_changes_the_draft_and_the_rest_do_not(
    of_organisation: Any, people: Any, browse: Any
) -> None:
    from difang.records.errors import ForbiddenError

    proposal = of_organisation()
    for role, who in vars(people).items():
        if role not in ("lead", "member"):
            with pytest.raises(ForbiddenError):
                _edit(who, proposal)
    for who in (people.lead, people.member):
        proposal.refresh_from_db()
        answer = browse(who).post(f"/proposals/{proposal.pk}/edit/", _fields(proposal))
        assert answer.status_code == 302
    proposal.refresh_from_db()
    assert (proposal.revision, proposal.summary) == (2, "改過")
    page = browse(people.lead).get(f"/proposals/{proposal.pk}/edit/").content.decode()
    assert "以組織的名義：<b>隱密茭白筍社</b>" in page and "id_organisation" not in page


def test_only_who_began_it_changes_for_whom_and_only_until_it_is_submitted(
    propose: Any, organisation: Any, people: Any, step: Any
) -> None:
    from difang.people.models import Organisation
    from difang.plans.windows import rules
    from difang.records.errors import ForbiddenError
    from difang.records.models import Event

    proposal = propose(by=people.member)
    _edit(people.member, proposal, organisation=organisation)
    proposal.refresh_from_db()
    assert rules.sees(people.lead, proposal)
    assert Event.objects.filter(kind="organisation_changed", actor=people.member.pk).count() == 1
    others = Organisation.objects.get(name="別的社")
    for who, whose in ((people.lead, None), (people.member, others)):
        with pytest.raises(ForbiddenError):
            _edit(who, proposal, organisation=whose)
    _edit(people.member, proposal, organisation=None)
    proposal.refresh_from_db()
    assert not rules.sees(people.lead, proposal) and rules.sees(people.member, proposal)
    step(people.member, proposal, "submit")
    step(people.planner, proposal, "return")
    with pytest.raises(ForbiddenError):
        _edit(people.member, proposal, organisation=organisation)


def test_the_version_keeps_its_name_when_everybody_has_left(
    of_organisation: Any, organisation: Any, people: Any, step: Any, browse: Any
) -> None:
    from difang.people.services.organisations import leave
    from difang.plans.windows import rules

    proposal = of_organisation()
    step(people.member, proposal, "submit")
    frozen = proposal.versions.get().content["organisation"]
    assert frozen == {
        "id": organisation.pk, "kind": "association", "name": "隱密茭白筍社", "place": "10008020",
    }  # fmt: skip
    for who in (people.member, people.lead):
        leave(by=who, organisation=organisation)
        assert not rules.sees(who, proposal)
    assert "隱密茭白筍社（社團" in browse(people.planner).get(f"/proposals/{proposal.pk}/").content.decode()
    step(people.planner, proposal, "forward")
    assert proposal.state == "with_county"


def test_members_are_told_and_who_left_is_not(of_organisation: Any, people: Any, step: Any) -> None:
    from difang.records import clocks, telling
    from difang.records.models import Clock, Notice

    def told() -> set[str]:
        names = set(Notice.objects.values_list("person__name", flat=True))
        Notice.objects.all().delete()
        return names

    proposal = of_organisation()
    step(people.member, proposal, "submit")
    assert told() == {"planner", "lead"}
    Clock.objects.filter(stopped_at=None).update(due_on="2026-01-05")
    clocks.expire(telling.overdue)
    assert told() == {"planner", "lead", "member"}
    step(people.planner, proposal, "return")
    assert told() == {"lead", "member"}


def test_what_comes_back_waits_for_every_member(of_organisation: Any, people: Any, step: Any) -> None:
    from difang.people import organisations, posts
    from difang.plans.windows.selectors import waiting

    proposal = of_organisation()
    step(people.lead, proposal, "submit")
    step(people.planner, proposal, "return")
    found = set()
    for role, who in vars(people).items():
        posts.forget(who)
        organisations.forget(who)
        if waiting(who, "proposal").exists():
            found.add(role)
    assert found == {"lead", "member"}


def test_a_planner_of_the_township_has_no_part_in_it_by_having_begun_it(
    of_organisation: Any, people: Any, browse: Any
) -> None:
    """A township's drafts are its planners'; an organisation's aren't, even if a planner among its members began it."""
    from difang.plans.windows import rules

    proposal = of_organisation()
    proposal.owner = people.planner
    proposal.save(update_fields=["owner"])
    assert not rules.sees(people.planner, proposal) and not rules.may_edit(people.planner, proposal)
    assert browse(people.planner).get(f"/proposals/{proposal.pk}/").status_code == 404


def test_files_of_its_draft_are_its_members(of_organisation: Any, people: Any, browse: Any) -> None:
    import io

    from difang.plans.attachments.services import attach
    from difang.records.errors import ForbiddenError

    proposal = of_organisation()
    for who in (people.ex_member, people.other_member, people.planner):
        with pytest.raises(ForbiddenError):
            attach(by=who, subject=proposal, name="a.txt", stream=io.BytesIO("紀錄".encode()))
    file = attach(by=people.lead, subject=proposal, name="a.txt", stream=io.BytesIO("紀錄".encode())).file
    for role, who in vars(people).items():
        answer = browse(who).get(f"/proposals/{proposal.pk}/files/{file.pk}/")
        assert answer.status_code == (200 if role in ("lead", "member") else 404), role


def test_queries_are_as_many_with_many_organisations(of_organisation: Any, people: Any, browse: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from difang.people.models import Membership, Organisation
    from tests.plans.conftest import PULI, person

    proposal, client = of_organisation(), browse(people.lead)
    pages = ("/desk/", "/desk/cases/?kind=proposal", f"/proposals/{proposal.pk}/", "/proposals/new/",
             f"/proposals/{proposal.pk}/edit/", f"/organisations/{proposal.organisation_id}/", "/people/me/",
             "/search/?q=隱密")  # fmt: skip

    def counts() -> dict[str, int]:
        found = {}
        for page in pages:
            with CaptureQueriesContext(connection) as asked:
                assert client.get(page).status_code == 200, page
            found[page] = len(asked)
        return found

    few, now = counts(), timezone.now()
    for n in range(40):
        other = Organisation.objects.create(kind="firm", name=f"公司 {n}", place=PULI)
        Membership.objects.create(organisation=other, person=people.lead, lead=True, since=now)
    for n in range(5):
        Membership.objects.create(organisation=proposal.organisation, person=person(f"more{n}"), since=now)
    assert counts() == few
    assert max(few.values()) <= 30, few


def test_the_demonstration_has_one_whose_members_can_submit(
    db: None, tmp_path: Any, monkeypatch: pytest.MonkeyPatch, step: Any
) -> None:
    from django.conf import settings

    from difang.people.models import Person
    from difang.plans.models import Proposal
    from difang.plans.windows import rules
    from difang.site.demo import fill

    monkeypatch.setattr(settings, "DEMO", True)
    assert fill(tmp_path)
    proposal = Proposal.objects.exclude(organisation=None).get()
    assert proposal.organisation.demo and "示範" in proposal.organisation.name
    resident, partner = (Person.objects.get(email=f"{name}@demo.invalid") for name in ("resident", "partner"))
    assert rules.sees(partner, proposal) and rules.may_edit(resident, proposal)
    step(partner, proposal, "submit")
    assert proposal.state == "with_township"
