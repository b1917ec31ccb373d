"""Reads what an English page says in Chinese. A name may stand in Chinese, marked so, beside its English."""

import re
from html.parser import HTMLParser

# Characters and full-width marks; U+3000 is a space.
CHINESE = re.compile(r"[\u2e80-\u2fff\u3001-\u312f\u3400-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]")
LATIN = re.compile(r"[A-Za-z]{2}")
CELLS = {"td", "th", "li", "dd", "dt", "option"}
UNREAD = {"script", "style"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
SPOKEN = {"alt", "title", "aria-label", "aria-description", "placeholder", "content", "label", "data-label"}


class English(HTMLParser):
    """Collects what an English page says in Chinese: unmarked, or marked with no English in the same cell."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.found: list[str] = []
        self.marked, self.beside = "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        allowed = tag in UNREAD or bool(self.open and self.open[-1][1])
        if "lang" in given:
            allowed = given["lang"].startswith("zh")
        if not allowed:
            told = (f"{name}={value}" for name, value in given.items() if name in SPOKEN)
            self.found += [words for words in told if CHINESE.search(words)]
        if tag in CELLS:
            self.marked, self.beside = "", ""
        if tag not in VOID:
            self.open.append((tag, allowed))

    def handle_endtag(self, tag: str) -> None:
        if tag in CELLS and self.marked and not LATIN.search(self.beside):
            self.found.append(self.marked)
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        allowed = bool(self.open and self.open[-1][1])
        if not allowed and CHINESE.search(data):
            self.found.append(data.strip())
        if allowed and CHINESE.search(data):
            self.marked += data
        else:
            self.beside += data


def chinese(html: str) -> list[str]:
    reader = English()
    reader.feed(html)
    return reader.found
