"""The password of the demonstration's accounts; its file marks a home as the demonstration's."""

import secrets
from pathlib import Path

FILE = "demo_password"


def password(home: Path) -> str:
    """Return the password of all demonstration accounts, made once for a home."""
    path = home / FILE
    if not path.is_file() or not path.read_text(encoding="ascii"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(9), encoding="ascii")
    return path.read_text(encoding="ascii")
