"""The stage bar of a plan: who has it, since when, how many days are left."""

from dataclasses import dataclass

from difang.plans.models import Plan
from difang.plans.stages import PLAN
from difang.records import clocks
from difang.text import Text

PATH = ("drafting", "with_county", "with_nation", "accepted", "in_force")


@dataclass(frozen=True)
class Step:
    """One stage of the bar: `look` is done, now or later; `clock` says what is due."""

    words: Text
    look: str
    clock: Text | None = None
    late: bool = False


def steps(plan: Plan) -> list[Step]:
    """Return the usual path with this plan's place on it; a stage off the path stands alone."""
    state = "drafting" if plan.state == "exploring" else plan.state
    if state not in PATH:
        return [Step(PLAN.stage(plan.state).public, "now")]
    at = PATH.index(state)
    found = []
    for number, name in enumerate(PATH):
        stage = PLAN.stage(plan.state if number == at else name)
        look = "done" if number < at else "now" if number == at else "later"
        clock, late = _clock(plan, stage.days, look)
        found.append(Step(stage.public, look, clock, late))
    return found


def _clock(plan: Plan, days: int | None, look: str) -> tuple[Text | None, bool]:
    if days is None or look == "done":
        return None, False
    running = clocks.running(PLAN, plan) if look == "now" else None
    if running is None:
        return Text(f"{days} 個工作天", f"{days} working days"), False
    left = clocks.days_left(running)
    if left < 0:
        return Text(f"逾期 {-left} 個工作天", f"{-left} working days late"), True
    return Text(f"剩 {left} 個工作天，共 {days} 天", f"{left} of {days} working days left"), False
