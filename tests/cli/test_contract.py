"""The contract of the command: names, columns, exit codes, and where words and results go."""

import csv
import io
import json
from pathlib import Path

import pytest

from difang.lake import Lake
from tests.cli.conftest import Run
from tests.lake import samples

COLUMNS = [
    "indicator",
    "place",
    "name",
    "level",
    "period",
    "value",
    "unit",
    "status",
    "reason",
    "low",
    "high",
    "release",
]


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_place_json_holds_the_six_keys(difang: Run) -> None:
    done = difang("place", "埔里", "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout) == {
        "code": "10008020",
        "name": "埔里鎮",
        "level": "township",
        "county": "南投縣",
        "former": [],
        "priority": None,
    }


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("台中市和平區", "66000290"),
        ("Puli", "10008020"),
        ("10008020", "10008020"),
        ("埔 里 鎮", "10008020"),
        ("Ｐｕｌｉ", "10008020"),
        ("員林鎮", "10007100"),
        ("臺北縣板橋市", "65000010"),
        ("三民鄉", "64000380"),
        ("南投縣", "10008"),
        ("TW", "TW"),
    ],
)
def test_place_finds_names_in_every_spelling(difang: Run, text: str, code: str) -> None:
    done = difang("place", text, "--json")
    assert (done.returncode, json.loads(done.stdout)["code"]) == (0, code)


def test_place_ambiguous_lists_candidates_and_exits_3(difang: Run) -> None:
    done = difang("place", "中山區")
    assert (done.returncode, done.stdout) == (3, "")
    assert "臺北市中山區 (63000040)" in done.stderr
    assert "基隆市中山區 (10017050)" in done.stderr


def test_place_unknown_suggests_the_nearest_and_exits_2(difang: Run) -> None:
    done = difang("place", "埔理鎮")
    assert done.returncode == 2
    assert "埔里鎮" in done.stderr
    assert "Traceback" not in done.stderr


def test_figures_has_the_contract_columns_in_order(difang: Run) -> None:
    done = difang("figures", "population.total", "--place", "埔里", "--period", "2025")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0].split(",") == COLUMNS
    (row,) = rows(done.stdout)
    assert (row["place"], row["name"], row["level"], row["period"]) == (
        "10008020",
        "南投縣埔里鎮",
        "township",
        "2025",
    )
    assert (float(row["value"]), row["status"]) == (75_613, "observed")


def test_figures_of_all_townships_add_up_to_the_published_total(difang: Run) -> None:
    done = difang("figures", "population.total", "--level", "township", "--period", "2025")
    table = rows(done.stdout)
    assert (len(table), sum(float(row["value"]) for row in table)) == (368, 23_299_132)


def test_figures_latest_of_the_total_is_2026_05(difang: Run) -> None:
    done = difang("figures", "population.total", "--place", "TW")
    assert [row["period"] for row in rows(done.stdout)] == ["2026-05"]


def test_figures_range_gives_one_row_a_year(difang: Run) -> None:
    done = difang("figures", "population.births", "--place", "10008020", "--period", "2015..2025")
    table = rows(done.stdout)
    assert [row["period"] for row in table] == [str(year) for year in range(2015, 2026)]
    assert float(table[-1]["value"]) == 296


def test_figures_json_holds_one_row_a_county(difang: Run) -> None:
    done = difang("figures", "population.density", "--level", "county", "--format", "json")
    assert len(json.loads(done.stdout)["rows"]) == 22


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("figures", "population.nothing"), 2),
        (("figures", "population.total", "--period", "2025-13"), 2),
        (("figures", "population.total", "--period", "2025..2015"), 2),
        (("figures", "population.total", "--format", "docx"), 2),
        (("figures", "population.total", "--place", "大安"), 3),
        (("figures", "circulation.median_income", "--level", "nation"), 4),
        (("figures", "finance.own_source_share", "--level", "township"), 4),
        (("figures", "population.total", "--as-of", "2001-01-01"), 2),
        (("brief", "埔里鎮", "--format", "doc"), 2),
        (("cite", "/figures/nothing"), 2),
        (("lake", "publish", "elsewhere"), 2),
        (("source", "test", "elsewhere"), 2),
        (("lake", "gc", "--keep", "-1"), 2),
        (("up", "--port", "99999"), 2),
        (("nothing",), 2),
        ((), 2),
    ],
)
def test_wrong_input_exits_with_words_and_no_trace(
    difang: Run, arguments: tuple[str, ...], code: int
) -> None:
    done = difang(*arguments)
    assert done.returncode == code, done.stderr
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


