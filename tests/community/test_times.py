"""Waiting times of peers and of staff: figures that can be counted by hand, and every number opens its questions."""

import re
import statistics
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from community.accepting import accept_answer
from community.models import Question
from community.times.figures import SPANS, quantile, span_of
from community.times.reading import FIRST, PEERS, SOLUTION, STAFF, Limits, asked
from contributions.models import Contribution, Space
from core.clock import now
from core.database import db, unit_of_work
from core.durations import duration
from tests import factories
from tests.community.reading import follow_pages, words_of
from tests.people import Person

Open = Callable[[Person], FlaskClient]
HOUR = 3600


def at(contribution: Any, moment: datetime) -> None:
    """Let something have been written at a moment."""
    with unit_of_work():
        db.session.execute(update(Contribution).where(Contribution.id == contribution.id).values(created_at=moment))


@pytest.fixture
def begun() -> datetime:
    """When the questions of these tests were asked."""
    return now() - timedelta(days=20)


@pytest.fixture
def answered(alice: Person, bob: Person, staff: Person, public_space: Space, begun: datetime) -> list[Question]:
    """Three questions: peers answer after 1 and 3 hours, staff after 2 and 5; the first is solved by a peer at once."""
    questions = [factories.ask(alice, public_space, title=f"Question number {n} waits", tags=["sun"]) for n in range(3)]
    for question, peers, others in ((questions[0], 1, 2), (questions[1], 3, 5)):
        first = factories.answer(bob, question)
        at(first, begun + timedelta(hours=peers))
        at(factories.answer(staff, question), begun + timedelta(hours=others))
        at(factories.answer(alice, question, "I have found it out by myself."), begun + timedelta(minutes=1))
        if peers == 1:
            with unit_of_work():
                solved = accept_answer(alice.viewer, first.id, True)
                solved.accepted_at = begun + timedelta(hours=10)
    for question in questions:
        at(question, begun)
    return questions


def test_peers_and_staff_are_timed_apart(staff: Person, answered: list[Question]) -> None:
    found = {one.id: one.seconds for one in asked(staff.viewer, Limits())}
    assert found[answered[0].id] == {(FIRST, PEERS): HOUR, (FIRST, STAFF): 2 * HOUR, (SOLUTION, PEERS): 10 * HOUR}
    assert found[answered[1].id] == {(FIRST, PEERS): 3 * HOUR, (FIRST, STAFF): 5 * HOUR}
    assert found[answered[2].id] == {}, "nobody but the person who asked has answered"


def test_the_page_says_it_and_opens_its_rows(client_of: Open, staff: Person, answered: list[Question]) -> None:
    client = client_of(staff)
    page = client.get("/staff/times").text
    words = words_of(page)
    assert "First answer by peers 2 (67 %) 2 h 2.5 h 2.8 h" in words
    assert "First answer by staff 2 (67 %) 3.5 h" in words
    assert "Solution by peers 1 (33 %) 10 h" in words
    assert "Solution by staff 0 (0 %) - - -" in words
    counted = re.findall(r'<a href="(/staff/times/rows[^"]*)">(\d+)</a>', page)
    assert len(counted) > 8
    for address, number in counted:
        rows = client.get(unescape(address))
        assert rows.status_code == 200, address
        assert rows.text.count('class="brief"') == int(number), address


@pytest.mark.parametrize(
    ("query", "total"), [("?tag=sun", 3), ("?tag=moon", 0), ("?months=3&space=0", 3), ("?space=4242", 0)]
)
def test_figures_can_be_limited(
    client_of: Open, staff: Person, answered: list[Question], query: str, total: int
) -> None:
    words = words_of(client_of(staff).get(f"/staff/times{query}").text)
    assert (f"{total} questions" in words) if total else ("Nothing to count yet" in words)


def test_what_staff_may_not_see_is_not_counted(
    client_of: Open, staff: Person, alice: Person, group_space: Space, answered: list[Question]
) -> None:
    """Guards against CVE-2025-69218: reports that hold what their reader may not see."""
    factories.ask(alice, group_space, title="Where is the amber lamp?")
    answered[2].state = "hidden"
    db.session.commit()
    assert "2 questions" in words_of(client_of(staff).get("/staff/times").text)
    assert "amber" not in client_of(staff).get("/staff/times/rows").text


def test_rows_have_pages(client_of: Open, staff: Person, alice: Person, bob: Person, public_space: Space) -> None:
    for number in range(33):
        asked_now = factories.ask(alice, public_space, title=f"Question number {number} waits")
        at(factories.answer(bob, asked_now), now() + timedelta(minutes=number // 2))
    client = client_of(staff)
    pages = follow_pages(client, "/staff/times/rows?measure=first&who=peers")
    assert [page.count('class="brief"') for page in pages] == [30, 3]
    found = [title for page in pages for title in re.findall(r"Question number (\d+) waits", page)]
    assert len(set(found)) == 33
    back = follow_pages(client, re.findall(r'rel="prev" href="([^"]*)"', pages[1])[0].replace("&amp;", "&"), "prev")
    assert back[0].count('class="brief"') == 30


def test_the_pages_take_few_statements(
    client_of: Open,
    count_queries: Callable[[], AbstractContextManager[Any]],
    staff: Person,
    answered: list[Question],
) -> None:
    client = client_of(staff)
    for address in ("/staff/times", "/staff/times/rows?measure=first&who=peers"):
        with count_queries() as statements:
            client.get(address)
        assert statements.count <= 3, address


@pytest.mark.once
@given(st.lists(st.floats(0, 1e7), min_size=2, max_size=60))
def test_quantiles_are_those_of_the_books(values: list[float]) -> None:
    ordered = sorted(values)
    assert quantile(ordered, 0.5) == pytest.approx(statistics.median(values))
    tenths = statistics.quantiles(values, n=10, method="inclusive")
    assert quantile(ordered, 0.9) == pytest.approx(tenths[-1])
    assert all(span_of(value) in range(len(SPANS) + 1) for value in values)


@pytest.mark.once
@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 min"), (90 * 60, "1.5 h"), (36 * 3600, "36 h"), (86400 * 3, "3 days"), (86400 * 45, "45 days")],
)
def test_lengths_of_time_in_words(seconds: float, words: str) -> None:
    assert duration(seconds) == words
