"""Papers and pages of a version: whose figures they cite, what they say of ventures and meetings, and which day."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.plans.test_versions import filled

# 00:35 in Taipei is still the day before in Greenwich.
AFTER_MIDNIGHT = datetime(2026, 11, 23, 16, 35, tzinfo=UTC)


def told(plan: Any, lang: str, *, demo: bool = False) -> Any:
    from difang.plans.editor.papers import paper
    from difang.plans.editor.versions import content

    return paper(content(type(plan).objects.get(pk=plan.pk)), lang, standing="v", demo=demo)


@pytest.fixture
def detailed(plan: Any, planner: Any) -> Any:
    """A plan that says how its venture is done and how its meeting went."""
    filled(plan, planner)
    venture = plan.ventures.get()
    venture.how, venture.business_model = "先租冷藏庫", "代工收費"
    venture.strategies, venture.arrows = [1], [2]
    venture.save()
    plan.meetings.update(
        options="甲案共用、乙案自建",
        groups="產銷班與里辦公處",
        votes_for=21,
        votes_against=4,
        minutes="會後補充",
    )
    return plan


def policy(lang: str) -> list[str]:
    from difang.atlas.tables import rows

    suffix = "" if lang == "zh" else "_en"
    strategy = next(row for row in rows("policy.strategies", "no") if row["no"] == 1)
    arrow = next(row for row in rows("policy.arrows", "no") if row["no"] == 2)
    return [strategy[f"strategy{suffix}"], arrow[f"arrow{suffix}"]]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_pins_footnote_cites_its_source_as_other_papers_do(detailed: Any, lang: str) -> None:
    from difang.atlas.evidence import figures
    from difang.documents.briefing.notes import short_hash

    pin = detailed.pins.get()
    figure = figures(pin.release).one(pin.indicator, pin.place, pin.period)
    briefing = told(detailed, lang)
    (note,) = briefing.slides[0].footnotes
    assert note.permalink == pin.address
    assert note.citation == short_hash(figure.cite(lang=lang))
    assert {"zh": "內政部戶政司", "en": "Interior"}[lang] in note.text
    assert "2025" in note.text
    assert pin.indicator not in note.text
    assert any(source.dataset in note.text for source in briefing.sources)


def test_a_pin_whose_release_is_gone_is_cited_by_what_it_knows(detailed: Any) -> None:
    detailed.pins.update(release="20200101-000000000000")
    (note,) = told(detailed, "zh").slides[0].footnotes
    assert "20200101-000000000000" in note.text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_papers_tell_how_a_venture_is_done_and_how_a_meeting_went(detailed: Any, lang: str) -> None:
    from difang.documents import render

    page = render(told(detailed, lang), "html").decode()
    said = [
        "先租冷藏庫",
        "代工收費",
        "甲案共用、乙案自建",
        "產銷班與里辦公處",
        "21：4",
        "會後補充",
        *policy(lang),
    ]
    assert [words for words in said if words not in page] == []


def test_each_need_names_its_venture(detailed: Any) -> None:
    from difang.documents import Table

    tables = [block for slide in told(detailed, "zh").slides if slide.part == 5 for block in slide.blocks]
    (table,) = [block for block in tables if isinstance(block, Table)]
    assert [(row[0].text, row[1].text, row[3].text) for row in table.rows] == [
        ("茭白筍加工", "設備", "3,000,000 元"),
        ("茭白筍加工", "場地", ""),
    ]


@pytest.mark.parametrize(
    ("kind", "amount", "unit", "zh", "en"),
    [
        ("grant", 3_000_000, "", "3,000,000 元", "NT$ 3,000,000"),
        ("loan", 5, "元", "5 元", "NT$ 5"),
        ("people", 2, "人", "2 人", "2 人"),
        ("people", 2, "", "2", "2"),
        ("grant", None, "", "", ""),
    ],
)
def test_money_is_said_as_money_and_people_are_not(
    kind: str, amount: int | None, unit: str, zh: str, en: str, site: None
) -> None:
    from difang.plans.editor.listing import amount as said

    found = said({"kind": kind, "amount": amount, "unit": unit})
    assert (found.zh, found.en) == (zh, en)


def test_the_page_of_a_version_tells_the_same(detailed: Any, planner: Any, browse: Any) -> None:
    from difang.plans.editor.versions import freeze

    freeze(type(detailed).objects.get(pk=detailed.pk), planner)
    page = browse(planner).get(f"/plans/{detailed.pk}/versions/1/").content.decode()
    said = [
        "先租冷藏庫",
        "代工收費",
        "甲案共用、乙案自建",
        "產銷班與里辦公處",
        "21：4",
        "會後補充",
        *policy("zh"),
    ]
    assert [words for words in said if words not in page] == []


@pytest.mark.parametrize(("lang", "word"), [("zh", "示範"), ("en", "demonstration")])
def test_the_cover_of_a_demonstration_says_so(detailed: Any, lang: str, word: str) -> None:
    assert word in told(detailed, lang, demo=True).subtitle
    assert word not in told(detailed, lang).subtitle


def test_a_demonstrations_papers_are_marked_wherever_they_are_written(
    detailed: Any, planner: Any, browse: Any
) -> None:
    from difang.plans.editor.packing import _frozen
    from difang.plans.editor.versions import freeze

    type(detailed).objects.filter(pk=detailed.pk).update(demo=True)
    freeze(type(detailed).objects.get(pk=detailed.pk), planner)
    client = browse(planner)
    for path in ("plan.html", "versions/1/plan.html"):
        assert "示範" in client.get(f"/plans/{detailed.pk}/{path}").content.decode(), path
    for number in (0, 1):
        assert _frozen(planner, detailed.pk, number)[2] is True


def test_a_version_is_of_the_day_it_was_submitted_in_taipei(detailed: Any, planner: Any, browse: Any) -> None:
    from difang.plans.editor.packing import standing_of
    from difang.plans.editor.versions import freeze

    version = freeze(detailed, planner)
    detailed.versions.update(at=AFTER_MIDNIGHT)
    version.refresh_from_db()
    assert "2026-11-24" in standing_of(version).zh
    assert "2026-11-24" in standing_of(version).en
    planner.minguo_years = False
    planner.save()
    client = browse(planner)
    for path in ("", "versions/1/", "compare/"):
        page = client.get(f"/plans/{detailed.pk}/{path}").content.decode()
        assert "2026 年 11 月 24 日" in page, path
        assert "11 月 23 日" not in page, path


def test_dates_follow_the_readers_setting(detailed: Any, planner: Any, browse: Any) -> None:
    from difang.plans.editor.commenting import comment
    from difang.plans.editor.versions import freeze
    from difang.plans.models import Comment

    comment(by=planner, plan=detailed, part=3, text="再想想")
    Comment.objects.update(at=AFTER_MIDNIGHT)
    freeze(detailed, planner)
    detailed.versions.update(at=AFTER_MIDNIGHT)
    planner.minguo_years = True
    planner.save()
    client = browse(planner)
    for path in ("", "3/", "versions/1/", "compare/"):
        page = client.get(f"/plans/{detailed.pk}/{path}").content.decode()
        assert "民國 115 年 11 月 24 日" in page, path
    for path in ("3/", "versions/1/"):
        assert "民國 115 年 10 月 1 日" in client.get(f"/plans/{detailed.pk}/{path}").content.decode(), path
