"""Geometry of maps and of heat: marks in a plane, lines between them; squares, darker where there is more."""

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

from insights.charts import plain

WIDTH, HEIGHT, MARGIN = 1000, 640, 60
SMALLEST, LARGEST = 7.0, 30.0
NAMED = 14
NAMED_ON_A_PHONE = 6
SHADES = 6
# How much a map may be drawn out to fill its frame.
STRETCH = 1.6


class Mark(NamedTuple):
    """What stands on a map. `x` and `y` in any unit, `size` at least 0: the area is drawn in its proportion.

    `group` (from 0) chooses the colour, `text` is what the mark says of itself beside its name.
    """

    key: str
    name: str
    x: float
    y: float
    size: float = 1.0
    group: int = 0
    url: str = ""
    text: str = ""


class Placed(NamedTuple):
    """A mark as drawn; `rank` 0 is named everywhere, 1 on wide screens, 2 when it is chosen."""

    mark: Mark
    x: float
    y: float
    radius: float
    rank: int


class Strand(NamedTuple):
    """A line between two marks; `weight` from 1 to 3 is how strongly it is drawn."""

    x1: float
    y1: float
    x2: float
    y2: float
    weight: int


class Axes(NamedTuple):
    """What the two directions of a scatter mean; empty where a map has none."""

    across: str = ""
    up: str = ""


class Map(NamedTuple):
    """A picture of marks; the largest first, so that small ones lie above large ones."""

    title: str
    marks: Sequence[Placed]
    strands: Sequence[Strand]
    axes: Axes
    width: int = WIDTH
    height: int = HEIGHT


class Square(NamedTuple):
    """One square of a heat map: `shade` from 0 (nothing) to 5."""

    text: str
    shade: int
    url: str = ""


class Heat(NamedTuple):
    """A table whose cells are darker where there is more."""

    title: str
    heads: Sequence[str]
    rows: Sequence[tuple[str, Sequence[Square]]]


def scatter(
    title: str, marks: Sequence[Mark], edges: Sequence[tuple[str, str, float]] = (), axes: Axes | None = None
) -> Map:
    """Return a map of marks, `edges` being (key, key, weight). It nearly keeps its proportions, unless it has axes."""
    if not marks:
        return Map(title, (), (), axes or Axes())
    across, up = _scales(marks, keep=axes is None)
    most = max(mark.size for mark in marks) or 1.0
    ordered = sorted(marks, key=lambda mark: (-mark.size, mark.key))
    placed = [_placed(mark, rank, across, up, most) for rank, mark in enumerate(ordered)]
    at = {one.mark.key: one for one in placed}
    heaviest = max([1e-9, *(weight for _one, _other, weight in edges)])
    strands = [
        _strand(at[one], at[other], weight / heaviest) for one, other, weight in edges if {one, other} <= at.keys()
    ]
    return Map(title, placed, strands, axes or Axes())


def heat(
    title: str,
    heads: Sequence[str],
    rows: Sequence[tuple[str, Sequence[tuple[float, str]]]],
    text: Callable[[float], str] = plain,
) -> Heat:
    """Return a heat map of rows of (value, address); a value of nought stays empty."""
    most = max([1e-9, *(value for _name, cells in rows for value, _url in cells)])
    drawn = [(name, [Square(text(value), _shade(value / most), url) for value, url in cells]) for name, cells in rows]
    return Heat(title, heads, drawn)


def _scales(marks: Sequence[Mark], *, keep: bool) -> tuple[Callable[[float], float], Callable[[float], float]]:
    low_x, high_x = min(mark.x for mark in marks), max(mark.x for mark in marks)
    low_y, high_y = min(mark.y for mark in marks), max(mark.y for mark in marks)
    room_x, room_y = WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN
    per_x, per_y = room_x / ((high_x - low_x) or 1.0), room_y / ((high_y - low_y) or 1.0)
    if keep:
        least = min(per_x, per_y)
        per_x, per_y = min(per_x, least * STRETCH), min(per_y, least * STRETCH)
    middle_x, middle_y = (low_x + high_x) / 2, (low_y + high_y) / 2
    return lambda x: WIDTH / 2 + (x - middle_x) * per_x, lambda y: HEIGHT / 2 - (y - middle_y) * per_y


def _placed(
    mark: Mark, rank: int, across: Callable[[float], float], up: Callable[[float], float], most: float
) -> Placed:
    radius = SMALLEST + (LARGEST - SMALLEST) * math.sqrt(max(0.0, mark.size) / most)
    named = 0 if rank < NAMED_ON_A_PHONE else 1 if rank < NAMED else 2
    return Placed(mark, round(across(mark.x), 1), round(up(mark.y), 1), round(radius, 1), named)


def _strand(one: Placed, other: Placed, share: float) -> Strand:
    return Strand(one.x, one.y, other.x, other.y, 1 + min(2, int(3 * share)))


def _shade(share: float) -> int:
    return 0 if share <= 0 else 1 + min(SHADES - 2, int((SHADES - 1) * share))
