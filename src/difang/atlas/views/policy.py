"""`/policy/`: the plan, its strategies and arrows, who does what, what happened when."""

from itertools import groupby
from operator import itemgetter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from difang.atlas.language import request_lang
from difang.atlas.tables import UNCONFIRMED, rows
from difang.sources import english
from difang.text import Lang


def policy(request: HttpRequest) -> HttpResponse:
    """Show the content tables of the policy, each line with its source and date."""
    lang = request_lang(request)
    strategies, arrows = rows("policy.strategies", "no"), rows("policy.arrows", "no")
    framework, items = rows("policy.framework", "no"), rows("policy.work_items", "no")
    context = {
        "section": "policy",
        "themes": _grouped(strategies, "theme"),
        "arrows": _grouped(arrows, "arrow"),
        "framework": framework,
        "work_items": [_item(row, lang) for row in items],
        "timeline": [
            row
            | {
                "unverified": row["source_status"] == "?",
                "named": row["source"] != UNCONFIRMED,
                "source": english.text("sources", row["source"]).get(lang),
            }
            for row in rows("policy.timeline", "no")
        ],
        "cited": {
            name: _cited(table, lang)
            for name, table in (
                ("strategies", strategies),
                ("arrows", arrows),
                ("framework", framework),
                ("work_items", items),
            )
        },
    }
    return render(request, "atlas/policy.html", context)


def _grouped(table: list[dict[str, Any]], name: str) -> list[tuple[tuple[str, str], list[dict[str, Any]]]]:
    return [(key, list(group)) for key, group in groupby(table, itemgetter(name, f"{name}_en"))]


def _cited(table: list[dict[str, Any]], lang: Lang) -> list[tuple[str, str]]:
    found = dict.fromkeys((row["source"], row["source_date"]) for row in table)
    return [(english.text("sources", source).get(lang), date) for source, date in found]


def _item(row: dict[str, Any], lang: Lang) -> dict[str, str]:
    suffix = "" if lang == "zh" else "_en"
    then, now = row[f"lead_agencies{suffix}"], row[f"agencies_today{suffix}"]
    comma = "、" if lang == "zh" else "; "
    return {
        "area": row[f"area{suffix}"],
        "item": row[f"item{suffix}"],
        "lead": comma.join(then.split("; ")),
        "today": comma.join(now.split("; ")) if now != then else "",
    }
