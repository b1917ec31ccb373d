"""The way of a case as people see it: steps in order, who holds each, what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from difang import places
from difang.plans.models import Plan
from difang.text import Text

TOWNSHIP = Text("鄉鎮市區公所", "Township office")
COUNTY = Text("縣市窗口", "County window")
NATION = Text("國發會", "National window")
CENTRE = Text("分區輔導中心", "Regional centre")
PROPOSER = Text("提案人", "Proposer")
COUNCIL = Text("國家發展委員會", "National Development Council")


@dataclass(frozen=True)
class Step:
    """One step: the stages it stands for, who holds it, and the kind of its holder."""

    stages: tuple[str, ...]
    holder: Text
    by: str


PLAN_STEPS = (
    Step(("exploring", "drafting"), TOWNSHIP, "township"),
    Step(("with_county",), COUNTY, "county"),
    Step(("with_nation",), NATION, "nation"),
    Step(("accepted",), Text("結果", "Outcome"), "none"),
    Step(("in_force", "reviewed", "closed"), Text("執行", "Carried out"), "none"),
)
_LAST_STEPS = (
    Step(("intake",), NATION, "nation"),
    Step(("screening",), Text("結果", "Outcome"), "none"),
)
PUBLIC_STEPS = (
    Step(("draft",), PROPOSER, "owner"),
    Step(("with_township",), TOWNSHIP, "township"),
    Step(("with_county",), COUNTY, "county"),
    *_LAST_STEPS,
)
PRIVATE_STEPS = (
    Step(("draft",), PROPOSER, "owner"),
    Step(("with_regional_centre",), CENTRE, "centre"),
    *_LAST_STEPS,
)
# Steps that are declared, but that no move of this version leads to.
LATER = {
    "in_force": Text(
        "每年的檢核與計畫結束，會在本站之後的版本提供；在那之前，計畫停在「執行中」。",
        "The yearly review and closing come in a later version of this site; until then the plan stays in force.",
    ),
    "screening": Text(
        "審查、媒合與核定會在本站之後的版本提供。",
        "Screening, matching and approval come in a later version of this site.",
    ),
}
# Where a case ended on another way than to the end: no step of the bar is theirs.
ENDED = ("withdrawn", "declined")


def steps(subject: Any) -> Sequence[Step]:
    """Return the steps of a plan or a proposal."""
    if isinstance(subject, Plan):
        return PLAN_STEPS
    return PRIVATE_STEPS if subject.private else PUBLIC_STEPS


def step_of(subject: Any) -> Step | None:
    """Return the step a case is at, or None where it ended on another way."""
    return next((step for step in steps(subject) if subject.state in step.stages), None)


def place_words(code: str) -> Text:
    """Return the full name of a place in both languages."""
    place = places.get(code)
    return Text(place.full_label("zh"), place.full_label("en"))


def county_words(code: str) -> Text:
    """Return the county of a township, or of the first township of a region."""
    place = places.get(code)
    county = places.get((place.members[0] if place.level == "region" else code)[:5])
    return Text(county.full_label("zh"), county.full_label("en"))


def office(step: Step, place: str) -> Text:
    """Name the office that holds a step of a case of this place."""
    if step.by == "township":
        return place_words(place)
    if step.by in ("county", "centre"):
        return county_words(place)
    if step.by == "nation":
        return COUNCIL
    return Text("", "")


def place_of(subject: Any) -> str:
    """Return the code of a case's place."""
    return subject.place if isinstance(subject, Plan) else subject.venture.plan.place
