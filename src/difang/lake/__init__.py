"""Snapshots, releases, manifests: atomic publication, verification, cursors. Knows nothing of indicators.

>>> from difang.lake import Lake
>>> with Lake(home).publication() as publication:               # doctest: +SKIP
...     publication.add_table(table, manifest)
...     publication.commit(catalogue_hash, code_version)
"""

from difang.lake.changes import ChangeReport, MeasureChange, Move, change_report
from difang.lake.collection import Collected
from difang.lake.cursors import cursor
from difang.lake.durable import HomeError
from difang.lake.errata import Erratum
from difang.lake.home import home
from difang.lake.manifest import CheckError, Column, Manifest
from difang.lake.publication import Publication
from difang.lake.release import Release, Snapshot
from difang.lake.store import Lake
from difang.lake.table import write_parquet
from difang.lake.verification import Problem

__all__ = [
    "ChangeReport",
    "CheckError",
    "Collected",
    "Column",
    "Erratum",
    "HomeError",
    "Lake",
    "Manifest",
    "MeasureChange",
    "Move",
    "Problem",
    "Publication",
    "Release",
    "Snapshot",
    "change_report",
    "cursor",
    "home",
    "write_parquet",
]
