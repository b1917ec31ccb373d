"""Outlines ready to draw: SVG paths in a local projection, with Kinmen, Lienchiang and Wuqiu in frames.

Projection: equirectangular at 23.7° N (cosine 0.9157), which keeps shapes within 1 % over the main island.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from difang.errors import NotFoundError
from difang.places.registry import get
from difang.places.shapes import Polygons, polygons
from difang.text import Text

WIDTH, HEIGHT = 600.0, 760.0
LATITUDE = 23.7
COSINE = math.cos(math.radians(LATITUDE))
# Drawn window of the main map in degrees: the main island with 澎湖, 綠島 and 蘭嶼.
WEST, NORTH, SOUTH = 119.2, 25.38, 21.85
# Islets this far out (東沙, 南沙, 釣魚臺) are not drawn.
SMALLEST = 0.35


@dataclass(frozen=True, slots=True)
class Frame:
    """A box in the sea in which far islands are drawn at the scale of the map."""

    label: Text
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Outlines:
    """Paths by code in a drawing of `width` × `height`; `centres` for leaders; `kilometre` in its units."""

    width: float
    height: float
    paths: dict[str, str]
    centres: dict[str, tuple[float, float]]
    frames: tuple[Frame, ...]
    labels: tuple[tuple[Text, float, float], ...]
    kilometre: float


@dataclass(frozen=True, slots=True)
class _View:
    west: float
    north: float
    scale: float
    dx: float = 0.0
    dy: float = 0.0

    def point(self, lon: float, lat: float) -> tuple[float, float]:
        x = (lon - self.west) * COSINE * self.scale + self.dx
        y = (self.north - lat) * self.scale + self.dy
        return round(x, 1), round(y, 1)


WUQIU = "09020060"  # 130 km from the rest of Kinmen
COUNTY_WIDTH = 480.0
FRAMES = {
    "09007": (Frame(Text("連江縣", "Lienchiang"), 6, 8, 140, 118), 119.88, 26.42),
    "09020": (Frame(Text("金門縣", "Kinmen"), 6, 138, 118, 74), 118.12, 24.60),
    WUQIU: (Frame(Text("烏坵鄉", "Wuqiu"), 6, 224, 64, 52), 119.38, 25.03),
}
LABELS = (
    (Text("臺北", "Taipei"), 121.62, 25.36),
    (Text("宜蘭", "Yilan"), 121.92, 24.68),
    (Text("臺中", "Taichung"), 120.28, 24.24),
    (Text("花蓮", "Hualien"), 121.72, 23.80),
    (Text("嘉義", "Chiayi"), 119.88, 23.45),
    (Text("臺東", "Taitung"), 121.30, 22.72),
    (Text("高雄", "Kaohsiung"), 120.02, 22.58),
)


def outlines(level: str, county: str | None = None) -> Outlines:
    """Return the drawing of all townships, all counties, or one county's townships or villages.

    Townships and counties of the nation share their borders without gaps. NotFoundError for another level
    or a county that does not exist; villages are drawn county by county.
    """
    if county is not None:
        get(county)
        if level in ("township", "village"):
            return _county(level, county)
    elif level in ("township", "county"):
        return _nation(level)
    raise NotFoundError(
        f"沒有「{level}」的輪廓；可用 township、county，或加上縣市的 township、village。",
        f"no outlines of '{level}'; use township or county, or township or village of one county.",
    )


@cache
def _nation(level: str) -> Outlines:
    scale = HEIGHT / (NORTH - SOUTH)
    main = _View(WEST, NORTH, scale)
    paths: dict[str, list[str]] = {}
    spots: dict[str, list[tuple[float, float]]] = {}
    for code, shape in sorted(polygons("nation").items()):
        key = code if level == "township" else code[:5]
        path, points = _path(shape, _view(code, main))
        paths.setdefault(key, []).append(path)
        spots.setdefault(key, []).extend(points)
    labels = tuple((text, *main.point(lon, lat)) for text, lon, lat in LABELS)
    frames = tuple(frame for frame, _, _ in FRAMES.values())
    return Outlines(
        WIDTH,
        HEIGHT,
        {code: "".join(parts) for code, parts in paths.items()},
        {code: _middle(points) for code, points in spots.items()},
        frames,
        labels,
        scale / 110.574,
    )


def _view(code: str, main: _View) -> _View:
    framed = FRAMES.get(code) or FRAMES.get(code[:5])
    if framed is None:
        return main
    frame, west, north = framed
    return _View(west, north, main.scale, frame.x + 4, frame.y + 4)


@cache
def _county(level: str, county: str) -> Outlines:
    """Draw townships or villages on the same sheet, so that one may lie over the other."""
    extent = {c: shape for c, shape in polygons("townships").items() if c[:5] == county and c != WUQIU}
    points = _all_points(extent.values())
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    scale = COUNTY_WIDTH / max((east - west) * COSINE, (north - south) * 0.72)
    view = _View(west, north, scale)
    width, height = round((east - west) * COSINE * scale, 1), round((north - south) * scale, 1)
    frames: tuple[Frame, ...] = ()
    far = view
    if county == WUQIU[:5]:
        islets = _all_points([polygons("townships")[WUQIU]])
        west, north = min(x for x, _ in islets), max(y for _, y in islets)
        frame = Frame(FRAMES[WUQIU][0].label, 1.0, height + 8, 96.0, 76.0)
        far = _View(west, north, scale, frame.x + 12, frame.y + 12)
        frames, height = (frame,), round(height + 8 + frame.height + 1, 1)
    file = "townships" if level == "township" else "villages"
    drawn = {
        code: _path(shape, far if code[:8] == WUQIU else view)
        for code, shape in sorted(polygons(file).items())
        if code[:5] == county
    }
    return Outlines(
        width,
        height,
        {code: path for code, (path, _) in drawn.items()},
        {code: _middle(ring) for code, (_, ring) in drawn.items()},
        frames,
        (),
        scale / 110.574,
    )


def _all_points(shapes: Iterable[Polygons]) -> list[tuple[float, float]]:
    return [(x, y) for shape in shapes for polygon in shape for ring in polygon for x, y in ring]


def _path(shape: Polygons, view: _View) -> tuple[str, list[tuple[float, float]]]:
    """Return the path of the visible rings and the points of the largest."""
    parts: list[str] = []
    largest: list[tuple[float, float]] = []
    size = 0.0
    for polygon in shape:
        for number, ring in enumerate(polygon):
            points = [view.point(lon, lat) for lon, lat in ring]
            area = _area(points)
            if number == 0 and area > size:
                largest, size = points, area
            if area >= SMALLEST:
                parts.append(_line(points))
    return "".join(parts) or _line(largest), largest


def _line(points: list[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:g},{y:g}" for x, y in points[:-1]) + "Z"


def _area(points: list[tuple[float, float]]) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(points))) / 2


def _middle(points: list[tuple[float, float]]) -> tuple[float, float]:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return round((min(xs) + max(xs)) / 2, 1), round((min(ys) + max(ys)) / 2, 1)
