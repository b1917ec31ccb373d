"""Words about people in both languages, and labels of forms that follow the page's language."""

from typing import Any

from django.utils.functional import lazy
from django.utils.translation import get_language

from difang.people.models import Organisation, Post
from difang.text import Lang, Text

ROLES: dict[Post.Role, Text] = {
    Post.Role.PLANNER: Text("鄉鎮市區公所承辦", "planner of the township"),
    Post.Role.COUNTY: Text("縣市窗口", "county window"),
    Post.Role.CENTRE: Text("分區輔導中心", "regional coaching centre"),
    Post.Role.NATION: Text("國發會窗口", "national window"),
    Post.Role.OPERATOR: Text("站台管理者", "site operator"),
    Post.Role.PRIVACY: Text("個資保護", "privacy officer"),
    Post.Role.AUDITOR: Text("稽核", "auditor"),
}
KINDS: dict[Organisation.Kind, Text] = {
    Organisation.Kind.TOWNSHIP: Text("鄉鎮市區公所", "township office"),
    Organisation.Kind.COUNTY: Text("縣市政府", "county government"),
    Organisation.Kind.CENTRE: Text("分區輔導中心", "regional coaching centre"),
    Organisation.Kind.NATION: Text("國發會", "National Development Council"),
    Organisation.Kind.MINISTRY: Text("部會", "ministry"),
    Organisation.Kind.ASSOCIATION: Text("社團", "association"),
    Organisation.Kind.FIRM: Text("企業", "firm"),
    Organisation.Kind.UNIVERSITY: Text("大學團隊", "university team"),
}


def page_lang() -> Lang:
    """Return the language of the page being made."""
    return "en" if (get_language() or "").startswith("en") else "zh"


def _chosen(zh: str, en: str) -> str:
    return Text(zh, en).get(page_lang())


_lazily = lazy(_chosen, str)


def both(zh: str, en: str) -> Any:
    """Return a label that is chosen when it is shown."""
    return _lazily(zh, en)
