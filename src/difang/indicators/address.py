"""The site's public address, put before permanent addresses wherever words leave the site."""

import os
import re
from pathlib import Path

from difang.errors import InputError

SETTING = "DIFANG_SITE_URL"
_ADDRESS = re.compile(r"https?://[^\s/?#@]+")


def site_url() -> str:
    """Return the public address without a slash at its end, or "" where none is set.

    Raises InputError for anything but `http(s)://host[:port]`.
    """
    value = read("DIFANG_SITE_URL").rstrip("/")
    if value and not _ADDRESS.fullmatch(value):
        raise InputError(
            f"{SETTING}：{value}；應為網站的公開網址，如 https://difang.example，不含路徑。",
            f"{SETTING}: '{value}'; use the site's public address, as https://difang.example, without a path.",
        )
    return value


def read(name: str) -> str:
    """Return an environment setting, or what the file named by `<name>_FILE` holds."""
    file = os.environ.get(f"{name}_FILE")
    if not file:
        return os.environ.get(name, "").strip()
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise InputError(
            f"{name}_FILE：{file} 無法讀取（{error.strerror}）；請改用讀得到的檔案。",
            f"{name}_FILE: '{file}' cannot be read ({error.strerror}); name a file that can be.",
        ) from error
