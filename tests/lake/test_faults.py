"""Kills, full disks, closed folders, changed bytes, two publishers: named; the last good release served."""

import os
import random
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from difang.errors import FaultError
from difang.lake import HomeError, Lake, write_parquet
from tests.lake import samples
from tests.lake.nursery import Nursery

KILLED = -9
FAULT = 5


def test_publication_killed_before_each_change_of_the_disk_leaves_a_whole_release(
    lake: Lake, nursery: Nursery
) -> None:
    """Dies at the first change, the second … until one run gets through; each state must be whole."""
    allowed = {samples.publish(lake, edition=0).id}
    for step in range(1, 200):
        exit_code = nursery_run(nursery, lake.home, edition=step, die_at=step)
        assert lake.verify() == []
        allowed.add(lake.current().id)
        assert {release.id for release in lake.releases()} == allowed
        if exit_code == 0:
            break
        assert exit_code == KILLED
    assert step > 20
    samples.publish(lake, edition=1_000)
    assert samples.published_files(lake) == samples.referenced_files(lake)


def test_publication_killed_50_times_at_random_leaves_a_whole_release_and_no_debris(
    lake: Lake, nursery: Nursery
) -> None:
    kill_at_random(lake, nursery, times=50, seed=20261124)


def kill_at_random(lake: Lake, nursery: Nursery, *, times: int, seed: int) -> None:
    """Kill publishers at random moments; after each, the release verifies and the next run cleans up."""
    chance = random.Random(seed)
    samples.publish(lake)
    for number in range(1, times + 1):
        code = nursery.killed_after(chance.uniform(0.0, 0.25), lake.home, edition=number * 1_000)
        assert code == KILLED
        assert lake.verify() == []
        assert set(lake.current().datasets) == set(samples.DATASETS)
        if number % 5 == 0:
            samples.publish(lake, edition=number * 1_000 + 999)
            assert samples.published_files(lake) == samples.referenced_files(lake)
            lake.gc()
    samples.publish(lake, edition=999)
    assert samples.published_files(lake) == samples.referenced_files(lake)


def test_first_publication_killed_before_the_pointer_is_as_if_it_never_was(
    lake: Lake, nursery: Nursery
) -> None:
    for step in range(1, 200):
        shutil.rmtree(lake.home, ignore_errors=True)
        if nursery_run(nursery, lake.home, die_at=step) == 0:
            break
        if not (lake.home / "lake" / "current").exists():
            assert lake.releases() == ()
        assert lake.verify() == []
        samples.publish(lake, edition=7)
        assert samples.published_files(lake) == samples.referenced_files(lake)
    assert step > 20


def test_collection_killed_halfway_is_finished_by_the_next_publication(lake: Lake) -> None:
    samples.publish(lake, edition=1)
    gone = samples.publish(lake, edition=2)
    kept = samples.publish(lake, edition=3)
    (lake.home / "lake" / "releases" / f"{gone.id}.json").unlink()  # where a kill inside gc may stop
    samples.publish(lake, edition=3)
    assert lake.current() == kept
    assert samples.published_files(lake) == samples.referenced_files(lake)


def test_two_publishers_at_once_one_wins_and_one_is_told(lake: Lake, nursery: Nursery) -> None:
    gate = lake.home.parent / "gate"
    nursery.start(lake.home, edition=1, hold_until=str(gate))
    wait_for(gate.with_suffix(".held"))
    with pytest.raises(FaultError) as told, lake.publication():
        pass
    gate.touch()
    assert nursery.ended() == 0
    assert told.value.message("en").startswith("another publication is at work: ")
    won = lake.current()
    assert won.id == samples.publish(Lake(lake.home.parent / "elsewhere"), edition=1).id
    assert samples.publish(lake, edition=2) == lake.current() != won


def test_disk_that_fills_up_is_named_and_the_release_stays(small_disk: Path) -> None:
    lake = Lake(small_disk / "home")
    before = samples.publish(lake)
    free = shutil.disk_usage(small_disk).free
    (small_disk / "filler").write_bytes(b"\0" * max(0, free - 8_192))
    with pytest.raises(FaultError) as refusal:
        samples.publish(lake, edition=1)
    assert "No space left on device" in refusal.value.message("en")
    assert "free some space" in refusal.value.message("en")
    assert str(lake.home) in refusal.value.message("en")
    assert lake.current() == before
    assert lake.last_good() == before
    (small_disk / "filler").unlink()
    samples.publish(lake, edition=1)
    assert samples.published_files(lake) == samples.referenced_files(lake)


def test_write_that_the_system_cuts_short_is_named_and_the_release_stays(
    lake: Lake, nursery: Nursery
) -> None:
    before = samples.publish(lake)
    files = samples.published_files(lake)
    for limit_bytes in (0, 100, 600):
        assert nursery_run(nursery, lake.home, edition=1, file_size_limit=limit_bytes) == FAULT
        said = lake.home.with_suffix(".said").read_text("utf-8")
        assert "File too large" in said and "free some space" in said and str(lake.home) in said
        assert lake.current() == before
        assert lake.verify() == []
        samples.publish(lake)
        assert samples.published_files(lake) == files


