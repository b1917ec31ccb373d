"""A file is hashed before it is first read, and again only when it changed; a damaged one is never read."""

from pathlib import Path

import pytest

from difang.errors import DamagedError
from difang.lake import Lake, verified
from tests.lake import samples
from tests.lake.test_faults import flip_byte


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files hashed from now on, by a process that remembers nothing of its own."""
    seen: list[Path] = []

    def counted(path: Path) -> str:
        seen.append(path)
        return real(path)

    real = verified.sha256_of
    monkeypatch.setattr(verified, "sha256_of", counted)
    monkeypatch.setattr(verified, "_known", {})
    return seen


def test_changed_byte_is_named_before_it_is_read(lake: Lake) -> None:
    release = samples.publish(lake)
    part = release.path("care.places")
    flip_byte(part, 60)
    with pytest.raises(DamagedError) as refusal:
        release.path("care.places")
    for lang in ("zh", "en"):
        said = refusal.value.message(lang)
        assert "care.places" in said and str(part.relative_to(lake.home)) in said
        assert "difang lake publish bundled" in said and str(lake.home) not in said
    assert release.path("tourism.visits").is_file()


def test_changed_manifest_is_named_before_it_is_read(lake: Lake) -> None:
    release = samples.publish(lake)
    file = release.part("care.places").with_name("manifest.json")
    file.write_text(file.read_text("utf-8").replace("各月人口", "各年人口"), "utf-8")
    with pytest.raises(DamagedError, match=r"manifest\.json is damaged"):
        release.manifest("care.places")


def test_later_starts_hash_nothing_until_the_file_changes(
    lake: Lake, hashed: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    release = samples.publish(lake)
    part = release.path("care.places")
    assert release.path("care.places") == part
    monkeypatch.setattr(verified, "_known", {})  # the next process
    assert release.path("care.places") == part
    assert hashed == [part]
    flip_byte(part, 60)
    monkeypatch.setattr(verified, "_known", {})
    with pytest.raises(DamagedError):
        release.path("care.places")
    assert hashed == [part, part]


@pytest.mark.parametrize("content", [b"", b"[]", b'{"a": 1}', b"\xff"])
def test_memory_that_cannot_be_read_or_written_is_done_without(
    lake: Lake, hashed: list[Path], content: bytes
) -> None:
    release = samples.publish(lake)
    memory = lake.home / "lake" / verified.NAME
    memory.unlink(missing_ok=True)
    memory.write_bytes(content)
    assert release.path("care.places").is_file()
    memory.unlink()
    memory.mkdir()
    assert release.path("tourism.visits").is_file()
    assert len(hashed) == 2
    assert [path.name for path in memory.parent.glob(f".{verified.NAME}*")] == []


def test_verify_hashes_whatever_is_remembered(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    release = samples.publish(lake)
    part = release.path("care.places")
    monkeypatch.setattr(verified, "_look", lambda _file: (0, 0, 0, 0))
    verified.remember(lake.home / "lake", part, release.manifest("care.places")["sha256"])
    flip_byte(part, 60)
    assert [problem.file for problem in lake.verify()] == [part]
