"""What ships is read by name, and a file that is not what its manifest says is refused."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from difang.errors import DifangError, FaultError, NotFoundError
from difang.lake import CheckError, Lake, write_parquet
from difang.sources import bundled, registry

NAME = "population.by_month"


def ship(folder: Path, name: str = NAME, **changes: Any) -> Path:
    """Write one dataset as tools/build_bundled does and return its folder."""
    target = folder / name
    table = pa.table({"place": ["10008020", "10008130"], "period": ["2026-05"] * 2, "population": [3, 4]})
    write_parquet(table, target / "data.parquet")
    manifest = {
        "dataset": name,
        "title": {"zh": "人口", "en": "Population"},
        "publisher": {"zh": "內政部", "en": "Ministry of the Interior"},
        "official_id": "77132",
        "page": "https://data.gov.tw/dataset/77132",
        "licence": "OGDL 1.0",
        "licence_url": "https://data.gov.tw/license",
        "redistribution": "origin-OGDL",
        "level": "township",
        "period": ["2026-05", "2026-05"],
        "key_columns": ["place", "period"],
        "measure_columns": [{"name": "population", "type": "int64", "unit": "persons"}],
        "missing": "not_published",
        "retrieved": "2026-06-10",
        "published": "20260610",
        "update": "monthly",
        "sources": [],
        "sha256": hashlib.sha256((target / "data.parquet").read_bytes()).hexdigest(),
        "code_version": "0.1.0",
        "rows": 2,
        "checks": [{"what": "total", "expected": 7, "found": 7}],
        "estimated": None,
        "supersedes": None,
        "caveats": [],
        "notes": {"zh": "", "en": ""},
        **changes,
    }
    (target / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False), "utf-8")
    return target


def refusal(folder: Path) -> DifangError:
    with pytest.raises(DifangError) as refused:
        bundled.datasets(folder)
    assert NAME in refused.value.message("zh") and NAME in refused.value.message("en")
    return refused.value


def test_datasets_are_listed_by_name_with_file_and_manifest(tmp_path: Path) -> None:
    ship(tmp_path, "tourism.visits")
    ship(tmp_path)
    found = bundled.datasets(tmp_path)
    assert [dataset.name for dataset in found] == [NAME, "tourism.visits"]
    assert found[0].path == tmp_path / NAME / "data.parquet"
    assert found[0].manifest["rows"] == 2


def test_datasets_listed_can_be_published_as_they_are(tmp_path: Path) -> None:
    ship(tmp_path / "data")
    with Lake(tmp_path / "home").publication() as publication:
        for dataset in bundled.datasets(tmp_path / "data"):
            publication.add_file(dataset.path, dataset.manifest)
        release = publication.commit("c" * 64, "0.1.0")
    assert release.path(NAME).read_bytes() == (tmp_path / "data" / NAME / "data.parquet").read_bytes()


def test_shipped_datasets_all_verify() -> None:
    shipped = Path(bundled.__file__).parents[1] / "data"
    names = sorted(file.parent.name for file in shipped.glob("*/data.parquet"))
    assert [dataset.name for dataset in registry.get("bundled").datasets()] == names


def test_file_with_one_changed_byte_is_refused_with_both_hashes(tmp_path: Path) -> None:
    part = ship(tmp_path) / "data.parquet"
    promised = hashlib.sha256(part.read_bytes()).hexdigest()
    content = bytearray(part.read_bytes())
    content[80] ^= 1
    part.write_bytes(content)
    said = refusal(tmp_path)
    assert isinstance(said, FaultError)
    assert promised in said.message("en")
    assert hashlib.sha256(content).hexdigest() in said.message("en")


def test_file_that_is_missing_is_named(tmp_path: Path) -> None:
    part = ship(tmp_path) / "data.parquet"
    part.unlink()
    assert f"{part} does not match its manifest" in refusal(tmp_path).message("en")


@pytest.mark.parametrize("field", bundled.REQUIRED_FIELDS)
def test_manifest_without_a_required_field_is_refused(tmp_path: Path, field: str) -> None:
    file = ship(tmp_path) / "manifest.json"
    manifest = json.loads(file.read_bytes())
    del manifest[field]
    file.write_text(json.dumps(manifest), "utf-8")
    said = refusal(tmp_path)
    assert isinstance(said, CheckError)
    assert f"lacks {field}" in said.message("en")


def test_manifest_of_another_dataset_is_refused(tmp_path: Path) -> None:
    ship(tmp_path, dataset="population.by_age")
    assert "dataset must be the folder's name" in refusal(tmp_path).message("en")


def test_manifest_that_is_not_json_is_named(tmp_path: Path) -> None:
    file = ship(tmp_path) / "manifest.json"
    file.write_text("{", "utf-8")
    assert f"{file} is not JSON" in refusal(tmp_path).message("en")


def test_dataset_that_may_not_be_redistributed_is_refused(tmp_path: Path) -> None:
    ship(tmp_path, redistribution="unclear")
    assert "manifest field redistribution: 'unclear'" in refusal(tmp_path).message("en")


def test_source_unknown_lists_those_there_are() -> None:
    with pytest.raises(NotFoundError) as refused:
        registry.get("ris")
    assert refused.value.suggestions == ("bundled",)
