"""The first visit is light: a reader on a train gets a page in few requests and few bytes."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Request

from tests.browser.serving import Site

pytestmark = [pytest.mark.once, pytest.mark.browser]
MOST_BYTES, MOST_REQUESTS = 100_000, 8


@pytest.mark.parametrize("path", ["/", "/questions", "/questions/{question}"])
def test_a_first_visit(visit: Callable[..., Page], community: Site, path: str) -> None:
    page, finished = visit(community), []
    page.on("requestfinished", finished.append)
    page.goto(path.format(**community.landmarks), wait_until="networkidle")

    weights = {request.url.removeprefix(community.address): weight(request) for request in finished}
    assert sum(weights.values()) < MOST_BYTES, weights
    assert len(finished) <= MOST_REQUESTS, weights
    assert len(finished) >= 3


def weight(request: Request) -> int:
    """Return how many bytes came over the wire."""
    sizes = request.sizes()
    return sizes["responseBodySize"] + sizes["responseHeadersSize"]


def test_a_second_page_fetches_only_itself(visit: Callable[..., Page], community: Site) -> None:
    page, asked = visit(community), []
    page.goto("/questions", wait_until="networkidle")
    page.on("request", asked.append)
    page.goto("/tags", wait_until="networkidle")

    over_the_wire = [request.url for request in asked if not request.sizes()["responseBodySize"] == 0]
    assert over_the_wire == [f"{community.address}/tags"]
