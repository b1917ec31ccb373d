"""What the lake is told about the tables of figures."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from difang.indicators.refreshing.names import BY_PLACE, FIGURES, PERIODS, VILLAGE

if TYPE_CHECKING:
    from difang.lake import Snapshot

_TITLES = {
    FIGURES: ("地方指標數據", "Local figures"),
    BY_PLACE: ("地方指標數據（依地方排列）", "Local figures, by place"),
    VILLAGE: ("村里指標數據", "Village figures"),
    PERIODS: ("指標期間", "Periods of the figures"),
}
_KEYS = {PERIODS: ["indicator", "level", "period"]}
_COUNTS = [{"name": name, "type": "int64", "unit": "places"} for name in ("places", "observed", "estimated")]
_NUMBERS = [{"name": name, "type": "double", "unit": None} for name in ("value", "low", "high", "num", "den")]


def figures_manifest(name: str, rows: int, inputs: "Mapping[str, Snapshot]") -> dict[str, Any]:
    """Return the manifest of one published table; it lists the snapshots that the figures are made from.

    Its date is that of the newest input, so that it is the same on every machine.
    """
    zh, en = _TITLES[name]
    manifests = [snapshot.manifest for snapshot in inputs.values()]
    open_data = any(manifest.get("redistribution") == "origin-OGDL" for manifest in manifests)
    return {
        "dataset": name,
        "title": {"zh": zh, "en": en},
        "publisher": {"zh": "difang（由各資料集計算）", "en": "difang (computed from the datasets)"},
        "redistribution": "origin-OGDL" if open_data else "yes",
        "missing": "not_published",
        "update": "irregular",
        "published": max((str(manifest["published"]) for manifest in manifests), default="20260101"),
        "retrieved": max((str(manifest.get("retrieved") or "") for manifest in manifests), default=""),
        "key_columns": _KEYS.get(name, ["indicator", "place", "period"]),
        "measure_columns": _COUNTS if name == PERIODS else _NUMBERS,
        "rows": rows,
        "inputs": {dataset: snapshot.id for dataset, snapshot in sorted(inputs.items())},
    }
