"""Pictures: what is drawn says what the table says, and odd numbers break nothing."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insights import charts, maps
from insights.charts import Series
from insights.maps import Mark

pytestmark = pytest.mark.once
VALUES = st.lists(st.one_of(st.none(), st.floats(0, 1e12)), max_size=40)
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?")


@given(VALUES)
def test_a_line_stays_inside_its_frame_and_its_table_tells_every_value(values: list[float | None]) -> None:
    chart = charts.line("Posts", "Day", [str(day) for day in range(len(values))], [Series("All", values)])
    plot = chart.plots[0]
    drawn = [float(number) for number in NUMBER.findall((plot.path + plot.dots).replace("h0", ""))]
    assert all(0 <= number <= 100 for number in drawn)
    assert len(drawn) == 2 * sum(value is not None for value in values)
    assert [cells[0].text for _label, cells in chart.rows] == [
        "-" if value is None else charts.plain(value) for value in values
    ]
    assert len(chart.labels) <= charts.LABELS


def test_the_highest_value_is_drawn_highest_and_gaps_part_the_line() -> None:
    chart = charts.line(
        "Posts", "Day", list("abcd"), [Series("All", [2.0, None, 1.0, 4.0], urls=["/a", "/b", "", "/d"])]
    )
    assert chart.plots[0].path == "M66.67 75.00L100.00 0.00"
    assert chart.plots[0].dots == "M0.00 50.00h0"
    assert (chart.ticks[0], chart.ticks[-1]) == ((0.0, "4"), (100.0, "0"))
    assert [cells[0].url for _label, cells in chart.rows] == ["/a", "", "", "/d"]


def test_columns_stand_beside_one_another_as_high_as_they_count() -> None:
    chart = charts.columns(
        "Times", "Span", ["short", "long"], [Series("Peers", [4, 2]), Series("Staff", [0, 1], "brass")]
    )
    assert [(one.tone, one.height) for one in chart.columns] == [("accent", 100), ("accent", 50), ("brass", 25)]
    assert all(one.x + one.width <= 100 for one in chart.columns)


def test_bars_are_as_long_as_their_share_of_the_longest() -> None:
    assert [(row.share, row.text) for row in charts.bars([("a", 8, ""), ("b", 2, "/b"), ("c", 0, "")])] == [
        (100, "8"),
        (25, "2"),
        (0, "0"),
    ]
    assert charts.bars([]) == []


@given(st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.floats(0, 1e6)), max_size=30), st.booleans())
def test_marks_stand_on_the_plane(places: list[tuple[float, float, float]], fill: bool) -> None:
    marks = [Mark(str(key), "name", x, y, size) for key, (x, y, size) in enumerate(places)]
    drawn = maps.scatter("Map", marks, [("0", "1", 2.0), ("0", "gone", 1.0)], maps.Axes("x", "y") if fill else None)
    assert len(drawn.marks) == len(marks)
    assert all(0 <= one.x <= maps.WIDTH and 0 <= one.y <= maps.HEIGHT for one in drawn.marks)
    assert all(maps.SMALLEST <= one.radius <= maps.LARGEST for one in drawn.marks)
    assert len(drawn.strands) == (1 if len(marks) > 1 else 0)


def test_a_map_nearly_keeps_its_proportions_and_a_scatter_fills_its_frame() -> None:
    marks = [Mark("a", "a", 0, 0, 4), Mark("b", "b", 1, 0, 1), Mark("c", "c", 0, 1, 0)]
    a, b, c = maps.scatter("Map", marks).marks
    assert math.isclose(b.x - a.x, maps.STRETCH * (a.y - c.y), rel_tol=0.01)
    a, b, c = maps.scatter("Map", marks, axes=maps.Axes("x", "y")).marks
    assert math.isclose(b.x - a.x, maps.WIDTH - 2 * maps.MARGIN)


def test_heat_is_darker_where_there_is_more() -> None:
    rows = maps.heat("Hours", ["a", "b", "c"], [("Monday", [(0, ""), (1, "/1"), (9, "/9")])]).rows
    assert [(one.text, one.shade, one.url) for one in rows[0][1]] == [("0", 0, ""), ("1", 1, "/1"), ("9", 5, "/9")]
