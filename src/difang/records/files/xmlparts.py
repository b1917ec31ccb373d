"""The XML inside office packages, read as an office program reads it: no encoding and no entity hides anything."""

import re
from collections.abc import Callable, Mapping
from typing import NoReturn
from urllib.parse import unquote
from xml.parsers import expat

from difang.text import Text

MACROS = Text("巨集", "macros")
FETCHES = Text("從外部載入的內容", "content loaded from elsewhere")
COMMANDS = Text("啟動其他程式的指令", "commands that start other programs")
ENTITIES = Text("可疑的 XML 宣告", "suspicious XML declarations")
INSIDE = Text("夾帶的檔案或物件", "files or objects carried inside")
PASSWORD = Text("密碼", "a password")

# The only ones that packages may be written in; others would let a reader see another text than we do.
ENCODINGS = (None, "utf-8", "utf-16", "us-ascii", "ascii")
XLINK_HREF = "http://www.w3.org/1999/xlink href"
VML_SOURCE = re.compile(r"<[\w.-]+:(?:imagedata|fill|stroke)\b[^>]*?\ssrc\s*=\s*[\"']([^\"']*)")
RUNS_TYPES = re.compile(r"macroenabled|vba(?:project|data)|activex", re.I)
FETCHING_FORMULA = re.compile(r"\b(?:WEBSERVICE|IMAGE|RTD|CALL|REGISTER(?:\.ID)?)\s*\(", re.I)
FETCHING_FIELDS = ("INCLUDEPICTURE", "INCLUDETEXT", "IMPORT", "LINK", "RD", "DATABASE")
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]+:/|\\\\|//", re.I)
DDE = frozenset(("ddeLink", "dde-source", "dde-connection-decl", "dde-connection"))
TOLD = frozenset(("instrText", "delInstrText", "f"))
NESTED = "\0"


class _FoundError(Exception):
    """What was found ends the reading at once."""

    def __init__(self, what: Text) -> None:
        super().__init__(what.en)
        self.what = what


def refused(data: bytes) -> Text | None:
    """Return what makes an XML part be refused, or None. Raises ValueError for what is no XML."""
    try:
        _Reader().read(data)
    except _FoundError as found:
        return found.what
    except expat.ExpatError as error:
        raise ValueError(str(error)) from error
    return None


def refused_drawing(data: bytes) -> Text | None:
    """Return what makes a VML drawing be refused; Office itself writes some that are no whole XML."""
    text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "replace")
    if "<!ENTITY" in text or "\0" in text:
        return ENTITIES
    return FETCHES if any(is_elsewhere(found) for found in VML_SOURCE.findall(text)) else None


def is_elsewhere(target: str) -> bool:
    """Tell whether an address leads off this machine: to another host, by whatever protocol or share."""
    path = unquote(target).strip().replace("\\", "/").lower()
    if path.startswith("file:"):
        return re.match(r"file:(?:/|///)?[a-z][:|]/|file:[^/]", path) is None
    if path.startswith("data:"):
        return False
    return path.startswith("//") or re.match(r"[a-z][a-z0-9+.-]+:", path) is not None


