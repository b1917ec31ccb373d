"""Where figures come from: each source with its publisher, rhythm and checks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from difang.errors import NotFoundError
from difang.sources import bundled
from difang.sources.timeliness import Freshness, freshness
from difang.text import Text


@dataclass(frozen=True, slots=True)
class Source:
    """A supplier of datasets; `datasets` reads and verifies them, and raises where one breaks a rule."""

    name: str
    publisher: Text
    update: Text
    datasets: Callable[[], list[bundled.BundledDataset]]

    def freshness(self, today: date) -> Iterator[tuple[bundled.BundledDataset, Freshness]]:
        """Yield each dataset with its state on `today`: a source is as late as the datasets it brings."""
        for dataset in self.datasets():
            yield dataset, freshness(dataset.manifest, today)


SOURCES = {
    "bundled": Source(
        name="bundled",
        publisher=Text(
            "各機關開放資料，隨 difang 附上", "open data of several agencies, shipped with difang"
        ),
        update=Text("隨 difang 改版更新", "updated with each version of difang"),
        datasets=bundled.datasets,
    )
}


def get(name: str) -> Source:
    """Return the source called `name`; NotFoundError lists those there are."""
    if name not in SOURCES:
        raise NotFoundError(
            f"沒有這個資料來源：{name}；請用 difang source list 看有哪些。",
            f"no such source: {name}; difang source list shows which there are.",
            suggestions=list(SOURCES),
        )
    return SOURCES[name]
