"""Guides for tests: registered at the desk of a museum, with certificates as their cards carry them."""

import re
from datetime import timedelta
from typing import Any

from flask.testing import FlaskClient

from core.clock import now

REGISTERED = {"name": "Gesa Lund", "licence": "SAL-17", "issuer": "Town of Saltmere", "languages": "en, de"}
REGISTERED |= {"places": "All floors", "reason": "Passed the examination"}


def day(days: int) -> str:
    """Write the day that is so many days away."""
    return (now() + timedelta(days=days)).date().isoformat()


def register_guide(desk: FlaskClient, slug: str = "tower", **fields: str) -> str:
    """Register a guide at the desk and return the code of the card."""
    given = REGISTERED | {"valid_from": day(-10), "valid_until": day(10)} | fields
    made = desk.post(f"/museums/{slug}/desk/guides/new", data=given)
    assert made.status_code == 303, made.text
    return made.headers["Location"].rpartition("/")[2]


def card_of(desk: FlaskClient, code: str, slug: str = "tower") -> str:
    """Return what the QR code of a card says, as the desk shows it."""
    page = desk.get(f"/museums/{slug}/desk/guides/{code}").text
    found = re.search(r"<code>(http[^<]+)</code>", page)
    assert found, page
    return found[1]


def decide(desk: FlaskClient, code: str, deed: str, reason: str = "As the board decided", slug: str = "tower") -> int:
    """Decide about a guide and return the status."""
    given = {"deed": deed, "reason": reason}
    return desk.post(f"/museums/{slug}/desk/guides/{code}/decide", data=given).status_code


def digits_on(page: str) -> str:
    """Return the digits that a guide sees."""
    found = re.search(r"guide-digits-now\">([\d ]+)<", page)
    return found[1] if found else ""


def shown(page: Any) -> str:
    """Return the state that the page behind a card shows, in its word."""
    found = re.search(r"guide-verdict[^>]*>.*?<strong>([^<]+)</strong>", page.text, re.DOTALL)
    assert found, page.text
    return found[1]
