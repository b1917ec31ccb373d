"""Collecting, errata and change reports: what remains, what was wrong, what moved."""

from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from difang.errors import MissingDataError, NotFoundError
from difang.lake import Lake, Move, change_report, write_parquet
from difang.lake.release import _parsed
from difang.text import Text
from tests.lake import samples

REASON = {"zh": "三月重複計算", "en": "March was counted twice"}


def test_gc_drops_what_no_kept_release_refers_to(lake: Lake) -> None:
    first, second, third = (samples.publish(lake, edition) for edition in range(3))
    dropped = lake.gc(keep=[first.id])
    assert dropped.releases == (second.id,)
    assert set(dropped.snapshots) == {f"{name}/{snapshot}" for name, snapshot in second.datasets.items()}
    assert list(dropped) == [*dropped.releases, *dropped.snapshots]
    assert lake.releases() == (third, first)
    assert lake.verify() == []
    assert samples.published_files(lake) == samples.referenced_files(lake)


def test_gc_dry_run_lists_the_same_and_drops_nothing(lake: Lake) -> None:
    for edition in range(3):
        samples.publish(lake, edition)
    files = samples.published_files(lake)
    listed = lake.gc(dry_run=True)
    assert samples.published_files(lake) == files
    gone = [file for file in files if file.parent.name in {name.split("/")[1] for name in listed.snapshots}]
    assert listed.freed_bytes == sum(file.stat().st_size for file in gone) > 0
    assert lake.gc() == listed
    releases = [lake.home / "lake" / "releases" / f"{one}.json" for one in listed.releases]
    assert files - samples.published_files(lake) == {*gone, *releases}


def test_gc_keeps_snapshots_that_a_kept_release_shares(lake: Lake) -> None:
    before = samples.publish(lake)
    with lake.publication() as publication:
        publication.add_table(samples.table(3), samples.manifest("care.places"))
        after = publication.commit(samples.CATALOGUE, samples.CODE_VERSION)
    assert lake.gc().snapshots == (f"care.places/{before.datasets['care.places']}",)
    assert after.path("tourism.visits").is_file()


def test_gc_drops_the_words_that_only_a_dropped_release_used(lake: Lake) -> None:
    samples.publish(lake)
    with lake.publication() as publication:
        publication.add_table(samples.table(0), samples.manifest(notes="corrected"))
        publication.commit(samples.CATALOGUE, samples.CODE_VERSION)
    samples.publish(lake)
    lake.gc()
    assert samples.published_files(lake) == samples.referenced_files(lake)


def test_gc_with_an_unknown_release_to_keep_drops_nothing(lake: Lake) -> None:
    samples.publish(lake, edition=1)
    samples.publish(lake, edition=2)
    files = samples.published_files(lake)
    with pytest.raises(NotFoundError):
        lake.gc(keep=["20260630-000000000000"])
    assert samples.published_files(lake) == files


def test_gc_in_an_empty_home_says_that_nothing_is_published(lake: Lake) -> None:
    with pytest.raises(MissingDataError):
        lake.gc()


def test_errata_are_read_once_a_release(lake: Lake) -> None:
    """Manifests that nobody has in memory any more and that are gone from the disk are not missed."""
    wrong = samples.publish(lake).datasets["population.by_month"]
    with lake.publication() as publication:
        told = samples.manifest(supersedes={"snapshot": wrong, "reason": REASON})
        publication.add_table(samples.table(8), told)
        publication.commit(samples.CATALOGUE, samples.CODE_VERSION)
    before = lake.errata()
    _parsed.cache_clear()
    for file in (lake.home / "lake").rglob("manifest*.json"):
        file.unlink()
    assert lake.errata() == before == lake.errata(wrong)
    assert [one.supersedes for one in before] == [wrong]


