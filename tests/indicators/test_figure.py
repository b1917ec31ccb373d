"""A figure says its number, its doubts, its address and its source."""

import json
from dataclasses import replace

import pytest

from difang.errors import InputError
from difang.indicators import Figures, numbers, provenance
from difang.indicators.model import Caveat, Unit
from difang.text import Text

PERSONS = Unit("persons", Text("人", "people"), "PS", 0, "person")


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (1234567.0, 0, "1,234,567"),
        (-0.25, 1, "−0.2"),
        (-0.04, 1, "0.0"),
        (0.0, 0, "0"),
        (-1500.0, 0, "−1,500"),
        (99.96, 1, "100.0"),
    ],
)
def test_number_is_rounded_for_display(value: float, decimals: int, shown: str) -> None:
    assert numbers.number(value, decimals) == shown


def test_prose_tells_wan_in_chinese_only() -> None:
    assert numbers.in_prose(233_012, PERSONS, "zh") == "23.3\u00a0萬人"
    assert numbers.in_prose(99_999, PERSONS, "zh") == "99,999\u00a0人"
    assert numbers.in_prose(233_012, PERSONS, "en") == "233,012\u00a0people"
    assert numbers.in_prose(1, PERSONS, "en") == "1\u00a0person"


def test_text_joins_number_and_unit(published: Figures) -> None:
    assert published.one("population.old_share", "10008010").text() == "75.0%"
    assert published.one("population.total", "10008030").text("zh", prose=True) == "40.0\u00a0萬人"
    assert published.one("population.old_share", "10008030").text("zh") == "不適用"
    assert published.one("population.total", "63000010").text("en") == "not published"


def test_status_is_said_with_its_reason(published: Figures) -> None:
    assert published.one("population.old_share", "10008030").status_words == Text(
        "不適用：沒有人口", "not applicable: nobody lives there"
    )
    assert published.one("population.estimate", "10008020").status_words == Text("推估", "estimated")
    assert published.one("population.total", "10008020").status_words == Text("", "")


def test_permalink_names_release_indicator_place_and_period(published: Figures) -> None:
    figure = published.one("population.total", "10008020", "2024")
    assert figure.permalink == (
        f"/r/{published.release.id}/figures/population.total?place=10008020&period=2024"
    )


def test_caveats_are_those_that_hold_for_the_period(published: Figures) -> None:
    of_2019, of_2024 = (published.one("population.total", "10008020", p) for p in ("2019", "2024-12"))
    assert [c.id for c in of_2019.caveats] == ["registered_not_resident"]
    assert [c.id for c in of_2024.caveats] == ["registered_not_resident", "register_abroad_2020_2025"]


@pytest.mark.parametrize(
    ("period", "holds"),
    [("2019-12", False), ("2020", True), ("2020-03", True), ("2025", True), ("2026-01", False)],
)
def test_caveat_of_years_covers_their_months(period: str, holds: bool) -> None:
    assert Caveat("x", Text("甲", "a"), (("2020", "2025"),)).holds_for(period) == holds


def test_provenance_leads_to_publisher_file_and_hash(published: Figures) -> None:
    (origin,) = provenance(published.one("population.old_share", "10008020"))
    assert origin.dataset == "population.by_age"
    assert origin.publisher.zh == "內政部戶政司"
    assert origin.snapshot == published.release.datasets["population.by_age"]
    assert origin.files[0].sha256 == "ab" * 32


def test_citation_in_words_says_all_that_is_needed_to_find_it_again(published: Figures) -> None:
    figure = published.one("population.old_share", "10008020")
    origin = provenance(figure)[0]
    assert figure.cite("text", "en", base="https://example.tw") == (
        "Department of Household Registration. “Population by month”. "
        "Share aged 65 and over, Puli Township, Nantou County, 2025-12: 20.0%. Retrieved 2026-08-22. "
        f"Release {figure.release}. Snapshot population.by_age {origin.snapshot} sha256:{origin.sha256}. "
        f"https://example.tw{figure.permalink}"
    )


def test_citation_in_bibtex_and_ris_is_well_formed(published: Figures) -> None:
    figure = published.one("population.old_share", "10008020")
    bibtex = figure.cite("bibtex")
    assert bibtex.startswith("@misc{population_old_share_10008020_2025_12_")
    assert bibtex.count("{") == bibtex.count("}")
    ris = figure.cite("ris").split("\r\n")
    assert (ris[0], ris[-2]) == ("TY  - DATA", "ER  - ")
    assert json.loads(figure.cite("json"))["url"] == figure.permalink


def test_citation_format_that_is_none_is_refused(published: Figures) -> None:
    figure = published.one("population.old_share", "10008020")
    with pytest.raises(InputError, match="it must be one of text, bibtex, ris, json"):
        figure.cite("apa")  # type: ignore[arg-type]


def test_interval_of_a_value_does_not_replace_it(published: Figures) -> None:
    figure = replace(published.one("population.total", "10008020"), low=190.0, high=210.0)
    assert figure.text("en") == "199\u00a0people"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.2, "0.20"),
        (0.068, "0.068"),
        (0.0996, "0.10"),
        (1.52, "1.5"),
        (9.96, "10"),
        (123.4, "120"),
        (0, "0.0"),
    ],
)
def test_ratio_and_its_interval_have_two_significant_digits(value: float, shown: str) -> None:
    assert numbers.significant(value) == shown
