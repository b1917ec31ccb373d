"""Every type that a problem may have is an address that explains it."""

import importlib
import pkgutil
from html import unescape

import pytest

import difang
from difang.errors import DifangError


def kinds() -> dict:
    from difang.api.kinds import KINDS  # only once Django is set up

    return KINDS


def errors(site: None) -> set[type[DifangError]]:
    """Every error of the package: a room that is never imported cannot hide one."""
    for module in pkgutil.walk_packages(difang.__path__, "difang."):
        if not module.name.endswith((".__main__", ".wsgi")):
            importlib.import_module(module.name)
    found, left = set(), [DifangError]
    while left:
        one = left.pop()
        found.add(one)
        left += one.__subclasses__()
    return {one for one in found if one.__module__.startswith("difang.")}


def test_every_error_has_a_page_that_tells_its_status(site: None) -> None:
    told = {one.slug: one.http_status for one in errors(site)}
    assert {slug: kind.status for slug, kind in kinds().items()} == told


def test_page_says_status_meaning_and_remedy_in_both_languages(client) -> None:
    for slug, kind in kinds().items():
        for lang, address in (("zh", f"/problems/{slug}"), ("en", f"/problems/{slug}?lang=en")):
            answer = client.get(address)
            html = unescape(answer.content.decode())
            assert answer.status_code == 200
            for words in (kind.title, kind.means, kind.remedy):
                assert words.get(lang) in html
            assert f"HTTP {kind.status}" in html
        assert 'lang="zh-Hant-TW"' in html and f'href="/problems/{slug}"' in html


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/figures",
        "/api/v1/places/nowhere",
        "/api/v1/places/中山區",
        "/api/v1/figures?indicator=population.births&level=village",
        "/nothing.json",
        f"/api/v1/places?{'&'.join(f'a{n}=1' for n in range(1_500))}",
    ],
)
def test_type_of_a_problem_leads_to_its_page(client, address: str) -> None:
    problem = client.get(address).json()
    page = client.get(problem["type"])
    assert (page.status_code, f"HTTP {problem['status']}" in page.content.decode()) == (200, True)


def test_unknown_type_names_the_known_ones(client) -> None:
    answer = client.get("/problems/nothing")
    assert answer.status_code == 404
    assert "too-many-requests" in answer.content.decode()


def test_docs_lead_to_every_explanation(client) -> None:
    html = client.get("/api/v1/docs").content.decode()
    assert all(f'href="/problems/{slug}"' in html for slug in kinds())
