"""The first visit is light: a reader on a train gets a page in few requests and few bytes."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.serving import Site

pytestmark = [pytest.mark.once, pytest.mark.browser]
MOST_BYTES, MOST_REQUESTS = 100_000, 8


@pytest.mark.parametrize("path", ["/", "/questions", "/questions/{question}"])
def test_a_first_visit(visit: Callable[..., Page], community: Site, path: str) -> None:
    page = visit(community)
    weights = weigh(page)
    page.goto(path.format(**community.landmarks), wait_until="networkidle")

    assert sum(weights.values()) < MOST_BYTES, weights
    assert 3 <= len(weights) <= MOST_REQUESTS, weights


def test_a_second_page_fetches_only_itself(visit: Callable[..., Page], community: Site) -> None:
    page = visit(community)
    page.goto("/questions", wait_until="networkidle")
    weights = weigh(page)
    page.goto("/tags", wait_until="networkidle")

    assert [address for address, size in weights.items() if size] == [f"{community.address}/tags"]


def weigh(page: Page) -> dict[str, int]:
    """Return a mapping that fills with the bytes that each address sends over the wire; 0 is from memory."""
    addresses: dict[str, str] = {}
    weights: dict[str, int] = {}

    def finished(event: dict[str, Any]) -> None:
        address = addresses[event["requestId"]]
        weights[address] = weights.get(address, 0) + int(event["encodedDataLength"])

    network = page.context.new_cdp_session(page)
    network.on(
        "Network.requestWillBeSent", lambda event: addresses.update({event["requestId"]: event["request"]["url"]})
    )
    network.on("Network.loadingFinished", finished)
    network.send("Network.enable")
    return weights
