"""The loader: what it reads, and that each refusal names file, stanza, key and rule."""

from pathlib import Path

import pytest

from difang.errors import InputError, NotFoundError
from difang.indicators import CatalogueError, catalogue
from difang.indicators.grammar import parse_filter, parse_measure
from difang.indicators.loading import load
from difang.indicators.model import Condition, Reference, Source, Term
from difang.text import Text
from tests.indicators.fixture import catalogue_of, stanza


def test_stanza_becomes_an_indicator(tmp_path: Path) -> None:
    one = catalogue_of(
        tmp_path,
        stanza(
            "old_share",
            name='{zh = "老年人口比率", en = "Share aged 65 and over"}',
            kind='"share"',
            unit='"percent"',
            numerator='{dataset = "a.b", measure = "women + men", filter = "age >= 65"}',
            denominator='{dataset = "a.c", measure = "people", period = "mid_year"}',
            levels='["nation", "township"]',
            caveats='["registered_not_resident"]',
            measure='"flow"',
        ),
    ).get("population.old_share")
    assert one.name == Text("老年人口比率", "Share aged 65 and over")
    assert (one.map, one.factor, one.additive, one.levels) == (
        "population",
        100,
        False,
        ("township", "nation"),
    )
    assert one.datasets == ("a.b", "a.c")
    assert one.sources == (
        Source(
            Reference(
                "a.b", (Term(1, "women"), Term(1, "men")), (Condition("age", ">=", (65,)),), "same", "flow"
            ),
            Reference("a.c", (Term(1, "people"),), (), "mid_year", "stock"),
        ),
    )


def test_hash_is_of_the_content_not_of_its_layout(tmp_path: Path) -> None:
    first = catalogue_of(tmp_path / "a", stanza("total", order="1"))
    same = catalogue_of(tmp_path / "b", stanza("total", order="1").replace(" = ", "   =   "))
    other = catalogue_of(tmp_path / "c", stanza("total", order="2"))
    assert first.hash == same.hash
    assert first.hash != other.hash


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        ({"colour": '"red"'}, r"colour; rule: unknown key; known: name, question"),
        ({"unit": '"people"'}, r"unit = 'people'; rule: declared: per_1000, percent, persons"),
        ({"caveats": '["none"]'}, r"caveats = 'none'; rule: declared: register_abroad_2020_2025"),
        ({"levels": '["town"]'}, r"levels = \['town'\]; rule: a list of village"),
        ({"name": '{zh = "名"}'}, r"name\.en; rule: words in both languages"),
        ({"name": '{zh = "名", en = " "}'}, r"name\.en; rule: words in both languages"),
        ({"kind": '"median"'}, r"kind = 'median'; rule: direct \| share"),
        ({"kind": '"share"'}, r"denominator; rule: share \| rate_per \| index need one"),
        ({"kind": '"study"', "numerator": ""}, r"study; rule: kind = study needs"),
        ({"numerator": ""}, r"numerator; rule: kind = direct needs one"),
        ({"question": ""}, r"question; rule: required"),
        ({"order": '"first"'}, r"order = 'first'; rule: must be int"),
        (
            {"numerator": '{dataset = "a", measure = "b", filter = "age ~ 3"}'},
            r"'age ~ 3' is not a comparison",
        ),
        ({"numerator": '{dataset = "a", measure = "b c"}'}, r"'b c' is not a column"),
        ({"numerator": '{dataset = "a", measure = "b", period = "june"}'}, r"period = 'june'; rule: same"),
        ({"breaks": '[{at = "2019"}]'}, r"why\.zh; rule: words in both languages"),
        (
            {"also": '[{denominator = {dataset = "a", measure = "b"}}]'},
            r"also\[0\]\.numerator; rule: required",
        ),
    ],
)
def test_refusal_names_stanza_key_and_rule(tmp_path: Path, keys: dict[str, str], says: str) -> None:
    with pytest.raises(CatalogueError, match=rf"population\.toml, stanza \[population\.total\]: .*{says}"):
        catalogue_of(tmp_path, stanza("total", **keys))


def test_file_that_is_not_toml_is_named(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"catalogue population\.toml, stanza \[\*\]"):
        catalogue_of(tmp_path, "[population.total")


