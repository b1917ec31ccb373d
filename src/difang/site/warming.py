"""What the first visitor would wait for, done in the background when a worker starts."""

import logging
import threading

from difang.atlas.evidence import current_release
from difang.charts import render, specs
from difang.errors import DifangError
from difang.places import outlines

log = logging.getLogger("difang")


def start() -> None:
    """Hash the release, start the chart engine and load the outlines, beside the first requests."""
    threading.Thread(target=_warm, name="warming", daemon=True).start()


def _warm() -> None:
    try:
        current_release()
        outlines("township")
        render.svg(specs.bars([("2025", 1.0)]), "—")
    except DifangError as error:
        log.warning("not warmed: %s", error)
