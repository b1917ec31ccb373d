"""What is documented of programmes and approvals; what is not is never guessed."""

from typing import Any

from difang.lake import Release
from difang.sources import english
from difang.studies.texts import rows
from difang.text import Text

PROGRAMMES_IN_ALL = 37
KINDS = {
    "phase": Text("計畫期程", "phase of the plan"),
    "programme": Text("部會計畫", "ministry's programme"),
    "scheme": Text("徵件與補助", "open scheme"),
    "tech": Text("科技建設", "technology"),
    "fund": Text("基金", "fund"),
}
MEMBERSHIP = {
    "named_in_plan": Text("計畫簡報點名", "named by the plan"),
    "not_confirmed": Text("未能確認", "not confirmed"),
    "no": Text("不屬 37 項", "not one of the 37"),
}


def programmes(release: Release) -> list[dict[str, Any]]:
    """Return the documented programmes, by name."""
    return rows(release, "resources.programmes", "name")


def approvals(release: Release, county: str) -> list[dict[str, Any]]:
    """Return the approvals known in one county, newest first; a year not stated comes last."""
    known = rows(release, "resources.approvals", "proposal")
    here = [row for row in known if row["place"].startswith(county)]
    return sorted(here, key=lambda row: row["year"] or "", reverse=True)


def agency(name: str) -> Text:
    """Return an agency as the source names it, or several joined by 、, in both languages."""
    return Text(name, english.agencies(name))
