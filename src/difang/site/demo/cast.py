"""Who plays: one account for each role, with the same password, told at start."""

from dataclasses import dataclass

from django.utils import timezone

from difang.people.models import Organisation, Person, Post
from difang.people.services.account import add_person

PULI, YUCHI, GUOXING, RENAI, CHISHANG = "10008020", "10008090", "10008100", "10008130", "10014060"
NANTOU, TAITUNG = "10008", "10014"


@dataclass(frozen=True)
class Part:
    """One account: the left side of its address, its name and its posts."""

    id: str
    name: str
    posts: tuple[tuple[str, str], ...] = ()


CAST = (
    Part("resident", "示範居民"),
    Part("partner", "示範夥伴（返鄉青年協會）"),
    Part("puli", "示範承辦（埔里）", (("planner", PULI),)),
    Part("puli2", "示範承辦（埔里建設課）", (("planner", PULI),)),
    Part("yuchi", "示範承辦（魚池）", (("planner", YUCHI),)),
    Part("guoxing", "示範承辦（國姓）", (("planner", GUOXING),)),
    Part("renai", "示範承辦（仁愛）", (("planner", RENAI),)),
    Part("chishang", "示範承辦（池上）", (("planner", CHISHANG),)),
    Part("nantou", "示範縣市窗口（南投）", (("county", NANTOU),)),
    Part("taitung", "示範縣市窗口（臺東）", (("county", TAITUNG),)),
    Part("centre", "示範輔導中心（中區）", (("centre", NANTOU),)),
    Part("nation", "示範國發會窗口", (("nation", "TW"),)),
    Part("auditor", "示範稽核", (("auditor", "TW"),)),
    Part("operator", "示範站台管理者", (("operator", "TW"),)),
)
KINDS = {"planner": "township", "county": "county", "centre": "centre", "nation": "nation"}


def address(part: str) -> str:
    """Return the mail address of a part: one that can reach nobody."""
    return f"{part}@demo.invalid"


def enter(secret: str) -> dict[str, Person]:
    """Make the accounts with their posts and organisations; return them by their part.

    Raises InputError in a home that isn't the demonstration's.
    """
    now = timezone.now()
    found = {}
    for part in CAST:
        person = add_person(email=address(part.id), name=part.name, password=secret, demo=True)
        for role, place in part.posts:
            Post.objects.create(
                person=person, role=role, place=place, since=now, organisation=_office(role, place, part.name)
            )
        found[part.id] = person
    return found


def _office(role: str, place: str, name: str) -> Organisation | None:
    if role not in KINDS:
        return None
    office, _ = Organisation.objects.get_or_create(
        kind=KINDS[role], place=place, defaults={"name": name, "demo": True}
    )
    return office
