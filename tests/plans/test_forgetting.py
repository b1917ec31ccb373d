"""What plans keep for a time only."""

from datetime import timedelta
from typing import Any

from django.utils import timezone


def test_who_had_a_part_open_is_forgotten_within_two_hours(plan: Any, planner: Any) -> None:
    from difang.plans.editor.writing import here
    from difang.plans.models import Presence
    from difang.records.tick import tidy

    here(person=planner, plan=plan, part=1)
    assert tidy(timezone.now() + timedelta(minutes=59))["presences"] == 0
    assert tidy(timezone.now() + timedelta(minutes=61))["presences"] == 1
    assert not Presence.objects.exists()


def test_addresses_of_stakeholders_go_with_a_closed_plan(plan: Any) -> None:
    from difang.plans.models import Stakeholder
    from difang.records.tick import tidy

    Stakeholder.objects.create(plan=plan, name="潘阿雲", contact="p@example.tw")
    assert tidy()["contacts"] == 0
    type(plan).objects.update(state="closed")
    assert [tidy()["contacts"], tidy()["contacts"]] == [1, 0]
    assert Stakeholder.objects.values_list("name", "contact").get() == ("潘阿雲", "")
