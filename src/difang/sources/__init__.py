"""Suppliers of figures. `bundled` is what ships: useful offline, at once."""

from difang.sources import bundled, english, registry
from difang.sources.bundled import BundledDataset
from difang.sources.registry import Source
from difang.sources.timeliness import Freshness, freshness

__all__ = ["BundledDataset", "Freshness", "Source", "bundled", "english", "freshness", "registry"]
