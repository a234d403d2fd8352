"""Deleting, hiding and putting back, with everything that stands below."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from community.models import Answer, Question
from contributions.models import Contribution, Space
from core.database import db
from tests import factories
from tests.community.reading import comments_on, posts_on, words_of
from tests.people import Person

Open = Callable[[Person], FlaskClient]
Answers = tuple[Answer, Answer]


def state(key: int) -> tuple[str, bool]:
    row = db.session.execute(select(Contribution.state, Contribution.concealed).where(Contribution.id == key)).one()
    return row.state, row.concealed


def page(client: FlaskClient, question: Question) -> str:
    return client.get(f"/questions/{question.id}/why-does-the-needle-tremble").text


@pytest.mark.parametrize("deed", ["delete", "hide"])
def test_takes_down_and_puts_back(
    client: FlaskClient, client_of: Open, moderator: Person, question: Question, answers: Answers, deed: str
) -> None:
    keeper, key = client_of(moderator), answers[0].id
    assert keeper.post(f"/contributions/{key}/{deed}", data={"reason": "Off the subject"}).status_code == 303
    assert state(key)[0] == {"delete": "deleted", "hide": "hidden"}[deed]
    assert posts_on(page(client, question)) == [question.id, answers[1].id]
    assert "1 answer" in words_of(page(client, question))
    assert posts_on(page(keeper, question)) == [question.id, key, answers[1].id]
    assert keeper.post(f"/contributions/{key}/restore").status_code == 303
    assert posts_on(page(client, question)) == [question.id, key, answers[1].id]


def test_the_reason_is_shown_to_those_who_still_see_it(
    client_of: Open, bob: Person, moderator: Person, question: Question, answers: Answers
) -> None:
    client_of(moderator).post(f"/contributions/{answers[0].id}/hide", data={"reason": "Off the subject"})
    assert "Off the subject" in words_of(page(client_of(bob), question))


def test_everything_below_goes_and_comes_along(
    client: FlaskClient, client_of: Open, alice: Person, question: Question, answers: Answers
) -> None:
    first = factories.remark(alice, answers[0])
    second = factories.remark(alice, first)
    author = client_of(alice)
    author.post(f"/contributions/{question.id}/delete")
    for key in (answers[0].id, answers[1].id, first.id, second.id):
        assert state(key) == ("published", True)
        for address in (f"/contributions/{key}", f"/contributions/{key}/comments", f"/contributions/{key}/history"):
            assert client.get(address).status_code == 404
    author.post(f"/contributions/{question.id}/restore")
    assert comments_on(page(client, question)) == [first.id, second.id]


def test_what_was_taken_down_on_its_own_stays_down(
    client: FlaskClient, client_of: Open, alice: Person, bob: Person, question: Question, answers: Answers
) -> None:
    client_of(bob).post(f"/contributions/{answers[0].id}/delete")
    asker = client_of(alice)
    asker.post(f"/contributions/{question.id}/delete")
    asker.post(f"/contributions/{question.id}/restore")
    assert posts_on(page(client, question)) == [question.id, answers[1].id]


def test_a_comment_below_a_hidden_comment_is_concealed(
    client: FlaskClient, client_of: Open, alice: Person, bob: Person, moderator: Person, question: Question
) -> None:
    first = factories.remark(bob, question)
    below = factories.remark(alice, first)
    beside = factories.remark(alice, question)
    client_of(moderator).post(f"/contributions/{first.id}/hide")
    assert state(below.id) == ("published", True)
    assert comments_on(page(client, question)) == [beside.id]


MATRIX = [
    # who, whose answer it is, how it was taken down, what may be done
    ("alice", "delete", 403),
    ("bob", "delete", 303),
    ("charlie", "delete", 403),
    ("staff", "delete", 403),
    ("moderator", "delete", 303),
    ("administrator", "delete", 303),
    ("alice", "hide", 403),
    ("bob", "hide", 403),
    ("staff", "hide", 403),
    ("moderator", "hide", 303),
    ("administrator", "hide", 303),
]


@pytest.mark.parametrize(("who", "deed", "code"), MATRIX)
def test_who_may_take_down_an_answer_of_bob(
    request: pytest.FixtureRequest,
    client_of: Open,
    question: Question,
    answers: Answers,
    who: str,
    deed: str,
    code: int,
) -> None:
    client = client_of(request.getfixturevalue(who))
    assert client.post(f"/contributions/{answers[0].id}/{deed}").status_code == code
    assert (state(answers[0].id)[0] == "published") == (code == 403)


@pytest.mark.parametrize(
    ("by", "deed", "author_may"),
    [("bob", "delete", True), ("moderator", "delete", False), ("moderator", "hide", False)],
)
def test_authors_put_back_only_what_they_deleted_themselves(
    request: pytest.FixtureRequest,
    client_of: Open,
    bob: Person,
    moderator: Person,
    answers: Answers,
    by: str,
    deed: str,
    author_may: bool,
) -> None:
    key = answers[0].id
    client_of(request.getfixturevalue(by)).post(f"/contributions/{key}/{deed}")
    response = client_of(bob).post(f"/contributions/{key}/restore")
    assert response.status_code == (303 if author_may else 403)
    assert (state(key)[0] == "published") == author_may


def test_doing_it_twice_is_refused_in_words(client_of: Open, moderator: Person, answers: Answers) -> None:
    keeper, key = client_of(moderator), answers[0].id
    assert keeper.post(f"/contributions/{key}/restore").status_code == 403
    keeper.post(f"/contributions/{key}/delete")
    assert "already" in keeper.post(f"/contributions/{key}/delete").text
    assert keeper.post(f"/contributions/{key}/hide").status_code == 303
    assert "already" in keeper.post(f"/contributions/{key}/hide").text


def test_the_only_comment_can_be_brought_back_from_the_page(
    client_of: Open, bob: Person, moderator: Person, question: Question
) -> None:
    remark = factories.remark(bob, question)
    keeper = client_of(moderator)
    keeper.post(f"/contributions/{remark.id}/delete")
    assert comments_on(page(keeper, question)) == [remark.id]


def test_nobody_reaches_into_a_space_that_they_cannot_see(
    client_of: Open, bob: Person, moderator: Person, alice: Person, group_space: Space
) -> None:
    secret = factories.ask(alice, group_space)
    for person in (bob, moderator):
        client = client_of(person)
        for deed in ("delete", "hide", "restore", "vote", "follow", "comment", "edit"):
            expected = 403 if person is bob and deed == "hide" else 404
            assert client.post(f"/contributions/{secret.id}/{deed}", data={"value": 1}).status_code == expected
    assert state(secret.id) == ("published", False)
