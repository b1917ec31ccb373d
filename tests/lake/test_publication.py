"""A publication is seen whole or not at all, and its ids say what is in it."""

import hashlib
import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest

from difang.errors import FaultError, InputError, MissingDataError, NotFoundError
from difang.lake import Lake, write_parquet
from tests.lake import samples


def test_current_with_nothing_published_says_what_to_run(lake: Lake) -> None:
    with pytest.raises(MissingDataError) as refusal:
        lake.current()
    assert "difang lake publish bundled" in refusal.value.message("en")
    assert not lake.home.exists()


def test_publication_committed_is_current_and_holds_its_rows(lake: Lake) -> None:
    release = samples.publish(lake)
    assert lake.current() == release
    assert tuple(sorted(release.datasets)) == tuple(sorted(samples.DATASETS))
    read = pa.parquet.read_table(release.path("population.by_month"))
    assert read.equals(samples.table(0))
    assert lake.verify() == []
    assert samples.published_files(lake) == samples.referenced_files(lake)


def test_snapshot_id_is_publication_date_and_hash_of_the_bytes(lake: Lake) -> None:
    release = samples.publish(lake)
    content = release.path("care.places").read_bytes()
    assert release.datasets["care.places"] == f"20260630-{hashlib.sha256(content).hexdigest()[:12]}"


def test_release_id_carries_the_newest_publication_date(lake: Lake) -> None:
    with lake.publication() as publication:
        publication.add_table(samples.table(), samples.manifest("care.places", published="20210630"))
        publication.add_table(samples.table(), samples.manifest(published="20260531"))
        release = publication.commit(samples.CATALOGUE, samples.CODE_VERSION)
    assert release.date == date(2026, 5, 31)


def test_release_id_in_two_clean_homes_is_the_same(tmp_path: Path) -> None:
    first, second = Lake(tmp_path / "one"), Lake(tmp_path / "two")
    samples.publish(first, edition=5)
    assert samples.publish(first, edition=6).id == samples.publish(second, edition=6).id


@pytest.mark.parametrize("change", ["rows", "manifest", "catalogue", "code"])
def test_release_id_changes_with_anything_that_is_in_it(lake: Lake, change: str) -> None:
    before = samples.publish(lake)
    with lake.publication() as publication:
        publication.add_table(
            samples.table(1 if change == "rows" else 0),
            samples.manifest(notes="corrected" if change == "manifest" else None),
        )
        for number, dataset in enumerate(samples.DATASETS[1:], start=1):
            publication.add_table(samples.table(number), samples.manifest(dataset))
        after = publication.commit(
            "d" * 64 if change == "catalogue" else samples.CATALOGUE,
            "0.2.0" if change == "code" else samples.CODE_VERSION,
        )
    assert after.id != before.id


def test_publication_left_without_commit_leaves_no_trace(lake: Lake) -> None:
    release = samples.publish(lake)
    files = samples.published_files(lake)
    with lake.publication() as publication:
        samples.add_all(publication, 9)
    with pytest.raises(RuntimeError), lake.publication() as publication:
        samples.add_all(publication, 9)
        raise RuntimeError("something else broke")
    assert lake.current() == release
    assert samples.published_files(lake) == files


def test_publication_of_the_same_content_writes_nothing_new(lake: Lake) -> None:
    release = samples.publish(lake)
    files = {
        path: path.stat().st_mtime_ns for path in samples.published_files(lake) if path.name != "current"
    }
    assert samples.publish(lake) == release
    assert {p: p.stat().st_mtime_ns for p in samples.published_files(lake) if p.name != "current"} == files


def test_inputs_are_the_staged_datasets_over_the_current_ones(lake: Lake) -> None:
    release = samples.publish(lake)
    with lake.publication() as publication:
        staged = publication.add_table(samples.table(3), samples.manifest("care.places"))
        inputs = publication.inputs()
    assert inputs == {
        "care.places": staged.path,
        "population.by_month": release.path("population.by_month"),
        "tourism.visits": release.path("tourism.visits"),
    }


def test_datasets_not_published_again_are_taken_over(lake: Lake) -> None:
    before = samples.publish(lake)
    with lake.publication() as publication:
        staged = publication.add_table(samples.table(3), samples.manifest("care.places"))
        after = publication.commit(samples.CATALOGUE, samples.CODE_VERSION)
    assert after.datasets == before.datasets | {"care.places": staged.id}


def test_dataset_dropped_is_missing_from_the_new_release_only(lake: Lake) -> None:
    before = samples.publish(lake)
    with lake.publication() as publication:
        publication.drop("care.places")
        after = publication.commit(samples.CATALOGUE, samples.CODE_VERSION)
    with pytest.raises(MissingDataError):
        after.path("care.places")
    assert before.path("care.places").is_file()


