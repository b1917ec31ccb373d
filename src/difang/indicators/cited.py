"""What a person asks to cite, told by an address: a release, one figure of it, or rows of a data set."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit

from difang.errors import InputError, MissingDataError, NotFoundError
from difang.indicators import export
from difang.indicators.citation import FORMATS, cite_dataset, cite_release
from difang.indicators.figures import Figures
from difang.indicators.loading import catalogue
from difang.indicators.selection import level_of_place
from difang.text import LANGS, Lang

if TYPE_CHECKING:
    from difang.lake import Lake, Release

PICTURES = ("svg", "png")
ROWS = ("csv", "json", "parquet")
OF_FIGURE = ("place", "period", "level", "include", "lang")
Values = dict[str, list[str]]


@dataclass(frozen=True)
class Citing:
    """How citations are made: of which lake, with which code for a place as written, under which address."""

    lake: "Lake"
    release: "Release"
    code: Callable[[str], str]
    base: str

    def cite(self, target: str, form: str, lang: Lang) -> str:
        """Return the citation of `target`; see `Workspace.cite`."""
        if form not in FORMATS:
            raise InputError(
                f"沒有這種引用格式：{form}；可用 {'、'.join(FORMATS)}。",
                f"citation format: {form}; it must be one of {', '.join(FORMATS)}.",
            )
        parts, query = _address(target)
        release = self.release
        if parts[:1] == ["r"] and len(parts) >= 2:
            release, parts = self.lake.release(parts[1]), parts[2:]
            if not parts:
                _known(query, "lang")
                return cite_release(release, form, lang, base=self.base)
        elif parts == [target]:
            return cite_release(self.lake.release(target), form, lang, base=self.base)
        match parts:
            case ["figures", stem]:
                return self._figure(release, stem, query, form, lang)
            case ["data", file]:
                return self._rows(release, file, query, form, lang)
        raise InputError(
            f"看不懂要引用什麼：{target}；應為發布版代號、/r/<發布版>/figures/<指標>?place=…&period=… "
            "或 /r/<發布版>/data/<資料集>.csv?…。",
            f"what to cite: {target}; it must be a release id, /r/<release>/figures/<indicator>"
            "?place=…&period=… or /r/<release>/data/<dataset>.csv?….",
        )

    def _figure(self, release: "Release", stem: str, query: Values, form: str, lang: Lang) -> str:
        indicator = _stem(stem)
        _known(query, *OF_FIGURE)
        asked = {name: values[0] for name, values in query.items()}
        if not asked.get("place", "").strip():
            raise InputError(
                f"只說了指標 {indicator}，沒說要引用哪個地方的數字；請加上 ?place=…&period=…；"
                f"要引用整個發布版，請寫 {release.id}。",
                f"indicator {indicator} is named, but no place whose figure to cite; add ?place=…&period=…; "
                f"to cite the whole release write {release.id}.",
            )
        place = self.code(asked["place"])
        own = level_of_place(place)
        if asked.get("level", own) not in ("", own):
            raise InputError(
                f"level：{asked['level']}；一次引用一個數字，{place} 的層級是 {own}；請拿掉 level，或改 place。",
                f"level: {asked['level']}; one figure is cited, and {place} is at level {own}; "
                "leave level out, or change place.",
            )
        if asked.get("include", "") not in ("", "estimated"):
            raise InputError(
                f"include：{asked['include']}；只能是 estimated。",
                f"include: {asked['include']}; it can only be estimated.",
            )
        figure = Figures(release).one(indicator, place, asked.get("period") or "latest")
        if figure.status == "not_published":
            raise MissingDataError(
                f"沒有公布 {place} 在 {figure.period} 的 {indicator}，沒有數字可引用；請改 place 或 period。",
                f"{indicator} of {place} in {figure.period} is not published: there is no figure to cite; "
                "change place or period.",
            )
        return figure.cite(form, lang, base=self.base)  # type: ignore[arg-type]

    def _rows(self, release: "Release", file: str, query: Values, form: str, lang: Lang) -> str:
        dataset, _, suffix = file.rpartition(".")
        if suffix not in ROWS:
            raise NotFoundError(
                f"資料集的網址要有格式：{file}；可用：{'、'.join(ROWS)}；例如 population.by_month.csv。",
                f"the address of a data set names a form: {file}; use {', '.join(ROWS)}; "
                "e.g. population.by_month.csv.",
            )
        if dataset not in release.datasets:
            raise NotFoundError(
                f"發布版 {release.id} 沒有資料集：{dataset}；請用 difang lake list 看有哪些。",
                f"release {release.id} has no dataset: {dataset}; difang lake list shows which there are.",
            )
        filters = {name: values for name, values in query.items() if name != "lang"}
        _known({"lang": query["lang"]} if "lang" in query else {}, "lang")
        filters = {
            name: [one for text in values for one in text.split(",") if one]
            for name, values in filters.items()
        }
        if "place" in filters:
            filters["place"] = [self.code(place) for place in filters["place"]]
        _some_rows(release, dataset, filters)
        pairs = [(name, value) for name, values in filters.items() for value in values]
        url = f"/r/{release.id}/data/{file}" + (f"?{urlencode(pairs)}" if pairs else "")
        return cite_dataset(release, dataset, url, form, lang, base=self.base)


def _address(target: str) -> tuple[list[str], Values]:
    """Return the parts of the path, without the language, and {parameter: values}."""
    try:
        address = urlsplit(target)
        pairs = parse_qsl(address.query, keep_blank_values=True)
    except ValueError:
        return [], {}
    parts = [part for part in address.path.split("/") if part]
    query: Values = {}
    for name, value in pairs:
        query.setdefault(name, []).append(value)
    return parts[1:] if parts[:1] == ["en"] else parts, query


def _stem(stem: str) -> str:
    """Return the indicator of `population.total.csv`; NotFoundError for an unknown indicator or form."""
    parts = stem.split(".", 2)
    indicator = catalogue().get(".".join(parts[:2])).id
    suffix = parts[2] if len(parts) > 2 else ""
    forms = (*export.FORMATS, *PICTURES)
    if len(parts) > 2 and suffix not in forms:
        raise NotFoundError(
            f"沒有「{suffix}」這種格式：{stem}；可用：{'、'.join(forms)}，或不寫。",
            f"there is no form '{suffix}': {stem}; use {', '.join(forms)}, or none.",
        )
    return indicator


def _known(query: Mapping[str, list[str]], *allowed: str) -> None:
    """Refuse a parameter that the address does not have, or that has more than one value."""
    listed = ", ".join(allowed)
    for name, values in query.items():
        if name not in allowed:
            raise InputError(
                f"不認得參數「{name}」；這裡可用：{listed.replace(', ', '、')}。",
                f"unknown parameter '{name}'; here there are: {listed}.",
            )
        if len(values) > 1:
            raise InputError(
                f"參數「{name}」寫了 {len(values)} 次：{'、'.join(values)}；只能一個，請留下要的那個。",
                f"parameter '{name}' is given {len(values)} times: {', '.join(values)}; "
                "it has one value: keep the one you mean.",
            )
    told = query.get("lang", [""])[0]
    if told and told not in LANGS:
        raise InputError(
            f"lang：{told}；只能是 {'、'.join(LANGS)}。", f"lang: {told}; it can only be {', '.join(LANGS)}."
        )


def _some_rows(release: "Release", dataset: str, filters: Values) -> None:
    """Refuse a column that the data set does not have, and a filter that leaves no row."""
    from difang.lake import cursor

    table = cursor().read_parquet(str(release.path(dataset)))
    for name in filters:
        if name not in table.columns:
            raise InputError(
                f"{dataset} 沒有「{name}」這一欄；可用：{'、'.join(table.columns)}。",
                f"{dataset} has no column '{name}'; use: {', '.join(table.columns)}.",
            )
    where = "".join(f' AND list_contains(?, CAST("{name}" AS VARCHAR))' for name in filters)
    sql = f"SELECT 1 FROM read_parquet(?) WHERE true{where} LIMIT 1"
    if not cursor().execute(sql, [str(release.path(dataset)), *filters.values()]).fetchall():
        raise MissingDataError(
            f"資料集 {dataset} 沒有符合的列，沒有東西可引用；請改篩選的值。",
            f"dataset {dataset} has no such row: there is nothing to cite; change what it is filtered by.",
        )
