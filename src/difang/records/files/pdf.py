"""PDF: refused if encrypted, or if it acts or carries files; found also in compressed objects."""

import re
import zlib
from collections.abc import Iterator
from typing import NoReturn

from difang.records.files.refusal import RefusedFileError
from difang.text import Text

MOST_INFLATED_BYTES = 200_000_000
BLOCK_BYTES = 1 << 16
STREAM = re.compile(rb"stream\r?\n")
ACTS = {
    b"JavaScript": Text("會執行的 JavaScript", "JavaScript that runs"),
    b"Launch": Text("啟動其他程式的指令", "a command that starts other programs"),
    b"EmbeddedFile": Text("夾帶的檔案", "files carried inside"),
    b"EmbeddedFiles": Text("夾帶的檔案", "files carried inside"),
    b"RichMedia": Text("夾帶的影音程式", "media that run"),
    b"Rendition": Text("夾帶的影音程式", "media that run"),
    b"SubmitForm": Text("把資料送到別處的指令", "a command that sends data elsewhere"),
    b"ImportData": Text("讀取其他檔案的指令", "a command that reads other files"),
    b"GoToR": Text("開啟其他檔案的指令", "a command that opens other files"),
    b"GoToE": Text("開啟其他檔案的指令", "a command that opens other files"),
    b"XFA": Text("會執行的表單", "a form that runs"),
}
# Names are told apart by their whole word: /Launch, not /LaunchPad.
ACTING = re.compile(rb"/(" + b"|".join(ACTS) + rb")(?![A-Za-z0-9_.+-])")
ENCRYPTED = re.compile(rb"/Encrypt(?![A-Za-z0-9_.+-])")
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
UNREAD_FILTERS = re.compile(
    rb"/(?:ASCIIHex|ASCII85|LZW|RunLength)Decode|/AHx|/A85|/LZW|/RL|/Crypt|/DecodeParms|/DP\b"
)


def check(content: bytes, name: str) -> tuple[bytes, str, str]:
    """Return the file as it is, with its type and suffix, unless it acts, carries or hides something."""
    if b"%%EOF" not in content[-2048:]:
        raise RefusedFileError(
            f"PDF「{name}」不完整。請重新匯出後再上傳。",
            f"the PDF '{name}' is incomplete. Export it anew, then upload that.",
        )
    plain = _plain(content)
    if ENCRYPTED.search(plain):
        raise RefusedFileError(
            f"PDF「{name}」有密碼或加密。請移除保護後再上傳。",
            f"the PDF '{name}' is encrypted. Remove the protection, then upload it.",
        )
    if any(_unread(plain, found) for found in re.finditer(rb"/ObjStm", plain)):
        _refuse(name, Text("讀不到的內容", "objects that can't be read"))
    _refuse_acting(plain, name)
    for part in _inflated(content, name):
        _refuse_acting(_plain(part), name)
    return content, "application/pdf", ".pdf"


def _plain(part: bytes) -> bytes:
    """Return the bytes with names written as they are meant: `/Java#53cript` is /JavaScript."""
    return ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), part)


def _refuse_acting(part: bytes, name: str) -> None:
    found = ACTING.search(part)
    if found:
        _refuse(name, ACTS[found[1]])


def _unread(plain: bytes, found: re.Match[bytes]) -> bool:
    """Tell whether objects are packed in another way than `_inflated` unpacks."""
    begin = max(plain.rfind(b"endobj", 0, found.start()), 0)
    end = plain.find(b"stream", found.end())
    head = plain[begin:end]
    return b"/Filter" in head and (b"/FlateDecode" not in head or UNREAD_FILTERS.search(head) is not None)


def _inflated(content: bytes, name: str) -> Iterator[bytes]:
    """Yield what each deflated stream holds; its end is where the deflated data end, whatever is declared."""
    view = memoryview(content)
    inflated = read = 0
    for found in STREAM.finditer(content):
        inflater = zlib.decompressobj()
        parts, place = [], found.end()
        try:
            while not inflater.eof and place < len(view):
                block = view[place : place + BLOCK_BYTES]
                parts.append(inflater.decompress(block))
                place += len(block)
                read += len(block)
                inflated += len(parts[-1])
                if inflated > MOST_INFLATED_BYTES or read > 2 * len(view) + MOST_INFLATED_BYTES:
                    raise RefusedFileError(
                        f"PDF「{name}」展開後太大。請縮小圖片後重新匯出。",
                        f"the PDF '{name}' is too large when unpacked. Export it anew with smaller pictures.",
                    )
        except zlib.error:
            pass  # no deflated stream, or damaged from here on: what was read before is looked at
        yield b"".join(parts)


def _refuse(name: str, kind: Text) -> NoReturn:
    raise RefusedFileError(
        f"PDF「{name}」裡有{kind.zh}，不能上傳。請用「列印成 PDF」另存一份再上傳。",
        f"the PDF '{name}' holds {kind.en} and is not taken. Print it to a new PDF, then upload that.",
    )