def test_home_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    """A file stands where a folder should: refused to root as well."""
    (tmp_path / "file").write_text("in the way", "utf-8")
    lake = Lake(tmp_path / "file" / "home")
    with pytest.raises(FaultError) as refusal:
        samples.publish(lake)
    assert str(tmp_path / "file") in refusal.value.message("en")
    assert "name a writable one with --home (DIFANG_HOME)" in refusal.value.message("en")


@pytest.mark.parametrize("below", ["", "home"])
def test_home_that_is_a_file_is_named_to_readers(tmp_path: Path, below: str) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")
    lake = Lake(tmp_path / "file" / below)
    for ask in (lake.current, lake.last_good, lake.gc, lambda: samples.publish(lake)):
        with pytest.raises(HomeError) as refusal:
            ask()
        assert refusal.value.message("en").startswith(f"{tmp_path / 'file'} is a file, not a folder; ")
        assert "不是資料夾" in refusal.value.message("zh")


def test_first_publication_on_a_full_disk_names_the_disk_and_claims_no_release(small_disk: Path) -> None:
    source = small_disk.parent / "source.parquet"
    write_parquet(samples.table(months=12), source)
    lake = Lake(small_disk / "home")
    lake.home.mkdir()
    (small_disk / "filler").write_bytes(b"\0" * (shutil.disk_usage(small_disk).free - 4_096))
    with pytest.raises(FaultError) as refusal, lake.publication() as publication:
        publication.add_file(source, samples.manifest())
    said = refusal.value.message("en")
    assert said.startswith(f"cannot read or write {lake.home}") and "No space left on device" in said
    assert "nothing was published" in said and "previous release" not in said


def test_home_on_a_read_only_disk_is_named_and_served(small_disk: Path) -> None:
    lake = Lake(small_disk / "home")
    before = samples.publish(lake)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    try:
        with pytest.raises(FaultError) as refusal:
            samples.publish(lake, edition=1)
        assert "Read-only file system" in refusal.value.message("en")
        assert lake.current() == lake.last_good() == before
        assert before.path("care.places").is_file()
        assert lake.gc(dry_run=True).releases == ()
    finally:
        subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)


@pytest.mark.parametrize("victim", ["part-0.parquet", "manifest.json"])
def test_one_changed_byte_is_named_and_the_last_good_release_served(lake: Lake, victim: str) -> None:
    good = samples.publish(lake, edition=1)
    bad = samples.publish(lake, edition=2)
    file = bad.path("care.places").with_name(victim)
    expected = bad.datasets["care.places"][9:] if victim == "part-0.parquet" else bad.manifests["care.places"]
    flip_byte(file, 60)
    (problem,) = lake.verify()
    assert (problem.dataset, problem.file) == ("care.places", file)
    assert problem.expected.startswith(expected[:12])
    assert problem.found is not None and not problem.found.startswith(expected[:12])
    assert "care.places" in problem.text.zh and str(file) in problem.text.en
    assert lake.last_good() == good


def test_publication_of_the_same_content_heals_a_damaged_file(lake: Lake) -> None:
    release = samples.publish(lake)
    flip_byte(release.path("care.places"), 60)
    assert samples.publish(lake) == release
    assert lake.verify() == []


def test_file_cut_short_is_named_when_it_is_asked_for(lake: Lake) -> None:
    release = samples.publish(lake)
    file = release.path("care.places")
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(FaultError) as refusal:
        release.path("care.places")
    assert "dataset care.places" in refusal.value.message("en")
    file.unlink()
    with pytest.raises(FaultError):
        release.path("care.places")
    assert release.path("tourism.visits").is_file()


def test_release_file_that_does_not_match_its_id_is_named(lake: Lake) -> None:
    good = samples.publish(lake, edition=1)
    bad = samples.publish(lake, edition=2)
    file = lake.home / "lake" / "releases" / f"{bad.id}.json"
    file.write_text(file.read_text("utf-8").replace("0.1.0", "0.1.1"), "utf-8")
    with pytest.raises(FaultError):
        lake.current()
    assert [problem.file for problem in lake.verify()] == [file]
    assert lake.last_good() == good


def test_no_undamaged_release_is_said(lake: Lake) -> None:
    flip_byte(samples.publish(lake).path("care.places"), 60)
    with pytest.raises(FaultError) as refusal:
        lake.last_good()
    assert "no release in" in refusal.value.message("en")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, of 1 MB; where the system refuses to mount one the test says so."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = os.geteuid() == 0 and (
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)], capture_output=True, check=False
        ).returncode
        == 0
    )
    if not mounted:
        pytest.skip("mounting a tmpfs is not allowed here; the file-size limit covers failing writes")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def nursery_run(nursery: Nursery, home: Path, **order: int) -> int:
    nursery.start(home, **order)
    return nursery.ended()


def wait_for(file: Path) -> None:
    until = time.monotonic() + 20
    while not file.exists() and time.monotonic() < until:
        time.sleep(0.01)
    assert file.exists()


def flip_byte(file: Path, position: int) -> None:
    content = bytearray(file.read_bytes())
    content[position] ^= 1
    file.write_bytes(content)
