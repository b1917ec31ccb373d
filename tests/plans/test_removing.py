"""Taking something out of a plan asks first and says what goes with it; what was refused is still there."""

from typing import Any

import pytest

from tests.plans.test_versions import filled


@pytest.fixture
def full(plan: Any, planner: Any) -> Any:
    """A plan with rows in every part; a target belongs to its venture."""
    from difang.plans.models import Kpi

    filled(plan, planner)
    Kpi.objects.create(plan=plan, venture=plan.ventures.get(), name="加工量", unit="噸")
    return plan


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("ventures", ("茭白筍加工", "設備", "場地", "加工量")),
        ("needs", ("設備",)),
        ("kpis", ("出生數",)),
        ("stakeholders", ("產銷班", "聯絡方式")),
        ("meetings", ("願景會議",)),
    ],
)
def test_a_row_is_removed_only_once_that_is_confirmed(
    full: Any, planner: Any, browse: Any, kind: str, says: tuple[str, ...]
) -> None:
    from difang.plans.models import Need

    rows = Need.objects.filter(venture__plan=full) if kind == "needs" else getattr(full, kind)
    first, count = rows.order_by("pk").first(), rows.count()
    client = browse(planner)
    part = {"stakeholders": 2, "meetings": 3, "ventures": 4, "needs": 5, "kpis": 6}[kind]
    path = f"/plans/{full.pk}/{kind}/{first.pk}/remove/"
    listed = client.get(f"/plans/{full.pk}/{part}/").content.decode()
    assert f'href="{path}"' in listed
    assert f'action="{path}"' not in listed
    asked = client.get(path).content.decode()
    assert [words for words in says if words not in asked] == []
    assert rows.count() == count
    assert client.post(path).status_code == 302
    assert rows.count() == count - 1


def test_a_pin_is_taken_out_only_once_that_is_confirmed(full: Any, planner: Any, browse: Any) -> None:
    from difang.plans.models import Kpi

    Kpi.objects.filter(plan=full).update(pin=None)
    pin = full.pins.get()
    client = browse(planner)
    path = f"/plans/{full.pk}/pins/{pin.pk}/remove/"
    listed = client.get(f"/plans/{full.pk}/1/").content.decode()
    assert f'href="{path}"' in listed
    assert f'action="{path}"' not in listed
    assert pin.zh in client.get(path).content.decode()
    assert full.pins.count() == 1
    client.post(path)
    assert full.pins.count() == 0


def test_a_plan_that_is_with_others_offers_no_removal(full: Any, planner: Any, browse: Any) -> None:
    type(full).objects.filter(pk=full.pk).update(state="with_county")
    venture = full.ventures.get()
    client = browse(planner)
    page = client.get(f"/plans/{full.pk}/ventures/{venture.pk}/remove/").content.decode()
    assert '<button class="btn pri">' not in page
    assert client.post(f"/plans/{full.pk}/ventures/{venture.pk}/remove/").status_code == 403
    assert full.ventures.count() == 1


def test_what_was_refused_stands_on_the_text_it_was_typed_on(plan: Any, planner: Any, browse: Any) -> None:
    from difang.plans.editor.writing import save

    for number, body in enumerate(("甲", "甲乙")):
        save(by=planner, plan=plan, part=1, base=number, body=body)
    answer = browse(planner).post(f"/plans/{plan.pk}/1/", {"base": "1", "body": "長" * 150_000, "gap": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'name="base" value="1"' in page, "sent again, it must not replace what others wrote meanwhile"
    assert "data-refused" in page


def test_two_rival_texts_stand_side_by_side_whole(plan: Any, planner: Any, browse: Any) -> None:
    from difang.plans.editor.writing import save

    save(by=planner, plan=plan, part=1, base=0, body="同一段")
    save(by=planner, plan=plan, part=1, base=1, body="合作社先買冷藏車")
    save(by=planner, plan=plan, part=1, base=1, body="改由公所委託物流")
    page = browse(planner).get(f"/plans/{plan.pk}/1/").content.decode()
    rivals = page.split('class="both"')[1].split("</table>")[0]
    assert "<del>合作社先買冷藏車</del>" in rivals
    assert "<ins>改由公所委託物流</ins>" in rivals
