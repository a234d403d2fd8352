"""Accepted and official answers, and which one stands first."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from community.accepting import accept_answer
from community.counters import recount_question
from community.models import Answer, Question
from contributions.models import Contribution, Space
from core.application import Atrium
from core.database import db
from tests import factories
from tests.community.reading import posts_on, words_of
from tests.modest import modest
from tests.people import Person, make_person

Open = Callable[[Person], FlaskClient]
Answers = tuple[Answer, Answer]


def page_of(client: FlaskClient, question: Question) -> str:
    return client.get(f"/questions/{question.id}/why-does-the-needle-tremble").text


def accepted(question: Question) -> int | None:
    return db.session.scalar(select(Question.accepted_answer_id).where(Question.id == question.id))


def test_the_accepted_answer_comes_first(client_of: Open, alice: Person, question: Question, answers: Answers) -> None:
    client, second = client_of(alice), answers[1].id
    response = client.post(f"/answers/{second}/accept")
    assert response.status_code == 303
    assert response.headers["Location"].endswith(f"?at={second}#p{second}")
    page = page_of(client, question)
    assert posts_on(page) == [question.id, second, answers[0].id]
    assert page.count("plate-accepted") == 1
    assert "Solved" in words_of(page)


def test_accepting_another_takes_the_place_of_the_first(
    client_of: Open, alice: Person, question: Question, answers: Answers
) -> None:
    client = client_of(alice)
    for answer in answers:
        client.post(f"/answers/{answer.id}/accept")
    assert accepted(question) == answers[1].id
    client.post(f"/answers/{answers[0].id}/accept?value=no")
    assert accepted(question) == answers[1].id
    client.post(f"/answers/{answers[1].id}/accept?value=no")
    assert accepted(question) is None
    assert "plate-accepted" not in page_of(client, question)


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("alice", 303),
        ("bob", 403),
        ("charlie", 403),
        ("staff", 303),
        ("moderator", 303),
        ("administrator", 303),
        ("curator", 303),
    ],
)
def test_who_may_accept(
    request: pytest.FixtureRequest, client_of: Open, question: Question, answers: Answers, who: str, code: int
) -> None:
    person: Person = request.getfixturevalue(who)
    client = client_of(person)
    assert client.post(f"/answers/{answers[0].id}/accept").status_code == code
    assert accepted(question) == (answers[0].id if code == 303 else None)
    assert (f"/answers/{answers[0].id}/accept" in page_of(client, question)) == (code == 303)


@pytest.mark.parametrize(
    ("who", "code"),
    [("alice", 403), ("moderator", 403), ("staff", 303), ("product_manager", 303), ("administrator", 303)],
)
def test_who_may_make_an_answer_official(
    request: pytest.FixtureRequest, client_of: Open, question: Question, answers: Answers, who: str, code: int
) -> None:
    client = client_of(request.getfixturevalue(who))
    assert client.post(f"/answers/{answers[1].id}/official").status_code == code
    page = page_of(client, question)
    assert ("plate-official" in page) == (code == 303)
    assert posts_on(page)[1:] == [answer.id for answer in (answers[::-1] if code == 303 else answers)]
    client.post(f"/answers/{answers[1].id}/official?value=no")
    assert "plate-official" not in page_of(client, question)


def test_the_accepted_answer_comes_before_the_official_one(
    client_of: Open, alice: Person, staff: Person, question: Question, answers: Answers
) -> None:
    client_of(staff).post(f"/answers/{answers[1].id}/official")
    client_of(alice).post(f"/answers/{answers[0].id}/accept")
    assert posts_on(page_of(client_of(alice), question))[1:] == [answer.id for answer in answers]


def test_an_answer_that_was_taken_down_is_neither_accepted_nor_pinned(
    client: FlaskClient, client_of: Open, alice: Person, moderator: Person, question: Question, answers: Answers
) -> None:
    keeper, first = client_of(moderator), answers[0].id
    client_of(alice).post(f"/answers/{first}/accept")
    keeper.post(f"/contributions/{first}/hide")
    assert db.session.scalars(select(Question.pinned_answer_id)).one() is None
    assert posts_on(page_of(client, question)) == [question.id, answers[1].id]
    assert keeper.post(f"/answers/{first}/accept?value=no").status_code == 403
    keeper.post(f"/contributions/{first}/restore")
    assert db.session.scalars(select(Question.pinned_answer_id)).one() == first


def test_nothing_points_to_an_official_answer_that_was_taken_down(
    client: FlaskClient, client_of: Open, staff: Person, moderator: Person, question: Question, answers: Answers
) -> None:
    client_of(staff).post(f"/answers/{answers[1].id}/official")
    client_of(moderator).post(f"/contributions/{answers[1].id}/hide")
    page = page_of(client, question)
    assert f"at={answers[1].id}" not in page
    assert "official-banner" not in page
    for address in ("/", "/questions"):
        assert "arch-official" not in client.get(address).text


def test_a_question_whose_accepted_answer_was_taken_down_is_not_solved(
    client: FlaskClient, client_of: Open, alice: Person, moderator: Person, question: Question, answers: Answers
) -> None:
    client_of(alice).post(f"/answers/{answers[0].id}/accept")
    assert "arch-solved" in client.get("/questions").text
    client_of(moderator).post(f"/contributions/{answers[0].id}/hide")
    assert "arch-solved" not in client.get("/questions").text
    assert "badge-solved" not in page_of(client, question)
    client_of(moderator).post(f"/contributions/{answers[0].id}/restore")
    assert "arch-solved" in client.get("/questions").text


def test_only_answers_can_be_accepted(client_of: Open, alice: Person, question: Question, answers: Answers) -> None:
    remark = factories.remark(alice, answers[0])
    client = client_of(alice)
    for key in (question.id, remark.id, 424242):
        assert client.post(f"/answers/{key}/accept").status_code == 404


@modest
@given(st.lists(st.tuples(st.integers(-9, 15), st.booleans()), min_size=1, max_size=5), st.integers(0, 4))
def test_an_accepted_answer_is_pinned_until_another_clearly_outscores_it(
    app: Atrium, scores: list[tuple[int, bool]], chosen: int
) -> None:
    """The rule in words: no published rival reaches twice its score (at least 1) and three more."""
    chosen %= len(scores)
    asker = make_person(f"Asker {db.session.scalar(select(Contribution.id).order_by(Contribution.id.desc()).limit(1))}")
    space = db.session.scalars(select(Space)).first() or factories.make_space("Property")
    question = factories.ask(asker, space)
    made = [factories.answer(asker, question) for _score in scores]
    accept_answer(asker.viewer, made[chosen].id, True)
    for answer, (score, stands) in zip(made, scores, strict=True):
        answer.score, answer.state = score, "published" if stands else "hidden"
    db.session.flush()
    recount_question(question.id)
    db.session.commit()
    own, stands = scores[chosen]
    rivals = [score for place, (score, standing) in enumerate(scores) if standing and place != chosen]
    expected = made[chosen].id if stands and all(rival < 2 * max(own, 1) + 3 for rival in rivals) else None
    assert db.session.scalar(select(Question.pinned_answer_id).where(Question.id == question.id)) == expected
