"""Words to stderr; and what becomes of a stream that refuses them."""

import os
import sys
from contextlib import suppress
from typing import TextIO


def tell(words: str) -> None:
    """Write words to stderr; where nobody hears them, the exit code still tells."""
    try:
        print(words, file=sys.stderr, flush=True)
    except (OSError, ValueError):
        mute(sys.stderr)


def mute(stream: TextIO) -> None:
    """Send what is still to be written nowhere, so that the end of the process doesn't stumble over it."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
