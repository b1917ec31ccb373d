"""What must be said beside the rows: what they are, which were asked for, how to cite them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from difang.indicators.citation import cite_table
from difang.indicators.loading import catalogue
from difang.indicators.model import Caveat
from difang.indicators.provenance import Origin, origins, release_of
from difang.text import Lang, Text

if TYPE_CHECKING:
    import pyarrow as pa

LABELS = {
    "release": Text("發布版", "Release"),
    "citation": Text("引用", "Cite as"),
    "filter": Text("篩選", "Filter"),
    "indicator": Text("指標", "Indicator"),
    "definition": Text("定義", "Definition"),
    "unit": Text("單位", "Unit"),
    "caveat": Text("提醒", "Caveat"),
    "break": Text("定義改變", "Break"),
    "source": Text("來源", "Source"),
    "licence": Text("授權", "Licence"),
}


@dataclass(frozen=True)
class Described:
    """One indicator as an export describes it."""

    id: str
    name: str
    definition: str
    unit: str
    caveats: tuple[str, ...]
    breaks: tuple[str, ...]
    sources: tuple[Origin, ...]


@dataclass(frozen=True)
class About:
    """What an export says about its rows, in one language."""

    lang: Lang
    release: str
    filters: tuple[tuple[str, str], ...]
    indicators: tuple[Described, ...]
    citation: str

    @classmethod
    def of(cls, table: "pa.Table", filters: Mapping[str, str], lang: Lang) -> "About":
        """Describe a table of figures as `Figures.select` returns it (one release)."""
        releases = sorted(set(table["release"].to_pylist()))
        identity = releases[0] if releases else ""
        periods = sorted(set(table["period"].to_pylist()))
        described = tuple(
            _describe(indicator, identity, periods, lang)
            for indicator in dict.fromkeys(table["indicator"].to_pylist())
        )
        citation = cite_table(identity, [one.id for one in described], periods, lang) if identity else ""
        return cls(lang, identity, tuple(sorted(filters.items())), described, citation)

    def lines(self) -> list[tuple[str, str]]:
        """Return (label, words) in reading order, for a sheet or a page."""
        said = [(self._label("release"), self.release)]
        said += [(f"{self._label('filter')}: {name}", value) for name, value in self.filters]
        for one in self.indicators:
            said.append((self._label("indicator"), f"{one.name} ({one.id})"))
            said += [(self._label("definition"), one.definition), (self._label("unit"), one.unit)]
            said += [(self._label("caveat"), caveat) for caveat in one.caveats]
            said += [(self._label("break"), words) for words in one.breaks]
            said += [(self._label("source"), _source(origin, self.lang)) for origin in one.sources]
        return [*said, (self._label("citation"), self.citation)]

    def as_dict(self) -> dict[str, Any]:
        """Return the same as plain data, for JSON."""
        return {
            "release": self.release,
            "filters": dict(self.filters),
            "indicators": [
                {
                    "id": one.id,
                    "name": one.name,
                    "definition": one.definition,
                    "unit": one.unit,
                    "caveats": list(one.caveats),
                    "breaks": list(one.breaks),
                    "sources": [_origin(origin, self.lang) for origin in one.sources],
                }
                for one in self.indicators
            ],
            "citation": self.citation,
        }

    def _label(self, name: str) -> str:
        return LABELS[name].get(self.lang)


def _describe(indicator: str, release: str, periods: list[str], lang: Lang) -> Described:
    known = catalogue()
    declared = known.get(indicator)
    caveats: list[Caveat] = [known.caveat(name) for name in declared.caveats]
    return Described(
        indicator,
        declared.name.get(lang),
        declared.definition.get(lang),
        known.unit(declared.unit).name.get(lang),
        tuple(c.text.get(lang) for c in caveats if any(c.holds_for(period) for period in periods)),
        tuple(f"{one.at}: {one.why.get(lang)}" for one in declared.breaks),
        origins(release_of(release), indicator),
    )


def _source(origin: Origin, lang: Lang) -> str:
    parts = [origin.publisher.get(lang), origin.title.get(lang), origin.snapshot, f"sha256:{origin.sha256}"]
    return ", ".join(part for part in [*parts, origin.licence, origin.page] if part)


def _origin(origin: Origin, lang: Lang) -> dict[str, Any]:
    return {
        "dataset": origin.dataset,
        "title": origin.title.get(lang),
        "publisher": origin.publisher.get(lang),
        "official_id": origin.official_id,
        "page": origin.page,
        "licence": origin.licence,
        "licence_url": origin.licence_url,
        "retrieved": origin.retrieved,
        "snapshot": origin.snapshot,
        "sha256": origin.sha256,
    }
