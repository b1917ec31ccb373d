"""Every address of ours can be cited, or is refused with words; nothing else is cited in its place."""

import pytest

from difang.errors import InputError, MissingDataError, NotFoundError
from difang.workspace import Workspace

FIGURE = "figures/population.total"


@pytest.fixture
def base(workspace: Workspace) -> str:
    return f"/r/{workspace.release.id}/"


@pytest.mark.parametrize(
    "rest",
    [
        "figures/population.total.csv?place=10008020&period=2024",
        "figures/population.total.metadata.json?place=埔里&period=2024&lang=en",
        "figures/population.total.png?place=%E5%9F%94%E9%87%8C&period=2024&include=estimated",
        "figures/population.total?place=10008020&period=2024&level=township",
    ],
)
def test_figure_is_cited_by_any_of_its_addresses(workspace: Workspace, base: str, rest: str) -> None:
    cited = workspace.figure("population.total", "埔里", 2024).cite("text", "zh")
    assert workspace.cite(base + rest) == cited
    assert workspace.cite(f"https://difang.example/en/{rest}") == cited


def test_rows_of_a_data_set_are_cited_with_their_snapshot_and_address(
    workspace: Workspace, base: str
) -> None:
    snapshot = workspace.release.datasets["circulation.crops"]
    whole = workspace.cite(f"{base}data/circulation.crops.json", lang="en")
    assert snapshot in whole and whole.endswith(f"{base}data/circulation.crops.json")
    some = workspace.cite(f"{base}data/circulation.crops.csv?place=埔里&lang=en")
    assert snapshot in some and some.endswith(f"{base}data/circulation.crops.csv?place=10008020")
    assert workspace.cite(f"{base}data/circulation.crops.csv", "bibtex").startswith(
        "@misc{circulation_crops_"
    )


@pytest.mark.parametrize(
    ("rest", "error", "words"),
    [
        (FIGURE, InputError, "no place"),
        (f"{FIGURE}?period=2024", InputError, "no place"),
        (f"{FIGURE}?place=&period=2024", InputError, "no place"),
        ("figures/population.nothing", NotFoundError, "unknown indicator"),
        ("figures/population.nothing?place=10008020", NotFoundError, "unknown indicator"),
        (f"{FIGURE}.docx?place=10008020", NotFoundError, "no form 'docx'"),
        (f"{FIGURE}.?place=10008020", NotFoundError, "no form ''"),
        (f"{FIGURE}?place=10008020&colour=red", InputError, "unknown parameter 'colour'"),
        (f"{FIGURE}?place=10008020&place=10008030", InputError, "given 2 times"),
        (f"{FIGURE}?place=10008020&period=2024&period=2025", InputError, "given 2 times"),
        (f"{FIGURE}?place=10008020&period=2020..2024", InputError, "one year or month"),
        (f"{FIGURE}?place=10008020&level=county", InputError, "level: county"),
        (f"{FIGURE}?place=10008020&lang=xx", InputError, "lang: xx"),
        (f"{FIGURE}?place=10008020&period=1950", MissingDataError, "not published"),
        ("?colour=red", InputError, "unknown parameter 'colour'"),
        ("data/nothing.csv", NotFoundError, "no dataset: nothing"),
        ("data/circulation.crops", NotFoundError, "names a form"),
        ("data/circulation.crops.csv?colour=red", InputError, "no column 'colour'"),
        ("data/circulation.crops.csv?place=埔里&crop=nothing", MissingDataError, "no such row"),
        ("places/10008020/", InputError, "what to cite"),
    ],
)
def test_what_cannot_be_cited_is_refused_with_words(
    workspace: Workspace, base: str, rest: str, error: type[InputError], words: str
) -> None:
    with pytest.raises(error) as refusal:
        workspace.cite(base + rest)
    assert words in refusal.value.message("en")
    assert refusal.value.message("zh") != refusal.value.message("en")
    assert refusal.value.exit_code == (4 if error is MissingDataError else 2)
