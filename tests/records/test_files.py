"""Uploads: what is taken is clean and comes back as an attachment; what isn't is named with a remedy."""

import hashlib
import io
import os
import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image

from tests.records import uploads


@pytest.fixture
def home(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home to keep files in."""
    monkeypatch.setenv("DIFANG_HOME", str(tmp_path))
    return tmp_path


def _store(content: bytes, name: str = "檔案.bin", subject: int = 1):
    from difang.records import files

    return files.store(
        owner=None, subject_type="plan", subject_id=subject, name=name, stream=io.BytesIO(content)
    )


def _kept(home: Path) -> list[Path]:
    return sorted(path for path in (home / "files").rglob("*") if path.is_file())


GOOD = {
    "報告.pdf": (uploads.pdf(), "application/pdf"),
    "計畫.docx": (
        uploads.docx({"word/_rels/document.xml.rels": '<Relationship Target="https://a.tw" TargetMode="External"/>'}),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "簡報.pptx": (
        uploads.package({
            "[Content_Types].xml": uploads.OOXML_TYPES.format(""),
            "ppt/presentation.xml": "<p/>",
            "ppt/embeddings/Microsoft_Excel_Sheet1.xlsx": uploads.package(
                {"[Content_Types].xml": uploads.OOXML_TYPES.format(""), "xl/workbook.xml": "<x/>"}
            ),
        }),
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    "計畫.odt": (uploads.odt(), "application/vnd.oasis.opendocument.text"),
    "名單.csv": ("\ufeff姓名,村里\n某甲,水里\n".encode(), "text/csv"),
    "說明.txt": ("一段話\n".encode(), "text/plain"),
}  # fmt: skip


@pytest.mark.parametrize("name", GOOD)
def test_papers_are_kept_as_they_are(home: Path, name: str) -> None:
    content, media_type = GOOD[name]
    file = _store(content, name)
    assert (file.name, file.media_type, file.size, file.scanned) == (
        name,
        media_type,
        len(content),
        "not scanned",
    )
    assert file.sha256 == hashlib.sha256(content).hexdigest()
    (path,) = _kept(home)
    assert path == home / "files" / file.sha256[:2] / file.sha256
    assert path.read_bytes() == content


def _entity_docx() -> bytes:
    return uploads.docx({"word/styles.xml": '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><a>&c;</a>'})


def _template_docx() -> bytes:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    rel = f'<Relationship Id="1" Type="{kind}" Target="http://bad.tw/x.dotm" TargetMode="External"/>'
    return uploads.docx({"word/_rels/settings.xml.rels": f"<Relationships>{rel}</Relationships>"})


BAD = {
    "empty": (b"", "a.pdf", "is empty"),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "logo.png", "an SVG drawing"),
    "svg with a prologue": (b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- a -->\n<svg/>', "logo.txt", "an SVG drawing"),
    "html": (b"  <!doctype html><script>alert(1)</script>", "a.txt", "an HTML page"),
    "xml": (b'<?xml version="1.0"?><a/>', "a.csv", "an XML file"),
    "windows program": (b"MZ\x90\0" + b"\0" * 80, "photo.jpg", "a Windows program"),
    "linux program": (b"\x7fELF\x02" + b"\0" * 80, "a.pdf", "a Linux program"),
    "script": (b"#!/bin/sh\nrm -rf /\n", "a.txt", "a script"),
    "unknown": (b"\x01\x02\x03\x04" * 20, "a.bin", "a kind not known here"),
    "text of an unknown kind": (b"import os", "a.py", "a kind not known here"),
    "zip": (uploads.package({"a.txt": "a"}), "a.zip", "an archive"),
    "rar": (b"Rar!\x1a\x07\0" + b"\0" * 50, "a.docx", "an archive"),
    "gif": (b"GIF89a" + b"\0" * 50, "a.png", "a GIF picture"),
    "heic": (b"\0\0\0\x18ftypheic" + b"\0" * 50, "IMG_1.HEIC", "HEIC"),
    "damaged photo": (uploads.photo()[:900], "a.jpg", "damaged"),
    "huge photo": (uploads.huge_png(), "a.png", "too many pixels"),
    "encrypted pdf": (uploads.pdf(trailer=b"/Encrypt 9 0 R"), "a.pdf", "encrypted"),
    "javascript pdf": (uploads.pdf(b"3 0 obj << /S /JavaScript /JS (app.alert) >> endobj"), "a.pdf", "JavaScript"),
    "pdf with a spelled name": (uploads.pdf(b"3 0 obj << /S /Java#53cript >> endobj"), "a.pdf", "JavaScript"),
    "pdf with a packed script": (uploads.pdf(uploads.packed_object(b"3 0 << /S /JavaScript >>")), "a.pdf", "JavaScript"),
    "pdf with unread objects": (
        uploads.pdf(uploads.packed_object(b"", b"[/ASCIIHexDecode /FlateDecode]")), "a.pdf", "can't be read",
    ),
    "launching pdf": (uploads.pdf(b"3 0 obj << /S /Launch /F (cmd.exe) >> endobj"), "a.pdf", "starts other programs"),
    "pdf with a file": (uploads.pdf(b"3 0 obj << /Type /EmbeddedFile >> endobj"), "a.pdf", "files carried inside"),
    "pdf bomb": (uploads.pdf(uploads.packed_object(b" " * 210_000_000)), "a.pdf", "too large when unpacked"),
    "cut pdf": (uploads.pdf()[:60], "a.pdf", "incomplete"),
    "macro docx": (uploads.docx({"word/vbaProject.bin": b"\0"}), "a.docx", "macros"),
    "macro by type": (uploads.docx(types="application/vnd.ms-word.document.macroEnabled.main+xml"), "a.docx", "macros"),
    "macro odt": (uploads.odt({"Basic/Standard/Module1.xml": "<m/>"}), "a.odt", "macros"),
    "script odt": (uploads.odt({"Scripts/python/a.py": "a"}), "a.odt", "macros"),
    "encrypted odt": (uploads.odt(manifest="<m:encryption-data/>"), "a.odt", "password"),
    "encrypted docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "a.docx", "password"),
    "old word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 50, "a.doc", "an old Office file"),
    "archive in docx": (uploads.docx({"word/media/a.png": uploads.package({"a": "a"})}), "a.docx", "carried inside"),
    "object in docx": (
        uploads.docx({"word/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0" + b"\0" * 9}), "a.docx", "carried inside",
    ),
    "program in docx": (uploads.docx({"word/media/a.png": b"MZ\x90\0"}), "a.docx", "carried inside"),
    "macro in the data of a chart": (
        uploads.docx({"word/embeddings/a.xlsx": uploads.package({"[Content_Types].xml": "", "xl/vbaProject.bin": "a"})}),
        "a.docx", "macros",
    ),
    "template from elsewhere": (_template_docx(), "a.docx", "loaded from elsewhere"),
    "entities": (_entity_docx(), "a.docx", "XML declarations"),
    "zip bomb": (uploads.bomb(), "a.docx", "a zip bomb"),
    "lying zip bomb": (uploads.lying_bomb(), "a.docx", "damaged"),
    "cut docx": (uploads.docx()[:-30], "a.docx", "damaged"),
    "big5": ("姓名,村里".encode("big5"), "a.csv", "isn't UTF-8"),
    "control characters": (b"a\x07b", "a.txt", "more than text"),
    "too large": (b"a" * 20_000_001, "a.txt", "over 20 MB"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_a_bad_upload_is_refused_in_words_and_leaves_nothing(home: Path, case: str) -> None:
    from difang.records.files import RefusedFileError
    from difang.records.models import File

    content, name, words = BAD[case]
    with pytest.raises(RefusedFileError) as refused:
        _store(content, name)
    text = refused.value.text
    assert words in text.en
    assert name in text.en and name in text.zh
    assert (_kept(home), File.objects.count()) == ([], 0)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_keeps_its_picture_and_loses_its_place(home: Path, kind: str) -> None:
    content = uploads.photo(kind)
    with Image.open(io.BytesIO(content)) as before:
        assert before.getexif().get_ifd(0x8825)
    file = _store(content, "廟埕.jpg")
    (path,) = _kept(home)
    kept = path.read_bytes()
    with Image.open(path) as after:
        assert (after.format, after.size, dict(after.getexif())) == (kind, (640, 480), {})
        red, _, blue = after.convert("RGB").getpixel((600, 400))
        assert red > 150 > blue
    assert not any(mark in kept for mark in (b"SpyCam", b"Exif", b"eXIf", b"at home"))
    assert file.name == {"JPEG": "廟埕.jpg", "PNG": "廟埕.png", "WEBP": "廟埕.webp"}[kind]


def test_a_photo_held_upright_stays_upright(home: Path) -> None:
    _store(uploads.photo(turned=True), "a.jpg")
    with Image.open(_kept(home)[0]) as after:
        assert after.size == (480, 640)


def test_what_follows_a_picture_is_left_behind(home: Path) -> None:
    _store(uploads.photo() + b"PK\x03\x04<script>alert(1)</script>", "a.jpg")
    assert b"script" not in _kept(home)[0].read_bytes()


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\我\\報告.txt", "報告.txt"),
        ("invoice\u202exe.txt", "invoicexe.txt"),
        ("假的.exe.txt", "假的.exe.txt"),
        ('a"\r\nb.txt', "a_b.txt"),
        ("字" * 300 + ".txt", "字" * 120 + ".txt"),
    ],
)
def test_a_name_is_made_fit(home: Path, told: str, kept: str) -> None:
    assert _store(b"a", told).name == kept


def test_the_same_content_lies_on_disk_once(home: Path) -> None:
    first, second = _store(b"a", "a.txt", 1), _store(b"a", "b.txt", 2)
    assert (first.sha256, len(_kept(home))) == (second.sha256, 1)


def test_content_goes_a_day_after_its_last_row(home: Path) -> None:
    from difang.records import files

    first, second = _store(b"a", "a.txt", 1), _store(b"a", "b.txt", 2)
    (path,) = _kept(home)
    os.utime(path, (1, 1))
    files.remove(first)
    assert (files.sweep(), path.exists()) == (0, True)
    files.remove(second)
    os.utime(path)
    assert (files.sweep(), path.exists()) == (0, True)
    assert (files.sweep(time.time() + 90_000), path.exists()) == (1, False)


def test_a_row_that_is_rolled_back_leaves_only_what_the_sweep_finds(home: Path) -> None:
    from django.db import transaction

    from difang.records import files

    with pytest.raises(RuntimeError, match="no"), transaction.atomic():
        _store(b"a", "a.txt")
        raise RuntimeError("no")
    assert files.sweep(time.time() + 90_000) == 1
    assert _kept(home) == []


def test_a_file_comes_back_as_an_attachment_that_runs_nothing(home: Path) -> None:
    from difang.records import files

    answer = files.serve(_store("姓名\n".encode(), "名單.csv"))
    assert b"".join(answer.streaming_content) == "姓名\n".encode()
    assert {
        name: answer[name]
        for name in (
            "Content-Disposition",
            "Content-Type",
            "X-Content-Type-Options",
            "Content-Security-Policy",
        )
    } == {
        "Content-Disposition": "attachment; filename*=utf-8''%E5%90%8D%E5%96%AE.csv",
        "Content-Type": "text/csv",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }


def test_content_that_is_gone_is_a_fault_in_words(home: Path) -> None:
    from difang.errors import MissingDataError
    from difang.records import files

    file = _store(b"a", "a.txt")
    _kept(home)[0].unlink()
    with pytest.raises(MissingDataError, match=r"a\.txt"):
        files.serve(file)


@contextmanager
def _clamd(path: Path, answer: bytes) -> Iterator[list[bytes]]:
    """A scanner that speaks the protocol and gives one answer."""
    got: list[bytes] = []

    def serve() -> None:
        peer, _ = listener.accept()
        with peer, peer.makefile("rb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            while size := struct.unpack("!L", stream.read(4))[0]:
                got.append(stream.read(size))
            peer.sendall(answer)

    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen()
        thread = threading.Thread(target=serve)
        thread.start()
        yield got
        thread.join(10)


@pytest.fixture
def scanner(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where an attached scanner listens."""
    from django.conf import settings

    monkeypatch.setattr(settings, "SCANNER", str(home / "clamd"))
    return home / "clamd"


def test_an_attached_scanner_sees_everything_and_is_named_in_the_row(scanner: Path) -> None:
    content = b"word " * 40_000
    with _clamd(scanner, b"stream: OK\0") as got:
        assert _store(content, "a.txt").scanned == "clean"
    assert (b"".join(got), len(got)) == (content, 4)


def test_what_the_scanner_names_is_refused(scanner: Path, home: Path) -> None:
    from difang.records.files import RefusedFileError

    with (
        _clamd(scanner, b"stream: Win.Test.EICAR_HDB-1 FOUND\0"),
        pytest.raises(RefusedFileError, match="EICAR"),
    ):
        _store(b"a", "a.txt")
    assert not (home / "files").exists()


@pytest.mark.parametrize("answer", [None, b"INSTREAM size limit exceeded. ERROR\0", b""])
def test_a_scanner_that_does_not_answer_lets_nothing_in(
    scanner: Path, home: Path, answer: bytes | None
) -> None:
    from difang.records.files.scanner import ScannerError

    if answer is None:
        with pytest.raises(ScannerError):
            _store(b"a", "a.txt")
    else:
        with _clamd(scanner, answer), pytest.raises(ScannerError):
            _store(b"a", "a.txt")
    assert not (home / "files").exists()
