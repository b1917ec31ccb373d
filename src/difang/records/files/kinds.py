"""What a file is, by its content; the name only tells one kind of text from another."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn

from difang.records.files import images, office, pdf, texts
from difang.records.files.refusal import RefusedFileError
from difang.text import Text

TAKEN = Text(
    "可以上傳：JPEG、PNG、WebP 照片，PDF，Word、Excel、PowerPoint（docx、xlsx、pptx），"
    "OpenDocument（odt、ods、odp），CSV 與純文字。",
    "Taken are photos (JPEG, PNG, WebP), PDF, Word, Excel and PowerPoint (docx, xlsx, pptx), "
    "OpenDocument (odt, ods, odp), CSV and plain text.",
)
HEAD_BYTES = 1024


@dataclass(frozen=True)
class Checked:
    """A file that may be kept: its content (cleaned where possible), media type and suffix."""

    content: bytes
    media_type: str
    suffix: str


# What is refused at sight: the first bytes, and what the file is called in a sentence.
REFUSED: tuple[tuple[re.Pattern[bytes], Text], ...] = tuple(
    (re.compile(pattern, re.DOTALL | re.IGNORECASE), Text(zh, en))
    for pattern, zh, en in (
        (rb"MZ", "Windows 程式", "a Windows program"),
        (rb"\x7fELF", "Linux 程式", "a Linux program"),
        (rb"(?:\xfe\xed\xfa[\xce\xcf]|[\xce\xcf]\xfa\xed\xfe|\xca\xfe\xba\xbe)", "程式", "a program"),
        (rb"#!", "指令檔", "a script"),
        (rb"(?:Rar!|7z\xbc\xaf\x27\x1c|\x1f\x8b|BZh|\xfd7zXZ|\x28\xb5\x2f\xfd)", "壓縮檔", "an archive"),
        (rb"GIF8", "GIF 圖片", "a GIF picture"),
        (rb"(?:II\*\x00|MM\x00\*)", "TIFF 圖片", "a TIFF picture"),
        (rb"\{\\rtf", "RTF 文件", "an RTF document"),
        (
            rb"\s*(?:<\?xml.{0,900}?)?(?:<!--.{0,900}?-->\s*)?(?:<!DOCTYPE\s+svg.{0,900}?)?<svg",
            "SVG 圖形",
            "an SVG drawing",
        ),
        (rb"\s*<(?:!DOCTYPE\s+html|html|head|body|script|iframe)", "HTML 網頁", "an HTML page"),
        (rb"\s*<\?xml", "XML 檔", "an XML file"),
    )
)
HEIF = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def check(content: bytes, name: str) -> Checked:
    """Return what may be kept of a file, or raise RefusedFileError with a sentence."""
    if not content:
        raise RefusedFileError(f"「{name}」是空的。", f"'{name}' is empty.")
    return Checked(*_checker(content, name)(content, name))


def _checker(content: bytes, name: str) -> Callable[[bytes, str], tuple[bytes, str, str]]:
    head = content[:HEAD_BYTES]
    if head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or (head[:4], head[8:12]) == (
        b"RIFF",
        b"WEBP",
    ):
        return images.clean
    if head.startswith(b"%PDF-"):
        return pdf.check
    if head.startswith(b"PK\x03\x04"):
        return office.check
    if head[4:8] == b"ftyp" and head[8:12] in HEIF:
        _refuse_heif(name)
    if head.startswith(OLE):
        _refuse_ole(content, name)
    text = head.removeprefix(b"\xef\xbb\xbf")
    for pattern, kind in REFUSED:
        if pattern.match(text):
            _refuse(name, kind)
    if texts.suffix(name) and b"\x00" not in head:
        return texts.check
    return _refuse(name, Text("這裡不認得的檔案", "a file of a kind not known here"))


def _refuse(name: str, kind: Text) -> NoReturn:
    raise RefusedFileError(
        f"「{name}」是{kind.zh}，不能上傳。{TAKEN.zh}", f"'{name}' is {kind.en} and is not taken. {TAKEN.en}"
    )


def _refuse_heif(name: str) -> NoReturn:
    raise RefusedFileError(
        f"「{name}」是 HEIC／AVIF 照片，這裡讀不到。請在手機把照片存成 JPEG 再上傳"
        "（iPhone：設定 → 相機 → 格式 → 最相容；已拍的照片可用「檔案」App 轉換）。",
        f"'{name}' is a HEIC or AVIF photo, which can't be read here. Save it as JPEG and upload that "
        "(iPhone: Settings → Camera → Formats → Most Compatible; photos taken already: convert them in Files).",
    )


def _refuse_ole(content: bytes, name: str) -> NoReturn:
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise RefusedFileError(
            f"「{name}」設有密碼。請移除密碼後再上傳。",
            f"'{name}' is protected by a password. Remove it, then upload the file.",
        )
    raise RefusedFileError(
        f"「{name}」是舊版 Office 檔（doc、xls、ppt）。請另存成 docx、xlsx 或 pptx 再上傳。",
        f"'{name}' is an old Office file (doc, xls, ppt). Save it as docx, xlsx or pptx, then upload that.",
    )
