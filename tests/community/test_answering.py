"""Answering: the form below a question, its draft, and where nothing can be added."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from community.models import Answer, Question
from contributions.models import Draft
from core.database import db
from tests.community.reading import path_of, posts_on, value_of, words_of
from tests.people import Person

Open = Callable[[Person], FlaskClient]
BODY = "Put it in the shade; the glass bends the light."


def address_of(question: Question) -> str:
    return f"/questions/{question.id}/why-does-the-needle-tremble"


def test_answers_and_leads_to_the_answer(client_of: Open, bob: Person, question: Question) -> None:
    client = client_of(bob)
    response = client.post(f"/questions/{question.id}/answers", data={"body": BODY})
    made = db.session.scalars(select(Answer)).one()
    assert response.status_code == 303
    assert response.headers["Location"] == f"{address_of(question)}?at={made.id}#p{made.id}"
    page = client.get(path_of(response)).text
    assert posts_on(page) == [question.id, made.id]
    assert "1 answer" in words_of(page)


@pytest.mark.once
@pytest.mark.parametrize("body", ["", "Short", "   \n  ", "\x00\x01\x02" * 20, "x" * 50_001])
def test_refuses_and_keeps_what_was_typed(client_of: Open, bob: Person, question: Question, body: str) -> None:
    response = client_of(bob).post(f"/questions/{question.id}/answers", data={"body": body})
    assert response.status_code == 422
    assert value_of(response.text, "body").strip() == body.replace("\x00", "�").strip() or "\x00" in body
    assert "field-error" in response.text
    assert db.session.scalar(select(func.count()).select_from(Answer)) == 0


def test_the_draft_of_an_answer_comes_back_and_goes_with_it(client_of: Open, bob: Person, question: Question) -> None:
    client = client_of(bob)
    client.put(f"/drafts/answer:{question.id}", json={"body": "It may be the sun"})
    assert value_of(client.get(address_of(question)).text, "body") == "It may be the sun"
    client.post(f"/questions/{question.id}/answers", data={"body": BODY})
    assert db.session.scalar(select(func.count()).select_from(Draft)) == 0


@pytest.mark.parametrize("deed", ["delete", "hide"])
def test_nothing_is_added_to_what_was_taken_down(
    client_of: Open, alice: Person, bob: Person, moderator: Person, question: Question, deed: str
) -> None:
    keeper = client_of(moderator)
    assert keeper.post(f"/contributions/{question.id}/{deed}").status_code == 303
    answer = {"body": BODY}
    assert client_of(bob).post(f"/questions/{question.id}/answers", data=answer).status_code == 404
    assert client_of(alice).post(f"/questions/{question.id}/answers", data=answer).status_code == 403
    assert keeper.post(f"/questions/{question.id}/answers", data=answer).status_code == 403
    assert db.session.scalar(select(func.count()).select_from(Answer)) == 0


def test_only_questions_are_answered(client_of: Open, bob: Person, question: Question) -> None:
    client = client_of(bob)
    client.post(f"/questions/{question.id}/answers", data={"body": BODY})
    answer = db.session.scalars(select(Answer.id)).one()
    assert client.post(f"/questions/{answer}/answers", data={"body": BODY}).status_code == 404
    assert client.post("/questions/424242/answers", data={"body": BODY}).status_code == 404


def test_an_order_of_answers_is_kept_by_its_address(
    client: FlaskClient, question: Question, answers: tuple[Answer, Answer]
) -> None:
    first, second = (answer.id for answer in answers)
    shown = {
        order: posts_on(client.get(f"{address_of(question)}?order={order}").text)[1:]
        for order in ("best", "newest", "oldest")
    }
    assert shown == {"best": [first, second], "newest": [second, first], "oldest": [first, second]}
    assert posts_on(client.get(f"{address_of(question)}?order=strange").text)[1:] == [first, second]
