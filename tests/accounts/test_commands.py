"""`./atrium user create`: the first administrator and any other account."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from accounts.models import Member, Role
from core.database import db
from tests.people import PASSWORD, Person

Command = Callable[..., Any]


def test_prints_a_link_to_choose_a_password_once(atrium: Command, client: FlaskClient) -> None:
    ran = atrium("user", "create", "Boss@Example.org", "--role", "administrator", "--name", "The Boss")
    assert ran.code == 0, ran.err
    link = re.search(r"http://localhost(/reset/\S+)", ran.out)
    assert link
    assert client.post(link[1], data={"password": PASSWORD}).status_code == 303
    assert client.get(link[1]).status_code == 410
    assert client.post("/login", data={"email": "boss@example.org", "password": PASSWORD}).status_code == 303
    assert client.get("/groups").status_code == 200


def test_reads_the_password_from_standard_input(
    atrium: Command, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(PASSWORD + "\n"))
    ran = atrium("user", "create", "mo@example.org", "--role", "moderator", "--role", "staff", "--password-stdin")
    assert ran.code == 0, ran.err
    assert PASSWORD not in ran.out + ran.err
    member = db.session.scalars(select(Member)).one()
    assert (member.name, member.roles_held) == ("mo", Role.MODERATOR | Role.STAFF)
    assert client.post("/login", data={"email": "mo@example.org", "password": PASSWORD}).status_code == 303


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["alice@example.org"], "has an account already"),
        (["nowhere"], "does not look like an e-mail address"),
        (["new@example.org", "--name", "Alice"], "Somebody here has that name"),
        (["new@example.org", "--name", "<b>"], "simple punctuation"),
    ],
)
def test_says_in_one_line_what_is_wrong(atrium: Command, alice: Person, arguments: list[str], said: str) -> None:
    ran = atrium("user", "create", *arguments)
    assert ran.code == 1
    assert said in ran.err
    assert len(ran.err.strip().splitlines()) == 1
    assert len(db.session.scalars(select(Member)).all()) == 1


def test_weak_password_is_refused(atrium: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("password123\n"))
    assert atrium("user", "create", "mo@example.org", "--password-stdin").code == 1
    assert db.session.scalars(select(Member)).all() == []


@pytest.mark.parametrize("arguments", [[], ["a@example.org", "--role", "emperor"], ["a@example.org", "--nonsense"]])
def test_wrong_usage_has_its_own_exit_code(atrium: Command, arguments: list[str]) -> None:
    assert atrium("user", "create", *arguments).code == 2
