"""What keeps a plan from being submitted: six parts complete, or each gap explained."""

from typing import Any

import pytest

from tests.plans.test_versions import filled

# what is taken away -> the part that lacks it
LACKS = {
    "stakeholders": 2,
    "meetings": 3,
    "ventures": 4,
    "schedule": 4,
    "needs": 5,
    "kpis": 6,
    "baseline": 6,
    "target": 6,
}


def _take(plan: Any, what: str) -> None:
    from difang.plans.models import Need

    if what == "schedule":
        plan.ventures.update(ends_on=None)
    elif what == "needs":
        Need.objects.filter(venture__plan=plan).delete()
    elif what == "baseline":
        plan.kpis.update(pin=None)
    elif what == "target":
        plan.kpis.update(target=None)
    else:
        getattr(plan, what).all().delete()


@pytest.mark.parametrize(("what", "part"), LACKS.items())
def test_a_lack_hinders_until_its_part_explains_it(what: str, part: int, plan: Any, planner: Any) -> None:
    from difang.plans.missing import EXPLAINED, NEEDED, hindering, missing

    filled(plan, planner)
    assert hindering(plan) == []
    _take(plan, what)
    (lack,) = [one for one in missing(plan) if one.hinders]
    assert (lack.part, lack.label) == (part, NEEDED)
    plan.sections.filter(part=part % 6 + 1).update(gap="別的部分的說明")
    assert hindering(plan) == [lack.words]
    plan.sections.filter(part=part).update(gap="下個月補")
    assert hindering(plan) == []
    assert EXPLAINED in [one.label for one in missing(plan) if one.words == lack.words]


def test_advice_hinders_nothing(plan: Any, planner: Any) -> None:
    from difang.plans.missing import ADVISED, hindering, missing

    filled(plan, planner)
    plan.kpis.update(pin=None, baseline=1)
    plan.pins.all().delete()
    assert hindering(plan) == []
    assert {one.label for one in missing(plan)} == {ADVISED}


def test_the_page_tells_what_is_needed_from_advice(plan: Any, planner: Any, browse: Any) -> None:
    filled(plan, planner)
    plan.meetings.all().delete()
    page = browse(planner).get(f"/plans/{plan.pk}/").content.decode()
    assert "<b>必要</b>：還沒有會議紀錄" in page and "<b>建議</b>：" in page


@pytest.mark.parametrize(("silent", "words"), [(1, "1 township has"), (2, "2 townships have")])
def test_counts_of_townships_are_english(silent: int, words: str, plan: Any) -> None:
    from difang.plans.missing import hindering
    from difang.plans.models import Member, Plan

    for code in range(silent):
        Member.objects.create(plan=plan, place=f"1000809{code}")
    assert any(text.en.startswith(words) for text in hindering(Plan.objects.get(pk=plan.pk)))
