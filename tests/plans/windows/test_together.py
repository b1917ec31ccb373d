"""Two decide at once: one wins, the other is told; with real connections on the database of the run."""

from threading import Barrier, Thread
from typing import Any

import pytest

from tests.plans.conftest import NANTOU, PULI, person
from tests.plans.windows.conftest import filled, open_call


def _at_once(*acts: Any) -> list[Any]:
    """Run functions at the same moment, each with a connection of its own, and return what each came to."""
    from django.db import connections

    barrier, found = Barrier(len(acts)), [None] * len(acts)

    def run(number: int) -> None:
        barrier.wait()
        try:
            found[number] = acts[number]()
        except Exception as error:
            found[number] = error
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(number,)) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return found


@pytest.mark.parametrize("attempt", range(5))
def test_exactly_one_of_two_decisions_counts(committed: None, attempt: int) -> None:
    from difang.plans.editor.beginning import begin
    from difang.plans.models import Plan
    from difang.plans.windows import services
    from difang.records import chain
    from difang.records.errors import StaleError
    from difang.records.models import Clock, Event

    planner, county = person("planner", ("planner", PULI)), person("county", ("county", NANTOU))
    deputy = person("deputy", ("county", NANTOU))
    plan = begin(by=planner, place=PULI, term="2027-2030")
    filled(plan)
    services.decide(by=planner, subject=plan, event="submit", seen=plan.revision)
    seen, before = plan.revision, Event.objects.count()

    def decide(who: Any, event: str) -> Any:
        own = Plan.objects.get(pk=plan.pk)
        return services.decide(by=who, subject=own, event=event, reason="意見", seen=seen).kind

    found = _at_once(lambda: decide(county, "forward"), lambda: decide(deputy, "return"))
    won = [one for one in found if isinstance(one, str)]
    lost = [one for one in found if isinstance(one, StaleError)]
    assert (len(won), len(lost)) == (1, 1), found
    plan.refresh_from_db()
    assert plan.state == {"forward": "with_nation", "return": "drafting"}[won[0]]
    assert Event.objects.count() == before + 1 and chain.verify().faults == ()
    assert Clock.objects.filter(stopped_at=None).count() == (1 if won == ["forward"] else 0)


def test_one_submission_makes_one_version(committed: None) -> None:
    from difang.plans.editor.beginning import begin
    from difang.plans.models import Proposal
    from difang.plans.windows import services
    from difang.records.errors import StaleError

    planner, nation = person("planner", ("planner", PULI)), person("nation", ("nation", "TW"))
    plan = begin(by=planner, place=PULI, term="2027-2030")
    proposal = services.propose(
        by=planner, venture=filled(plan), call=open_call(nation), title="提案", summary="摘要", private=False
    )

    def submit() -> Any:
        own = Proposal.objects.get(pk=proposal.pk)
        return services.decide(by=planner, subject=own, event="submit", seen=0).kind

    found = _at_once(submit, submit, submit)
    assert sorted(map(str, (one for one in found if isinstance(one, str)))) == ["submit"]
    assert sum(isinstance(one, StaleError) for one in found) == 2
    assert proposal.versions.count() == 1
