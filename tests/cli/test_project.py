"""`difang project`, `families`, `backtest`: columns, formats, exit codes, where words and results go."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.cli.conftest import Run

COLUMNS = ["place", "name", "period", "sex", "group", "mean", "q025", "q10", "q50", "q90", "q975"]
COMMAND = str(Path(sys.executable).with_name("difang"))
FEW = ("--launch", "2019-10", "--until", "2021", "--draws", "40")


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_project_has_the_contract_columns_and_ends_in_the_launch_month(difang: Run) -> None:
    done = difang("project", "埔里", *FEW)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0].split(",") == COLUMNS
    table = rows(done.stdout)
    assert [row["period"] for row in table if row["group"] == "all"] == ["2019-10", "2020-10", "2021-10"]
    assert {row["group"] for row in table} == {"0-14", "15-64", "65+", "all"}
    assert {row["sex"] for row in table} == {"all"}
    first = next(row for row in table if row["group"] == "all")
    assert {float(first[name]) for name in COLUMNS[5:]} == {float(first["mean"])}
    for row in table:
        values = [float(row[name]) for name in COLUMNS[6:]]
        assert values == sorted(values)


def test_project_starts_from_the_newest_ages_and_says_what_is_estimated(difang: Run) -> None:
    done = difang(
        "--lang",
        "en",
        "project",
        "10008020",
        "--until",
        "2026",
        "--draws",
        "10",
        "--by-sex",
        "--groups",
        "20-39",
    )
    table = rows(done.stdout)
    assert [(row["sex"], row["group"]) for row in table[:6]] == [
        (sex, group) for sex in ("all", "female", "male") for group in ("20-39", "all")
    ]
    assert {row["period"] for row in table} == {"2025-12", "2026-12"}
    assert "split by sex is estimated" in done.stderr and "medium variant of 2026" in done.stderr
    assert float(table[1]["mean"]) == 75_613


def test_all_townships_add_up_to_the_nation(difang: Run) -> None:
    each = rows(difang("--quiet", "project", "--level", "township", *FEW, "--groups", "65+").stdout)
    nation = rows(difang("--quiet", "project", "TW", *FEW, "--groups", "65+").stdout)
    assert len(each) == 368 * 3 * 2
    for row in nation:
        same = [one for one in each if (one["period"], one["group"]) == (row["period"], row["group"])]
        assert sum(float(one["mean"]) for one in same) == pytest.approx(float(row["mean"]), abs=1)


def test_seed_decides_the_draws(difang: Run) -> None:
    first, again, other = (
        difang("--quiet", "project", "魚池", *FEW, "--seed", seed).stdout for seed in ("3", "3", "4")
    )
    assert first == again != other


def test_formats_hold_the_same_rows(difang: Run, published_home: Path) -> None:
    table = rows(difang("--quiet", "project", "魚池", *FEW).stdout)
    told = json.loads(difang("--quiet", "project", "魚池", *FEW, "--format", "json").stdout)
    assert (told["launch"], told["constraint"], told["draws"], told["seed"]) == ("2019-10", "none", 40, 0)
    assert [{name: str(value) for name, value in row.items()} for row in told["rows"]] == table
    raw = {}
    for form in ("parquet", "png"):
        done = subprocess.run(
            [COMMAND, "--quiet", "project", "魚池", *FEW, "--format", form],
            capture_output=True,
            env={**os.environ, "DIFANG_HOME": str(published_home)},
            timeout=120,
            check=True,
        )
        raw[form] = done.stdout
    arrow = pq.read_table(io.BytesIO(raw["parquet"]))
    assert arrow.column_names == COLUMNS and arrow.num_rows == len(table)
    assert json.loads(arrow.schema.metadata[b"difang"])["launch"] == "2019-10"
    assert raw["png"].startswith(b"\x89PNG")


def test_families_raise_the_path_and_say_who_comes(difang: Run) -> None:
    alone = rows(difang("--quiet", "project", "魚池", *FEW).stdout)
    done = difang("project", "魚池", *FEW, "--families", "10")
    settled = rows(done.stdout)
    assert float(settled[-1]["mean"]) > float(alone[-1]["mean"]) + 30
    assert "假設的家戶組成" in done.stderr


def test_scenario_file_is_followed(difang: Run, tmp_path: Path) -> None:
    file = tmp_path / "plant.toml"
    file.write_text(
        '[[change]]\nplace = "魚池"\n[[change.jumps]]\nyear = 2021\npersons = { "0+" = -1e6 }\n', "utf-8"
    )
    done = difang("--quiet", "project", "魚池", *FEW, "--scenario", str(file))
    last = [row for row in rows(done.stdout) if row["period"] == "2021-10"]
    assert {float(row[name]) for row in last for name in COLUMNS[5:]} == {0.0}


def test_families_answers_with_an_interval_and_its_assumptions(difang: Run) -> None:
    done = difang(
        "--lang", "en", "families", "魚池", "--goal", "children", "--until", "2040", "--draws", "50"
    )
    assert done.returncode == 0, done.stderr
    (row,) = rows(done.stdout)
    assert (row["place"], row["goal"], row["until"], row["reachable"]) == (
        "10008090",
        "children",
        "2040",
        "true",
    )
    assert 0 < int(row["low"]) <= int(row["families"]) <= int(row["high"])
    assert "assumed families" in done.stderr and "assumption" in done.stderr
    with_children = difang(
        "--quiet", "families", "魚池", "--goal", "children", "--until", "2040", "--draws", "50", "--mix", "family=1",
        "--format", "json",
    )  # fmt: skip
    assert json.loads(with_children.stdout)["families"] < int(row["families"])


def test_backtest_tells_every_method_by_size(difang: Run) -> None:
    done = difang("--quiet", "backtest", "--launch", "2019-10", "--draws", "60", "--format", "json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["launch"], told["until"]) == ("2019-10", "2025-12")
    methods = {row["method"] for row in told["rows"]}
    assert {"difang", "constant", "linear", "exponential", "share_of_growth"} < methods
    assert {"hamilton_perry", "hamilton_perry_county", "component", "trend"} < methods
    assert {row["size"] for row in told["rows"]} >= {"all", "<5000", "50000+"}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("project",), 2),
        (("project", "埔理鎮"), 2),
        (("project", "中山區"), 3),
        (("project", "--level", "village"), 4),
        (("project", "--level", "street"), 2),
        (("project", "埔里", "--launch", "2014-10"), 4),
        (("project", "埔里", "--launch", "2019-11"), 4),
        (("project", "埔里", "--launch", "2019"), 2),
        (("project", "埔里", "--launch", "2019-10", "--constraint", "ndc"), 4),
        (("project", "埔里", "--constraint", "who"), 2),
        (("project", "埔里", *FEW[:2], "--until", "2019"), 2),
        (("project", "埔里", *FEW[:2], "--until", "2090"), 2),
        (("project", "埔里", *FEW[:2], "--draws", "0"), 2),
        (("project", "埔里", *FEW[:2], "--groups", "old"), 2),
        (("project", "埔里", "--format", "xlsx"), 2),
        (("project", "埔里", "魚池", "--format", "png"), 2),
        (("project", "埔里", "--families", "-3"), 2),
        (("project", "埔里", "--families", "many"), 2),
        (("project", "TW", *FEW, "--families", "3"), 2),
        (("project", "埔里", "南投縣", *FEW, "--families", "3"), 2),
        (("project", "埔里", "--scenario", "/nowhere/plan.toml"), 2),
        (("families", "埔里"), 2),
        (("families", "埔里", "--goal", "jobs"), 2),
        (("families", "TW", "--goal", "total", *FEW[:2]), 2),
        (("families", "埔里", "--goal", "total", "--mix", "clowns=1"), 2),
        (("backtest",), 2),
        (("backtest", "--launch", "2019-10", "--until", "2019-10"), 2),
        (("backtest", "--launch", "2019-10", "--until", "2025-11"), 4),
        (("backtest", "--launch", "2014-10", "--until", "2019-10"), 4),
    ],
)
def test_wrong_call_exits_with_one_sentence(difang: Run, arguments: tuple[str, ...], code: int) -> None:
    done = difang(*arguments)
    assert done.returncode == code, done.stderr
    assert done.stderr.strip() and "Traceback" not in done.stderr
    assert done.stdout == ""
