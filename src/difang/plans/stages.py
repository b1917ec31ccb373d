"""The stages of a plan and of a proposal, as data. Days are this site's settings: the plan sets none."""

from collections.abc import Sequence
from typing import Any

from difang.people.roles import (
    CENTRE,
    CENTRES,
    COUNTIES,
    COUNTY,
    LEAD_PLANNER,
    NATIONAL,
    NATIONALS,
    PLANNERS,
    PROPOSER,
)
from difang.plans.speaking import (
    ONCE_CENTRES,
    ONCE_COUNTIES,
    ONCE_NATIONALS,
    ONCE_PLANNERS,
    SPEAKER,
    SPEAKER_PRIVATE,
    SPEAKER_PUBLIC,
)
from difang.records.stages import Machine, Move, Stage
from difang.text import Text

COUNTY_DAYS = 10
NATION_DAYS = 20
# Who put a case forward or sent it on decides nothing about it in the same round.
SENDS = ("submit", "submit_private", "forward")


def _plan_is_ready(plan: Any) -> Sequence[Text]:
    from difang.plans.missing import hindering

    return hindering(plan)


def _proposal_is_ready(proposal: Any) -> Sequence[Text]:
    from difang.plans.missing import proposal_hindering

    return proposal_hindering(proposal)


PLAN = Machine(
    id="plan",
    name=Text("地方創生計畫", "Plan"),
    first="exploring",
    submits=("submit",),
    stages=(
        Stage("exploring", Text("尋找 DNA", "finding its DNA"), Text("尋找 DNA", "finding its DNA")),
        Stage("drafting", Text("撰寫中", "being written"), Text("撰寫中", "drafting")),
        Stage(
            "with_county", Text("縣市檢視中", "with the county"), Text("縣市檢視", "with county"), COUNTY_DAYS
        ),
        Stage(
            "with_nation",
            Text("國發會檢視中", "with the nation"),
            Text("國發會檢視", "with nation"),
            NATION_DAYS,
        ),
        Stage("accepted", Text("已同意", "accepted"), Text("已同意", "accepted")),
        Stage("in_force", Text("執行中", "in force"), Text("執行中", "in force")),
        Stage("reviewed", Text("年度檢核完成", "reviewed this year"), Text("已檢核", "reviewed")),
        Stage("closed", Text("已結束", "closed"), Text("已結束", "closed")),
        Stage("withdrawn", Text("已撤回", "withdrawn"), Text("已撤回", "withdrawn")),
    ),
    moves=(
        Move("draft", Text("開始撰寫", "begin drafting"), ("exploring",), "drafting", (LEAD_PLANNER,)),
        Move(
            "submit",
            Text("送縣市", "submit to the county"),
            ("exploring", "drafting"),
            "with_county",
            (LEAD_PLANNER,),
            guard=_plan_is_ready,
            tells=(COUNTIES, PLANNERS),
        ),
        Move(
            "return",
            Text("退回修改", "return for changes"),
            ("with_county",),
            "drafting",
            (COUNTY,),
            needs_reason=True,
            tells=(PLANNERS,),
            apart=SENDS,
        ),
        Move(
            "forward",
            Text("轉送國發會", "forward to the nation"),
            ("with_county",),
            "with_nation",
            (COUNTY,),
            needs_reason=True,
            tells=(NATIONALS, PLANNERS),
            apart=SENDS,
        ),
        Move(
            "return",
            Text("退回修改", "return for changes"),
            ("with_nation",),
            "drafting",
            (NATIONAL,),
            needs_reason=True,
            tells=(COUNTIES, PLANNERS),
            apart=SENDS,
        ),
        Move(
            "accept",
            Text("同意", "accept"),
            ("with_nation",),
            "accepted",
            (NATIONAL,),
            tells=(COUNTIES, PLANNERS),
            apart=SENDS,
        ),
        Move(
            "start",
            Text("開始執行", "put into force"),
            ("accepted",),
            "in_force",
            (NATIONAL,),
            tells=(PLANNERS,),
        ),
        Move(
            "withdraw",
            Text("撤回", "withdraw"),
            ("exploring", "drafting", "with_county", "with_nation"),
            "withdrawn",
            (LEAD_PLANNER,),
            needs_reason=True,
            tells=(PLANNERS, ONCE_COUNTIES, ONCE_NATIONALS),
        ),
        Move(
            "reopen",
            Text("重新開啟", "reopen"),
            ("withdrawn",),
            "drafting",
            (LEAD_PLANNER,),
            needs_reason=True,
            tells=(PLANNERS, ONCE_COUNTIES, ONCE_NATIONALS),
        ),
        Move(
            "reopen",
            Text("更正，退回國發會檢視", "correct: back to the nation"),
            ("accepted",),
            "with_nation",
            (NATIONAL,),
            needs_reason=True,
            tells=(COUNTIES, PLANNERS),
        ),
        Move(
            "consent_withdrawn",
            Text("成員撤回同意，退回撰寫", "a member withdrew its consent: back to drafting"),
            ("with_county", "with_nation"),
            "drafting",
            tells=(PLANNERS, ONCE_COUNTIES, ONCE_NATIONALS),
            causes=("parent",),
        ),
    ),
)

