"""The mail server by its address, and what its answers mean for a mail."""

import contextlib
import smtplib
import ssl
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SECONDS = 30
CLOSING = 421  # the server says that it is about to hang up
PORTS = {"smtp": 25, "smtps": 465}
NEAR = ("localhost", "127.0.0.1", "::1")


class TemporaryError(Exception):
    """The mail was not taken; trying again later may help. `lost`: the server went away as well."""

    def __init__(self, words: str, *, lost: bool) -> None:
        super().__init__(words)
        self.lost = lost


class PermanentError(Exception):
    """The server refused the mail for good."""


class UnclearError(Exception):
    """The connection broke while the mail was handed over: the server may have taken it."""


class UnreachableError(Exception):
    """There is no server to speak to, or it doesn't let us in."""


@dataclass(frozen=True)
class Server:
    """A mail server as `DIFANG_SMTP_URL` names it."""

    host: str
    port: int
    tls: bool
    user: str
    password: str

    @classmethod
    def of(cls, url: str) -> "Server":
        """Read `smtp://user:password@host:port`, or `smtps://` for TLS from the first byte."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError as error:
            raise ImproperlyConfigured(f"DIFANG_SMTP_URL: {error}.") from error
        if parts.scheme not in PORTS or not parts.hostname:
            raise ImproperlyConfigured("DIFANG_SMTP_URL: use smtp://user:password@host:port or smtps://….")
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        usual = 587 if user and parts.scheme == "smtp" else PORTS[parts.scheme]
        return cls(parts.hostname, port or usual, parts.scheme == "smtps", user, password)


class Connection:
    """One conversation with the server, for as many mails as it lasts."""

    def __init__(self, server: Server) -> None:
        self._smtp = _open(server)

    def hand_over(self, sender: str, recipient: str, message: bytes) -> None:
        """Give the server one mail; an exception says whether it may be given again."""
        try:
            self._smtp.rset()
            _expect(self._smtp.mail(sender), at_fault="us")
            _expect(self._smtp.rcpt(recipient), at_fault="mail")
        except (OSError, smtplib.SMTPException) as error:
            raise TemporaryError(str(error), lost=True) from error
        try:
            answer = self._smtp.data(message)
        except smtplib.SMTPDataError as error:  # the server wouldn't begin: nothing was handed over
            raise TemporaryError(_told(error.smtp_code, error.smtp_error), lost=True) from error
        except (OSError, smtplib.SMTPException) as error:
            raise UnclearError(str(error)) from error
        _expect(answer, at_fault="mail")

    def close(self) -> None:
        """Say goodbye; a server that is gone needs none."""
        with contextlib.suppress(OSError, smtplib.SMTPException):
            self._smtp.quit()


def _open(server: Server) -> smtplib.SMTP:
    smtp: Any = None
    try:
        context = ssl.create_default_context()
        if server.tls:
            smtp = smtplib.SMTP_SSL(server.host, server.port, timeout=SECONDS, context=context)
        else:
            smtp = smtplib.SMTP(server.host, server.port, timeout=SECONDS)
        smtp.ehlo_or_helo_if_needed()
        secret = server.tls
        if not secret and smtp.has_extn("starttls"):
            smtp.starttls(context=context)
            smtp.ehlo()
            secret = True
        if server.user:
            if not secret and server.host not in NEAR:
                raise UnreachableError("the server offers no TLS; a password isn't sent in the clear")
            smtp.login(server.user, server.password)
    except (OSError, smtplib.SMTPException, UnreachableError) as error:
        if smtp is not None:
            smtp.close()
        raise UnreachableError(f"{server.host}:{server.port}: {error}") from error
    return smtp


def _expect(answer: tuple[int, bytes], *, at_fault: str) -> None:
    """Pass an answer of 2xx; a 5xx is for good only if the mail itself is at fault, not our sender."""
    code, words = answer
    if 200 <= code < 300:
        return
    if code >= 500 and at_fault == "mail":
        raise PermanentError(_told(code, words))
    raise TemporaryError(_told(code, words), lost=code == CLOSING)


def _told(code: int, words: bytes | str) -> str:
    return f"{code} {words.decode(errors='replace') if isinstance(words, bytes) else words}"
