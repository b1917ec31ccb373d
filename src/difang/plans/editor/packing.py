"""All papers of a plan in one file, written by the worker: five formats take longer than a page may."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from zipfile import BadZipFile, ZipFile

from django.utils import timezone

from difang.documents import FORMATS, render
from difang.indicators.export.archive import zipped
from difang.plans.editor import selectors
from difang.plans.editor.papers import Content, paper
from difang.plans.editor.versions import content
from difang.plans.models import Plan, Version
from difang.records import jobs
from difang.records.errors import StaleError
from difang.text import Text

Written = TypeVar("Written")

KIND = "plan-papers"
ZIP = "application/zip"
# Who else makes papers: of all plans listed.
PAPERS = (KIND, "cases-papers")
MOST_TRIES = 3
# Characters; some seconds of writing. What is longer is left to the worker.
LONG = 20_000
CHANGED = Text(
    "有人改變了列名的意願，這份檔案已刪除。請再製作一次。",
    "Somebody's consent to be listed changed, so this file was removed. Make it again.",
)
DRAFT = Text("草稿，還沒有送出", "draft, not submitted")


def ask(*, by: Any, plan: int, number: int, lang: str) -> Any:
    """Leave the papers of a version (0: of the draft as it then stands) to the worker; return the job."""
    told, title = _told(by, plan, number)
    shown = Text(f"「{title}」的簡報，{told.zh}", f"papers of '{title}', {told.en}")
    return jobs.start(by=by, kind=KIND, arguments={"plan": plan, "number": number, "lang": lang}, title=shown)


def make(person: Any, arguments: dict[str, Any], progress: jobs.Progress) -> jobs.Result:
    """Write every format of the plan, as far as this person may read it still."""
    pk, number, lang = arguments["plan"], arguments["number"], arguments["lang"]
    _, standing, demo = _frozen(person, pk, number)
    name = f"plan-{pk}-v{number}" if number else f"plan-{pk}-draft"

    def write(told: Content) -> list[tuple[str, bytes]]:
        briefing = paper(told, lang, standing=standing.get(lang), demo=demo)
        members = []
        for made, form in enumerate(FORMATS):
            progress(made, len(FORMATS))
            members.append((f"{name}/{name}.{form}", render(briefing, form)))
        return members

    members = as_listed(lambda: _frozen(person, pk, number)[0], write)
    progress(len(FORMATS), len(FORMATS))
    return jobs.Result(zipped(members), f"{name}.zip", ZIP)


def as_listed(read: Callable[[], Content], write: Callable[[Content], Written]) -> Written:
    """Write what is read, anew if somebody's consent changed meanwhile; StaleError if it never holds still."""
    for _ in range(MOST_TRIES):
        told = read()
        written = write(told)
        if read()["stakeholders"] == told["stakeholders"]:
            return written
    raise StaleError(
        "在製作的時候，利害關係人的同意改變了；請再試一次。",
        "consent of stakeholders changed while this was made; try again.",
    )


def is_long(told: Content) -> bool:
    """Say whether papers of a content take longer than a page may."""
    return _characters(told) > LONG


def _characters(value: Any) -> int:
    if isinstance(value, dict):
        return sum(map(_characters, value.values()))
    if isinstance(value, list):
        return sum(map(_characters, value))
    return len(value) if isinstance(value, str) else 0


def spoil(plan: int) -> None:
    """Remove papers of a plan made earlier, since they may name who may no longer be named; begin open ones anew."""
    jobs.spoil(
        PAPERS,
        making=lambda job: job.arguments.get("plan", plan) == plan,
        made=lambda path: _holds(path, plan),
        why=CHANGED,
    )


def _holds(path: Path, plan: int) -> bool:
    """Say whether a result holds papers of a plan; of what can't be read, that it may."""
    try:
        with ZipFile(path) as archive:
            return any(f"plan-{plan}-" in name for name in archive.namelist())
    except FileNotFoundError:
        return False
    except (OSError, BadZipFile):
        return True


def standing_of(version: Version) -> Text:
    """Say which version a paper is of, and on which day in Taipei it was submitted."""
    day = f"{timezone.localtime(version.at):%Y-%m-%d}"
    return Text(f"第 {version.number} 版，{day} 送出", f"version {version.number}, submitted {day}")


def _told(person: Any, pk: int, number: int) -> tuple[Text, str]:
    if not number:
        return DRAFT, selectors.written(person, pk).title
    version = selectors.readable_version(person, pk, number)
    return standing_of(version), str(version.content["title"])


def _frozen(person: Any, pk: int, number: int) -> tuple[Content, Text, bool]:
    if not number:
        plan: Plan = selectors.written(person, pk)
        return content(plan), DRAFT, plan.demo
    version = selectors.readable_version(person, pk, number)
    return version.content, standing_of(version), version.plan.demo
