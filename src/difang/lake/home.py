"""Where everything that is written lives."""

import os
from pathlib import Path

_CHECKOUT = Path(__file__).resolve().parents[3]


def home() -> Path:
    """Return the home folder: DIFANG_HOME, else `var` in a checkout, else the platform's data folder."""
    told = os.environ.get("DIFANG_HOME")
    if told:
        return Path(told).expanduser().absolute()
    if (_CHECKOUT / "pyproject.toml").is_file() and (_CHECKOUT / "src" / "difang").is_dir():
        return _CHECKOUT / "var"
    import platformdirs

    return Path(platformdirs.user_data_dir("difang", appauthor=False))
