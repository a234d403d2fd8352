"""Asking questions and opening discussions: the form, what it refuses, and what it keeps."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from community.models import Discussion, Question
from contributions.models import Contribution, Draft, Space
from contributions.tagging import tags_of
from core.database import db
from tests.community.reading import path_of, value_of, words_of
from tests.people import Person

BODY = "It has trembled since Monday, always when the sun comes round the corner."
Open = Callable[[Person], FlaskClient]


def fields(place: Space, **more: Any) -> dict[str, Any]:
    return {"title": "Why does the needle tremble?", "body": BODY, "space": place.id, "tags": "needle, sun"} | more


@pytest.mark.parametrize(
    ("address", "model", "path"),
    [("/questions/ask", Question, "questions"), ("/discussions/new", Discussion, "discussions")],
)
def test_posts_a_thread_and_leads_to_it(
    client_of: Open, alice: Person, public_space: Space, address: str, model: type[Contribution], path: str
) -> None:
    client = client_of(alice)
    response = client.post(address, data=fields(public_space))
    assert response.status_code == 303
    made = db.session.scalars(select(model)).one()
    assert path_of(response) == f"/{path}/{made.id}/why-does-the-needle-tremble"
    assert (made.author_id, made.space_id, made.body) == (alice.id, public_space.id, BODY)
    assert tags_of(made.id) == ["needle", "sun"]
    assert BODY in words_of(client.get(path_of(response)).text)


@pytest.mark.once
@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"title": "Short"}, "at least 10 characters"),
        ({"title": "x" * 201}, "at most 200 characters"),
        ({"title": ""}, "at least 10 characters"),
        ({"body": "Too short."}, "at least 20 characters"),
        ({"body": "x" * 50_001}, "at most 50000 characters"),
        ({"space": ""}, "Please choose one."),
        ({"tags": "one two three four five six seven"}, "at most 6"),
        ({"tags": "<b>"}, "cannot be a tag"),
        ({"tags": "x" * 36}, "cannot be a tag"),
    ],
)
def test_refuses_what_is_wrong_and_keeps_what_was_typed(
    client_of: Open, alice: Person, public_space: Space, wrong: dict[str, str], message: str
) -> None:
    sent = fields(public_space, **wrong)
    response = client_of(alice).post("/questions/ask", data=sent)
    assert response.status_code == 422
    assert message in words_of(response.text), words_of(response.text)
    for name in ("title", "body", "tags"):
        assert value_of(response.text, name) == sent[name]
    assert db.session.scalar(select(func.count()).select_from(Question)) == 0


def test_says_everything_that_is_wrong_at_once(client_of: Open, alice: Person, public_space: Space) -> None:
    page = client_of(alice).post("/questions/ask", data={}).text
    assert page.count("Please fill this in.") >= 3


def test_takes_json_from_a_program(client_of: Open, alice: Person, public_space: Space) -> None:
    response = client_of(alice).post("/questions/ask", json=fields(public_space, tags=["needle", "SUN"]))
    assert response.status_code == 303
    assert tags_of(db.session.scalars(select(Question.id)).one()) == ["needle", "sun"]


def test_fields_that_the_form_does_not_have_change_nothing(
    client_of: Open, alice: Person, bob: Person, public_space: Space
) -> None:
    forged = {"author_id": bob.id, "score": 99, "opening_score": 99, "state": "hidden", "author_roles": 31, "id": 7777}
    client_of(alice).post("/questions/ask", data=fields(public_space, **forged))
    made = db.session.scalars(select(Question)).one()
    assert made.id != 7777
    assert (made.author_id, made.score, made.state, int(made.author_roles)) == (alice.id, 0, "published", 0)


@pytest.mark.parametrize("wanted", ["0", "-1", "424242", str(2**63), str(2**200), "one", "1.5"])
def test_an_unknown_space_is_no_place(client_of: Open, alice: Person, public_space: Space, wanted: str) -> None:
    response = client_of(alice).post("/questions/ask", data=fields(public_space, space=wanted))
    assert response.status_code in {404, 422}


def test_nobody_asks_in_a_space_that_they_cannot_see(
    client_of: Open, bob: Person, staff_space: Space, group_space: Space
) -> None:
    client = client_of(bob)
    for space in (staff_space, group_space):
        assert client.post("/questions/ask", data=fields(space)).status_code == 404
    assert db.session.scalar(select(func.count()).select_from(Contribution)) == 0


def test_only_staff_open_threads_where_the_space_says_so(
    client_of: Open, alice: Person, staff: Person, public_space: Space
) -> None:
    public_space.posting = "staff"
    db.session.commit()
    assert client_of(alice).post("/questions/ask", data=fields(public_space)).status_code == 403
    assert client_of(staff).post("/questions/ask", data=fields(public_space)).status_code == 303
    assert "No space is open to you" in client_of(alice).get("/questions/ask").text


def test_signed_out_readers_are_asked_in(client: FlaskClient, public_space: Space) -> None:
    response = client.get(f"/questions/ask?space={public_space.id}")
    assert response.status_code == 303
    assert path_of(response).startswith("/login?next=")
    assert client.post("/questions/ask", data=fields(public_space)).status_code == 303
    assert db.session.scalar(select(func.count()).select_from(Question)) == 0


def test_the_form_shows_the_draft_and_posting_removes_it(client_of: Open, alice: Person, public_space: Space) -> None:
    client = client_of(alice)
    kept = {"title": "Half a title", "body": "Half a body", "tags": "half"}
    assert client.put("/drafts/ask", json=kept).status_code == 200
    page = client.get("/questions/ask").text
    assert {name: value_of(page, name) for name in kept} == kept
    client.post("/questions/ask", data=fields(public_space))
    assert db.session.scalar(select(func.count()).select_from(Draft)) == 0
    assert value_of(client.get("/questions/ask").text, "title") == ""


def test_the_form_takes_what_an_address_offers(client_of: Open, alice: Person, public_space: Space) -> None:
    page = client_of(alice).get("/questions/ask?title=%22%3E%3Cb%3Ebold&tags=needle").text
    assert value_of(page, "title") == '"><b>bold'
    assert value_of(page, "tags") == "needle"
    assert "<b>bold" not in page
