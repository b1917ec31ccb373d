"""Refusals of the record, each with a remedy."""

from collections.abc import Sequence

from difang.errors import DifangError, InputError
from difang.text import Text


class ForbiddenError(DifangError):
    """This person may not do this; pages of what they may not see answer 404 instead."""

    exit_code = 2
    http_status = 403
    slug = "forbidden"


class StaleError(DifangError):
    """Someone else was faster: what was to be changed is no longer what the page showed."""

    exit_code = 2
    http_status = 409
    slug = "changed-meanwhile"


class NotReadyError(InputError):
    """The event can't happen yet; `missing` says what must be done first."""

    slug = "not-ready"

    def __init__(self, missing: Sequence[Text]) -> None:
        super().__init__("；".join(text.zh for text in missing), "; ".join(text.en for text in missing))
        self.missing = tuple(missing)
