"""What may never ship, over every data set, and that making the data again gives the same bytes."""

import json
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

import difang
from difang.lake import write_parquet
from difang.sources import bundled
from difang.text import Text
from tools.build_bundled import frame
from tools.build_bundled.__main__ import load, main

DATA = Path(difang.__file__).parent / "data"
SHARED = frame.ROOT.parent / "shared"
UNCONFIRMED = ("industry_employment_share", "college_share", "capacity")
FORBIDDEN_COLUMNS = (
    *UNCONFIRMED,
    "address",
    "street",
    "phone",
    "tel",
    "fax",
    "email",
    "principal",
    "owner",
    "contact",
    "chair",
)
STREET_ADDRESS = r"(路|街|巷|弄|段)[0-9０-９一二三四五六七八九十之-]+號"
PHONE = r"(^|[^0-9])0[0-9]{1,2}-[0-9]{3,4}-?[0-9]{4}($|[^0-9])|09[0-9]{2}-?[0-9]{3}-?[0-9]{3}($|[^0-9])"
EMAIL = r"[A-Za-z0-9._-]+@[A-Za-z0-9-]+\.[A-Za-z]"
INSTALLED_BYTES_MAX = 60_000_000


def offences(part: Path) -> list[str]:
    """Return what of a Parquet file may not ship: names of columns, kinds of values, places with an age."""
    columns = columns_of(part)
    found = [
        name for name in columns if any(word in name.split("_") or word == name for word in FORBIDDEN_COLUMNS)
    ]
    for name in (name for name, kind in columns.items() if kind == "VARCHAR"):
        for rule, pattern in (("address", STREET_ADDRESS), ("phone", PHONE), ("e-mail", EMAIL)):
            if _count(part, f"regexp_matches({name}, '{pattern}')"):
                found.append(f"{rule} in {name}")
        if _count(part, f"{name} in {UNCONFIRMED}"):
            found.append(f"unconfirmed measure in {name}")
    if {"place", "age"} <= set(columns) and _count(part, "length(place) = 11"):
        found.append("single ages of villages")
    if {"species", "lon"} <= set(columns):
        found.append("species points")
    return found


def columns_of(part: Path) -> dict[str, str]:
    """Return the columns of a Parquet file with their types."""
    query = f"select column_name, column_type from (describe select * from '{part}')"
    return dict(duckdb.execute(query).fetchall())


def _count(part: Path, condition: str) -> int:
    row = duckdb.execute(f"select count(*) from '{part}' where {condition}").fetchone()
    assert row is not None
    return int(row[0])


@pytest.mark.parametrize("name", sorted(path.name for path in DATA.iterdir() if path.is_dir()))
def test_shipped_data_set_holds_nothing_forbidden(name: str) -> None:
    assert offences(DATA / name / "data.parquet") == []


@pytest.mark.parametrize(
    ("columns", "offence"),
    [
        ({"place": ["10008020"], "college_share": [1.0]}, "college_share"),
        ({"place": ["10008020"], "capacity": [30]}, "capacity"),
        ({"place": ["10008020"], "contact_person": ["–"]}, "contact_person"),
        ({"place": ["10008020"], "measure": ["capacity"]}, "unconfirmed measure in measure"),
        ({"place": ["10008020"], "note": ["埔里鎮中山路12號"]}, "address in note"),
        ({"place": ["10008020"], "note": ["049-2982031"]}, "phone in note"),
        ({"place": ["10008020"], "note": ["a@b.tw"]}, "e-mail in note"),
        ({"place": ["10008020001"], "age": [7], "population": [1]}, "single ages of villages"),
        ({"species": ["石虎"], "lon": [120.9], "lat": [23.9]}, "species points"),
    ],
)
def test_what_is_forbidden_would_be_found(
    tmp_path: Path, columns: dict[str, list[object]], offence: str
) -> None:
    write_parquet(pa.table(columns), tmp_path / "planted.parquet")
    assert offences(tmp_path / "planted.parquet") == [offence]


def test_every_shipped_data_set_may_ship_and_is_accepted() -> None:
    assert {one.manifest["redistribution"] for one in bundled.datasets()} == {"yes", "origin-OGDL"}


def test_shipped_data_stay_under_60_megabytes() -> None:
    assert sum(path.stat().st_size for path in DATA.rglob("*") if path.is_file()) < INSTALLED_BYTES_MAX


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared tables are not beside this checkout")
def test_making_everything_again_gives_the_bytes_that_ship(tmp_path: Path) -> None:
    assert main(["--shared", str(SHARED), "--out", str(tmp_path)]) == 0
    load()
    unequal = [
        f"{name}/{file}"
        for name in frame.BUILDERS
        for file in ("data.parquet", "manifest.json")
        if (tmp_path / name / file).read_bytes() != (DATA / name / file).read_bytes()
    ]
    assert unequal == []


