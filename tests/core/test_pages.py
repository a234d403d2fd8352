"""The page cache serves only what is the same for everyone, and only while nothing has happened since."""

import gzip
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from contributions.models import Contribution, Space
from core import pages
from core.application import Atrium
from core.clock import now
from core.database import db, unit_of_work
from tests import factories
from tests.people import Person


@pytest.fixture
def address(alice: Person, public_space: Space) -> str:
    """A page that a signed-out reader has just read."""
    return "/questions"


def retitle(words: str) -> None:
    """Change a title behind the back of the event log, so that a kept page can be told from a fresh one."""
    with unit_of_work():
        db.session.execute(update(Contribution).where(Contribution.title.is_not(None)).values(title=words))


def test_a_kept_page_is_served_until_something_happens(
    client: FlaskClient, address: str, alice: Person, public_space: Space
) -> None:
    factories.ask(alice, public_space, "Why does the needle tremble?")
    assert "Why does the needle tremble?" in client.get(address).text
    retitle("Why is the glass clouded?")
    assert "Why does the needle tremble?" in client.get(address).text

    factories.ask(alice, public_space, "Where does the wind begin?")

    fresh = client.get(address).text
    assert "Where does the wind begin?" in fresh
    assert "Why is the glass clouded?" in fresh


def test_whoever_is_signed_in_is_never_served_a_kept_page(
    client: FlaskClient, client_of: Callable[[Person], FlaskClient], address: str, alice: Person, public_space: Space
) -> None:
    factories.ask(alice, public_space, "Why does the needle tremble?")
    client.get(address)
    retitle("Why is the glass clouded?")

    assert "Why is the glass clouded?" in client_of(alice).get(address).text


def test_a_page_of_somebody_is_never_kept(
    client: FlaskClient, client_of: Callable[[Person], FlaskClient], address: str, alice: Person
) -> None:
    client_of(alice).get(address)

    assert alice.name not in client.get(address).text


def test_a_browser_that_has_the_page_is_told_so(client: FlaskClient, address: str) -> None:
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")


def test_a_kept_page_is_packed_for_browsers_that_unpack(client: FlaskClient, address: str) -> None:
    plain = client.get(address)
    packed = client.get(address, headers={"Accept-Encoding": "gzip"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data) / 2


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "0"), (999, "999"), (1000, "1k"), (1234, "1.2k"), (34_567, "34k"), (1_100_000, "1.1M"), (-1234, "-1.2k")],
)
@pytest.mark.once
def test_numbers_take_little_room(number: int, words: str) -> None:
    assert pages.short_number(number) == words


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (timedelta(seconds=-5), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(hours=23, minutes=59), "23 hours ago"),
        (timedelta(days=29), "29 days ago"),
        (timedelta(days=31), "23 Mar 2026"),
    ],
)
@pytest.mark.once
def test_how_long_ago(app: Flask, monkeypatch: pytest.MonkeyPatch, age: timedelta, words: str) -> None:
    monkeypatch.setenv("ATRIUM_NOW", "2026-04-23T12:00:00Z")
    with app.test_request_context():
        assert pages.ago(now() - age) == words


def test_places_are_filled_in_order(app: Atrium) -> None:
    filled = pages.Places()
    filled.fill("home", str.upper)
    filled.fill("home", str.lower)

    assert filled.of("home") == [str.upper, str.lower]
    assert filled.of("nowhere") == []
