"""Lists of threads: their orders and limits, and keyset paging without gaps or repeats."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from community.queries import questions_page
from contributions import counters
from contributions.lists import Filter
from contributions.models import Contribution, Space, Tag
from core.application import Atrium
from core.database import db
from core.paging import Cursor
from tests import databases, factories
from tests.community.reading import follow_pages, pager_on, threads_on
from tests.modest import modest
from tests.people import Person, make_person

START = datetime(2026, 5, 1, tzinfo=UTC)
Open = Callable[[Person], FlaskClient]


def age(thread: Contribution, created: int, active: int | None = None) -> None:
    """Put a thread some minutes after the start."""
    thread.created_at = START + timedelta(minutes=created)
    thread.active_at = START + timedelta(minutes=created if active is None else active)


def test_the_orders_of_questions(client: FlaskClient, alice: Person, bob: Person, public_space: Space) -> None:
    old, middle, new = (factories.ask(alice, public_space) for _number in range(3))
    factories.answer(bob, middle)
    age(old, 0, 30)
    age(middle, 10)
    age(new, 20)
    old.hot, middle.hot, new.hot = 1.0, 3.0, 2.0
    db.session.commit()
    shown = {
        order: threads_on(client.get(f"/questions?order={order}").text)
        for order in ("newest", "active", "hot", "unanswered", "no such")
    }
    assert shown == {
        "newest": [new.id, middle.id, old.id],
        "active": [old.id, new.id, middle.id],
        "hot": [middle.id, new.id, old.id],
        "unanswered": [new.id, old.id],
        "no such": [new.id, middle.id, old.id],
    }


def test_lists_hold_only_what_is_theirs(
    client: FlaskClient, worker: Callable[[], None], alice: Person, bob: Person, public_space: Space
) -> None:
    other = factories.make_space("Other")
    here = factories.ask(alice, public_space, tags=["sun"])
    there = factories.ask(bob, other, tags=["sun", "moon"])
    talk = factories.discuss(alice, public_space, tags=["moon"])
    worker()
    assert threads_on(client.get("/questions").text) == [there.id, here.id]
    assert threads_on(client.get("/spaces/other").text) == [there.id]
    assert threads_on(client.get("/tags/moon").text) == [there.id]
    assert threads_on(client.get("/discussions").text) == [talk.id]
    written = client.get(f"/members/{alice.id}/contributions").text
    assert f"/questions/{here.id}/" in written
    assert f"/discussions/{talk.id}/" in written
    assert f"/questions/{there.id}/" not in written


def test_the_hot_list_follows_what_happens(
    client: FlaskClient, alice: Person, bob: Person, charlie: Person, public_space: Space
) -> None:
    quiet, lively = factories.ask(alice, public_space), factories.ask(alice, public_space)
    lively.opening_score = 3
    factories.answer(bob, lively)
    factories.answer(charlie, lively)
    counters.recount_contributions()
    counters.recount_threads()
    db.session.commit()
    assert threads_on(client.get("/questions?order=hot").text) == [lively.id, quiet.id]


def test_every_list_can_be_walked_there_and_back(
    client: FlaskClient, worker: Callable[[], None], alice: Person, bob: Person, public_space: Space
) -> None:
    other = factories.make_space("Other")
    asked = [factories.ask(alice, public_space, tags=["sun"]) for _number in range(65)]
    talks = [factories.discuss(bob, other) for _number in range(45)]
    for made in (asked, talks):
        for number, thread in enumerate(made):
            age(thread, number // 3)
            thread.hot = number // 3 / 7
    db.session.commit()
    worker()
    orders = [f"/questions{order}" for order in ("", "?order=active", "?order=hot", "?order=unanswered")]
    for address in [*orders, "/spaces/public", "/tags/sun", f"/members/{alice.id}/contributions"]:
        walk(client, address, [thread.id for thread in reversed(asked)])
    walk(client, "/discussions", [thread.id for thread in reversed(talks)])


def walk(client: FlaskClient, address: str, keys: list[int]) -> None:
    pages = follow_pages(client, address)
    assert [key for page in pages for key in _rows(page)] == keys, address
    assert len(pages) >= 3
    back = follow_pages(client, pager_on(pages[-1])["prev"], "prev")
    assert [_rows(page) for page in [*back][::-1]] == [_rows(page) for page in pages[:-1]], address
    assert "prev" not in pager_on(back[-1]) or not _rows(client.get(pager_on(back[-1])["prev"]).text)


def _rows(page: str) -> list[int]:
    return threads_on(page) or [int(key) for key in re.findall(r'class="brief-title" href="/\w+/(\d+)/', page)]


@modest
@given(
    order=st.sampled_from(["newest", "active", "hot", "unanswered"]),
    moments=st.lists(st.integers(0, 3), min_size=1, max_size=14),
    size=st.integers(1, 5),
    inserts=st.lists(st.integers(0, 4), max_size=6),
)
def test_paging_has_no_gaps_and_no_repeats(
    app: Atrium, order: str, moments: list[int], size: int, inserts: list[int]
) -> None:
    """Whatever ties there are, and whatever comes in between two pages, every thread of the start is read once."""
    databases.empty_tables()
    author, space = make_person("Author"), factories.make_space("Walk")
    viewer = author.viewer

    def add(moment: int) -> int:
        thread = factories.ask(author, space)
        age(thread, moment)
        thread.hot = moment / 3
        db.session.commit()
        return thread.id

    at_start = {add(moment) for moment in moments}
    read: list[int] = []
    cursor: Cursor | None = None
    pending = list(inserts)
    while True:
        page = questions_page(viewer, order, Filter(), cursor, size)
        read += [row.id for row in page.rows]
        if page.after is None:
            break
        if pending:
            add(pending.pop())
        cursor = Cursor.decode(page.after, 2)
    assert len(read) == len(set(read))
    assert at_start <= set(read)
    back: list[int] = []
    cursor = Cursor(_key(order, read[-1]), backwards=True)
    while True:
        page = questions_page(viewer, order, Filter(), cursor, size)
        back = [row.id for row in page.rows] + back
        if page.before is None:
            break
        cursor = Cursor.decode(page.before, 2)
    assert len(back) == len(set(back))
    assert at_start - {read[-1]} <= set(back)


def _key(order: str, key: int) -> tuple[Any, ...]:
    thread = db.session.get_one(Contribution, key)
    return (
        ({"hot": thread.hot, "active": thread.active_at}.get(order, thread.created_at), key)
        if order == "hot"
        else Cursor.decode(Cursor(({"active": thread.active_at}.get(order, thread.created_at), key)).encode(), 2).key
    )


FOREIGN = [
    "x",
    "AAAA",
    "%00",
    "bnVsbA",
    "W10",
    "W2ZhbHNlXQ",
    "WzEsMiwzXQ",
    "W2ZhbHNlLHRydWUsdHJ1ZV0",
    "W2ZhbHNlLDFlMzA4LDFd",
    "W2ZhbHNlLCJhIiwxXQ",
    "W2ZhbHNlLDEsOTk5OTk5OTk5OTk5OTk5OTk5OTk5OTld",
    "W2ZhbHNlLG51bGwsMV0",
    "é",
]


@pytest.mark.once
@pytest.mark.parametrize(
    "address", ["/questions", "/questions?order=hot", "/discussions", "/ideas", "/tags", "/members", "/search?q=needle"]
)
def test_a_foreign_page_key_is_told_to_be_one(client: FlaskClient, question: Contribution, address: str) -> None:
    joint = "&" if "?" in address else "?"
    for key in (*FOREIGN, "A" * 5000):
        assert client.get(f"{address}{joint}page={quote(key)}").status_code == 400, key
    assert client.get(f"{address}{joint}page=").status_code == 200


@modest
@given(
    st.lists(
        st.one_of(
            st.booleans(),
            st.integers(),
            st.floats(allow_nan=False, allow_infinity=False),
            st.text(max_size=3),
            st.none(),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_no_page_key_breaks_a_page(client: FlaskClient, question: Contribution, parts: list[Any]) -> None:
    import base64

    import orjson

    try:
        key = base64.urlsafe_b64encode(orjson.dumps(parts)).decode().rstrip("=")
    except TypeError:
        return
    for address in (
        "/questions",
        "/questions?order=hot",
        "/tags",
        f"/contributions/{question.id}/comments",
        f"/contributions/{question.id}/history",
    ):
        assert client.get(f"{address}{'&' if '?' in address else '?'}page={key}").status_code in {200, 400}


def test_an_empty_site_has_pages_too(client: FlaskClient, client_of: Open, alice: Person, public_space: Space) -> None:
    for reader in (client, client_of(alice)):
        for address in (
            "/",
            "/questions",
            "/questions?order=unanswered",
            "/discussions",
            "/ideas",
            "/tags",
            "/spaces",
            "/spaces/public",
            "/members",
            "/search",
            "/search?q=needle",
        ):
            assert reader.get(address).status_code == 200, address
    assert db.session.scalar(select(func.count()).select_from(Tag)) == 0
