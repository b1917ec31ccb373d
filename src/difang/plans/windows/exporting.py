"""A batch of cases as a spreadsheet, or their papers in one file: exactly what the person may see, and nothing else."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from difang.documents import render
from difang.errors import NotFoundError
from difang.indicators.export import workbook
from difang.indicators.export.archive import zipped
from difang.plans.editor.packing import ZIP, standing_of
from difang.plans.editor.papers import paper
from difang.plans.models import Version
from difang.plans.windows import days, selectors
from difang.records import jobs
from difang.text import Lang, Text

ODS = "application/vnd.oasis.opendocument.spreadsheet"
# From here on a sheet is made by the worker.
LONG = 500
PIECE = 200
MOST_PAPERS = 400

SHEETS = {"plan": Text("計畫", "Plans"), "proposal": Text("提案", "Proposals")}
HEAD = (
    Text("編號", "Number"),
    Text("名稱", "Title"),
    Text("地方", "Place"),
    Text("階段", "Stage"),
    Text("承辦", "Held by"),
    Text("期限", "Due on"),
    Text("期限狀況", "Days"),
    Text("最後更動", "Last change"),
    Text("示範", "Demonstration"),
)
ABOUT = Text("說明", "About")
TITLES = {
    "cases-sheet": Text("案件清冊（ODS）", "List of cases (ODS)"),
    "cases-papers": Text("計畫簡報合輯（PDF）", "Papers of the plans listed (PDF)"),
}


def _untold(done: int, total: int) -> None:
    """Nobody waits for a short export."""


def ods(person: Any, asked: dict[str, Any], lang: Lang, progress: jobs.Progress = _untold) -> bytes:
    """Return the workbook of a person's cases, narrowed by what they asked for."""
    kinds = [asked["kind"]] if asked.get("kind") else selectors.KINDS
    return workbook(
        [
            *((SHEETS[kind].get(lang), _sheet(person, kind, asked, lang, progress)) for kind in kinds),
            _about(lang),
        ]
    )


def ask(*, by: Any, kind: str, asked: dict[str, Any], lang: Lang) -> Any:
    """Leave a long export, one of `TITLES`, to the worker; return the job."""
    return jobs.start(by=by, kind=kind, arguments={"asked": asked, "lang": lang}, title=TITLES[kind])


def make_sheet(person: Any, arguments: dict[str, Any], progress: jobs.Progress) -> jobs.Result:
    """Write the spreadsheet of many cases."""
    found = ods(person, arguments["asked"], arguments["lang"], progress)
    return jobs.Result(found, "cases.ods", ODS)


def make_papers(person: Any, arguments: dict[str, Any], progress: jobs.Progress) -> jobs.Result:
    """Write the newest version of each plan listed as PDF; a plan that was never submitted has none."""
    lang = arguments["lang"]
    listed = selectors.listed(person, "plan", arguments["asked"]).values_list("pk", flat=True)
    newest = list(_newest(listed))
    members = []
    for made, version in enumerate(newest):
        progress(made, len(newest))
        standing = standing_of(version).get(lang)
        briefing = paper(version.content, lang, standing=standing, demo=version.plan.demo)
        name = f"plan-{version.plan_id}-v{version.number}.pdf"
        members.append((f"plans/{name}", render(briefing, "pdf")))
    if not members:
        raise NotFoundError(
            "您篩選的計畫都還沒有送出過，沒有簡報可以下載。請放寬篩選再試。",
            "none of the plans listed was ever submitted, so there is no paper. Loosen the filter, then try again.",
        )
    progress(len(newest), len(newest))
    return jobs.Result(zipped(members), "plans.zip", ZIP)


def _newest(plans: Any) -> Iterator[Version]:
    """Yield the last version of each plan, one at a time: their content is large."""
    later = Version.objects.filter(plan=OuterRef("plan"), number__gt=OuterRef("number"))
    last = Version.objects.filter(~Exists(later), plan__in=plans).order_by("plan_id")
    for pk in list(last.values_list("pk", flat=True)[:MOST_PAPERS]):
        yield Version.objects.get(pk=pk)


def _sheet(
    person: Any, kind: str, asked: dict[str, Any], lang: Lang, progress: jobs.Progress
) -> list[Sequence[Any]]:
    cases = selectors.rows(selectors.listed(person, kind, asked), kind)
    lines: list[Sequence[Any]] = [tuple(name.get(lang) for name in HEAD)]
    for done, row in enumerate(cases):
        if done % PIECE == 0:
            progress(done, len(cases))
        lines.append(_line(row, lang))
    return lines


def _line(row: selectors.Row, lang: Lang) -> Sequence[Any]:
    return (
        row.pk,
        row.title,
        row.place.get(lang),
        row.stage.get(lang),
        row.holder.get(lang),
        row.days.due_on.isoformat() if row.days else None,
        row.days.words.get(lang) if row.days else None,
        days.moment(row.changed_at, None, lang),
        Text("是", "yes").get(lang) if row.demo else None,
    )


def _about(lang: Lang) -> tuple[str, list[Sequence[Any]]]:
    told = Text(
        "依下載者的權限匯出；沒有出現的案件不代表不存在。",
        "Exported by the rights of who downloaded it; a case that isn't here may still exist.",
    )
    made = Text("匯出時間", "Exported at").get(lang)
    return ABOUT.get(lang), [(told.get(lang),), (made, days.moment(timezone.now(), None, lang))]
