"""Exploring a map of the insights: by search, by keys, closer and back, with the table beside it."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Role
from core.pages import places
from insights import maps
from insights.charts import Cell
from insights.dashboard.panels import INSIGHT_PANELS, Answers, Drawn, InsightPanel, Line
from insights.maps import Mark
from tests.browser.axe import violations
from tests.browser.serving import Site
from tests.browser.visiting import PHONE

pytestmark = [pytest.mark.once, pytest.mark.browser]
NAMES = ("Rain gauges", "Wind vanes", "Barometers", "Zürich")


@pytest.fixture
def mapped(community: Site) -> Iterator[Site]:
    """The site, its dashboard with a map of four marks alone."""
    marks = [Mark(str(at), name, at % 2, at // 2, 9 - at, at, f"/tags#{at}", "9") for at, name in enumerate(NAMES)]
    picture = maps.scatter("What is talked about", marks, [("0", "1", 1.0)])
    lines = [Line([Cell(mark.name, mark.url), Cell("9")], mark.key) for mark in marks]
    panel = InsightPanel(
        "topics", Answers.GROWING, "Topics", drawn=Drawn.MAP, picture=picture, heads=("Topic", "Posts"), lines=lines
    )
    with community.app.app_context():
        filled = places().filled
    before = filled[INSIGHT_PANELS]
    filled[INSIGHT_PANELS] = [lambda _viewer: [panel]]
    yield community
    filled[INSIGHT_PANELS] = before


def test_a_map_is_explored_by_keys_and_search(visit: Callable[..., Page], mapped: Site) -> None:
    page = visit(mapped, mapped.one_with(Role.ADMINISTRATOR))
    page.goto("/insights")
    plane = page.locator("[data-map-plane]")
    whole = plane.get_attribute("viewBox")
    page.get_by_role("searchbox", name="Find on the map").fill("zurich")
    expect(page.locator("[data-map-says]")).to_have_text("Found: 1")
    expect(page.locator("tr[data-found]")).to_contain_text("Zürich")
    page.keyboard.press("Enter")
    expect(page.locator('[data-map-mark="3"]')).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(page.locator('[data-map-mark="2"]')).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator('[data-map-mark="0"]')).to_be_focused()
    page.keyboard.press("+")
    assert plane.get_attribute("viewBox") != whole
    page.keyboard.press("0")
    assert plane.get_attribute("viewBox") == whole
    assert violations(page) == []
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{mapped.address}/tags#0")
    page.set_viewport_size(PHONE)
    page.goto("/insights")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
