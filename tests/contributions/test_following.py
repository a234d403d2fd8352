"""Following and notifications: each once, not for one's own, and gone when the thread is out of sight."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from accounts.models import Membership
from community.models import Question
from contributions.models import Follow, Notification, Space
from contributions.notifying import notify_followers
from core.database import db
from core.events import LoggedEvent
from core.outbox import Delivery
from tests import factories
from tests.community.reading import words_of
from tests.people import Person

Open = Callable[[Person], FlaskClient]
Work = Callable[[], None]


def told(person: Person) -> list[tuple[str, int | None]]:
    """Return what somebody has been told: why, and by whom."""
    rows = select(Notification.reason, Notification.actor_id).where(Notification.member_id == person.id)
    return [(row.reason, row.actor_id) for row in db.session.execute(rows.order_by(Notification.id))]


def news(client: FlaskClient) -> str:
    page = client.get("/notifications")
    assert page.status_code == 200
    return words_of(page.text)


def test_who_asks_hears_of_answers_and_comments(
    client_of: Open, worker: Work, alice: Person, bob: Person, charlie: Person, question: Question
) -> None:
    answer = factories.answer(bob, question)
    factories.remark(charlie, answer)
    worker()
    assert told(alice) == [("answer", bob.id), ("comment", charlie.id)]
    assert told(bob) == [("comment", charlie.id)]
    assert told(charlie) == []
    page = news(client_of(alice))
    assert "Bob answered" in page
    assert "Charlie commented" in page
    assert "Why does the needle tremble?" in page


def test_nobody_hears_of_their_own(worker: Work, alice: Person, question: Question) -> None:
    factories.answer(alice, question)
    factories.remark(alice, question)
    worker()
    assert told(alice) == []


def test_each_is_told_once_however_often_it_is_delivered(
    worker: Work, alice: Person, bob: Person, question: Question
) -> None:
    factories.answer(bob, question)
    worker()
    posted = select(LoggedEvent).where(LoggedEvent.name == "ContributionPosted")
    event = db.session.scalars(posted.order_by(LoggedEvent.id.desc())).first()
    assert event is not None
    again = Delivery(1, event.name, event.actor_id, event.payload, event.created_at)
    for _time in range(2):
        notify_followers([again, again])
    db.session.commit()
    assert told(alice) == [("answer", bob.id)]


def test_follows_and_ceases_to(client_of: Open, worker: Work, bob: Person, charlie: Person, question: Question) -> None:
    client, address = client_of(bob), f"/contributions/{question.id}/follow"
    for _time in range(2):
        assert client.post(address).status_code == 303
    assert db.session.scalar(select(func.count()).select_from(Follow).where(Follow.member_id == bob.id)) == 1
    factories.answer(charlie, question)
    worker()
    assert told(bob) == [("answer", charlie.id)]
    for _time in range(2):
        assert client.post(f"{address}?following=no").status_code == 303
    factories.answer(charlie, question)
    worker()
    assert len(told(bob)) == 1


def test_the_page_says_whether_one_follows(client_of: Open, bob: Person, question: Question) -> None:
    client, page = client_of(bob), f"/questions/{question.id}/why-does-the-needle-tremble"
    assert f'/contributions/{question.id}/follow"' in client.get(page).text
    client.post(f"/contributions/{question.id}/follow")
    assert f"/contributions/{question.id}/follow?following=no" in client.get(page).text


def test_reading_marks_as_read(client_of: Open, worker: Work, alice: Person, bob: Person, question: Question) -> None:
    answers = [factories.answer(bob, question) for _number in range(3)]
    worker()
    client = client_of(alice)
    assert "3 unread" in client.get("/").text
    first = db.session.scalars(select(Notification.id).where(Notification.contribution_id == answers[0].id)).one()
    response = client.post(f"/notifications/{first}/open")
    assert response.status_code == 303
    assert response.headers["Location"].endswith(f"#p{answers[0].id}")
    assert "2 unread" in client.get("/").text
    assert client.post("/notifications/read").status_code == 303
    assert "unread" not in client.get("/").text


def test_nobody_opens_what_another_was_told(
    client_of: Open, worker: Work, alice: Person, bob: Person, question: Question
) -> None:
    factories.answer(bob, question)
    worker()
    key = db.session.scalars(select(Notification.id)).one()
    assert client_of(bob).post(f"/notifications/{key}/open").status_code == 404
    assert db.session.scalars(select(Notification.read_at)).one() is None


@pytest.mark.parametrize("how", ["space", "group", "hidden", "deleted", "answer hidden"])
def test_what_went_out_of_sight_is_not_shown(
    client_of: Open,
    worker: Work,
    alice: Person,
    bob: Person,
    charlie: Person,
    moderator: Person,
    group_space: Space,
    how: str,
) -> None:
    """Guards against CVE-2022-41944 and CVE-2023-22488: being told of what one may no longer read."""
    asked = factories.ask(alice, group_space, title="Where is the amber lamp?")
    factories.make_group("Others", bob, charlie)
    db.session.add(Membership(group_id=group_space.group_id or 0, member_id=bob.id, since=asked.created_at))
    db.session.commit()
    bobs = client_of(bob)
    bobs.post(f"/contributions/{asked.id}/follow")
    answer = factories.answer(alice, asked, "In the amber cupboard, upstairs.")
    worker()
    assert "amber" in news(bobs)
    assert "Notifications, 1 unread" in bobs.get("/notifications").text
    if how == "space":
        group_space.visibility, group_space.group_id = "staff", None
    elif how == "group":
        db.session.query(Membership).filter_by(member_id=bob.id, group_id=group_space.group_id).delete()
    elif how == "answer hidden":
        answer.state = "hidden"
    else:
        asked.state, answer.concealed = how, True
    db.session.commit()
    page = news(bobs)
    assert "amber" not in page
    assert "Alice" not in page
    assert "unread" not in bobs.get("/notifications").text, "nor is it counted"
    key = db.session.scalars(select(Notification.id).where(Notification.member_id == bob.id)).one()
    assert bobs.post(f"/notifications/{key}/open").status_code == 404


def test_many_notifications_have_pages(
    client_of: Open, worker: Work, alice: Person, bob: Person, question: Question
) -> None:
    from tests.community.reading import follow_pages

    for number in range(35):
        factories.remark(bob, question, f"Remark number {number}.")
    worker()
    pages = follow_pages(client_of(alice), "/notifications")
    assert [page.count("news-item") for page in pages] == [30, 5]
    assert "Remark number 34." in pages[0]