def test_errata_of_a_superseded_snapshot_give_the_newer_one_and_the_reason(lake: Lake) -> None:
    wrong = samples.publish(lake).datasets["population.by_month"]
    with lake.publication() as publication:
        publication.add_table(
            samples.table(8), samples.manifest(supersedes={"snapshot": wrong, "reason": REASON})
        )
        right = publication.commit(samples.CATALOGUE, samples.CODE_VERSION).datasets["population.by_month"]
    (erratum,) = lake.errata(wrong)
    assert (erratum.dataset, erratum.snapshot, erratum.supersedes) == ("population.by_month", right, wrong)
    assert erratum.reason == Text(REASON["zh"], REASON["en"])
    assert lake.errata(right) == ()


def test_publisher_that_revises_old_months_is_reported_with_what_moved(lake: Lake) -> None:
    old = samples.publish(lake)
    revised = samples.table().to_pydict()
    revised["population"][3] += 50
    revised["population"][5] -= 8
    fourteen = pa.table(revised).append_column("status", pa.array(["observed"] * 48)).slice(1)
    with lake.publication() as publication:
        publication.add_table(fourteen, samples.manifest())
        new = publication.commit(samples.CATALOGUE, samples.CODE_VERSION)
    reports = lake.changes(old, new)
    assert list(reports) == ["population.by_month"]
    report = reports["population.by_month"]
    assert (report.added, report.removed, report.kept, report.revised) == (0, 1, 47, True)
    population, density = report.measures
    assert (population.changed, population.net, density.changed) == (2, 42, 0)
    assert population.largest == (
        Move("population", ("10008020", "2025-04"), 3, 53),
        Move("population", ("10008020", "2025-06"), 5, -3),
    )
    assert report.text.en == (
        "0 rows added, 1 removed, 47 kept; population: 2 changed (net +42); density: 0 changed (net +0.0)"
    )


def test_change_report_of_new_months_alone_revises_nothing(tmp_path: Path) -> None:
    old, new = tmp_path / "old.parquet", tmp_path / "new.parquet"
    write_parquet(pa.table({"period": ["2025-01"], "n": [1]}), old)
    write_parquet(pa.table({"period": ["2025-01", "2025-02"], "n": [1, 2]}), new)
    report = change_report(old, new, ["period"], ["n"])
    assert (report.added, report.revised) == (1, False)


def test_change_report_counts_a_value_that_appears_or_vanishes(tmp_path: Path) -> None:
    old, new = tmp_path / "old.parquet", tmp_path / "new.parquet"
    write_parquet(pa.table({"place": ["a", "b"], "n": pa.array([None, 7], pa.int64())}), old)
    write_parquet(pa.table({"place": ["a", "b"], "n": pa.array([4, None], pa.int64())}), new)
    (n,) = change_report(old, new, ["place"], ["n"]).measures
    assert (n.changed, n.net) == (2, -3)
    assert n.largest == (Move("n", ("b",), 7, None), Move("n", ("a",), None, 4))


ROWS = st.dictionaries(st.integers(0, 20), st.one_of(st.none(), st.integers(-99, 99)), max_size=12)


@settings(max_examples=40, deadline=None)
@given(before=ROWS, after=ROWS)
def test_change_report_agrees_with_a_comparison_by_hand(
    tmp_path_factory: pytest.TempPathFactory, before: dict[int, int | None], after: dict[int, int | None]
) -> None:
    folder = tmp_path_factory.mktemp("pair")
    for name, rows in (("old", before), ("new", after)):
        columns = {"key": pa.array(rows.keys(), pa.int64()), "n": pa.array(rows.values(), pa.int64())}
        write_parquet(pa.table(columns), folder / name)
    report = change_report(folder / "old", folder / "new", ["key"], ["n"])
    shared = before.keys() & after.keys()
    assert (report.added, report.removed, report.kept) == (
        len(after.keys() - before.keys()),
        len(before.keys() - after.keys()),
        len(shared),
    )
    moved = [key for key in shared if before[key] != after[key]]
    assert report.measures[0].changed == len(moved)
    assert report.measures[0].net == sum((after[k] or 0) - (before[k] or 0) for k in moved)
