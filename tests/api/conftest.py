"""Programs of the tests: they hold a token and speak JSON."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from accounts.models import Member
from accounts.tokens.granting import TokenDraft, make_token
from core.application import Atrium
from core.database import db
from tests.people import Person


@dataclass(frozen=True)
class Program:
    """Something that calls with a token, or without one."""

    client: FlaskClient
    token: str = ""

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> TestResponse:
        """Send one call; underscores in the names of headers stand for hyphens."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        more = {} if body is None else {"json": body}
        return self.client.open(f"/api/v1{path}", method=method, headers=sent, **more)

    def get(self, path: str) -> Any:
        """Read something that must be there."""
        answer = self.call("GET", path)
        assert answer.status_code == 200, (path, answer.text)
        return answer.json


def token_for(person: Person, *scopes: str) -> str:
    """Make a token as its member would."""
    roles = db.session.get_one(Member, person.id).roles_held
    draft = TokenDraft(name="a program", scopes=list(scopes))
    token = make_token(person.id, person.id, roles, draft, two_factors=False)
    db.session.commit()
    return token


@pytest.fixture
def program(app: Atrium) -> Callable[..., Program]:
    """Start a program: `program(alice, "read", "write")`, or `program()` for one without a token."""

    def start(person: Person | None = None, *scopes: str) -> Program:
        return Program(app.test_client(), token_for(person, *(scopes or ("read",))) if person else "")

    return start
