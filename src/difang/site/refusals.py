"""Requests that cannot be served as they were sent: how they are logged and answered."""

import logging

from difang.errors import InputError


class UnreadableError(InputError):
    """A request that the server refuses to read: too long, too many fields, malformed."""

    http_status = 400
    slug = "unreadable-request"


class TooMuchError(InputError):
    """A form larger than the server reads: too many characters, fields or files."""

    http_status = 413
    slug = "too-much"


class ForeignHostError(InputError):
    """A request for a host name that this site does not answer to."""

    http_status = 400
    slug = "foreign-host"


class ForeignFormError(InputError):
    """A form that does not prove that it was sent from a page of this site."""

    http_status = 403
    slug = "foreign-form"


class OneLine(logging.Filter):
    """Log refused requests, which anyone can send in any number, as one warning line without a trace."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, those of refused requests shortened."""
        if record.name.startswith("django.security"):
            record.levelno, record.levelname = logging.WARNING, "WARNING"
            record.exc_info = record.exc_text = None
        return True
