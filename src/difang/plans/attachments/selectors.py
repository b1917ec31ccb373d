"""Which files a draft, a frozen version or a case has, and who may have them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from difang.errors import NotFoundError
from difang.plans.models import Attachment, Plan, Proposal
from difang.records.models import File
from difang.text import Text

KINDS = {
    "image/jpeg": Text("照片 JPEG", "photo, JPEG"),
    "image/png": Text("圖片 PNG", "picture, PNG"),
    "image/webp": Text("圖片 WebP", "picture, WebP"),
    "application/pdf": Text("PDF", "PDF"),
    "text/csv": Text("CSV 表格", "CSV table"),
    "text/plain": Text("純文字", "plain text"),
}
SCANS = {"not scanned": Text("未掃毒", "not scanned"), "clean": Text("已掃毒", "scanned, clean")}
PLAIN = ("id", "name", "sha256", "size", "media_type", "scanned")


@dataclass(frozen=True)
class Shown:
    """One file as pages list it. `pk` is the file's; `attachment` only where it may be removed."""

    pk: int
    name: str
    sha256: str
    about: tuple[Text, ...]
    meeting: str = ""
    who: str = ""
    at: datetime | None = None
    attachment: int | None = None


def of_part(plan: Plan, part: int) -> list[Shown]:
    """Return the files attached to a part now."""
    found = plan.attachments.filter(part=part).select_related("file__owner", "meeting")
    return [_live(one) for one in found.order_by("id")]


def of_proposal(proposal: Proposal) -> list[Shown]:
    """Return the files attached to a proposal now."""
    return [_live(one) for one in proposal.attachments.select_related("file__owner").order_by("id")]


def _live(one: Attachment) -> Shown:
    file = one.file
    return Shown(
        pk=file.pk,
        name=file.name,
        sha256=file.sha256,
        about=_about(file.media_type, file.size, file.scanned),
        meeting=one.meeting.title if one.meeting else "",
        who=str(file.owner) if file.owner else "—",
        at=file.at,
        attachment=one.pk,
    )


def frozen(subject: Plan | Proposal) -> list[dict[str, Any]]:
    """Return a draft's files as a version names them; who uploaded them isn't in it."""
    return [
        {**{name: getattr(one.file, name) for name in PLAIN}, "part": one.part, "meeting": one.meeting_id}
        for one in subject.attachments.select_related("file").order_by("id")
    ]


def of_version(content: Mapping[str, Any], part: int | None = None) -> list[Shown]:
    """Return the files a version names, of one part or all; versions of earlier days name none."""
    meetings = {one["id"]: one["title"] for one in content.get("meetings", ())}
    return [
        Shown(
            pk=one["id"],
            name=one["name"],
            sha256=one["sha256"],
            about=_about(one["media_type"], one["size"], one["scanned"]),
            meeting=meetings.get(one["meeting"], ""),
        )
        for one in content.get("files", ())
        if part in (None, one["part"])
    ]


def _about(media_type: str, size: int, scanned: str) -> tuple[Text, ...]:
    kind = KINDS.get(media_type) or _office(media_type)
    return (kind, _size(size), SCANS.get(scanned, Text(scanned, scanned)))


def _office(media_type: str) -> Text:
    words = {
        "wordprocessingml": "Word",
        "spreadsheetml": "Excel",
        "presentationml": "PowerPoint",
        "opendocument.text": "ODT",
        "opendocument.spreadsheet": "ODS",
        "opendocument.presentation": "ODP",
    }
    name = next((name for mark, name in words.items() if mark in media_type), media_type)
    return Text(name, name)


def _size(size: int) -> Text:
    told = f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(size // 1000, 1)} KB"
    return Text(told, told)


def draft_file(subject: Plan | Proposal, pk: int) -> File | None:
    """Return a file of a draft; None if it isn't in it."""
    return File.objects.filter(pk=pk, **{f"attachment__{subject._meta.model_name}": subject}).first()


def version_file(contents: Sequence[Mapping[str, Any]], pk: int) -> File:
    """Return a file that one of these versions names, as it was then."""
    named = next((one for told in contents for one in told.get("files", ()) if one["id"] == pk), None)
    found = File.objects.filter(pk=pk, sha256=named["sha256"]).first() if named else None
    if found is None:
        raise no_file()
    return found


def no_file() -> NotFoundError:
    """Say that there is no such file, in the same words whether or not it exists."""
    return NotFoundError("這裡沒有這個檔案，或已經移除了。", "there is no such file here, or it was removed.")
