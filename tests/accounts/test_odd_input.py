"""Whatever is sent to the forms of accounts, they answer; none fails, and none stores what it should not."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from core.database import db
from tests.people import Person

ODD = (
    "",
    "\x00",
    "a\x00b@example.org",
    "\ud7ff\U0010ffff",
    "x" * 100_000,
    "' OR 1=1 --",
    "${7*7}{{7*7}}",
    "\r\nX: y",
    "\u202egro.elpmaxe",
    "-1",
)
FIELDS = ("name", "email", "password", "current", "location", "about", "next", "who", "description", "role")
OPEN = ("/login", "/register", "/reset", "/confirm/x", "/reset/x", "/change-email/x")
OWN = ("/account", "/account/email", "/account/password", "/account/sessions/end-others")


@pytest.mark.parametrize("odd", ODD)
def test_open_forms_answer(client: FlaskClient, odd: str) -> None:
    for path in OPEN:
        assert client.post(path, data=dict.fromkeys(FIELDS, odd)).status_code in {303, 410, 422}, path
        assert client.post(path, json=dict.fromkeys(FIELDS, odd)).status_code in {303, 410, 422}, path
        assert client.post(path, json=[odd]).status_code in {303, 410, 422}, path


@pytest.mark.parametrize("odd", ODD)
def test_forms_of_members_and_administrators_answer(
    client_of: Callable[[Person], FlaskClient], administrator: Person, alice: Person, odd: str
) -> None:
    client = client_of(administrator)
    for path in (*OWN, "/groups", f"/members/{alice.id}/disable", f"/members/{alice.id}/enable"):
        assert client.post(path, data=dict.fromkeys(FIELDS, odd)).status_code in {303, 422}, path


@pytest.mark.parametrize("odd", ODD)
def test_list_of_members_answers(client: FlaskClient, odd: str) -> None:
    assert client.get("/members", query_string={"name": odd[:500]}).status_code in {200, 400}
    assert client.get("/members", query_string={"page": odd[:500]}).status_code in {200, 400}


@pytest.mark.parametrize("value", [{"a": 1}, ["a@b.org"], 7, None, True])
def test_values_of_other_types_are_refused(client: FlaskClient, value: object) -> None:
    for path in ("/login", "/register", "/reset"):
        assert client.post(path, json=dict.fromkeys(FIELDS, value)).status_code == 422


def test_field_that_is_sent_twice_counts_once(client: FlaskClient, alice: Person) -> None:
    body = "email=alice%40example.org&email=bob%40example.org&password=a&password=b"
    answer = client.post("/login", data=body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 422
    assert "bob@example.org" not in answer.text
    db.session.rollback()
