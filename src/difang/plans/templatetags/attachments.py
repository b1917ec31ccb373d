"""Lists of files for the pages of drafts, versions and cases."""

from typing import Any

from django import template

from difang.plans.attachments import selectors
from difang.plans.attachments.limits import MOST, MOST_AT_ONCE
from difang.plans.models import Plan, Proposal
from difang.records.files.kinds import TAKEN
from difang.text import Text

register = template.Library()
ACCEPT = "image/jpeg,image/png,image/webp,.pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp,.csv,.txt"  # phones send photos as JPEG


@register.simple_tag
def attached(subject: Plan | Proposal, part: int | None = None) -> list[selectors.Shown]:
    """Return the files of a part of a plan's draft, or of a proposal's."""
    return (
        selectors.of_part(subject, part or 0) if isinstance(subject, Plan) else selectors.of_proposal(subject)
    )


@register.simple_tag
def frozen_files(content: dict[str, Any] | None, part: int | None = None) -> list[selectors.Shown]:
    """Return the files that a version names."""
    return selectors.of_version(content, part) if content else []


@register.simple_tag
def file_types() -> str:
    """Return what a file field offers to choose from."""
    return ACCEPT


@register.simple_tag
def file_rules(kind: str) -> Text:
    """Say what may be uploaded."""
    most, size = MOST[kind]
    zh, en = ("一份計畫", "a plan") if kind == "plan" else ("一件提案", "a proposal")
    return Text(
        f"{TAKEN.zh}每個 20 MB 以內，一次最多 {MOST_AT_ONCE} 個；{zh}最多 {most} 個、合計 {size // 1_000_000} MB。"
        "照片裡的地點、時間和相機資料會先去掉。",
        f"{TAKEN.en} At most 20 MB each and {MOST_AT_ONCE} at a time; {en} holds {most} files, {size // 1_000_000} MB "
        "together. Place, time and camera are taken out of photos first.",
    )