def test_global_options_stand_before_or_after(difang: Run) -> None:
    before = difang("--lang", "en", "place", "埔里")
    after = difang("place", "埔里", "--lang", "en")
    assert before.stdout == after.stdout
    assert "Puli" in before.stdout


def test_indicators_of_an_unknown_map_names_the_six(difang: Run) -> None:
    done = difang("indicators", "--map", "money")
    assert done.returncode == 2
    assert "circulation" in done.stderr


def test_lake_verify_of_a_good_home_says_ok(difang: Run) -> None:
    done = difang("lake", "verify")
    assert (done.returncode, done.stdout) == (0, "ok\n")


def test_lake_verify_without_a_pointer_says_what_is_there_and_what_to_do(difang: Run, tmp_path: Path) -> None:
    lake = Lake(tmp_path / "home")
    releases = [samples.publish(lake, edition) for edition in (1, 2)]
    (lake.home / "lake" / "current").unlink()
    for lang, words in (("en", "2 release(s) on disk"), ("zh", "磁碟上有 2 個發布版")):
        done = difang("--lang", lang, "lake", "verify", home=lake.home)
        assert (done.returncode, done.stdout) == (5, "")
        assert words in done.stderr and max(one.id for one in releases) in done.stderr
        assert "difang lake publish bundled" in done.stderr
    listed = difang("--lang", "en", "lake", "list", home=lake.home)
    assert (listed.returncode, "2 release(s) on disk" in listed.stderr) == (4, True)


def test_lake_verify_of_an_empty_home_says_that_nothing_is_published(difang: Run, tmp_path: Path) -> None:
    done = difang("--lang", "en", "lake", "verify", home=tmp_path)
    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr.startswith("nothing is published in this home")


@pytest.mark.parametrize(("keep", "gone"), [((), 4), (("--keep", "1"), 3), (("--keep", "3"), 1)])
def test_lake_gc_keeps_the_newest_and_always_the_current(
    difang: Run, tmp_path: Path, keep: tuple[str, ...], gone: int
) -> None:
    lake = Lake(tmp_path / "home")
    first, *others = [samples.publish(lake, edition) for edition in range(5)]
    (lake.home / "lake" / "current").write_text(f"{first.id}\n", "utf-8")
    done = difang("lake", "gc", *keep, home=lake.home)
    dropped = [line for line in done.stdout.split() if "/" not in line]
    assert done.returncode == 0, done.stderr
    assert sorted(dropped) == sorted(one.id for one in others[:gone])
    assert lake.current() == first
    assert lake.verify() == []


def test_check_of_a_good_home_exits_0(difang: Run) -> None:
    assert difang("check").returncode == 0


def test_check_of_a_home_that_is_a_file_says_so(difang: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")
    done = difang("--lang", "en", "check", home=tmp_path / "file")
    states = {row["what"]: (row["state"], row["detail"]) for row in rows(done.stdout)}
    assert done.returncode == 5
    assert states["home"][0] == "wrong" and "is a file, not a folder" in states["home"][1]
    assert "release" not in states


def test_openapi_describes_places_and_figures(difang: Run) -> None:
    schema = json.loads(difang("openapi").stdout)
    assert {"/api/v1/places", "/api/v1/figures", "/api/v1/indicators", "/api/v1/releases"} <= set(
        schema["paths"]
    )
