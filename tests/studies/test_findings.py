"""Findings are true: their numbers, directions and superlatives are read back from the sentence."""

import re

import pytest

from difang import places
from difang.indicators import MAPS, catalogue
from difang.studies import findings
from difang.workspace import Workspace

TOWNSHIPS = places.all_places()
NUMBER = re.compile(r"[−+]?\d[\d,]*(?:\.\d+)?")
HEADLINES = [findings.headline(one).id for one in MAPS if catalogue().all(one)]


def numbers(sentence: str) -> list[float]:
    return [float(found.replace("−", "-").replace(",", "")) for found in NUMBER.findall(sentence)]


def test_of_people_is_true_for_every_place_in_both_languages(workspace: Workspace) -> None:
    told = 0
    for place in TOWNSHIPS:
        finding = findings.of_people(workspace.data, place)
        assert finding is not None
        start, end = finding.figures[0].value, finding.figures[1].value
        born = sum(figure.value for figure in finding.figures[2:12])
        died = sum(figure.value for figure in finding.figures[12:])
        change = end - start
        tail = [] if change == 0 else [abs(change)]
        for sentence in finding.sentence:
            assert numbers(sentence.replace(place.name_en, "").replace(place.name, ""))[2:] == [
                start,
                end,
                *tail,
                born,
                died,
            ]
        assert ("多了" in finding.sentence.zh, "少了" in finding.sentence.zh) == (change > 0, change < 0)
        assert (" more;" in finding.sentence.en, " fewer;" in finding.sentence.en) == (change > 0, change < 0)
        told += 1
    assert told == 368


@pytest.mark.parametrize("indicator", HEADLINES)
def test_of_place_tells_the_true_value_and_rank_for_every_place(workspace: Workspace, indicator: str) -> None:
    data, one = workspace.data, catalogue().get(indicator)
    level = "township" if "township" in data.levels(indicator) else "county"
    period = data.latest(indicator, level)
    values = data.map_values(indicator, level, period)
    known = sorted((value for value in values.values() if value is not None), reverse=True)
    for code, value in values.items():
        place = places.get(code)
        finding = findings.of_place(data, one, place, period)
        if value is None:
            assert finding.figures[0].value is None
            continue
        figure = finding.figures[0]
        for lang, sentence in (("zh", finding.sentence.zh), ("en", finding.sentence.en)):
            assert figure.text(lang) in sentence
        if findings.ranked(one, period):
            position = known.index(value) + 1
            assert f"第 {position}" in finding.sentence.zh
            assert f"number {position} of {len(known)}" in finding.sentence.en
            assert ("並列" in finding.sentence.zh) == (known.count(value) > 1)


@pytest.mark.parametrize("indicator", HEADLINES)
def test_of_map_names_the_true_highest_and_lowest(workspace: Workspace, indicator: str) -> None:
    data, one = workspace.data, catalogue().get(indicator)
    level = "township" if "township" in data.levels(indicator) else "county"
    period = data.latest(indicator, level)
    finding = findings.of_map(data, one, level, period, None)
    values = [value for value in data.map_values(indicator, level, period).values() if value is not None]
    assert [figure.value for figure in finding.figures] == [max(values), min(values)]
    top = places.get(finding.figures[0].place)
    assert f"最高的是{top.full_name}" in finding.sentence.zh
    assert f"highest in {top.full_name_en}" in finding.sentence.en


@pytest.mark.parametrize("year", ["2020", "2021", "2022", "2023"])
def test_net_migration_of_register_years_is_never_ranked(workspace: Workspace, year: str) -> None:
    indicator = catalogue().get("population.net_migration_rate")
    assert not findings.ranked(indicator, year)
    finding = findings.of_map(workspace.data, indicator, "township", year, None)
    assert "最高" not in finding.sentence.zh
    place = findings.of_place(workspace.data, indicator, TOWNSHIPS[0], year)
    assert "第" not in place.sentence.zh.replace(TOWNSHIPS[0].full_name, "")


def test_net_migration_of_other_years_is_ranked(workspace: Workspace) -> None:
    assert findings.ranked(catalogue().get("population.net_migration_rate"), "2019")
