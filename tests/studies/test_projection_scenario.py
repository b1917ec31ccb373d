"""What if, and what it would take: identities of scenarios, files that are wrong, and families that suffice."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from difang import places
from difang.errors import DifangError, InputError
from difang.methods.cohorts import project
from difang.studies.projection import Study, households, scenario_file
from difang.studies.projection.bands import band
from difang.studies.projection.register import AGES
from difang.studies.projection.scenario import Change, Jump, changed, newcomers
from difang.studies.projection.settling import joined, needed
from difang.studies.projection.uncertainty import Level, Spread
from difang.workspace import Workspace

PULI, YUCHI, NANTOU, PINGXI = "10008020", "10008090", "10008", "65000240"
REGION = "region:puli-guoxing-yuchi-renai"
EVERYONE = {"all": np.ones((2, AGES))}
CERTAIN = Spread(
    working=Level(0, 0, 0),
    working_small=(0, 1),
    old=Level(0, 0, 0),
    old_small=(0, 1),
    fertility=Level(0, 0, 0),
    mortality=Level(0, 0, 0),
    half_life=12,
)
EVERYTHING = Change(
    PULI,
    families=12,
    outmigration_18_24=0.7,
    returnees=20,
    returnees_factor=1.3,
    fertility=1.2,
    survival=0.9,
    jumps=(Jump(2030, band("25-39"), 120.0), Jump(2035, band("0-14"), -50.0)),
    first=2028,
    last=2045,
)


def total(made: Study, code: str, time: int = -1) -> float:
    return float(made.path[made.rows(places.get(code).members), time].sum())


def test_scenario_that_changes_nothing_leaves_the_path(from_2025: Study) -> None:
    same = changed(from_2025, (Change(PULI),))
    np.testing.assert_allclose(same.path, from_2025.path, rtol=1e-9, atol=1e-6)


def test_rates_of_a_scenario_lead_along_its_path_and_other_places_stay(from_2025: Study) -> None:
    made = changed(from_2025, (EVERYTHING,))
    (row,) = made.rows([PULI])
    led = project(
        made.path[row, 0],
        made.vital.survival[row],
        made.vital.fertility[row],
        made.migration[row],
        srb=made.vital.srb,
        migration_timing="end",
    )
    np.testing.assert_allclose(led.population, made.path[row], rtol=1e-9, atol=1e-6)
    others = np.arange(len(made.codes)) != row
    assert np.array_equal(made.path[others], from_2025.path[others])
    np.testing.assert_allclose(made.path[row, :3], from_2025.path[row, :3], rtol=1e-9)  # until 2027
    assert total(made, PULI) > total(from_2025, PULI) + 1_000


def test_each_change_moves_the_path_its_way(from_2025: Study) -> None:
    base = total(from_2025, YUCHI)
    for change in (
        Change(YUCHI, fertility=1.3),
        Change(YUCHI, survival=0.8),
        Change(YUCHI, outmigration_18_24=0.5),
        Change(YUCHI, returnees=10),
        Change(YUCHI, families=5),
        Change(YUCHI, jumps=(Jump(2030, band("25-39"), 30.0),)),
    ):
        assert total(changed(from_2025, (change,)), YUCHI) > base + 10, change
    assert total(changed(from_2025, (Change(YUCHI, fertility=0.0),)), YUCHI) < base
    childless = changed(from_2025, (Change(YUCHI, fertility=0.0),))
    assert childless.migration.min() < 0 and childless.path.min() >= 0


def test_jump_brings_exactly_its_persons_in_its_year(from_2025: Study) -> None:
    made = changed(from_2025, (Change(NANTOU, jumps=(Jump(2031, band("30-44"), 90.0),)),))
    assert total(made, NANTOU, 5) == pytest.approx(total(from_2025, NANTOU, 5), abs=1e-6)
    assert total(made, NANTOU, 6) == pytest.approx(total(from_2025, NANTOU, 6) + 90, abs=1e-6)


def test_families_count_in_proportion_and_stay_as_retention_says(from_2025: Study) -> None:
    base = from_2025.path
    one, three = (changed(from_2025, (Change(REGION, families=n),)).path - base for n in (20.0, 60.0))
    np.testing.assert_allclose(three, 3 * one, rtol=1e-6, atol=1e-5)
    persons = np.einsum("k,ksa->", households.shares(None), households.household())
    assert persons == pytest.approx((2 + 3 + 2 + 1) / 4)
    assert one[:, 1].sum() == pytest.approx(20 * persons * households.RETENTION[0])


def test_newcomers_of_one_year_age_and_leave_by_hand(from_2025: Study) -> None:
    rows = from_2025.rows([PULI])
    vital = from_2025.vital
    own = type(vital)(vital.survival[rows], vital.fertility[rows], vital.srb)
    arrivals = np.zeros((1, 25, 2, AGES))
    arrivals[0, 0, 1, 50] = 100
    found = newcomers(own, arrivals)
    alive = 100.0
    for time in range(1, 8):
        kept = households.RETENTION[min(time - 1, len(households.RETENTION) - 1)]
        assert found[0, time, 1, 50 + time - 1] == pytest.approx(alive * kept)
        assert found[0, time].sum() == pytest.approx(alive * kept)
        alive *= own.survival[0, time, 1, 50 + time]


def test_scenario_that_empties_a_place_gives_zeros_in_every_draw(from_2025: Study) -> None:
    made = changed(from_2025, (Change(PINGXI, jumps=(Jump(2030, band("0+"), -1e6),)),))
    (row,) = made.rows([PINGXI])
    assert made.path[row, 5].sum() == 0
    found = made.quantiles([[row]], EVERYONE, draws=60)["all"]
    assert np.isfinite(found).all() and found.min() >= 0
    assert found[:, 0, 5].max() == 0
    answer = needed(made, PINGXI, "total", 2050, draws=20)
    assert answer.reachable and answer.number > 0


@pytest.mark.parametrize("goal", ["total", "children", "women20-39"])
@pytest.mark.parametrize("code", [PINGXI, REGION])
def test_families_needed_are_just_enough_in_the_scenario(goal: str, code: str, from_2025: Study) -> None:
    certain = replace(from_2025, spread=CERTAIN)
    cells = np.zeros((2, AGES))
    cells[
        (0, slice(20, 40))
        if goal == "women20-39"
        else (slice(None), slice(0, 15 if goal == "children" else AGES))
    ] = 1
    rows = certain.rows(places.get(code).members)
    start = (certain.path[rows, 0] * cells).sum()
    # Without shocks only the chance in births is left, which averages out.
    answer = needed(certain, code, goal, 2045, draws=200)
    assert answer.low <= answer.number <= answer.high
    slack = max(2, round(0.03 * answer.number))
    ends = [
        (changed(certain, (Change(code, families=answer.number + by),)).path[rows, 20] * cells).sum()
        for by in (-slack, slack)
    ]
    assert ends[0] < start < ends[1]


def test_joined_townships_lead_along_the_sum_of_their_paths(from_2025: Study) -> None:
    rows = from_2025.rows(places.get(REGION).members)
    area = joined(from_2025, rows)
    led = project(
        area.path[0],
        area.vital.survival,
        area.vital.fertility,
        area.migration,
        srb=area.vital.srb,
        migration_timing="end",
    )
    np.testing.assert_allclose(led.population, from_2025.path[rows].sum(0), rtol=1e-9, atol=1e-6)
    (one,) = from_2025.rows([PULI])
    alone = joined(from_2025, np.array([one]))
    np.testing.assert_allclose(alone.migration, from_2025.migration[one], atol=1e-6)


@pytest.mark.parametrize(
    "scenario",
    [
        (Change(PULI, fertility=1.1), Change(NANTOU, fertility=1.1)),
        (Change("TW", families=3),),
        (Change("TW", returnees=3),),
        (Change(PULI, jumps=(Jump(2025, band("0+"), 1),)),),
        (Change(PULI, first=2080),),
        (Change(PULI, families=1, mix={"family": 0.5}),),
        (Change("10008999", families=1),),
    ],
)
def test_scenario_that_makes_no_sense_is_refused(scenario: tuple[Change, ...], from_2025: Study) -> None:
    with pytest.raises(InputError):
        changed(from_2025, scenario)


@pytest.mark.parametrize(
    ("code", "goal", "until", "draws"),
    [("TW", "total", 2050, 9), (PULI, "all", 2050, 9), (PULI, "total", 2025, 9), (PULI, "total", 2050, 0)],
)
def test_families_question_that_makes_no_sense_is_refused(
    code: str, goal: str, until: int, draws: int, from_2025: Study
) -> None:
    with pytest.raises(InputError):
        needed(from_2025, code, goal, until, draws=draws)


TOML = """
[[change]]
place = "埔里"
families = 12
mix = { family = 0.5, young_couple = 0.5 }
returnees_25_39 = { persons = 20 }
from = 2027
[[change.jumps]]
year = 2030
persons = { "25-39" = 120, "0-14" = -40 }
"""


def test_toml_and_json_say_the_same(workspace: Workspace, tmp_path: Path) -> None:
    content = {
        "change": [
            {
                "place": "Puli",
                "families": 12,
                "mix": {"family": 0.5, "young_couple": 0.5},
                "returnees_25_39": {"persons": 20},
                "from": 2027,
                "jumps": [{"year": 2030, "persons": {"25-39": 120, "0-14": -40}}],
            }
        ]
    }
    (tmp_path / "one.toml").write_text(TOML, "utf-8")
    (tmp_path / "one.json").write_text(json.dumps(content), "utf-8")
    found = [
        scenario_file.read(tmp_path / f"one.{kind}", lambda text: workspace.place(text).code)
        for kind in ("toml", "json")
    ]
    assert found[0] == found[1]
    assert found[0][0] == Change(
        PULI,
        families=12,
        mix={"family": 0.5, "young_couple": 0.5},
        returnees=20,
        jumps=(Jump(2030, slice(25, 40), 120), Jump(2030, slice(0, 15), -40)),
        first=2027,
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, r"change\[0\].place"),
        ({"place": 3}, r"change\[0\].place"),
        ({"place": "埔里", "fertilty": 1.1}, "no key 'fertilty'"),
        ({"place": "埔里", "fertility": "high"}, r"change\[0\].fertility: 'high'"),
        ({"place": "埔里", "fertility": -1}, "from 0 to 5"),
        ({"place": "埔里", "survival": float("nan")}, "survival: nan"),
        ({"place": "埔里", "families": True}, "families: True"),
        ({"place": "埔里", "from": 2040, "to": 2030}, "is before from"),
        ({"place": "埔里", "from": "2040"}, "is no year"),
        ({"place": "埔里", "jumps": [{"year": 2030}]}, r"jumps\[0\].persons"),
        ({"place": "埔里", "jumps": [{"year": 2030, "persons": {"young": 3}}]}, "age group 'young'"),
        ({"place": "埔里", "mix": {"clowns": 1.0}}, "the kinds are"),
        ({"place": "埔里", "returnees_25_39": {"people": 3}}, "no key 'people'"),
        ({"place": "埔理鎮"}, "埔里"),
        ({"place": "中山區"}, "中山"),
    ],
)
def test_wrong_word_in_a_scenario_is_named(change: dict[str, Any], words: str, workspace: Workspace) -> None:
    with pytest.raises(InputError) as error:
        scenario_file.parsed({"change": [change]}, lambda text: workspace.place(text).code)
    assert re.search(words, error.value.message("en"))


@pytest.mark.parametrize("content", ["", "{", "[]", '{"change": []}', '{"changes": [{}]}', "[" * 100_000])
def test_file_that_is_no_scenario_is_refused(content: str, tmp_path: Path) -> None:
    for name in ("a.json", "a.toml"):
        (tmp_path / name).write_text(content, "utf-8")
        with pytest.raises(InputError):
            scenario_file.read(tmp_path / name, str)


def test_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe\x00")
    for path in (tmp_path / "nothing.toml", tmp_path, tmp_path / "bytes.toml"):
        with pytest.raises(DifangError):
            scenario_file.read(path, str)
