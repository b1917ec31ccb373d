"""Word, Excel, PowerPoint and OpenDocument: packages that are unpacked and looked through before they are taken."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import NoReturn

from difang.records.files.refusal import RefusedFileError
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
PACKED = (b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
OLE = b"\xd0\xcf\x11\xe0"
PROGRAM = (b"MZ\x90", b"\x7fELF")
CHART_DATA = re.compile(r"^(?:word|ppt|xl)/embeddings/[^/]+\.xlsx$")
FETCHED = re.compile(
    rb"<Relationship\b(?=[^>]*TargetMode\s*=\s*[\"']External)"
    rb"(?=[^>]*Type\s*=\s*[\"'][^\"']*/(?:attachedTemplate|oleObject|frame|subDocument)[\"'])"
)
MACROS = Text("巨集", "macros")
INSIDE = Text("夾帶的檔案或物件", "files or objects carried inside")
FETCHES = Text("從外部載入的內容", "content loaded from elsewhere")
ENTITIES = Text("可疑的 XML 宣告", "suspicious XML declarations")


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
    names = {part.filename for part in parts}
    if "[Content_Types].xml" in names:
        declared = package.read("[Content_Types].xml")
        if b"macroEnabled" in declared or b"vbaProject" in declared:
            _refuse(name, MACROS)
        for folder, kind in OOXML_KINDS.items():
            if any(part.startswith(folder) for part in names):
                return kind
    if "mimetype" in names:
        declared = package.read("mimetype").strip()
        if b"encryption-data" in (
            package.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in names else b""
        ):
            _refuse_encrypted(name)
        suffix = ODF_KINDS.get(declared.decode("ascii", "replace"))
        if suffix:
            return declared.decode("ascii"), suffix
    raise RefusedFileError(
        f"「{name}」是壓縮檔，不能上傳。請解開後，把裡面的檔案一個一個上傳。",
        f"'{name}' is an archive and is not taken. Unpack it and upload the files one by one.",
    )


def _unpacked(
    package: zipfile.ZipFile, parts: list[zipfile.ZipInfo], name: str
) -> Iterator[tuple[str, bytes]]:
    """Yield each part whole; the sizes that the package declares bound what is read."""
    for part in parts:
        with package.open(part) as stream:
            data = b"".join(iter(lambda: stream.read(BLOCK_BYTES), b""))
        yield part.filename, data


def _look_at(part: str, data: bytes, name: str, *, nested: bool) -> None:
    if MACRO.search(part):
        _refuse(name, MACROS)
    if data.startswith(PACKED):
        if nested or not CHART_DATA.match(part):
            _refuse(name, INSIDE)
        _look_through(data, name, nested=True)
    if data.startswith((OLE, *PROGRAM)):
        _refuse(name, INSIDE)
    if part.endswith((".xml", ".rels", ".rdf")):
        _look_at_xml(part, data, name)


def _look_at_xml(part: str, data: bytes, name: str) -> None:
    if any("<!ENTITY".encode(code) in data for code in ("ascii", "utf-16-le", "utf-16-be")):
        _refuse(name, ENTITIES)
    if part.endswith(".rels") and FETCHED.search(data):
        _refuse(name, FETCHES)


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
