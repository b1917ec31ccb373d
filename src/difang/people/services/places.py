"""The place of a role: checked, and the office that goes with it."""

from difang import places
from difang.errors import InputError
from difang.people.models import Organisation, Post
from difang.people.roles import NATION
from difang.people.rules import LEVELS

NATIONAL = "國家發展委員會"


def checked(role: str, place: str) -> str:
    """Return the place a role may have; InputError says which sort of place the role needs."""
    if role not in Post.Role.values:
        known = "、".join(Post.Role.values)
        raise InputError(f"沒有「{role}」這個角色；有：{known}。", f"no role '{role}'; there are: {known}.")
    level = LEVELS.get(role)
    if level is None:
        if place != NATION:
            raise InputError(
                f"「{role}」屬於全國；地點請用 {NATION}。", f"'{role}' is national; use {NATION}."
            )
        return place
    found = places.get(place)
    if found.level != level:
        word = "鄉鎮市區" if level == "township" else "縣市"
        raise InputError(
            f"「{Post.Role(role).label}」要有{word}代碼；「{place}」不是。",
            f"the role '{role}' needs the code of a {level}; '{place}' is none.",
        )
    return found.code


def office(role: str, place: str) -> Organisation | None:
    """Return the organisation of those who hold a role at a place; none for the site's own roles."""
    if role not in (*LEVELS, "nation"):
        return None
    kind = "township" if role == "planner" else role
    found, _ = Organisation.objects.get_or_create(kind=kind, name=office_name(role, place), place=place)
    return found


def office_name(role: str, place: str) -> str:
    """Return the name of the office of a role at a place."""
    if role == "nation":
        return NATIONAL
    name = places.get(place).full_label("zh")
    return {"planner": f"{name}公所", "county": f"{name}政府", "centre": f"{name}分區輔導中心"}[role]
