"""The operators' table of settings is the list that the site reads."""

import re
from pathlib import Path

import pytest

from difang.site.options import OPTIONS
from tools import write_docs

ROOT = Path(__file__).resolve().parents[2]
READ = re.compile(r"(?:read|read_flag|read_count)\(\"([A-Z_]+)\"\)")


def test_table_of_settings_is_up_to_date() -> None:
    page = write_docs.PAGE.read_text(encoding="utf-8")
    assert write_docs.with_table(page) == page, "run: python -m tools.write_docs"


def test_table_has_a_row_for_every_setting() -> None:
    page = write_docs.PAGE.read_text(encoding="utf-8")
    assert re.findall(r"^\| `([A-Z_]+)` \|", page, flags=re.MULTILINE) == [one.name for one in OPTIONS]


def test_every_setting_the_code_reads_is_declared() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src/difang").rglob("*.py"))
    assert set(READ.findall(code)) == {one.name for one in OPTIONS}


def test_page_without_its_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="once each"):
        write_docs.with_table("# no marks\n")