def test_manifest_corrected_over_the_same_rows_keeps_the_old_words_of_the_old_release(lake: Lake) -> None:
    before = samples.publish(lake)
    with lake.publication() as publication:
        publication.add_table(samples.table(0), samples.manifest(notes="corrected"))
        after = publication.commit(samples.CATALOGUE, samples.CODE_VERSION)
    assert after.datasets == before.datasets
    assert "notes" not in before.manifest("population.by_month")
    assert after.manifest("population.by_month")["notes"] == "corrected"
    assert lake.verify() == []


def test_commit_without_any_dataset_is_refused(lake: Lake) -> None:
    with pytest.raises(InputError), lake.publication() as publication:
        publication.commit(samples.CATALOGUE, samples.CODE_VERSION)


def test_add_file_publishes_the_bytes_as_they_are(lake: Lake, tmp_path: Path) -> None:
    source = tmp_path / "data.parquet"
    write_parquet(samples.table(), source)
    with lake.publication() as publication:
        publication.add_file(source, samples.manifest())
        release = publication.commit(samples.CATALOGUE, samples.CODE_VERSION)
    assert release.path("population.by_month").read_bytes() == source.read_bytes()


def test_add_file_with_one_changed_byte_names_both_hashes(lake: Lake, tmp_path: Path) -> None:
    source = tmp_path / "data.parquet"
    write_parquet(samples.table(), source)
    promised = hashlib.sha256(source.read_bytes()).hexdigest()
    content = bytearray(source.read_bytes())
    content[100] ^= 1
    source.write_bytes(content)
    with pytest.raises(InputError) as refusal, lake.publication() as publication:
        publication.add_file(source, samples.manifest(sha256=promised))
    assert promised in refusal.value.message("en")
    assert hashlib.sha256(content).hexdigest() in refusal.value.message("en")


def test_releases_are_listed_newest_publication_first(lake: Lake) -> None:
    published = [samples.publish(lake, edition) for edition in range(3)]
    assert lake.releases() == tuple(reversed(published))


def test_release_by_id_or_date_is_found(lake: Lake) -> None:
    with lake.publication() as publication:
        publication.add_table(samples.table(), samples.manifest(published="20260331"))
        march = publication.commit(samples.CATALOGUE, samples.CODE_VERSION)
    june = samples.publish(lake, edition=1)
    assert lake.release(march.id) == march
    assert lake.as_of("2026-06-29") == march
    assert lake.as_of(date(2026, 6, 30)) == june
    with pytest.raises(NotFoundError):
        lake.as_of("2026-03-30")
    with pytest.raises(NotFoundError):
        lake.release("20260331-000000000000")
    with pytest.raises(InputError):
        lake.release("../../etc/passwd")


def test_home_with_a_damaged_pointer_is_healed_by_the_next_publication(lake: Lake) -> None:
    samples.publish(lake)
    (lake.home / "lake" / "current").write_text("nonsense", "utf-8")
    with pytest.raises(FaultError):
        lake.current()
    assert samples.publish(lake) == lake.current()
    assert lake.verify() == []


WRITER = """
import sys, pathlib, pyarrow as pa
from difang.lake import write_parquet
from tests.lake import samples
table = samples.table(3, months=12)
chunks = pa.concat_tables([table.slice(0, 7), table.slice(7)]).replace_schema_metadata({"pandas": "{}"})
coded = chunks.set_column(0, "place", chunks["place"].dictionary_encode())
write_parquet(coded, pathlib.Path(sys.argv[1]))
"""


def test_write_parquet_in_two_processes_from_differing_chunks_gives_the_same_bytes(tmp_path: Path) -> None:
    here, there = tmp_path / "here.parquet", tmp_path / "there.parquet"
    write_parquet(samples.table(3, months=12), here)
    subprocess.run([sys.executable, "-c", WRITER, str(there)], check=True, cwd=Path(__file__).parents[2])
    assert there.read_bytes() == here.read_bytes()
    assert pa.parquet.read_schema(here).metadata is None


def test_write_parquet_cuts_row_groups_of_a_fixed_size(tmp_path: Path) -> None:
    write_parquet(pa.table({"n": list(range(70_000))}), tmp_path / "n.parquet")
    meta = pa.parquet.read_metadata(tmp_path / "n.parquet")
    assert [meta.row_group(i).num_rows for i in range(meta.num_row_groups)] == [32_768, 32_768, 4_464]


def test_release_file_is_the_same_but_for_its_sequence_in_two_homes(tmp_path: Path) -> None:
    contents = []
    for name, editions in (("one", (1,)), ("two", (7, 1))):
        lake = Lake(tmp_path / name)
        for edition in editions:
            release = samples.publish(lake, edition)
        content = json.loads((lake.home / "lake" / "releases" / f"{release.id}.json").read_bytes())
        content.pop("sequence")
        contents.append(content)
    assert contents[0] == contents[1]