def test_unknown_name_is_refused_with_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["population.nothing"]) == 2
    assert "population.by_month" in capsys.readouterr().err


META = frame.Meta(
    title=Text("試", "Trial"),
    publisher=Text("試", "Trial"),
    official_id="0",
    page="https://example.org/",
    level="township",
    retrieved="2026-11-23",
    published="20261123",
    notes=Text("試", "Trial"),
)


def trial(*people: int, **more: object) -> frame.Dataset:
    """Return a data set of Puli, Yuchi and so on with the given people."""
    table = pa.table({"people": people, "place": [f"100080{i + 2}0" for i in range(len(people))]})
    parts = {"keys": ["place"], "measures": [frame.Measure("people", "persons")]} | more
    return frame.Dataset(table, meta=META, **parts)  # type: ignore[arg-type]


def test_table_is_arranged_by_keys_then_measures() -> None:
    arranged = frame.arranged("trial.one", trial(7, 9))
    assert arranged.column_names == ["place", "people"]
    assert arranged["place"].to_pylist() == ["10008020", "10008030"]


def test_failed_check_stops_with_both_figures() -> None:
    wrong = trial(7, checks=[frame.Check("people of Puli", 8, 7)])
    with pytest.raises(ValueError, match=r"^trial.one: people of Puli: expected 8, found 7$"):
        frame.arranged("trial.one", wrong)


def test_repeated_key_stops() -> None:
    table = pa.table({"place": ["10008020", "10008020"], "people": [1, 2]})
    twice = frame.Dataset(table, ["place"], META, [frame.Measure("people", "persons")])
    with pytest.raises(ValueError, match=r"^trial.one: 1 rows repeat a key"):
        frame.arranged("trial.one", twice)


def test_status_outside_the_closed_list_stops() -> None:
    table = pa.table({"place": ["10008020"], "people": [1], "status": ["guessed"]})
    odd = frame.Dataset(table, ["place"], META, [frame.Measure("people", "persons")])
    with pytest.raises(ValueError, match="guessed"):
        frame.arranged("trial.one", odd)


def test_codes_of_a_shared_file_stay_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "places.csv").write_text("code,people\n09007010,7\n", encoding="utf-8")
    monkeypatch.setitem(frame.ORIGINS, "places.csv", ("trial", "1"))
    shared = frame.Shared(tmp_path)
    assert shared.sql("select * from {t}", t="places.csv").to_pylist() == [
        {"code": "09007010", "people": "7"}
    ]
    assert [source.file for source in shared.sources.values()] == ["places.csv"]


def test_shared_file_without_a_recorded_origin_is_refused(tmp_path: Path) -> None:
    (tmp_path / "found.csv").write_text("a\n1\n", encoding="utf-8")
    with pytest.raises(KeyError, match=r"found\.csv"):
        frame.Shared(tmp_path).sql("select * from {t}", t="found.csv")


def test_every_fact_of_policy_and_resources_names_its_source() -> None:
    parts = [*DATA.glob("policy.*/data.parquet"), *DATA.glob("resources.*/data.parquet")]
    nameless = {part.parent.name for part in parts if "source" not in columns_of(part)}
    unsourced = [
        part for part in parts if part.parent.name not in nameless and _count(part, "source is null")
    ]
    assert len(parts) == 9
    assert nameless == {"resources.budget_mentions"}  # one publication, named by its manifest
    assert unsourced == []


def test_documented_programmes_are_5_of_37_and_townships_7_of_134() -> None:
    named = _count(DATA / "resources.programmes" / "data.parquet", "of_37 = 'named_in_plan'")
    towns = _count(DATA / "resources.priority_townships" / "data.parquet", "true")
    assert (named, towns) == (5, 7)


def test_timeline_is_in_order_and_says_what_is_unconfirmed() -> None:
    rows = duckdb.execute(
        f"select date, source_status, zh, en from '{DATA}/policy.timeline/data.parquet' order by no"
    ).fetchall()
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)
    assert [row[0] for row in rows if row[1] == "?"] == ["2019-01-25"]
    assert all(row[2] and row[3] for row in rows)


def test_manifest_text_is_utf8_json_with_one_newline_at_its_end() -> None:
    text = (DATA / "population.by_month" / "manifest.json").read_text(encoding="utf-8")
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=1) + "\n"
