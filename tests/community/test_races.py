"""Fifty threads at once, on real connections: one row each, no failure, and counters that equal their rows (ASVS 2.3).

Guards against CVE-2021-43793 (a limit passed by asking twice at once) and CVE-2024-26578 (two of one name).
"""

import contextvars
import threading
from collections.abc import Callable, Sequence

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from community import counters as questions
from community.models import Answer, Question
from contributions import counters
from contributions.models import Contribution, Draft, Follow, Revision, Space, Tag, Vote
from core.application import Atrium
from core.database import db
from tests import factories
from tests.people import Person, make_person

MANY = 50
Deed = Callable[[], int]


def at_once(deeds: Sequence[Deed]) -> list[int]:
    """Do all of it at the same moment, each in a thread of its own, and return the status of each."""
    db.session.commit()
    barrier = threading.Barrier(len(deeds))
    codes = [0] * len(deeds)

    def run(place: int) -> None:
        barrier.wait()
        codes[place] = contextvars.Context().run(deeds[place])

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
        assert not thread.is_alive()
    db.session.expire_all()
    return codes


def nothing_is_left_to_count() -> None:
    assert counters.recount_contributions() == 0
    assert counters.recount_threads() <= 1, "only the rank may have cooled"
    assert questions.recount_questions() == 0
    db.session.rollback()


def post(client: FlaskClient, address: str, **fields: object) -> Deed:
    return lambda: client.post(address, data=fields).status_code


@pytest.fixture
def crowd(app: Atrium) -> list[FlaskClient]:
    """Fifty members, each in a browser."""
    people = [make_person(f"Member {100 + number}") for number in range(MANY)]
    return [factories.sign_in(app.test_client(), person) for person in people]


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_one_member_votes_fifty_times(
    client_of: Callable[[Person], FlaskClient], bob: Person, question: Question
) -> None:
    """Guards against CVE-2021-43793: a limit of votes that is passed by voting many times at once."""
    clients = [client_of(bob) for _number in range(MANY)]
    codes = at_once([post(client, f"/contributions/{question.id}/vote", value=1) for client in clients])
    assert set(codes) == {303}
    assert [(vote.member_id, vote.value) for vote in db.session.scalars(select(Vote))] == [(bob.id, 1)]
    db.session.refresh(question)
    assert question.score == 1
    nothing_is_left_to_count()


def test_fifty_members_vote_on_one_answer(crowd: list[FlaskClient], answers: tuple[Answer, Answer]) -> None:
    key = answers[0].id
    codes = at_once(
        [post(client, f"/contributions/{key}/vote", value=1 if place % 5 else -1) for place, client in enumerate(crowd)]
    )
    assert set(codes) == {303}
    assert count(Vote) == MANY
    assert db.session.get_one(Contribution, key).score == 40 - 10
    nothing_is_left_to_count()


def test_fifty_answers_are_accepted(
    client_of: Callable[[Person], FlaskClient], alice: Person, bob: Person, question: Question
) -> None:
    answers = [factories.answer(bob, question).id for _number in range(MANY)]
    clients = [client_of(alice) for _number in range(MANY)]
    codes = at_once([post(client, f"/answers/{key}/accept") for client, key in zip(clients, answers, strict=True)])
    assert set(codes) == {303}
    row = db.session.execute(
        select(Question.__table__.c.accepted_answer_id, Question.__table__.c.pinned_answer_id)
    ).one()
    assert row.accepted_answer_id in answers
    assert row.pinned_answer_id == row.accepted_answer_id
    nothing_is_left_to_count()


def test_fifty_members_make_the_same_tags(crowd: list[FlaskClient], public_space: Space) -> None:
    words = {"title": "A title of ten letters", "body": "A body that is long enough.", "space": public_space.id}
    orders = ("sun moon star", "star moon sun", "moon star sun")
    codes = at_once(
        [post(client, "/questions/ask", tags=orders[place % 3], **words) for place, client in enumerate(crowd)]
    )
    assert set(codes) == {303}
    assert sorted(db.session.scalars(select(Tag.name))) == ["moon", "star", "sun"]
    assert count(Question) == MANY


def test_fifty_members_answer_one_question(crowd: list[FlaskClient], question: Question) -> None:
    codes = at_once(
        [post(client, f"/questions/{question.id}/answers", body="It is the sun, I think.") for client in crowd]
    )
    assert set(codes) == {303}
    db.session.refresh(question)
    assert (count(Answer), question.reply_count) == (MANY, MANY)
    assert count(Follow) == MANY + 1
    nothing_is_left_to_count()


def test_everything_happens_in_one_thread(
    crowd: list[FlaskClient],
    client_of: Callable[[Person], FlaskClient],
    alice: Person,
    moderator: Person,
    question: Question,
    answers: tuple[Answer, Answer],
) -> None:
    """Votes, comments, answers, accepting and hiding wait for one another, and never for each other."""
    first, second = answers
    asker, keeper = client_of(alice), client_of(moderator)
    deeds: list[Deed] = []
    for place, client in enumerate(crowd[:40]):
        deeds.append(
            (
                post(client, f"/contributions/{first.id}/vote", value=1),
                post(client, f"/contributions/{first.id}/comment", body="And so it is."),
                post(client, f"/questions/{question.id}/answers", body="It is the sun, I think."),
                post(client, f"/contributions/{question.id}/vote", value=1),
                post(client, f"/contributions/{question.id}/follow"),
            )[place % 5]
        )
    deeds += [post(asker, f"/answers/{answer.id}/accept") for answer in answers]
    deeds += [post(keeper, f"/contributions/{second.id}/{deed}") for deed in ("hide", "restore", "delete")]
    deeds += [post(keeper, f"/contributions/{first.id}/edit", body="New words.", revision=0)]
    codes = at_once(deeds)
    assert set(codes[:40]) == {303}
    assert set(codes[40:]) <= {303, 403, 404}, codes
    nothing_is_left_to_count()


def test_fifty_editors_of_one_wording(
    client_of: Callable[[Person], FlaskClient], alice: Person, question: Question
) -> None:
    clients = [client_of(alice) for _number in range(20)]
    words = {"title": "A title of ten letters", "revision": 0}
    codes = at_once(
        [
            post(client, f"/contributions/{question.id}/edit", body=f"Wording {place}", **words)
            for place, client in enumerate(clients)
        ]
    )
    assert sorted(codes) == [303] + [409] * 19
    assert sorted(db.session.scalars(select(Revision.number))) == [1, 2]


def test_one_draft_is_saved_and_sent_at_once(
    client_of: Callable[[Person], FlaskClient], bob: Person, question: Question
) -> None:
    clients = [client_of(bob) for _number in range(20)]
    place = f"/drafts/answer:{question.id}"

    def saving(client: FlaskClient) -> Deed:
        return lambda: client.put(place, json={"body": "It is the sun"}).status_code

    save = [saving(client) for client in clients]
    codes = at_once([*save, post(client_of(bob), f"/questions/{question.id}/answers", body="It is the sun, I think.")])
    assert set(codes) == {200, 303}
    assert count(Draft) <= 1
