"""What waits: the longest first, with filters and pages, and staff hears of what waits too long, once."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from community.accepting import accept_answer
from community.models import Question
from community.queues.escalating import escalate
from community.queues.models import Escalation
from contributions.models import Contribution, Notification, Space
from core.application import Atrium
from core.clock import now
from core.database import db, unit_of_work
from tests import factories
from tests.community.reading import follow_pages, words_of
from tests.people import Person

Open = Callable[[Person], FlaskClient]


def aged(question: Question, hours: float) -> Question:
    """Let a question have been asked so many hours ago."""
    with unit_of_work():
        at = now() - timedelta(hours=hours)
        db.session.execute(update(Contribution).where(Contribution.id == question.id).values(created_at=at))
    return question


def titles(client: FlaskClient, query: str = "") -> list[str]:
    """Return the titles in a queue, from top to bottom."""
    import re
    from html import unescape

    page = client.get(f"/staff/queues{query}")
    assert page.status_code == 200
    return [unescape(title) for title in re.findall(r'class="brief-title"[^>]*>([^<]*)<', page.text)]


@pytest.fixture
def waiting(alice: Person, bob: Person, staff: Person, public_space: Space, staff_space: Space) -> dict[str, Question]:
    """Questions that wait in different ways."""
    made = {
        "old": aged(factories.ask(alice, public_space, title="The oldest of them all", tags=["amber"]), 200),
        "young": aged(factories.ask(alice, public_space, title="A young one that waits"), 5),
        "peers": aged(factories.ask(alice, public_space, title="Peers have said something"), 100),
        "staff": aged(factories.ask(alice, public_space, title="Staff has said something"), 90),
        "solved": aged(factories.ask(alice, public_space, title="This one has been solved"), 80),
        "inside": aged(factories.ask(staff, staff_space, title="Asked among the staff"), 300),
    }
    factories.answer(bob, made["peers"])
    factories.remark(staff, factories.answer(bob, made["staff"]))
    best = factories.answer(bob, made["solved"])
    with unit_of_work():
        accept_answer(alice.viewer, best.id, True)
    return made


def test_the_longest_waits_first(client_of: Open, staff: Person, waiting: dict[str, Question]) -> None:
    client = client_of(staff)
    assert titles(client) == ["Asked among the staff", "The oldest of them all", "A young one that waits"]
    assert titles(client, "?list=no-staff") == [
        "The oldest of them all",
        "Peers have said something",
        "A young one that waits",
    ]
    assert "waits for 8.3 days" in words_of(client.get("/staff/queues").text)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?tag=amber", ["The oldest of them all"]),
        ("?tag=%23Amber&hours=24", ["The oldest of them all"]),
        ("?hours=24&space={space}", ["The oldest of them all"]),
        ("?hours=100000&list=no-staff", []),
        ("?space=99999999999999999999&hours=x&tag=%00", None),
    ],
)
def test_a_queue_can_be_limited(
    client_of: Open,
    staff: Person,
    waiting: dict[str, Question],
    public_space: Space,
    query: str,
    expected: list[str] | None,
) -> None:
    response = client_of(staff).get(f"/staff/queues{query.format(space=public_space.id)}")
    if expected is None:
        assert response.status_code in {200, 400}
    else:
        assert titles(client_of(staff), query.format(space=public_space.id)) == expected


def test_a_queue_has_pages_in_a_fixed_number_of_statements(
    client_of: Open,
    count_queries: Callable[[], AbstractContextManager[Any]],
    staff: Person,
    alice: Person,
    public_space: Space,
) -> None:
    for number in range(35):
        factories.ask(alice, public_space, title=f"Question number {number} waits")
    client = client_of(staff)
    for name in ("unanswered", "no-staff"):
        assert [page.count('class="brief"') for page in follow_pages(client, f"/staff/queues?list={name}")] == [30, 5]
        with count_queries() as statements:
            client.get(f"/staff/queues?list={name}&tag=sun&hours=1")
        assert statements.count <= 4


@pytest.fixture
def strict(app: Atrium, monkeypatch: pytest.MonkeyPatch) -> None:
    """Staff wants to hear after 24 hours."""
    wanted = app.extensions["settings"].model_copy(update={"escalate_hours": 24})
    monkeypatch.setitem(app.extensions, "settings", wanted)


def told(person: Person) -> list[int]:
    rows = select(Notification.contribution_id).where(Notification.member_id == person.id)
    return list(db.session.scalars(rows.where(Notification.occasion == "escalated")))


def test_staff_hears_once_of_what_waits_too_long(
    client_of: Open, strict: None, staff: Person, alice: Person, administrator: Person, waiting: dict[str, Question]
) -> None:
    for _time in range(2):
        with unit_of_work():
            escalate()
    assert told(staff) == told(administrator) == [waiting["old"].id]
    assert told(alice) == []
    assert db.session.scalar(select(func.count()).select_from(Escalation)) == 1
    assert "This question has waited too long" in client_of(staff).get("/notifications").text


@pytest.mark.parametrize("how", ["imported", "hidden", "ancient", "off", "weekend"])
def test_what_does_not_call_staff(
    app: Atrium,
    strict: None,
    staff: Person,
    alice: Person,
    public_space: Space,
    how: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = aged(factories.ask(alice, public_space), 24 * 200 if how == "ancient" else 30)
    changes: dict[str, object] = {}
    if how == "imported":
        asked.source, asked.source_key = "elsewhere", "q1"
    elif how == "hidden":
        asked.state = "hidden"
    elif how == "off":
        changes["escalate_hours"] = 0
    elif how == "weekend":
        changes["business_hours"] = "mon-fri 09:00-10:00"
    settings = app.extensions["settings"].model_copy(update=changes)
    monkeypatch.setitem(app.extensions, "settings", settings)
    with unit_of_work():
        escalate()
    assert told(staff) == []
