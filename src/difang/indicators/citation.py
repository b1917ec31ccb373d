"""Citations of figures and releases: text, BibTeX, RIS, JSON."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from difang.errors import InputError
from difang.indicators.loading import catalogue
from difang.indicators.provenance import Origin, origin, origins, provenance, release_of
from difang.text import Lang

if TYPE_CHECKING:
    from difang.indicators.figure import Figure
    from difang.lake import Release

FORMATS = ("text", "bibtex", "ris", "json")
_PUBLISHED = ("figures", "figures_by_place", "figures_village", "figures_periods")


@dataclass(frozen=True)
class Citation:
    """What every format says. `key` is unique within a bibliography."""

    key: str
    title: str
    authors: tuple[str, ...]
    datasets: tuple[str, ...]
    period: str
    value: str
    retrieved: str
    snapshots: tuple[str, ...]
    release: str
    url: str


def cite_figure(figure: "Figure", form: str, lang: Lang, *, base: str = "") -> str:
    """Return the citation of one figure; InputError for an unknown format."""
    from difang.indicators.selection import place_name

    found = provenance(figure)
    name = catalogue().get(figure.indicator).name.get(lang)
    place = place_name(figure.place, lang)
    title = f"{place}{name}" if lang == "zh" else f"{name}, {place}"
    key = re.sub(r"\W+", "_", f"{figure.indicator}_{figure.place}_{figure.period}_{figure.release[-6:]}")
    return _written(
        _citation(
            key, title, figure.period, figure.text(lang), found, figure.release, base + figure.permalink, lang
        ),
        form,
        lang,
    )


def cite_release(release: "Release", form: str, lang: Lang, *, base: str = "") -> str:
    """Return the citation of a whole release, whose id is the hash of all it holds."""
    found = tuple(origin(release, name) for name in sorted(release.datasets) if name not in _PUBLISHED)
    title = f"difang 地方數據，{len(found)} 個資料集" if lang == "zh" else f"difang, {len(found)} data sets"
    cited = _citation(
        f"difang_{release.id}", title, release.id[:4], "", found, release.id, f"{base}/r/{release.id}/", lang
    )
    return _written(replace(cited, datasets=(), snapshots=()), form, lang)


def cite_dataset(release: "Release", dataset: str, url: str, form: str, lang: Lang, *, base: str = "") -> str:
    """Return the citation of one data set of a release, or of its rows behind `url`."""
    found = origin(release, dataset)
    ends = dict.fromkeys(str(end) for end in release.manifest(dataset).get("period") or ())
    cited = _citation(
        re.sub(r"\W+", "_", f"{dataset}_{release.id[-6:]}"),
        found.title.get(lang),
        "..".join(ends),
        "",
        (found,),
        release.id,
        base + url,
        lang,
    )
    return _written(replace(cited, datasets=()), form, lang)


def cite_table(release: str, indicators: Sequence[str], periods: Sequence[str], lang: Lang) -> str:
    """Return the citation of a table of figures, in words."""
    whole = release_of(release)
    found = {one.dataset: one for name in indicators for one in origins(whole, name)}
    names = [catalogue().get(name).name.get(lang) for name in indicators]
    title = "、".join(names) if lang == "zh" else "; ".join(names)
    span = f"{periods[0]}..{periods[-1]}" if len(periods) > 1 else "".join(periods)
    url = f"/r/{release}/figures/{indicators[0]}" if len(indicators) == 1 else f"/r/{release}/"
    cited = _citation(
        "table", title, span, "", tuple(found[name] for name in sorted(found)), release, url, lang
    )
    return _written(cited, "text", lang)


def _citation(
    key: str,
    title: str,
    period: str,
    value: str,
    found: tuple[Origin, ...],
    release: str,
    url: str,
    lang: Lang,
) -> Citation:
    authors = dict.fromkeys(one.publisher.get(lang) for one in found)
    retrieved = max((one.retrieved for one in found), default="")
    return Citation(
        key,
        title,
        tuple(authors) or ("difang",),
        tuple(one.title.get(lang) for one in found),
        period,
        value,
        retrieved,
        tuple(f"{one.dataset} {one.snapshot} sha256:{one.sha256}" for one in found),
        release,
        url,
    )


def _written(citation: Citation, form: str, lang: Lang) -> str:
    writers = {"text": _text, "bibtex": _bibtex, "ris": _ris, "json": _json}
    if form not in writers:
        raise InputError(
            f"沒有這種引用格式：{form}；可用 {'、'.join(FORMATS)}。",
            f"citation format: {form}; it must be one of {', '.join(FORMATS)}.",
        )
    return writers[form](citation, lang)


def _text(citation: Citation, lang: Lang) -> str:
    value = citation.value
    if lang == "zh":
        data = "、".join(f"〈{name}〉" for name in citation.datasets)
        parts = [
            "、".join(citation.authors) + (f"，{data}" if data else ""),
            f"{citation.title}，{citation.period}" + (f"：{value}" if value else ""),
            f"擷取日 {citation.retrieved}",
            f"發布版 {citation.release}",
            f"快照 {'、'.join(citation.snapshots)}" if citation.snapshots else "",
            citation.url,
        ]
        return "；".join(part for part in parts if part)
    parts = [
        "; ".join(citation.authors),
        "; ".join(f"“{name}”" for name in citation.datasets),
        f"{citation.title}, {citation.period}" + (f": {value}" if value else ""),
        f"Retrieved {citation.retrieved}",
        f"Release {citation.release}",
        f"Snapshot {'; '.join(citation.snapshots)}" if citation.snapshots else "",
        citation.url,
    ]
    return ". ".join(part for part in parts if part)


def _bibtex(citation: Citation, lang: Lang) -> str:
    fields = {
        "author": " and ".join(f"{{{_braced(author)}}}" for author in citation.authors),
        "title": f"{{{_braced(citation.title)}}}",
        "year": citation.period[:4],
        "howpublished": f"\\url{{{citation.url}}}",
        "urldate": citation.retrieved,
        "version": citation.release,
        "note": _braced(_note(citation, lang)),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{citation.key},", *lines, "}", ""])


def _braced(text: str) -> str:
    return re.sub(r"([{}%&#$_\\])", r"\\\1", text)


def _ris(citation: Citation, lang: Lang) -> str:
    lines = [
        ("TY", "DATA"),
        ("ID", citation.key),
        *(("AU", author) for author in citation.authors),
        ("TI", citation.title),
        ("PY", citation.period[:4]),
        ("Y2", citation.retrieved.replace("-", "/")),
        ("ET", citation.release),
        ("N1", _note(citation, lang)),
        ("UR", citation.url),
    ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in lines if value) + "ER  - \r\n"


def _note(citation: Citation, lang: Lang) -> str:
    joined = "; ".join([*citation.datasets, *citation.snapshots])
    data = "" if not joined else f"資料：{joined}" if lang == "zh" else f"Data: {joined}"
    value = f"{citation.period}: {citation.value}" if citation.value else ""
    return "; ".join(part for part in (value, data) if part)


def _json(citation: Citation, _lang: Lang) -> str:
    content: dict[str, Any] = {
        "title": citation.title,
        "publisher": list(citation.authors),
        "dataset": list(citation.datasets),
        "period": citation.period,
        "value": citation.value or None,
        "retrieved": citation.retrieved,
        "snapshot": list(citation.snapshots),
        "release": citation.release,
        "url": citation.url,
    }
    return json.dumps(content, ensure_ascii=False, indent=1)
