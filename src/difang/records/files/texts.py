"""CSV and plain text: UTF-8, without control characters."""

import re
from pathlib import PurePath

from difang.records.files.refusal import RefusedFileError

MEDIA = {".csv": "text/csv", ".txt": "text/plain", ".md": "text/plain"}
CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")


def suffix(name: str) -> str | None:
    """Return the suffix of a name that says text, or None."""
    ending = PurePath(name).suffix.lower()
    return ending if ending in MEDIA else None


def check(content: bytes, name: str) -> tuple[bytes, str, str]:
    """Return the text as it is, with its type and suffix."""
    ending = suffix(name) or ".txt"
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RefusedFileError(
            f"「{name}」不是 UTF-8 編碼（可能是 Big5）。請在 Excel 另存成「CSV UTF-8」，或在記事本以 UTF-8 儲存。",
            f"'{name}' isn't UTF-8 (maybe Big5). Save it from Excel as 'CSV UTF-8', or as UTF-8 from an editor.",
        ) from error
    if CONTROL.search(text):
        raise RefusedFileError(
            f"「{name}」裡有不是文字的內容。請另存成純文字再上傳。",
            f"'{name}' holds more than text. Save it as plain text, then upload that.",
        )
    return content, MEDIA[ending], ending
