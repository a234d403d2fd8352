"""Having a question too: once for each member, counted, followed, taken back, and closed to whoever asked it."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from community import counters
from community.models import Question, SharedQuestion
from contributions.models import Follow
from core.application import Atrium
from core.database import db
from tests import factories
from tests.community.reading import words_of
from tests.community.test_races import MANY, at_once, post
from tests.people import Person, make_person

Open = Callable[[Person], FlaskClient]


def follows(person: Person) -> int:
    return db.session.scalar(select(func.count()).where(Follow.member_id == person.id)) or 0


def test_one_has_it_once_follows_it_and_takes_it_back(client_of: Open, bob: Person, question: Question) -> None:
    client, page = client_of(bob), f"/questions/{question.id}"
    for _twice in range(2):
        assert client.post(f"{page}/shared").status_code == 303
    shown = client.get(page, follow_redirects=True).text
    assert "1 more has this" in words_of(shown)
    assert f'action="{page}/shared?value=no"' in shown
    assert follows(bob) == 1
    assert "1 more has this" in words_of(client.get("/questions").text)

    assert client.post(f"{page}/shared?value=no").status_code == 303
    shown = client.get(page, follow_redirects=True).text
    assert "more has this" not in words_of(shown)
    assert f'action="{page}/shared"' in shown


def test_whoever_asked_is_counted_already(client_of: Open, alice: Person, question: Question) -> None:
    client = client_of(alice)
    assert client.post(f"/questions/{question.id}/shared").status_code == 403
    assert "/shared" not in client.get(f"/questions/{question.id}", follow_redirects=True).text


def test_an_answer_is_no_question(client_of: Open, bob: Person, alice: Person, question: Question) -> None:
    reply = factories.answer(alice, question)
    assert client_of(bob).post(f"/questions/{reply.id}/shared").status_code == 404


def test_the_doctor_counts_again(
    atrium: Callable[..., object], client_of: Open, bob: Person, question: Question
) -> None:
    client_of(bob).post(f"/questions/{question.id}/shared")
    db.session.execute(Question.__table__.update().values(shared_count=7))
    db.session.commit()
    atrium("doctor", "--fix")
    assert db.session.scalar(select(Question.__table__.c.shared_count)) == 1


@pytest.mark.parametrize("people", [1, MANY])
def test_fifty_at_once(app: Atrium, client_of: Open, question: Question, people: int) -> None:
    members = [make_person(f"Member {number}") for number in range(people)]
    clients = [client_of(members[number % people]) for number in range(MANY)]
    codes = at_once([post(client, f"/questions/{question.id}/shared") for client in clients])
    assert set(codes) == {303}
    rows = db.session.scalar(select(func.count()).select_from(SharedQuestion))
    assert rows == db.session.scalar(select(Question.__table__.c.shared_count)) == people
    assert counters.recount_shared() == 0
    db.session.rollback()
