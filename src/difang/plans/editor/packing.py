"""All papers of a plan in one file, written by the worker: five formats take longer than a page may."""

from typing import Any

from django.utils import timezone

from difang.documents import FORMATS, render
from difang.indicators.export.archive import zipped
from difang.plans.editor import selectors
from difang.plans.editor.papers import Content, paper
from difang.plans.editor.versions import content
from difang.plans.models import Plan, Version
from difang.records import jobs
from difang.text import Text

KIND = "plan-papers"
ZIP = "application/zip"
DRAFT = Text("草稿，還沒有送出", "draft, not submitted")


def ask(*, by: Any, plan: int, number: int, lang: str) -> Any:
    """Leave the papers of a version (0: of the draft as it then stands) to the worker; return the job."""
    told, title = _told(by, plan, number)
    shown = Text(f"「{title}」的簡報，{told.zh}", f"papers of '{title}', {told.en}")
    return jobs.start(by=by, kind=KIND, arguments={"plan": plan, "number": number, "lang": lang}, title=shown)


def make(person: Any, arguments: dict[str, Any], progress: jobs.Progress) -> jobs.Result:
    """Write every format of the plan, as far as this person may read it still."""
    pk, number, lang = arguments["plan"], arguments["number"], arguments["lang"]
    frozen, standing, demo = _frozen(person, pk, number)
    briefing = paper(frozen, lang, standing=standing.get(lang), demo=demo)
    name = f"plan-{pk}-v{number}" if number else f"plan-{pk}-draft"
    members = []
    for made, form in enumerate(FORMATS):
        progress(made, len(FORMATS))
        members.append((f"{name}/{name}.{form}", render(briefing, form)))
    progress(len(FORMATS), len(FORMATS))
    return jobs.Result(zipped(members), f"{name}.zip", ZIP)


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
