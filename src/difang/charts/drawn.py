"""Outlines prepared for drawing once a process: compact paths, county lines, and where the open sea is."""

from dataclasses import dataclass
from functools import cache

from difang import places
from difang.charts.borders import TENTHS, Ring, between, dissolved, rings, written
from difang.text import Text

Box = tuple[float, float, float, float]
Span = tuple[float, float]
ROW = 4  # units between two scan lines over the land
TINY_AREA = 14.0  # square units under which the paper line round a shape would hide it
THUMBNAIL_WIDTH = 230.0
THUMBNAIL_GRID = 10
TINY_SIDE = 26.0  # a place of a small map no larger than this is drawn again, enlarged
INSET_WIDTH, INSET_HEIGHT = 110.0, 80.0
INSET_FILL = 0.7  # of the inset's sides that the place may take


@dataclass(frozen=True)
class Shape:
    """One place: its path, the middle of its largest part, and whether it is too small for a paper line."""

    path: str
    centre: tuple[float, float]
    tiny: bool


@dataclass(frozen=True)
class Sheet:
    """Everything of a map that does not depend on values. Boxes are (left, top, right, bottom)."""

    width: float
    height: float
    kilometre: float
    shapes: dict[str, Shape]
    county_lines: str
    frames: tuple[places.Frame, ...]
    labels: tuple[tuple[Text, float, float], ...]
    land: dict[int, tuple[Span, ...]]

    def is_free(self, box: Box, taken: tuple[Box, ...] = ()) -> bool:
        """True if a box lies inside the drawing, on no land, in no frame and on nothing `taken`."""
        left, top, right, bottom = box
        if left < 0 or top < -12 or right > self.width or bottom > self.height:
            return False
        frames = tuple((one.x, one.y, one.x + one.width, one.y + one.height) for one in self.frames)
        if any(_overlap(box, other) for other in (*frames, *taken)):
            return False
        rows = range(int(top // ROW), int(bottom // ROW) + 1)
        return not any(
            start <= right and left <= end for row in rows for start, end in self.land.get(row, ())
        )


@cache
def sheet(level: str, county: str | None = None) -> Sheet:
    """Return the sheet of a level: of the nation, or of one county's townships or villages."""
    drawn = places.outlines(level, county)
    base = places.outlines("township") if county is None else drawn
    found = {code: rings(path) for code, path in base.paths.items()}
    counties = {code: code[:5] for code in found}
    lines = ""
    if county is None and level == "county":
        members: dict[str, list[list[Ring]]] = {}
        for code, shape in found.items():
            members.setdefault(code[:5], []).append(shape)
        found = {code: dissolved(shapes) for code, shapes in sorted(members.items())}
    elif county is None:
        lines = written(between(found, counties), closed=False)
    return Sheet(
        drawn.width,
        drawn.height,
        drawn.kilometre,
        {code: _shape(shape) for code, shape in found.items() if shape},
        lines,
        drawn.frames,
        drawn.labels,
        _land(found),
    )


@dataclass(frozen=True)
class Inset:
    """A tiny place enlarged `times` with what lies about it, in a box whose corner is at 0, 0.

    `centre` is where the place lies on the small map.
    """

    times: int
    centre: tuple[float, float]
    shapes: dict[str, Shape]


@cache
def inset(county: str, code: str) -> Inset | None:
    """Return the enlarged drawing of a place that would hardly be seen on its county's small map."""
    drawn = places.outlines("township", county)
    scale = THUMBNAIL_WIDTH / drawn.width
    left, top, right, bottom = _bounds(rings(drawn.paths[code], scale))
    wide, tall = right - left, bottom - top
    if max(wide, tall) > TINY_SIDE:
        return None
    times = max(2, int(min(INSET_FILL * INSET_WIDTH / wide, INSET_FILL * INSET_HEIGHT / tall)))
    dx = round((INSET_WIDTH / 2 - times * (left + right) / 2) * TENTHS)
    dy = round((INSET_HEIGHT / 2 - times * (top + bottom) / 2) * TENTHS)
    shapes = {}
    for one, path in drawn.paths.items():
        moved = [[(x + dx, y + dy) for x, y in ring] for ring in rings(path, scale * times)]
        seen = [ring for ring in moved if _overlap(_bounds([ring]), (0, 0, INSET_WIDTH, INSET_HEIGHT))]
        if seen:
            shapes[one] = _shape(seen)
    return Inset(times, ((left + right) / 2, (top + bottom) / 2), shapes)


@cache
def joined(county: str, codes: tuple[str, ...]) -> str:
    """Return the path round several townships of one county's small map."""
    drawn = places.outlines("township", county)
    scale = THUMBNAIL_WIDTH / drawn.width
    return written(dissolved(rings(drawn.paths[code], scale, THUMBNAIL_GRID) for code in codes))


def _bounds(shape: list[Ring]) -> Box:
    xs = [x / TENTHS for ring in shape for x, _ in ring]
    ys = [y / TENTHS for ring in shape for _, y in ring]
    return min(xs), min(ys), max(xs), max(ys)


@cache
def thumbnail_sheet(county: str) -> Sheet:
    """Return one county's townships, small and coarse: borders still meet."""
    drawn = places.outlines("township", county)
    scale = THUMBNAIL_WIDTH / drawn.width
    found = {code: rings(path, scale, THUMBNAIL_GRID) for code, path in drawn.paths.items()}
    return Sheet(
        THUMBNAIL_WIDTH,
        round(drawn.height * scale, 1),
        drawn.kilometre * scale,
        {code: _shape(shape) for code, shape in found.items() if shape},
        "",
        (),
        (),
        {},
    )


def _shape(shape: list[Ring]) -> Shape:
    largest = max(shape, key=area)
    xs, ys = [x for x, _ in largest], [y for _, y in largest]
    centre = ((min(xs) + max(xs)) / 2 / TENTHS, (min(ys) + max(ys)) / 2 / TENTHS)
    return Shape(written(shape), centre, sum(area(ring) for ring in shape) < TINY_AREA)


def area(ring: Ring) -> float:
    """Return the area inside a ring in square units."""
    doubled = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True))
    return abs(doubled) / 2 / TENTHS**2


def _land(found: dict[str, list[Ring]]) -> dict[int, tuple[Span, ...]]:
    """Return the stretches of land on every scan line, and every corner, so that islets count too."""
    rows: dict[int, list[Span]] = {}
    for shape in found.values():
        for ring in shape:
            crossings: dict[int, list[float]] = {}
            for (x0, y0), (x1, y1) in zip(ring, [*ring[1:], ring[0]], strict=True):
                rows.setdefault(y0 // (TENTHS * ROW), []).append((x0 / TENTHS, x0 / TENTHS))
                low, high = min(y0, y1), max(y0, y1)
                for row in range(-(-low // (TENTHS * ROW)), -(-high // (TENTHS * ROW))):
                    part = (row * TENTHS * ROW - y0) / (y1 - y0)
                    crossings.setdefault(row, []).append((x0 + part * (x1 - x0)) / TENTHS)
            for row, xs in crossings.items():
                xs.sort()
                rows.setdefault(row, []).extend(zip(xs[::2], xs[1::2], strict=True))
    return {row: tuple(spans) for row, spans in rows.items()}


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
