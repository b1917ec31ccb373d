"""A real mail server in the test's own process, that keeps what it gets and can be told to refuse."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from email.policy import default

from aiosmtpd.controller import Controller


def free_port() -> int:
    """Return a port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Postbox:
    """Handler of aiosmtpd: `answers` gives the reply to a recipient or, under "data", to the text."""

    def __init__(self) -> None:
        self.mails: list[Message] = []
        self.answers: dict[str, str] = {}

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:
        refusal = self.answers.get(address)
        if refusal:
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:
        if "data" in self.answers:
            return self.answers["data"]
        self.mails.append(message_from_bytes(envelope.content, policy=default))
        return "250 taken"

    def ids(self) -> list[str]:
        """Return the Message-IDs in the order in which they came."""
        return [mail["Message-ID"] for mail in self.mails]


@contextmanager
def listening(port: int, postbox: Postbox | None = None) -> Iterator[Postbox]:
    """Run the server at a port for the time of the block."""
    postbox = postbox or Postbox()
    controller = Controller(postbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield postbox
    finally:
        controller.stop(no_assert=True)
