"""Word, Excel, PowerPoint and OpenDocument: packages that are unpacked and looked through before they are taken."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import NoReturn

from difang.records.files.refusal import RefusedFileError
from difang.records.files.xmlparts import INSIDE, MACROS, PASSWORD, refused, refused_drawing
from difang.text import Text

MOST_PARTS = 5_000
MOST_BYTES = 200_000_000
# Text packs to a fiftieth at most in real documents; a bomb packs to a thousandth.
MOST_RATIO = 150
SMALL_BYTES = 5_000_000
BLOCK_BYTES = 1 << 20
OOXML = "application/vnd.openxmlformats-officedocument."
ODF = "application/vnd.oasis.opendocument."
OOXML_KINDS = {
    "word/": (f"{OOXML}wordprocessingml.document", ".docx"),
    "xl/": (f"{OOXML}spreadsheetml.sheet", ".xlsx"),
    "ppt/": (f"{OOXML}presentationml.presentation", ".pptx"),
}
ODF_KINDS = {
    f"{ODF}text": ".odt",
    f"{ODF}spreadsheet": ".ods",
    f"{ODF}presentation": ".odp",
}
MACRO = re.compile(
    r"(?:^|/)(?:vbaProject[^/]*\.bin|vbaData\.xml|activeX/.*|macrosheets/.*)$|^(?:Basic|Scripts)/.", re.I
)
# Archives are found behind a few bytes, too: readers of zip and rar look for their marks, not for a first byte.
PACKED = (b"PK\x03\x04", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\xfd7zXZ\0", b"MSCF\0\0\0\0")
PACKED_AT_ONCE = (b"\x1f\x8b", b"BZh")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PROGRAM = (b"MZ", b"\x7fELF", b"#!", b"%PDF-", b"{\\rtf", b"\xd0\xcf\x11\xe0")
NEAR_BYTES = 4096
CHART_DATA = re.compile(r"(?:word|ppt|xl)/embeddings/[^/]+\.xlsx")
XML = (".xml", ".rels", ".rdf", ".svg")
# What else a document is made of; a part of any other kind is something carried inside.
PICTURES = (
    ".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".gif", ".bmp", ".dib", ".tif", ".tiff", ".emf", ".wmf", ".webp",
    ".ico", ".wdp", ".hdp",
)  # fmt: skip
SOUNDS = (".mp3", ".wav", ".m4a", ".wma", ".aac", ".mp4", ".m4v", ".mov", ".avi", ".wmv", ".mpg", ".mpeg")
FONTS = (".odttf", ".fntdata", ".ttf", ".otf")
NAMED = re.compile(
    r"mimetype|layout-cache|(?:.+/)?objectreplacements/[^/]+|_xmlsignatures/origin\.sigs"
    r"|(?:word|xl|ppt)/printersettings/[^/]+\.bin|xl/customproperty/[^/]+\.bin|.*/"
)
XML_MARKS = (b"<", b"\xff\xfe<\0", b"\xfe\xff\0<", b"<\0", b"\0<")


def check(content: bytes, name: str) -> tuple[bytes, str, str]:
    """Return the file as it is, with its type and suffix, or say why it isn't taken."""
    media_type, suffix = _look_through(content, name, nested=False)
    return content, media_type, suffix


def _look_through(content: bytes, name: str, *, nested: bool) -> tuple[str, str]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            _refuse_bombs(parts, len(content), name)
            kind = _kind(package, parts, name)
            for part, data in _unpacked(package, parts, name):
                _look_at(part, data, name, nested=nested)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        KeyError,
        ValueError,
        OSError,
    ) as error:
        raise RefusedFileError(
            f"「{name}」損壞，打不開。請重新儲存後再上傳。",
            f"'{name}' is damaged and can't be opened. Save it anew, then upload that.",
        ) from error
    return kind


def _refuse_bombs(parts: list[zipfile.ZipInfo], size: int, name: str) -> None:
    total = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or total > MOST_BYTES or (total > SMALL_BYTES and total > MOST_RATIO * size):
        raise RefusedFileError(
            f"「{name}」展開後太大（壓縮炸彈）。請縮小後重新儲存再上傳。",
            f"'{name}' is too large when unpacked (a zip bomb). Make it smaller and save it anew.",
        )
    if any(part.flag_bits & 1 for part in parts):
        _refuse_encrypted(name)


def _kind(package: zipfile.ZipFile, parts: list[zipfile.ZipInfo], name: str) -> tuple[str, str]:
    names = {_tidy(part.filename): part for part in parts}
    if len(names) < len(parts):
        _refuse(name, INSIDE)  # two parts of one name: which of them counts, each reader decides for itself
    if any(MACRO.search(part) for part in names):
        _refuse(name, MACROS)
    if "[content_types].xml" in names:
        for folder, kind in OOXML_KINDS.items():
            if any(part.startswith(folder) for part in names):
                return kind
    if "mimetype" in names:
        declared = package.read(names["mimetype"]).strip().decode("ascii", "replace")
        suffix = ODF_KINDS.get(declared)
        if suffix:
            return declared, suffix
    raise RefusedFileError(
        f"「{name}」是壓縮檔，不能上傳。請解開後，把裡面的檔案一個一個上傳。",
        f"'{name}' is an archive and is not taken. Unpack it and upload the files one by one.",
    )


def _tidy(part: str) -> str:
    """Return a part's name as readers compare it: letters of any case, slashes of any kind."""
    return part.replace("\\", "/").lstrip("/").lower()


def _unpacked(
    package: zipfile.ZipFile, parts: list[zipfile.ZipInfo], name: str
) -> Iterator[tuple[str, bytes]]:
    """Yield each part whole; the sizes that the package declares bound what is read."""
    for part in parts:
        with package.open(part) as stream:
            data = b"".join(iter(lambda: stream.read(BLOCK_BYTES), b""))
        yield _tidy(part.filename), data


def _look_at(part: str, data: bytes, name: str, *, nested: bool) -> None:
    if part.endswith(XML):
        found = refused(data) if data else None
    elif part.endswith(".vml"):
        found = refused_drawing(data)
    elif CHART_DATA.fullmatch(part) and not nested and data.startswith(PACKED[0]):
        _look_through(data, name, nested=True)
        return
    else:
        found = _refused_binary(part, data)
    if found is PASSWORD:
        _refuse_encrypted(name)
    if found is not None:
        _refuse(name, found)


def _refused_binary(part: str, data: bytes) -> Text | None:
    """Return why a part that is no XML isn't taken: of no kind a document is made of, or not what its name says."""
    if not (part.endswith((*PICTURES, *SOUNDS, *FONTS)) or NAMED.fullmatch(part)):
        return INSIDE
    near = data[:NEAR_BYTES]
    if any(mark in near for mark in (*PACKED, OLE)) or data.startswith((*PACKED_AT_ONCE, *PROGRAM)):
        return INSIDE
    if near.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(XML_MARKS) and data:
        return INSIDE
    return INSIDE if zipfile.is_zipfile(io.BytesIO(data)) else None


def _refuse(name: str, kind: Text) -> NoReturn:
    raise RefusedFileError(
        f"「{name}」裡有{kind.zh}，不能上傳。請移除後另存（或匯出成 PDF）再上傳。",
        f"'{name}' holds {kind.en} and is not taken. Remove them and save it anew, or export a PDF.",
    )


def _refuse_encrypted(name: str) -> NoReturn:
    raise RefusedFileError(
        f"「{name}」設有密碼。請移除密碼後再上傳。",
        f"'{name}' is protected by a password. Remove it, then upload the file.",
    )
