"""Compute every indicator from its datasets: the tables that are published as figures."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from difang.indicators.loading import catalogue as shipped
from difang.indicators.model import Catalogue, Reference
from difang.indicators.refreshing.assembly import Block, Collector, by_place, periods
from difang.indicators.refreshing.extraction import Extractor
from difang.indicators.refreshing.frame import Frame
from difang.indicators.refreshing.layers import Evaluator, Layer, Study
from difang.indicators.refreshing.manifests import figures_manifest
from difang.indicators.refreshing.names import BY_PLACE, FIGURES, PERIODS, PUBLISHED, VILLAGE

if TYPE_CHECKING:
    import pyarrow as pa


def refresh(
    inputs: Mapping[str, Path],
    *,
    catalogue: Catalogue | None = None,
    manifests: Mapping[str, Mapping[str, Any]] | None = None,
    studies: Mapping[str, Study] | None = None,
    frame: Frame | None = None,
) -> dict[str, "pa.Table"]:
    """Return the tables `figures`, `figures_by_place`, `figures_village` and `figures_periods`.

    `inputs` maps a dataset's name to its Parquet file; its manifest is read from `manifests`, else from
    beside the file. `studies` maps names of studies to functions from `inputs` to a table of place, period,
    value (status, reason, low, high). `frame` is for other sets of places than today's.

    Raises FaultError or MissingDataError that name indicator, dataset, column and rule.
    """
    chosen = catalogue or shipped()
    evaluator = _evaluator(inputs, manifests or {}, studies or {}, frame or Frame.of_today())
    evaluator.groups = _groups(chosen)
    main, villages = Collector(), Collector()
    for block in _blocks(evaluator, chosen):
        (villages if block.places and len(block.places[0]) == len("10008020001") else main).add(block)
    figures = main.figures()
    return {
        FIGURES: figures,
        BY_PLACE: by_place(figures),
        VILLAGE: villages.figures(),
        PERIODS: periods([*main.blocks, *villages.blocks]),
    }


def _blocks(evaluator: Evaluator, catalogue: Catalogue) -> Iterator[Block]:
    for indicator in sorted(catalogue.indicators.values(), key=lambda one: one.id):
        layers: dict[Any, Layer] = dict(evaluator.evaluate(indicator))
        village = layers.pop("village", None)
        if layers:
            yield Block.of(indicator, layers)
        if village is not None:
            yield Block.of(indicator, {"village": village})


def _groups(catalogue: Catalogue) -> dict[str, tuple[Reference, ...]]:
    """Return the numerators of the indicators whose counts are parts of one whole, by the group's name."""
    groups: dict[str, list[Reference]] = {}
    for indicator in sorted(catalogue.indicators.values(), key=lambda one: one.id):
        if indicator.sensitive_group:
            listed = groups.setdefault(indicator.sensitive_group, [])
            listed.extend(s.numerator for s in indicator.sources if s.numerator not in listed)
    return {name: tuple(listed) for name, listed in groups.items()}


def _evaluator(
    inputs: Mapping[str, Path],
    manifests: Mapping[str, Mapping[str, Any]],
    studies: Mapping[str, Study],
    frame: Frame,
) -> Evaluator:
    def area(code: str) -> float | None:
        from difang import places

        area: float | None = places.get(code).area_km2
        return area

    return Evaluator(Extractor(inputs, manifests, frame), frame, inputs, studies, area)


__all__ = [
    "BY_PLACE",
    "FIGURES",
    "PERIODS",
    "PUBLISHED",
    "VILLAGE",
    "Frame",
    "Study",
    "figures_manifest",
    "refresh",
]
