"""Drafts: kept on the server by place, one's own alone, and never too many."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from community.models import Question
from contributions.drafting import MOST_DRAFTS
from contributions.models import Draft
from core.clock import now
from core.database import db
from tests.community.reading import value_of, words_of
from tests.people import Person

Open = Callable[[Person], FlaskClient]


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(Draft)) or 0


def test_saves_quietly_and_again(client_of: Open, alice: Person) -> None:
    client = client_of(alice)
    for body in ("Half", "Half a body"):
        response = client.put("/drafts/ask", json={"title": "A title", "body": body, "tags": "one"})
        assert response.status_code == 200
        assert list(response.get_json()) == ["saved"]
    assert [draft.fields["body"] for draft in db.session.scalars(select(Draft))] == ["Half a body"]


def test_saves_from_a_form_and_leads_to_the_list(client_of: Open, alice: Person) -> None:
    client = client_of(alice)
    response = client.post("/drafts/ask", data={"title": "Kept by hand", "body": "And for later."})
    assert (response.status_code, response.headers["Location"]) == (303, "/drafts")
    assert "Kept by hand" in words_of(client.get("/drafts").text)


def test_an_emptied_form_forgets_its_draft(client_of: Open, alice: Person) -> None:
    client = client_of(alice)
    client.put("/drafts/ask", json={"title": "A title"})
    assert client.put("/drafts/ask", json={"title": "", "body": "  ", "tags": "", "space": "3"}).status_code == 200
    assert count() == 0


def test_discards(client_of: Open, alice: Person) -> None:
    client = client_of(alice)
    client.put("/drafts/ask", json={"body": "Something"})
    assert client.post("/drafts/ask/discard").status_code == 303
    assert count() == 0


@pytest.mark.once
@pytest.mark.parametrize(
    "place",
    [
        "",
        "elsewhere",
        "answer:",
        "answer:x",
        "answer:0",
        "answer:-1",
        "ask:1",
        "edit:1;",
        "answer:" + "9" * 30,
        "ask%01",
        "..%2Fask",
    ],
)
def test_only_forms_that_exist_have_drafts(client_of: Open, alice: Person, place: str) -> None:
    assert client_of(alice).put(f"/drafts/{place}", json={"body": "Something"}).status_code in {404, 405}
    assert count() == 0


def test_drafts_are_ones_own(
    client_of: Open, client: FlaskClient, alice: Person, bob: Person, question: Question
) -> None:
    """Guards against CVE-2026-1213 and its like: reaching what belongs to another by naming it."""
    place = f"/drafts/answer:{question.id}"
    mine, other = client_of(alice), client_of(bob)
    mine.put(place, json={"body": "Only for my own eyes"})
    assert "own eyes" not in other.get("/drafts").text
    assert "own eyes" not in other.get(f"/questions/{question.id}/why-does-the-needle-tremble").text
    other.put(place, json={"body": "Another text"})
    other.post(f"{place}/discard")
    assert [draft.member_id for draft in db.session.scalars(select(Draft))] == [alice.id]
    assert client.put(place, json={"body": "No one"}, headers={"Accept": "application/json"}).status_code == 401
    assert client.get("/drafts").status_code == 303


def test_there_are_never_too_many(client_of: Open, alice: Person, bob: Person) -> None:
    """Guards against CVE-2023-22740 and CVE-2025-68934: drafts without an end."""
    client = client_of(alice)
    rows = [
        Draft(member_id=alice.id, place=f"comment:{key}", fields={}, saved_at=now())
        for key in range(1, MOST_DRAFTS + 1)
    ]
    db.session.add_all(rows)
    db.session.commit()
    refused = client.put("/drafts/ask", json={"body": "One more"})
    assert refused.status_code == 403
    assert client.put("/drafts/comment:7", json={"body": "An old one"}).status_code == 200
    assert client_of(bob).put("/drafts/ask", json={"body": "Another member"}).status_code == 200
    assert count() == MOST_DRAFTS + 1
    client.post("/drafts/comment:7/discard")
    assert client.put("/drafts/ask", json={"body": "One more"}).status_code == 200


@pytest.mark.once
@pytest.mark.parametrize(
    ("field", "length"), [("title", 1001), ("body", 50_001), ("tags", 301), ("space", 21), ("revision", 21)]
)
def test_what_is_kept_has_a_cap(client_of: Open, alice: Person, field: str, length: int) -> None:
    assert client_of(alice).put("/drafts/ask", json={"body": "x", field: "x" * length}).status_code == 422
    assert count() == 0


def test_a_comment_comes_back_into_its_form(client_of: Open, alice: Person, question: Question) -> None:
    client = client_of(alice)
    client.put(f"/drafts/comment:{question.id}", json={"body": "Half a comment"})
    assert value_of(client.get(f"/contributions/{question.id}/comment").text, "body") == "Half a comment"
    client.post(f"/contributions/{question.id}/comment", data={"body": "A whole comment."})
    assert count() == 0


def test_the_list_leads_back_to_every_form(client_of: Open, alice: Person, question: Question) -> None:
    client = client_of(alice)
    for place in ("ask", "discuss", f"answer:{question.id}", f"comment:{question.id}", f"edit:{question.id}"):
        client.put(f"/drafts/{place}", json={"body": f"For {place}"})
    page = client.get("/drafts").text
    for address in (
        "/questions/ask",
        "/discussions/new",
        f"/contributions/{question.id}#answer",
        f"/contributions/{question.id}/comment",
        f"/contributions/{question.id}/edit",
    ):
        assert f'href="{address}"' in page
