"""Plans and proposals."""

from difang.plans.models.attachment import Attachment
from difang.plans.models.kpi import Kpi
from difang.plans.models.meeting import Meeting
from difang.plans.models.pin import Pin
from difang.plans.models.plan import Member, Plan, Version
from difang.plans.models.proposal import Call, Letter, Proposal, ProposalVersion
from difang.plans.models.section import Comment, Presence, Section, SectionRevision
from difang.plans.models.stakeholder import Stakeholder
from difang.plans.models.venture import Need, Venture

__all__ = [
    "Attachment",
    "Call",
    "Comment",
    "Kpi",
    "Letter",
    "Meeting",
    "Member",
    "Need",
    "Pin",
    "Plan",
    "Presence",
    "Proposal",
    "ProposalVersion",
    "Section",
    "SectionRevision",
    "Stakeholder",
    "Venture",
    "Version",
]