def test_measure_and_filter_languages() -> None:
    assert parse_measure("births - deaths") == (Term(1, "births"), Term(-1, "deaths"))
    assert parse_filter("kind in ('a and b', 'c') and year >= 2010 and share < 0.5") == (
        Condition("kind", "in", ("a and b", "c")),
        Condition("year", ">=", (2010,)),
        Condition("share", "<", (0.5,)),
    )


@pytest.mark.parametrize(
    "text", ["age >=", "age >= old", "kind in 'a'", "kind in ('a' b)", "a == 1 or b == 2"]
)
def test_filter_refuses_what_it_does_not_know(text: str) -> None:
    with pytest.raises(ValueError, match="is n"):
        parse_filter(text)


def test_unknown_indicator_and_map_suggest_the_nearest(tmp_path: Path) -> None:
    known = catalogue_of(tmp_path, stanza("total"), stanza("births"))
    with pytest.raises(NotFoundError) as caught:
        known.get("population.birth")
    assert caught.value.suggestions[0] == "population.births"
    with pytest.raises(InputError) as caught_map:
        known.all("populaton")
    assert caught_map.value.suggestions == ("population",)


def test_lists_follow_order_then_id(tmp_path: Path) -> None:
    known = catalogue_of(tmp_path, stanza("b", order="2"), stanza("a", order="2"), stanza("c", order="1"))
    assert [one.id for one in known.all("population")] == ["population.c", "population.a", "population.b"]


def test_shipped_catalogue_loads_and_is_kept() -> None:
    assert catalogue() is catalogue()


@pytest.mark.parametrize(
    ("indicator", "zh", "en"),
    [
        ("population.total", "存量：期末的狀態", "stock: the state at the end of the period"),
        ("population.births", "流量：期間的合計", "flow: the sum over the period"),
        (
            "population.in_registrations",
            "流量：截至該月十二個月的合計",
            "flow: the sum of the twelve months to the month named",
        ),
        ("circulation.median_income", "中位數，不能相加", "a median: cannot be summed"),
        ("circulation.mean_income", "平均數，不能相加", "a mean: cannot be summed"),
        (
            "circulation.employed_persons",
            "期間的平均，不能跨期相加",
            "a mean over the period: periods cannot be summed",
        ),
        ("population.old_age_share", "比率，不能相加", "a ratio: cannot be summed"),
        (
            "population.change_10y",
            "與較早時點相比的變化，不能相加",
            "a change from an earlier date: cannot be summed",
        ),
        ("finance.fiscal_capacity_level", "等級，不能相加", "a grade: cannot be summed"),
    ],
)
def test_measure_words_are_true(indicator: str, zh: str, en: str) -> None:
    assert catalogue().get(indicator).measure_words == Text(zh, en)


def test_what_cannot_be_summed_is_not_called_a_sum() -> None:
    words = ("中位數", "平均", "比率", "占比", "率", "每")
    wrong = [
        one.id
        for one in catalogue().all()
        if one.statistic == "total" and (one.unit == "percent" or one.name.zh.startswith(words))
    ]
    assert wrong == []


def test_moves_of_twelve_months_are_flows_and_name_the_election() -> None:
    for name in ("population.in_registrations", "population.out_registrations"):
        one = catalogue().get(name)
        assert (one.measure, "election_registration" in one.caveats) == ("flow", True)


def test_periods_of_a_caveat_are_one_span_or_several(tmp_path: Path) -> None:
    (tmp_path / "caveats.toml").write_text(
        '[one]\nzh = "甲"\nen = "a"\nperiods = ["2020", "2025"]\n'
        '[two]\nzh = "甲"\nen = "a"\nperiods = [["2014-04", "2014-12"], ["2018", "2019"]]\n',
        "utf-8",
    )
    known = load(tmp_path)
    assert known.caveat("one").periods == (("2020", "2025"),)
    assert known.caveat("two").periods == (("2014-04", "2014-12"), ("2018", "2019"))
    (tmp_path / "caveats.toml").write_text('[one]\nzh = "甲"\nen = "a"\nperiods = [["2020"]]\n', "utf-8")
    with pytest.raises(CatalogueError, match="periods"):
        load(tmp_path)


@pytest.mark.parametrize(
    ("period", "holds"),
    [("2026-03", False), ("2026-05", True), ("2025-12", False), ("2022", True), ("2024", False)],
)
def test_election_caveat_holds_from_april_of_an_election_year(period: str, holds: bool) -> None:
    assert catalogue().caveat("election_registration").holds_for(period) == holds
