"""Geometry of pictures that the server draws: lines, columns, sparks; shown by `templates/insights/charts.html`.

Every picture keeps the rows of its table, so that no number is told by a picture alone. Coordinates run from 0 to 100.
"""

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

TICKS = 4
LABELS = 6
SMALLEST = 1e-9
TONES = ("accent", "brass", "sky", "madder")


class Series(NamedTuple):
    """What one line or one kind of column shows: a value for each label (None where nothing is known).

    `urls` lead to the rows behind each value; `tone` is accent, brass, sky or madder.
    """

    name: str
    values: Sequence[float | None]
    tone: str = "accent"
    urls: Sequence[str] = ()


class Cell(NamedTuple):
    """One number of a table."""

    text: str
    url: str = ""


class Plot(NamedTuple):
    """One line as drawn: `path` the stroke, `area` what lies under it, `dots` single points that no stroke joins."""

    name: str
    tone: str
    path: str
    area: str
    dots: str


class Column(NamedTuple):
    """One upright bar."""

    tone: str
    x: float
    y: float
    height: float
    width: float
    name: str


class Chart(NamedTuple):
    """A picture over an axis of labels, and its table: a row for each label, a cell for each series."""

    title: str
    axis: str
    plots: Sequence[Plot]
    columns: Sequence[Column]
    ticks: Sequence[tuple[float, str]]
    labels: Sequence[str]
    legend: Sequence[tuple[str, str]]
    rows: Sequence[tuple[str, Sequence[Cell]]]


class Bar(NamedTuple):
    """A row of a lying bar chart: `share` from 0 to 100 is how long it is drawn."""

    name: str
    text: str
    share: float
    url: str = ""
    tone: str = "accent"
    hint: str = ""


def plain(value: float) -> str:
    """Return a number as short as it can be said: whole numbers whole, others with three digits that count.

    >>> plain(12.0), plain(0.12345), plain(1234.5)
    ('12', '0.123', '1234')
    """
    return str(round(value)) if value == round(value) or abs(value) >= 1000 else f"{value:.3g}"


def ceiling(value: float) -> float:
    """Return the round number, not below a value, at which an axis ends: 1, 2, 4, 5 or 10 times a power of ten.

    >>> ceiling(7.0), ceiling(0.31), ceiling(4), ceiling(0)
    (10.0, 0.4, 4.0, 1.0)
    """
    if value < SMALLEST:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(round(step * power, 10) for step in (1, 2, 4, 5, 10) if step * power >= value * (1 - 1e-9))


def line(
    title: str, axis: str, labels: Sequence[str], series: Sequence[Series], text: Callable[[float], str] = plain
) -> Chart:
    """Return lines over labels such as days or weeks, from nought to a round number."""
    top = _top(series)
    chart = _chart(title, axis, labels, series, text)
    return chart._replace(plots=[_plot(one, top) for one in series])


def columns(
    title: str, axis: str, labels: Sequence[str], series: Sequence[Series], text: Callable[[float], str] = plain
) -> Chart:
    """Return upright bars over labels, those of several series side by side."""
    top, width = _top(series), 100 / max(1, len(labels))
    slim = round(width * 0.76 / max(1, len(series)), 3)
    drawn = [
        Column(
            one.tone,
            round((at + 0.12) * width + number * slim, 3),
            *_height(value, top),
            slim,
            f"{label}: {text(value)}",
        )
        for number, one in enumerate(series)
        for at, (label, value) in enumerate(zip(labels, one.values, strict=True))
        if value
    ]
    return _chart(title, axis, labels, series, text)._replace(columns=drawn, labels=_under_columns(labels))


def spark(values: Sequence[float | None], tone: str = "accent") -> Plot:
    """Return a small line without axes, as it stands in a row of a table."""
    return _plot(Series("", values, tone), max([SMALLEST, *(value for value in values if value is not None)]))


def bars(
    rows: Sequence[tuple[str, float, str]], text: Callable[[float], str] = plain, tone: str = "accent"
) -> list[Bar]:
    """Return lying bars of (name, value, address), the longest as wide as there is room."""
    most = max([0.0, *(value for _name, value, _url in rows)]) or 1.0
    return [Bar(name, text(value), round(100 * max(0.0, value) / most, 1), url, tone) for name, value, url in rows]


def _top(series: Sequence[Series]) -> float:
    return ceiling(max([0.0, *(value for one in series for value in one.values if value is not None)]))


def _chart(
    title: str, axis: str, labels: Sequence[str], series: Sequence[Series], text: Callable[[float], str]
) -> Chart:
    top = _top(series)
    ticks = [(round(100 - 100 * step / TICKS, 2), text(top * step / TICKS)) for step in range(TICKS, -1, -1)]
    rows = [(label, [_cell(one, at, text) for one in series]) for at, label in enumerate(labels)]
    legend = [(one.name, one.tone) for one in series]
    return Chart(title, axis, (), (), ticks, _thinned(labels), legend, rows)


def _cell(one: Series, at: int, text: Callable[[float], str]) -> Cell:
    value = one.values[at]
    return Cell("-" if value is None else text(value), one.urls[at] if at < len(one.urls) and value else "")


def _thinned(labels: Sequence[str]) -> list[str]:
    """Return some of the labels, evenly, with the first and the last."""
    if len(labels) <= LABELS:
        return list(labels)
    return [labels[round(step * (len(labels) - 1) / (LABELS - 1))] for step in range(LABELS)]


def _under_columns(labels: Sequence[str]) -> list[str]:
    """Return a label for each column; of many every second is empty, so that the others have room."""
    return [label if len(labels) <= LABELS + 2 or at % 2 == 0 else "" for at, label in enumerate(labels)]


def _plot(one: Series, top: float) -> Plot:
    last = max(1, len(one.values) - 1)
    runs: list[list[str]] = [[]]
    for at, value in enumerate(one.values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append(f"{100 * at / last:.2f} {100 - 100 * value / top:.2f}")
    strokes = [run for run in runs if len(run) > 1]
    path = "".join("M" + "L".join(run) for run in strokes)
    area = "".join(f"M{run[0].split()[0]} 100L{'L'.join(run)}L{run[-1].split()[0]} 100Z" for run in strokes)
    dots = "".join(f"M{run[0]}h0" for run in runs if len(run) == 1)
    return Plot(one.name, one.tone, path, area, dots)


def _height(value: float, top: float) -> tuple[float, float]:
    height = round(100 * value / top, 2)
    return round(100 - height, 2), height
