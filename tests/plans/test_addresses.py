"""Every address of the editor, for every role and verb: a draft is its writers', everything else isn't there."""

from typing import Any

import pytest

from tests.plans.conftest import NANTOU, PULI, TAICHUNG_HEPING, YUCHI, person

SECRET = "只給寫的人看的構想"
READ = ("get", "head")
WRITE = ("post", "put", "patch", "delete")
# Address → the verbs it has; {row}s are those of the fixture.
ADDRESSES = {
    "/plans/{plan}/": ("get", "head"),
    "/plans/{plan}/1/": ("get", "head", "post"),
    "/plans/{plan}/1/autosave/": ("post",),
    "/plans/{plan}/1/comment/": ("post",),
    "/plans/{plan}/comments/{comment}/settle/": ("post",),
    "/plans/{plan}/kept/1/": ("post",),
    "/plans/{plan}/pins/{pin}/remove/": ("get", "head", "post"),
    "/plans/{plan}/versions/0/papers/": ("post",),
    "/plans/{plan}/agree/": ("post",),
    "/plans/{plan}/compare/": ("get", "head"),
    "/plans/{plan}/versions/1/": ("get", "head"),
    "/plans/{plan}/versions/1/plan.html": ("get", "head"),
    "/plans/{plan}/plan.html": ("get", "head"),
    "/plans/{plan}/ventures/add/": ("get", "head", "post"),
    "/plans/{plan}/ventures/{venture}/": ("get", "head", "post"),
    "/plans/{plan}/ventures/{venture}/remove/": ("get", "head", "post"),
    "/plans/{plan}/stakeholders/{stakeholder}/ask/": ("post",),
    "/plans/{plan}/decide/": ("get", "head", "post"),
    "/plans/{plan}/letters/": ("post",),
}
OTHERS = {
    "visitor": None,
    "resident": (),
    "neighbour": (("planner", YUCHI),),
    "county": (("county", NANTOU),),
    "other county": (("county", TAICHUNG_HEPING[:5]),),
    "centre": (("centre", NANTOU),),
    "nation": (("nation", "TW"),),
    "operator": (("operator", "TW"),),
    "privacy": (("privacy", "TW"),),
}


@pytest.fixture
def drafted(plan: Any, planner: Any) -> dict[str, int]:
    """A draft with something in every table, all of it there to leak."""
    from difang.plans.editor.commenting import comment
    from difang.plans.editor.pins import pin, read_address
    from difang.plans.editor.writing import save
    from difang.plans.models import Stakeholder, Venture

    save(by=planner, plan=plan, part=1, base=0, body=SECRET)
    evidence = read_address(f"/figures/population.births?place={PULI}&period=2025")
    return {
        "plan": plan.pk,
        "comment": comment(by=planner, plan=plan, part=1, text=SECRET).pk,
        "pin": pin(by=planner, plan=plan, part=1, evidence=evidence, note=SECRET).pk,
        "venture": Venture.objects.create(plan=plan, name=SECRET).pk,
        "stakeholder": Stakeholder.objects.create(plan=plan, name=SECRET, contact="x@example.tw").pk,
    }


def state_of(plan: int) -> tuple[object, ...]:
    """Return all that a stranger's request could change."""
    from difang.plans.models import Comment, Pin, Plan, Section, Stakeholder, Venture
    from difang.records.models import Event, Mail

    return (
        Plan.objects.values_list("state", "revision", "title").get(pk=plan),
        list(Section.objects.values_list("body", "gap", "number")),
        *(list(model.objects.order_by("pk").values()) for model in (Comment, Pin, Stakeholder, Venture)),
        Event.objects.count(),
        Mail.objects.count(),
    )


@pytest.mark.parametrize("who", OTHERS)
def test_a_draft_is_not_there_for_anybody_else_whatever_the_verb(
    drafted: dict[str, int], browse: Any, who: str
) -> None:
    posts = OTHERS[who]
    client = browse(None if posts is None else person("stranger", *posts))
    before = state_of(drafted["plan"])
    sent = {
        "body": "x",
        "base": "1",
        "text": "x",
        "event": "withdraw",
        "reason": "x",
        "revision": "0",
        "name": "x",
    }
    for address in ADDRESSES:
        for verb in (*READ, *WRITE):
            path = address.format(**drafted)
            answer = getattr(client, verb)(path, sent if verb in ("get", "post") else None)
            assert SECRET not in answer.content.decode(errors="replace"), (path, verb)
            if answer.status_code == 302:
                assert who == "visitor", (path, verb)
                assert answer["Location"].startswith("/accounts/login/"), (path, verb)
            else:
                assert answer.status_code in (404, 405), (path, verb, answer.status_code)
    assert state_of(drafted["plan"]) == before