class _Reader:
    """Walks through one part and stops at the first thing that isn't taken."""

    def __init__(self) -> None:
        self.text: list[str] | None = None
        self.fields: list[list[str]] = []

    def read(self, data: bytes) -> None:
        parser = self.parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.XmlDeclHandler = _declared
        parser.StartDoctypeDeclHandler = _doctype
        parser.EntityDeclHandler = lambda *_: _stop(ENTITIES)
        parser.StartElementHandler = self._start
        parser.Parse(data, True)

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        local = name.rpartition(" ")[2]
        if local in TOLD:
            self.text = []
            self.parser.CharacterDataHandler = self.text.append
            self.parser.EndElementHandler = self._end
        elif local in DDE:
            _stop(COMMANDS)
        elif local == "fldChar":
            self._field(_attribute(attributes, "fldCharType"))
        elif rule := RULES.get(local):
            rule(attributes)
        if attributes:
            _look_at_links(local, attributes)

    def _end(self, name: str) -> None:
        local = name.rpartition(" ")[2]
        if local in TOLD and self.text is not None:
            told = "".join(self.text)
            self.text = self.parser.CharacterDataHandler = self.parser.EndElementHandler = None
            if local == "f":
                if FETCHING_FORMULA.search(told):
                    _stop(FETCHES)
            else:
                # A code may be spread over many runs: it counts as a whole, at its end.
                (self.fields or [[]])[-1].append(told)
                if not self.fields:
                    _look_at_field(told)

    def _field(self, kind: str) -> None:
        if kind == "begin":
            if self.fields:
                self.fields[-1].append(NESTED)
            self.fields.append([])
        elif kind in ("separate", "end") and self.fields:
            _look_at_field("".join(self.fields[-1]))
            if kind == "end":
                self.fields.pop()


def _look_at_field(code: str) -> None:
    word, *rest = code.replace('"', " ").split(None, 1) or [""]
    # A name that another field computes can be any name.
    if word.startswith(NESTED) or word.upper().startswith("DDE"):
        _stop(COMMANDS)
    if word.upper() in FETCHING_FIELDS and rest and (NESTED in rest[0] or ELSEWHERE.search(rest[0])):
        _stop(FETCHES)


def _look_at_links(local: str, attributes: Mapping[str, str]) -> None:
    link = attributes.get(XLINK_HREF)
    if link and local != "a" and is_elsewhere(link):
        _stop(MACROS if "script:" in link or "macro:" in link else FETCHES)
    action = attributes.get("action", "")
    if action.lower().startswith(("ppaction://program", "ppaction://macro", "ppaction://ole")):
        _stop(COMMANDS)
    source = attributes.get("src")
    if source and local in ("imagedata", "fill", "stroke") and is_elsewhere(source):
        _stop(FETCHES)


def _relationship(attributes: Mapping[str, str]) -> None:
    kind, target = attributes.get("Type", ""), attributes.get("Target", "")
    if RUNS_TYPES.search(kind):
        _stop(MACROS)
    if attributes.get("TargetMode", "").strip().lower() != "external":
        return
    # Links that are followed by hand are fine; a table on the same machine is asked for before it is read.
    if kind.endswith("/hyperlink") or ("externallink" in kind.lower() and not is_elsewhere(target)):
        return
    _stop(FETCHES)


def _content_type(attributes: Mapping[str, str]) -> None:
    if RUNS_TYPES.search(attributes.get("ContentType", "")):
        _stop(MACROS)


def _connection(attributes: Mapping[str, str]) -> None:
    _stop(FETCHES)


def _encrypted(attributes: Mapping[str, str]) -> None:
    _stop(PASSWORD)


def _simple_field(attributes: Mapping[str, str]) -> None:
    _look_at_field(_attribute(attributes, "instr"))


RULES: dict[str, Callable[[Mapping[str, str]], None]] = {
    "Relationship": _relationship,
    "Override": _content_type,
    "Default": _content_type,
    "encryption-data": _encrypted,
    "webPr": _connection,
    "dbPr": _connection,
    "fldSimple": _simple_field,
}


def _attribute(attributes: Mapping[str, str], local: str) -> str:
    return next((value for name, value in attributes.items() if name.rpartition(" ")[2] == local), "")


def _declared(version: str, encoding: str | None, standalone: int) -> None:
    if (encoding.lower() if encoding else None) not in ENCODINGS:
        _stop(ENTITIES)


def _doctype(name: str, system: str | None, public: str | None, has_internal_subset: int) -> None:
    if has_internal_subset:
        _stop(ENTITIES)


def _stop(what: Text) -> NoReturn:
    raise _FoundError(what)
