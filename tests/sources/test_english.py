"""Every source word that the pages and papers show has English, and each crop one of its own."""

from pathlib import Path

import pyarrow.parquet
import pytest

from difang.lake import Lake
from difang.sources import english

SHOWN = (
    ("crops", "circulation.crops", "crop"),
    ("agencies", "resources.programmes", "agency"),
    ("agencies", "resources.budget_mentions", "agency"),
    ("budget", "resources.budget_mentions", "sentence"),
    ("proposals", "resources.approvals", "proposal"),
    ("proposals", "resources.approvals", "amount_note"),
    ("sources", "resources.approvals", "meeting"),
)


@pytest.mark.parametrize(("table", "dataset", "column"), SHOWN)
def test_words_shown_from_the_sources_have_english(
    published_home: Path, table: str, dataset: str, column: str
) -> None:
    path = Lake(published_home).current().path(dataset)
    said = set(pyarrow.parquet.read_table(path, columns=[column])[column].to_pylist()) - {None}
    said = {one for words in said for one in (words.split("、") if table == "agencies" else [words])}
    assert said
    assert [words for words in said if english.of(table, words) == words] == []


def test_no_two_crops_share_an_english_name(published_home: Path) -> None:
    path = Lake(published_home).current().path("circulation.crops")
    crops = set(pyarrow.parquet.read_table(path, columns=["crop"])["crop"].to_pylist())
    assert len({english.of("crops", crop) for crop in crops}) == len(crops)


def test_words_of_no_table_stay_as_published() -> None:
    assert english.of("crops", "新作物") == "新作物"
    assert english.text("crops", "茶") == ("茶", "tea")


def test_agencies_joined_by_a_comma_are_each_put_into_english() -> None:
    assert english.agencies("教育部、內政部") == "Ministry of Education; Ministry of the Interior"


def test_longer_entries_go_first_within_a_text() -> None:
    assert english.within("10008020 可可椰子, 可可", "crops") == "10008020 coconut, cacao"