def test_its_writer_has_the_verbs_that_are_declared_and_no_others(
    drafted: dict[str, int], browse: Any
) -> None:
    planner = browse(_planner())
    for address, verbs in ADDRESSES.items():
        for verb in (*READ, "put", "patch", "delete"):
            answer = getattr(planner, verb)(address.format(**drafted))
            assert (answer.status_code == 405) is (verb not in verbs), (address, verb, answer.status_code)


def _planner() -> Any:
    from difang.people.models import Person

    return Person.objects.get(email="planner@example.tw")


def test_every_address_of_the_editor_is_in_the_list(site: None) -> None:
    """A new address that nobody thought of testing is named here."""
    from difang.plans.editor.urls import urlpatterns

    elsewhere = {"plan-new", "plan-pin", "plan-stakeholder-consent"}
    known = {"plan", "plan-part", "plan-autosave", "plan-comment", "plan-comment-settle", "plan-settle"}
    known |= {"plan-unpin", "plan-agree", "plan-compare", "plan-version", "plan-version-paper", "plan-paper"}
    known |= {"plan-papers", "plan-ask-consent", "plan-add", "plan-row", "plan-row-remove"}
    assert {pattern.name for pattern in urlpatterns} == known | elsewhere


def test_posts_without_a_token_of_the_site_are_refused(drafted: dict[str, int], planner: Any) -> None:
    from django.test import Client

    client = Client(headers={"host": "localhost"}, enforce_csrf_checks=True)
    client.force_login(planner)
    before = state_of(drafted["plan"])
    for address, verbs in ADDRESSES.items():
        if "post" in verbs:
            answer = client.post(address.format(**drafted), {"body": "x", "base": "1"})
            assert answer.status_code == 403, address
    assert state_of(drafted["plan"]) == before


def test_markup_in_every_field_is_shown_as_words(plan: Any, planner: Any, browse: Any) -> None:
    from difang.plans.editor.writing import save
    from difang.plans.models import Kpi, Meeting, Need, Stakeholder, Venture

    bad = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'
    for part in range(1, 7):
        save(by=planner, plan=plan, part=part, base=0, body=bad)
    type(plan).objects.filter(pk=plan.pk).update(title=bad[:80])
    venture = Venture.objects.create(plan=plan, name=bad, what=bad, where=bad, lead=bad, risks=bad)
    Need.objects.create(venture=venture, kind="grant", purpose=bad, who=bad)
    Stakeholder.objects.create(plan=plan, name=bad, role=bad)
    Meeting.objects.create(plan=plan, held_on="2026-01-01", title=bad, decision=bad, objections=bad)
    Kpi.objects.create(plan=plan, name=bad, unit="x", proof=bad)
    client = browse(planner)
    pages = ["", "compare/", "plan.html", "decide/", *(f"{part}/" for part in range(1, 7))]
    for path in (*(f"/plans/{plan.pk}/{page}" for page in pages), "/desk/", "/plans/new/"):
        page = client.get(path).content.decode()
        assert "<script>alert" not in page, path
        assert "<img src=x" not in page, path


@pytest.mark.parametrize(
    ("who", "remarks"),
    [
        ((("planner", PULI),), True),
        ((("county", NANTOU),), True),
        ((("nation", "TW"),), True),
        ((("auditor", "TW"),), False),
        ((("auditor", "TW"), ("county", NANTOU)), True),
        ((("auditor", "TW"), ("county", TAICHUNG_HEPING[:5])), False),
        ((("planner", YUCHI),), False),
        ((("operator", "TW"),), False),
        ((), False),
    ],
)
def test_who_has_a_plan_before_them_remarks_and_who_only_reads_does_not(
    plan: Any, planner: Any, browse: Any, who: tuple[tuple[str, str], ...], remarks: bool
) -> None:
    from django.utils import timezone

    from difang.plans.editor.versions import freeze
    from difang.records.models import Clock

    freeze(plan, planner)
    for stage in ("with_county", "with_nation"):
        now = timezone.now()
        Clock.objects.create(
            subject_type="plan", subject_id=plan.pk, stage=stage, started_at=now, stopped_at=now, days=1,
            due_on=now.date(),
        )  # fmt: skip
    client = browse(person("somebody", *who))
    answer = client.post(f"/plans/{plan.pk}/1/comment/", {"text": "意見"})
    assert (answer.status_code == 302, plan.comments.count()) == (remarks, int(remarks))
    if not remarks:
        assert answer.status_code in (403, 404)
    page = client.get(f"/plans/{plan.pk}/versions/1/").content.decode()
    assert ("對這一部分留言" in page) is remarks
