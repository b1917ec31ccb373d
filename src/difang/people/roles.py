"""Roles as stage tables name them: tests of (person, subject), where a subject has a place and an owner."""

from typing import Any

from difang.people import organisations, posts
from difang.records.stages import Audience, Role
from difang.text import Text

NATION = "TW"


def _townships(subject: Any) -> tuple[str, ...]:
    return tuple(subject.townships())


def _counties(subject: Any) -> set[str]:
    return {code[:5] for code in _townships(subject)}


def _is_planner(person: Any, subject: Any) -> bool:
    return any(posts.holds(person, "planner", place) for place in _townships(subject))


def _is_lead_planner(person: Any, subject: Any) -> bool:
    return posts.holds(person, "planner", subject.lead_place())


def _is_county(person: Any, subject: Any) -> bool:
    return any(posts.holds(person, "county", place) for place in _counties(subject))


def _is_centre(person: Any, subject: Any) -> bool:
    return any(code in _counties(subject) for code in posts.places(person, "centre"))


def _is_nation(person: Any, subject: Any) -> bool:
    return posts.holds(person, "nation", NATION)


def _is_owner(person: Any, subject: Any) -> bool:
    return subject.owner_id is not None and subject.owner_id == getattr(person, "pk", None)


PLANNER = Role("planner", Text("本鄉鎮市區公所承辦", "planner of the township"), _is_planner)
LEAD_PLANNER = Role("lead_planner", Text("主辦公所承辦", "planner of the leading township"), _is_lead_planner)
COUNTY = Role("county", Text("縣市窗口", "county window"), _is_county)
CENTRE = Role("centre", Text("分區輔導中心", "regional coaching centre"), _is_centre)
NATIONAL = Role("nation", Text("國發會窗口", "national window"), _is_nation)
OWNER = Role("owner", Text("提案人", "proposer"), _is_owner)
ROLES = (PLANNER, LEAD_PLANNER, COUNTY, CENTRE, NATIONAL, OWNER)


def _at(role: str, codes: set[str] | tuple[str, ...]) -> list[int]:
    return [person for code in sorted(codes) for person in posts.holders(role, code)]


PLANNERS = Audience("planners", Text("公所承辦", "planners"), lambda s: _at("planner", _townships(s)))
COUNTIES = Audience("counties", Text("縣市窗口", "county windows"), lambda s: _at("county", _counties(s)))
CENTRES = Audience("centres", Text("分區輔導中心", "coaching centres"), lambda s: _at("centre", _counties(s)))
NATIONALS = Audience(
    "nationals", Text("國發會窗口", "national window"), lambda s: posts.holders("nation", NATION)
)


def _proposers(subject: Any) -> list[int]:
    """Return whose case it is: an organisation's members or an office's planners as they are now, else its owner."""
    if getattr(subject, "organisation_id", None):
        return organisations.people(subject.organisation_id)
    if getattr(subject, "office", ""):
        return posts.holders("planner", subject.office)
    return [subject.owner_id] if subject.owner_id else []


PROPOSER = Audience("proposer", Text("提案人", "proposer"), _proposers)
