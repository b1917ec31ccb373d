"""A virus scanner, if the operator attached one: clamd's INSTREAM over a socket."""

import socket
import struct

from django.conf import settings

from difang.errors import DifangError
from difang.records.files.refusal import RefusedFileError

SECONDS = 60
BLOCK_BYTES = 1 << 16
LONGEST_ANSWER = 4096
NOT_SCANNED = "not scanned"
CLEAN = "clean"


class ScannerError(DifangError):
    """The attached scanner gives no answer; nothing is taken unscanned then."""

    http_status = 503
    slug = "no-scanner"


def scan(content: bytes, name: str) -> str:
    """Return `clean`, or `not scanned` where no scanner is attached; refuse what the scanner names."""
    if not settings.SCANNER:
        return NOT_SCANNED
    try:
        answer = _ask(settings.SCANNER, content)
    except (OSError, ValueError) as error:
        raise _silent() from error
    if answer.endswith(" OK"):
        return CLEAN
    if answer.endswith(" FOUND"):
        virus = answer.removeprefix("stream: ").removesuffix(" FOUND")
        raise RefusedFileError(
            f"掃毒程式在「{name}」找到 {virus}，不能上傳。請先清除電腦上的病毒。",
            f"the virus scanner found {virus} in '{name}'; it is not taken. Clean your computer first.",
        )
    raise _silent()


def _ask(address: str, content: bytes) -> str:
    with _connected(address) as peer:
        peer.sendall(b"zINSTREAM\0")
        for begin in range(0, len(content), BLOCK_BYTES):
            block = content[begin : begin + BLOCK_BYTES]
            peer.sendall(struct.pack("!L", len(block)) + block)
        peer.sendall(struct.pack("!L", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
            part = peer.recv(LONGEST_ANSWER)
            if not part:
                break
            answer += part
    return answer.rstrip(b"\0").decode(errors="replace").strip()


def _connected(address: str) -> socket.socket:
    """Connect to a path of a socket, or to host:port."""
    if address.startswith("/"):
        peer = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        peer.settimeout(SECONDS)
        peer.connect(address)
        return peer
    host, _, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=SECONDS)


def _silent() -> ScannerError:
    return ScannerError(
        "掃毒程式沒有回應，檔案沒有存下。請稍後再上傳，或告訴管理者。",
        "the virus scanner doesn't answer, so the file wasn't kept. Try again later, or tell the operator.",
    )
