"""Refuse, and leave a line in the log of refusals."""

import logging
from typing import Any, NoReturn

from difang.records.errors import ForbiddenError

log = logging.getLogger("difang.refused")


def refuse(person: Any, what: str, zh: str, en: str) -> NoReturn:
    """Log that a person was refused and raise the sentence that says why."""
    log.warning("refused: %s by %s", what, getattr(person, "pk", None))
    raise ForbiddenError(zh, en)
