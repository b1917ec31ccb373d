"""Write the table of settings into docs/operators.md, from the list the site itself reads.

Run: python -m tools.write_docs
"""

from pathlib import Path

from difang.site.options import OPTIONS

PAGE = Path(__file__).resolve().parent.parent / "docs" / "operators.md"
START, END = "<!-- settings -->\n", "<!-- end of settings -->\n"


def options_table() -> str:
    """Return every setting of the site as a Markdown table."""
    rows = [
        f"| `{one.name}` | {f'`{one.default}`' if one.default else '—'} | {one.help} |" for one in OPTIONS
    ]
    return "\n".join(["| setting | default | what it does |", "|---|---|---|", *rows]) + "\n"


def with_table(page: str) -> str:
    """Return the page with its table made anew. Raises ValueError where the two marks aren't there once."""
    if page.count(START) != 1 or page.count(END) != 1:
        raise ValueError(f"{PAGE.name}: must hold {START.strip()} and {END.strip()} once each")
    before, rest = page.split(START)
    after = rest.split(END)[1]
    return f"{before}{START}{options_table()}{END}{after}"


def main() -> int:
    """Rewrite the page in place."""
    PAGE.write_text(with_table(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