PROPOSAL = Machine(
    id="proposal",
    name=Text("事業提案", "Proposal"),
    first="draft",
    submits=("submit", "submit_private"),
    stages=(
        Stage("draft", Text("撰寫中", "being written"), Text("草稿", "draft")),
        Stage(
            "with_township",
            Text("公所檢視中", "with the township"),
            Text("公所檢視", "with township"),
            COUNTY_DAYS,
        ),
        Stage(
            "with_county", Text("縣市檢視中", "with the county"), Text("縣市檢視", "with county"), COUNTY_DAYS
        ),
        Stage(
            "with_regional_centre",
            Text("分區輔導中心檢視中", "with the regional centre"),
            Text("輔導中心檢視", "with centre"),
            COUNTY_DAYS,
        ),
        Stage("intake", Text("國發會收件", "received by the nation"), Text("收件", "intake"), NATION_DAYS),
        Stage("screening", Text("已受理，待審查", "accepted for screening"), Text("已受理", "accepted")),
        Stage("withdrawn", Text("已撤回", "withdrawn"), Text("已撤回", "withdrawn")),
        Stage("declined", Text("不予受理", "not accepted"), Text("不受理", "declined")),
    ),
    moves=(
        Move(
            "submit",
            Text("送出", "submit"),
            ("draft",),
            "with_township",
            (SPEAKER_PUBLIC,),
            guard=_proposal_is_ready,
            tells=(PLANNERS, PROPOSER),
        ),
        Move(
            "submit_private",
            Text("送分區輔導中心", "submit to the regional centre"),
            ("draft",),
            "with_regional_centre",
            (SPEAKER_PRIVATE,),
            guard=_proposal_is_ready,
            tells=(CENTRES, PROPOSER),
        ),
        Move(
            "forward",
            Text("轉送縣市", "forward to the county"),
            ("with_township",),
            "with_county",
            (LEAD_PLANNER,),
            needs_reason=True,
            tells=(COUNTIES, PROPOSER),
        ),
        Move(
            "forward",
            Text("轉送國發會", "forward to the nation"),
            ("with_county",),
            "intake",
            (COUNTY,),
            needs_reason=True,
            tells=(NATIONALS, PLANNERS, PROPOSER),
            apart=SENDS,
        ),
        Move(
            "forward",
            Text("轉送國發會", "forward to the nation"),
            ("with_regional_centre",),
            "intake",
            (CENTRE,),
            needs_reason=True,
            tells=(NATIONALS, PROPOSER),
            apart=SENDS,
        ),
        Move(
            "return",
            Text("退回修改", "return for changes"),
            ("with_township",),
            "draft",
            (LEAD_PLANNER,),
            needs_reason=True,
            tells=(PROPOSER,),
        ),
        Move(
            "return",
            Text("退回修改", "return for changes"),
            ("with_county",),
            "draft",
            (COUNTY,),
            needs_reason=True,
            tells=(PROPOSER, PLANNERS),
            apart=SENDS,
        ),
        Move(
            "return",
            Text("退回修改", "return for changes"),
            ("with_regional_centre",),
            "draft",
            (CENTRE,),
            needs_reason=True,
            tells=(PROPOSER,),
            apart=SENDS,
        ),
        Move(
            "return",
            Text("退回修改", "return for changes"),
            ("intake",),
            "draft",
            (NATIONAL,),
            needs_reason=True,
            tells=(PROPOSER, PLANNERS, COUNTIES),
            apart=SENDS,
        ),
        Move(
            "accept",
            Text("受理", "accept"),
            ("intake",),
            "screening",
            (NATIONAL,),
            tells=(PROPOSER, PLANNERS, COUNTIES),
            apart=SENDS,
        ),
        Move(
            "decline",
            Text("不予受理", "decline"),
            ("intake",),
            "declined",
            (NATIONAL,),
            needs_reason=True,
            tells=(PROPOSER, PLANNERS, COUNTIES),
            apart=SENDS,
        ),
        Move(
            "withdraw",
            Text("撤回", "withdraw"),
            ("draft", "with_township", "with_county", "with_regional_centre", "intake"),
            "withdrawn",
            (SPEAKER,),
            needs_reason=True,
            tells=(PROPOSER, ONCE_PLANNERS, ONCE_COUNTIES, ONCE_CENTRES, ONCE_NATIONALS),
        ),
        Move(
            "reopen",
            Text("重新開啟", "reopen"),
            ("withdrawn",),
            "draft",
            (SPEAKER,),
            needs_reason=True,
            tells=(PROPOSER, ONCE_PLANNERS, ONCE_COUNTIES, ONCE_CENTRES, ONCE_NATIONALS),
        ),
        Move(
            "reopen",
            Text("更正，退回收件", "correct: back to intake"),
            ("screening", "declined"),
            "intake",
            (NATIONAL,),
            needs_reason=True,
            tells=(PROPOSER,),
        ),
    ),
)
MACHINES = (PLAN, PROPOSAL)


def machine_of(subject: Any) -> Machine:
    """Return the table a plan or proposal moves by."""
    return next(machine for machine in MACHINES if machine.id == subject._meta.model_name)
