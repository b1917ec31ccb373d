"""How many files a plan or a proposal may hold, counting those its frozen versions keep."""

from typing import Any

from django.db.models import Count, Sum

from difang.errors import InputError
from difang.records.models import File
from difang.text import Text

MOST = {"plan": (200, 500_000_000), "proposal": (50, 200_000_000)}
MOST_AT_ONCE = 10
NAMES = {"plan": Text("一份計畫", "a plan"), "proposal": Text("一件提案", "a proposal")}


def check(kind: str, subject: Any, size: int) -> None:
    """Raise InputError where one more file of this size is too much."""
    most, most_bytes = MOST[kind]
    found = File.objects.filter(subject_type=kind, subject_id=subject.pk).aggregate(
        files=Count("pk"), size=Sum("size")
    )
    name = NAMES[kind]
    if found["files"] >= most:
        raise InputError(
            f"{name.zh}最多 {most} 個檔案（包含送出過的版本保存的），已經滿了。請先移除用不到的，或合併成一個 PDF。",
            f"{name.en} holds at most {most} files (those kept by its versions included), and it is full. Remove what "
            "isn't needed, or join several into one PDF.",
        )
    if (found["size"] or 0) + size > most_bytes:
        raise InputError(
            f"{name.zh}的檔案合計最多 {most_bytes // 1_000_000} MB（包含送出過的版本保存的），放不下這一個。"
            "請先移除用不到的，或把照片縮小。",
            f"the files of {name.en} are at most {most_bytes // 1_000_000} MB together (those kept by its versions "
            "included); this one doesn't fit. Remove what isn't needed, or make photos smaller.",
        )
