"""Pins: the value, the recipe and the release stay with the plan."""

from typing import Any

import pytest

from tests.plans.conftest import PULI, YUCHI, person


def read(address: str, kind: str = "figure") -> Any:
    from difang.plans.editor.pins import read_address

    return read_address(address, kind=kind)


def test_a_figures_permalink_is_pinned_with_its_value(plan: Any, planner: Any, workspace: Any) -> None:
    from difang.plans.editor.pins import pin

    release = workspace.release.id
    address = f"/r/{release}/figures/population.births?place={PULI}&period=2025"
    kept = pin(by=planner, plan=plan, part=1, evidence=read(address), note="逐年減少")
    assert (kept.indicator, kept.place, kept.period, kept.value) == ("population.births", PULI, "2025", 296.0)
    assert (kept.release, kept.address, kept.unit) == (release, address, "births")
    assert "296" in kept.zh
    assert "296" in kept.en


@pytest.mark.parametrize(
    ("address", "kind", "expected"),
    [
        (f"/figures/population.births?place={PULI}&period=2025", "figure", "figure"),
        (f"/en/maps/population/?indicator=population.births&place={PULI}&period=2025", "figure", "map"),
        (f"https://difang.example.tw/figures/population.births.csv?place={PULI}", "finding", "finding"),
    ],
)
def test_pages_of_figures_maps_and_findings_can_be_pinned(
    db: None, address: str, kind: str, expected: str
) -> None:
    found = read(address, kind)
    assert (found.kind, found.figure.indicator) == (expected, "population.births")
    assert found.address.startswith(f"/r/{found.figure.release}/figures/population.births?")


@pytest.mark.parametrize(
    "address",
    ["", "/", "/places/10008020/", "https://example.com/", "/figures/population.births", "javascript:x"],
)
def test_an_address_without_one_figure_is_refused_in_words(db: None, address: str) -> None:
    from difang.errors import DifangError

    with pytest.raises(DifangError):
        read(address)


def test_pinned_twice_is_one_pin_with_the_newer_note(plan: Any, planner: Any) -> None:
    from difang.plans.editor.pins import pin

    evidence = read(f"/figures/population.births?place={PULI}&period=2025")
    for note in ("一", "二"):
        pin(by=planner, plan=plan, part=1, evidence=evidence, note=note)
    assert [one.note for one in plan.pins.all()] == ["二"]


def test_a_baseline_is_not_removed_under_its_target(plan: Any, planner: Any) -> None:
    from difang.errors import InputError
    from difang.plans.editor.pins import pin, unpin
    from difang.plans.models import Kpi

    kept = pin(
        by=planner, plan=plan, part=6, evidence=read(f"/figures/population.births?place={PULI}&period=2025")
    )
    Kpi.objects.create(plan=plan, name="出生數", unit="人", pin=kept)
    with pytest.raises(InputError, match="出生數"):
        unpin(by=planner, plan=plan, pk=kept.pk)
    assert plan.pins.count() == 1


def test_from_a_page_into_a_plan(plan: Any, planner: Any, browse: Any) -> None:
    address = f"/figures/population.births?place={PULI}&period=2025"
    client = browse(planner)
    shown = client.get("/plans/pin/", {"address": address})
    assert "296" in shown.content.decode()
    client.post("/plans/pin/", {"address": address, "plan": plan.pk, "part": 1, "note": "依據"})
    assert plan.pins.get().note == "依據"


def test_another_townships_planner_cannot_pin_into_it(plan: Any, browse: Any) -> None:
    client = browse(person("neighbour", ("planner", YUCHI)))
    sent = {"address": f"/figures/population.births?place={PULI}", "plan": plan.pk, "part": 1}
    answer = client.post("/plans/pin/", sent)
    assert answer.status_code == 404
    assert plan.pins.count() == 0
