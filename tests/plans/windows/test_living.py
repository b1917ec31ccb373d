"""One living proposal of a venture in a call; drafts and what has ended keep nobody from submitting."""

from typing import Any

import pytest

from tests.plans.windows.conftest import open_call


@pytest.fixture
def two(propose: Any, people: Any) -> tuple[Any, Any]:
    """A resident's private draft, and the planner's draft of the same venture in the same call."""
    call = open_call(people.nation)
    return propose(private=True, call=call), propose(call=call)


def test_a_draft_keeps_nobody_from_submitting(two: Any, people: Any, step: Any) -> None:
    _, planners = two
    step(people.planner, planners, "submit")
    assert planners.state == "with_township"


def test_the_second_is_told_before_and_at_submission_and_nothing_of_drafts(
    two: Any, people: Any, step: Any, browse: Any
) -> None:
    from difang.plans.missing import TAKEN

    residents, planners = two
    client, address = browse(people.planner), f"/proposals/{planners.pk}/"
    assert TAKEN.zh not in client.get(address).content.decode()
    step(people.owner, residents, "submit_private")
    assert TAKEN.zh in client.get(address).content.decode()
    answer = client.post(f"{address}decide/", {"event": "submit", "revision": planners.revision})
    assert answer.status_code == 422 and TAKEN.zh in answer.content.decode()
    planners.refresh_from_db()
    assert (planners.state, planners.versions.count()) == ("draft", 0)


def test_what_was_withdrawn_or_declined_frees_the_venture(two: Any, people: Any, step: Any) -> None:
    from difang.records.errors import NotReadyError

    residents, planners = two
    step(people.owner, residents, "submit_private")
    step(people.owner, residents, "withdraw")
    step(people.planner, planners, "submit")
    step(people.owner, residents, "reopen")
    with pytest.raises(NotReadyError):
        step(people.owner, residents, "submit_private")
    step(people.planner, planners, "forward")
    step(people.county, planners, "forward")
    step(people.nation, planners, "decline")
    step(people.owner, residents, "submit_private")
    with pytest.raises(NotReadyError):
        step(people.nation, planners, "reopen")


def test_a_person_has_one_draft_of_a_venture_in_a_call(propose: Any, people: Any) -> None:
    from difang.errors import InputError

    call = open_call(people.nation)
    propose(call=call)
    with pytest.raises(InputError):
        propose(call=call)
    propose(call=open_call(people.nation, title="另一次"))


def test_what_came_back_can_be_changed_beside_a_newer_draft(propose: Any, people: Any, step: Any) -> None:
    from difang.errors import InputError
    from difang.plans.windows.services import edit

    call = open_call(people.nation)
    first = propose(call=call)
    step(people.planner, first, "submit")
    newer = propose(call=call)
    step(people.planner, first, "return")
    fields = {"title": "甲", "summary": "改過", "private": False}
    edit(by=people.planner, proposal=first, call=call, seen=first.revision, **fields)
    other = propose(call=open_call(people.nation, title="另一次"))
    with pytest.raises(InputError):
        edit(by=people.planner, proposal=other, call=call, seen=other.revision, **fields)
    newer.refresh_from_db()
    assert newer.title == "隱密提案標題"


def test_the_database_keeps_a_second_living_one_out(two: Any) -> None:
    from django.db import IntegrityError, transaction

    from difang.plans.models import Proposal

    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk__in=[one.pk for one in two]).update(state="intake")
