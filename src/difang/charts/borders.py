"""Outlines as chains of shared points: compact path text, lines between counties, counties from townships.

Points are integers, tenths of a drawing unit, so that the same border is the same points on both sides.
"""

from collections.abc import Iterable, Mapping
from itertools import pairwise

Point = tuple[int, int]
Ring = list[Point]
Segment = tuple[Point, Point]
TENTHS = 10


def rings(path: str, scale: float = 1.0, grid: int = 1) -> list[Ring]:
    """Return the closed rings of a path made of absolute M, L and Z; points fall on a `grid` of tenths.

    Rings that the grid shrinks to less than three points are dropped.
    """
    found = []
    for part in path.split("Z"):
        if not part:
            continue
        ring: Ring = []
        for pair in part[1:].split("L"):
            x, y = pair.split(",")
            point = (_snap(float(x) * scale, grid), _snap(float(y) * scale, grid))
            if not ring or ring[-1] != point:
                ring.append(point)
        if len(ring) > 1 and ring[0] == ring[-1]:
            ring.pop()
        if len(ring) > 2:
            found.append(ring)
    return found


def written(lines: Iterable[Ring], *, closed: bool = True) -> str:
    """Return path text in relative steps, about half as long as the absolute one."""
    parts = []
    for line in lines:
        points = line[:-1] if closed and line[0] == line[-1] else line
        steps = " ".join(_pair(x1 - x0, y1 - y0) for (x0, y0), (x1, y1) in pairwise(points))
        parts.append(f"M{_pair(*line[0])}l{steps.replace(' -', '-')}{'z' if closed else ''}")
    return "".join(parts)


def dissolved(members: Iterable[list[Ring]]) -> list[Ring]:
    """Return the rings round the union of shapes that share their borders (draw with fill-rule evenodd)."""
    edge: set[Segment] = set()
    for shape in members:
        for ring in shape:
            for segment in _segments(ring):
                edge ^= {segment}
    return _chained(edge, through=True)


def between(shapes: Mapping[str, list[Ring]], group: Mapping[str, str]) -> list[Ring]:
    """Return the lines along which shapes of different groups touch, as open chains."""
    owners: dict[Segment, set[str]] = {}
    for code, shape in shapes.items():
        for ring in shape:
            for segment in _segments(ring):
                owners.setdefault(segment, set()).add(group[code])
    return _chained({segment for segment, groups in owners.items() if len(groups) > 1}, through=False)


def _segments(ring: Ring) -> Iterable[Segment]:
    for a, b in pairwise([*ring, ring[0]]):
        yield (a, b) if a < b else (b, a)


def _chained(segments: set[Segment], *, through: bool) -> list[Ring]:
    """Join segments end to end; a chain starts at a loose end or crossing where there is one.

    It ends where it began, or at the next crossing unless it may go `through` (then rings stay rings).
    """
    ways: dict[Point, list[Point]] = {}
    for a, b in sorted(segments):
        ways.setdefault(a, []).append(b)
        ways.setdefault(b, []).append(a)
    starts = [point for point, ends in ways.items() if len(ends) != 2] + list(ways)
    chains = []
    for start in starts:
        while ways[start]:
            chain = [start]
            while ways[chain[-1]]:
                here = chain[-1]
                onward = ways[here].pop()
                ways[onward].remove(here)
                chain.append(onward)
                if onward == start or (len(ways[onward]) > 1 and not through):
                    break
            chains.append(chain)
    return chains


def _snap(value: float, grid: int) -> int:
    return round(value * TENTHS / grid) * grid


def _pair(x: int, y: int) -> str:
    second = _number(y)
    return f"{_number(x)}{'' if second.startswith('-') else ','}{second}"


def _number(tenths: int) -> str:
    sign, size = ("-" if tenths < 0 else ""), abs(tenths)
    whole, rest = divmod(size, TENTHS)
    if not rest:
        return f"{sign}{whole}"
    return f"{sign}{whole or ''}.{rest}"
