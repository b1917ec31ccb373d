"""What the first visitor would wait for, done in the background when a worker starts."""

import logging
import threading

from difang.atlas.evidence import current_release, figures
from difang.charts import render, specs
from difang.errors import DifangError
from difang.places import all_places, outlines
from difang.studies import dna

log = logging.getLogger("difang")


def start() -> None:
    """Hash the release, compare all places, start the chart engine, load outlines: beside first requests."""
    threading.Thread(target=_warm, name="warming", daemon=True).start()


def _warm() -> None:
    try:
        current_release()
        outlines("township")
        dna.claims(figures(), all_places()[0].code)
        render.svg(specs.bars([("2025", 1.0)]), "—")
    except DifangError as error:
        log.warning("not warmed: %s", error)
