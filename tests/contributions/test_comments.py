"""Comments: trees below posts, the page of all of them, and replies in discussions."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from community.models import Answer, Question
from contributions.models import Comment, Contribution, Space
from core.database import db
from tests import factories
from tests.community.reading import comments_on, follow_pages, path_of, posts_on, value_of
from tests.people import Person

Open = Callable[[Person], FlaskClient]


def page(client: FlaskClient, question: Question) -> str:
    return client.get(f"/questions/{question.id}/why-does-the-needle-tremble").text


def test_comments_and_leads_to_the_comment(client_of: Open, bob: Person, answers: tuple[Answer, Answer]) -> None:
    client, key = client_of(bob), answers[0].id
    response = client.post(f"/contributions/{key}/comment", data={"body": "Thank you, that was it."})
    made = db.session.scalars(select(Comment)).one()
    assert response.status_code == 303
    assert response.headers["Location"].endswith(f"?at={made.id}#c{made.id}")
    assert comments_on(client.get(path_of(response)).text) == [made.id]
    assert (made.parent_id, made.host_id, made.thread_id) == (key, key, answers[0].thread_id)


@pytest.mark.once
@pytest.mark.parametrize("body", ["", "x", " \n ", "x" * 5001])
def test_refuses_and_keeps_what_was_typed(client_of: Open, bob: Person, question: Question, body: str) -> None:
    response = client_of(bob).post(f"/contributions/{question.id}/comment", data={"body": body})
    assert response.status_code == 422
    assert value_of(response.text, "body").strip() == body.strip()
    assert db.session.scalars(select(Comment)).all() == []


def test_a_comment_on_a_comment_stands_under_the_same_post(
    alice: Person, bob: Person, answers: tuple[Answer, Answer]
) -> None:
    first = factories.remark(alice, answers[0])
    second = factories.remark(bob, first)
    third = factories.remark(alice, second)
    assert [(row.parent_id, row.host_id) for row in (first, second, third)] == [
        (answers[0].id, answers[0].id),
        (first.id, answers[0].id),
        (second.id, answers[0].id),
    ]
    counts = select(Contribution.comment_count).where(Contribution.id == answers[0].id)
    assert db.session.scalars(counts).one() == 3


def test_a_post_shows_its_first_comments_and_the_way_to_the_rest(
    client: FlaskClient, bob: Person, question: Question
) -> None:
    made = [factories.remark(bob, question, f"Remark {number}.").id for number in range(8)]
    shown = page(client, question)
    assert comments_on(shown) == made[:5]
    assert "Show 3 more comments" in shown
    assert posts_on(client.get(f"/contributions/{question.id}/comments").text) == made


def test_the_page_of_all_comments_has_pages(client: FlaskClient, bob: Person, question: Question) -> None:
    made = [factories.remark(bob, question, f"Remark {number}.").id for number in range(55)]
    pages = follow_pages(client, f"/contributions/{question.id}/comments")
    assert [key for shown in pages for key in posts_on(shown)] == made
    assert len(pages) == 2


def test_a_post_without_comments_says_so(client: FlaskClient, question: Question) -> None:
    assert "No comments here" in client.get(f"/contributions/{question.id}/comments").text


def test_replies_of_a_discussion_stand_in_time_and_have_pages(
    client: FlaskClient, alice: Person, bob: Person, public_space: Space
) -> None:
    talk = factories.discuss(alice, public_space)
    made = [factories.remark(bob, talk, f"Reply {number}.").id for number in range(35)]
    pages = follow_pages(client, f"/discussions/{talk.id}/what-did-you-measure-today")
    assert [posts_on(shown) for shown in pages] == [[talk.id, *made[:30]], [talk.id, *made[30:]]]


def test_nothing_is_said_below_what_was_taken_down(
    client_of: Open, bob: Person, moderator: Person, answers: tuple[Answer, Answer]
) -> None:
    """Guards against CVE-2023-22489: replying where the first post is gone."""
    keeper, key = client_of(moderator), answers[0].id
    remark = factories.remark(bob, answers[0])
    keeper.post(f"/contributions/{key}/delete")
    for target in (key, remark.id):
        assert keeper.post(f"/contributions/{target}/comment", data={"body": "Still there?"}).status_code == 403
    assert client_of(bob).post(f"/contributions/{key}/comment", data={"body": "Hello?"}).status_code == 403
    assert len(db.session.scalars(select(Comment)).all()) == 1
