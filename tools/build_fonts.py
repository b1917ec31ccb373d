"""Make src/difang/charts/fonts from the npm package `@expo-google-fonts/noto-sans-tc` (SIL OFL 1.1).

Run: python -m tools.build_fonts FOLDER_OF_THE_EXTRACTED_PACKAGE
Static TTFs for pictures and print hold Big5 (13,060 characters) and what we write; WOFF2 for pages hold only
the characters of the interface, the catalogue and the places.
"""

import argparse
from collections.abc import Iterable
from pathlib import Path

from difang import places
from difang.places.registry import read

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "difang"
OUT = SOURCE / "charts" / "fonts"
WEIGHTS = {"Regular": "400Regular", "Bold": "700Bold"}
ALWAYS = "−×÷±‰％°′″‘’“”…–—·•※→←↑↓≤≥≈²³⁰¹⁴⁵⁶⁷⁸⁹⁺⁻、。，．；：？！（）「」『』《》〈〉【】／＋＝～│　"
BOPOMOFO = "".join(chr(code) for code in range(0x3105, 0x312A)) + "ˊˇˋ˙"
CODE_RANGES = (range(0x20, 0x7F), range(0xA0, 0x180))


def written() -> set[str]:
    """Return every character of templates, sentences in code, the catalogue, documents and place names."""
    texts = [path.read_text(encoding="utf-8") for path in _files(("*.py", "*.html", "*.toml", "*.js"))]
    texts += [path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs").rglob("*.md"))]
    texts += [place.full_name + place.full_name_en for place in places.all_places()]
    texts += [place.name + place.name_en for place in places.all_places("county")]
    return _printable([*texts, *_content()])


def _content() -> list[str]:
    """Return the text that pages of policy and resources show, and the names of crops."""
    import pyarrow.parquet as pq

    found = []
    for pattern in ("policy.*", "resources.programmes", "circulation.crops"):
        for path in sorted((SOURCE / "data").glob(f"{pattern}/data.parquet")):
            rows = pq.read_table(path).to_pylist()
            found += [value for row in rows for value in row.values() if isinstance(value, str)]
    return found


def shipped() -> set[str]:
    """Return every character of manifests, text tables and village names besides those written."""
    texts = [path.read_text(encoding="utf-8") for path in _files(("*.json",))]
    texts += list(read("village_names.json.gz").values())
    return _printable(texts)


def big5() -> set[str]:
    """Return the characters of Big5, levels 1 and 2."""
    found = set()
    for lead in range(0xA1, 0xFA):
        for trail in (*range(0x40, 0x7F), *range(0xA1, 0xFF)):
            found |= set(bytes((lead, trail)).decode("big5", "ignore"))
    return found


def _files(patterns: Iterable[str]) -> list[Path]:
    return sorted(path for pattern in patterns for path in SOURCE.rglob(pattern))


def _printable(texts: Iterable[str]) -> set[str]:
    return {character for text in texts for character in text if character.isprintable()}


def cut(source: Path, characters: set[str], path: Path, flavor: str | None) -> None:
    """Write a subset of one static font, without hints, reproducibly."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    options = subset.Options()
    options.flavor = flavor
    options.hinting = False
    options.layout_features = ["kern", "tnum", "locl", "ccmp", "mark", "vert"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.drop_tables += ["DSIG"]
    options.recalc_timestamp = False
    font = TTFont(source, recalcTimestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[ord(character) for character in characters])
    cutter.subset(font)
    subset.save_font(font, path, options)
    print(path, path.stat().st_size)


def main() -> None:
    """Write two weights for pictures and two for pages, with the licence."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("package", type=Path)
    package = parser.parse_args().package
    OUT.mkdir(parents=True, exist_ok=True)
    base = {chr(code) for codes in CODE_RANGES for code in codes} | set(ALWAYS + BOPOMOFO)
    page = base | written()
    for name, folder in WEIGHTS.items():
        (source,) = package.glob(f"{folder}/*.ttf")
        cut(source, page | big5() | shipped(), OUT / f"NotoSansTC-{name}.ttf", None)
        cut(source, page, OUT / f"NotoSansTC-{name}.woff2", "woff2")
    licence = (package / "LICENSE_FONT").read_text(encoding="utf-8")
    (OUT / "OFL.txt").write_text(licence, encoding="utf-8")


if __name__ == "__main__":
    main()
