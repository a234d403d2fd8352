"""The health of the dialogue: figures that can be counted by hand, each opening its rows, and what is gone is gone."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from accounts.models import Member
from community.models import Question
from contributions.models import Contribution, Space, State
from contributions.news.choices import unsubscribe
from contributions.news.mailing import send_due
from contributions.news.models import NewsMail
from core.application import Atrium
from core.clock import now
from core.database import db, unit_of_work
from insights.dashboard import mailing
from insights.forgetting import forget
from insights.health.ladder import AGENT, EXPERIENCE, KNOWLEDGE, PARTNER, steps_of
from insights.health.models import MemberStep, ThreadFact
from insights.health.reading import sheet
from insights.running import analyse
from insights.snapshot import Cast, Post, Snapshot
from insights.stages import STAGES
from tests import factories
from tests.community.reading import words_of
from tests.people import Person

Open = Callable[[Person], FlaskClient]
DAY = 86400.0


def post(
    key: int, author: int, kind: str = "answer", thread: int = 1, *, staff: bool = False, accepted: bool = False
) -> Post:
    """A post that was written in the second of its key."""
    body = "Words."
    return Post(key, kind, author, float(key), thread, None, None, "", body, None, 1, accepted, staff)


@pytest.mark.once
def test_a_member_moves_along_exactly_the_axes_that_fit_what_they_did() -> None:
    asker, thinker, talker, knower, trusted = 1, 2, 3, 4, 5
    posts = [
        post(1, asker, "question"),
        post(2, thinker, "idea", 2),
        post(3, 90, thread=1, staff=True),
        post(4, talker, "comment"),
        post(5, talker, "comment"),
        post(6, knower, thread=2, accepted=True),
        post(7, trusted, thread=2),
        post(8, 91, "idea", 8, staff=True),
    ]
    votes = [Cast(7, asker, 1, 9.0), Cast(7, talker, 1, 9.0), Cast(4, asker, 1, 9.0), Cast(4, knower, 1, 9.0)]
    found: dict[int, set[str]] = {}
    for step in steps_of(Snapshot(now(), posts, votes)):
        found.setdefault(step.member, set()).add(step.axis)
    assert found == {
        asker: {AGENT},
        thinker: {AGENT, PARTNER},
        talker: {AGENT, EXPERIENCE},
        knower: {AGENT, KNOWLEDGE},
        trusted: {AGENT, KNOWLEDGE},
    }


def at(thing: Any, moment: datetime) -> None:
    """Let something have been written at a moment."""
    with unit_of_work():
        db.session.execute(update(Contribution).where(Contribution.id == thing.id).values(created_at=moment))


@pytest.fixture
def analysed(
    monkeypatch: pytest.MonkeyPatch, alice: Person, bob: Person, staff: Person, public_space: Space
) -> list[Question]:
    """Four questions of alice, 20 days old: bob after half an hour, staff after two hours, staff after 5 days, nobody."""
    begun = now() - timedelta(days=20)
    questions = [factories.ask(alice, public_space, title=f"Question number {n} waits") for n in range(4)]
    for question, who, hours in zip(questions, (bob, staff, staff), (0.5, 2, 120), strict=False):
        at(factories.answer(who, question), begun + timedelta(hours=hours))
        at(factories.answer(alice, question, "I have found it out by myself."), begun + timedelta(minutes=1))
    for question in questions:
        at(question, begun)
    monkeypatch.setattr("insights.running.stages", lambda: [("health", STAGES["health"])])
    analyse()
    return questions


def test_numbers_are_those_of_the_rows_that_they_open(
    client_of: Open, product_manager: Person, analysed: list[Question]
) -> None:
    client = client_of(product_manager)
    page = client.get("/insights/health").text
    words = words_of(page)
    assert "Questions 4" in words or "4 Questions" in words
    assert "Access Somebody of staff took part 2 of 4" in words
    assert "Dialogue Heard from the other side within two days 1 of 4" in words
    counted = re.findall(r'<a(?: class="[^"]*")? href="(/insights/health/[^"]*)">(\d+)</a>', page)
    assert len(counted) > 5
    for address, number in counted:
        opened = client.get(unescape(address)).text
        assert opened.count('class="brief-title"') == int(number), address
    dashboard = words_of(client.get("/insights").text)
    assert "4 new threads in seven days" not in dashboard
    assert "1 question waits" in dashboard
    assert "Question number 3 waits" in dashboard
    table = client.get("/insights/panels/waits.csv").text.splitlines()
    assert table[:2] == ["Time,Peers,Staff,Address", "up to 1 h,1,0,/insights/health/threads/peers-0"]
    assert client.get("/insights/health/threads/peers-99").status_code == 404
    assert client.get("/insights/health/steps/wealth").status_code == 404


def test_what_is_hidden_leaves_no_number(client_of: Open, product_manager: Person, analysed: list[Question]) -> None:
    with unit_of_work():
        db.session.execute(update(Contribution).where(Contribution.id == analysed[3].id).values(state=State.HIDDEN))
    client = client_of(product_manager)
    assert "Question number 3 waits" not in client.get("/insights/health/threads/unanswered").text
    with unit_of_work():
        forget([analysed[3].id])
    sums = sheet()
    assert sums is not None
    assert (sums["questions"], sums["unanswered"]) == (3, 0)
    assert analysed[3].id not in db.session.scalars(select(ThreadFact.thread_id)).all()
    assert analysed[3].id not in db.session.scalars(select(MemberStep.contribution_id)).all()
    assert "Every question is answered" in words_of(client.get("/insights").text)


def test_the_week_comes_by_mail_once_and_to_product_managers_alone(
    app: Atrium, product_manager: Person, analysed: list[Question]
) -> None:
    for _again in range(2):
        with unit_of_work():
            mailing.queue_week()
    send_due()
    sent = [path.read_text() for path in sorted((app.extensions["settings"].home / "mail").glob("*.eml"))]
    assert len(sent) == 1
    assert f"To: {product_manager.email}" in sent[0]
    assert "1 question waits" in sent[0]
    assert "/insights#waiting" in sent[0]
    assert "List-Unsubscribe" in sent[0]
    with unit_of_work():
        unsubscribe(product_manager.id, "insights")
        queued = db.session.scalars(select(NewsMail)).one()
    member = db.session.get_one(Member, product_manager.id)
    assert mailing.letter(queued, member) is None
