"""Put the briefing together: cover, six parts, sources."""

from difang import places
from difang.documents.briefing import evidence, people
from difang.documents.briefing.pictures import county_map
from difang.documents.tree import Briefing, Slide, Source
from difang.errors import InputError
from difang.indicators import Figures
from difang.places import Place
from difang.sources import english
from difang.text import Lang, Text


def compose(figures: Figures, place: Place, lang: Lang, *, site: str = "") -> Briefing:
    """Return the briefing of one township from one release; the same release gives the same briefing.

    `site` is the address that footnotes link to; without it they are printed, not linked.
    Raises InputError for a county or the nation: a plan under the policy is a township's.
    """
    if place.level != "township":
        raise InputError(
            f"簡報以鄉鎮市區為單位，{place.full_name}不是；請選其中一個，例如{places.name(place.members[0], 'zh')}。",
            f"a briefing is about a township, {place.full_name_en} is not one; "
            f"choose one of its members, e.g. {places.name(place.members[0], 'en')}.",
        )
    slides = (*evidence.slides(figures, place, lang), *people.slides(figures, place, lang))
    return Briefing(
        Text(f"{place.name}地方創生計畫", f"Regional revitalisation plan of {place.name_en}"),
        Text(place.full_name, place.full_name_en),
        lang,
        slides,
        figures.release.id,
        figures.release.date,
        sources(slides, figures, lang),
        subtitle="六部分簡報草稿：數字由公開統計帶入，其餘待地方填寫"
        if lang == "zh"
        else "Draft of the six-part briefing: figures from open data, the rest for people to say",
        cover=county_map(figures, place, lang),
        site=site,
    )


def sources(slides: tuple[Slide, ...], figures: Figures, lang: Lang) -> tuple[Source, ...]:
    """Return the data sets that any footnote of the slides names, once each."""
    told = "".join(note.text + note.citation for slide in slides for note in slide.footnotes)
    found = []
    for dataset in sorted(figures.release.datasets):
        manifest = figures.release.manifest(dataset)
        title = (manifest.get("title") or {}).get(lang)
        if title and title in told and dataset != "figures":
            period = manifest.get("period") or ["", ""]
            span = period[0] if period[0] == period[-1] else f"{period[0]}–{period[-1]}"
            retrieved = (
                f"擷取 {manifest['retrieved']}" if lang == "zh" else f"retrieved {manifest['retrieved']}"
            )
            found.append(
                Source(
                    manifest["publisher"][lang],
                    title,
                    span or retrieved,
                    english.licence(manifest["licence"]).get(lang),
                    f"/r/{figures.release.id}/data/{dataset}.json",
                )
            )
    return tuple(found)
