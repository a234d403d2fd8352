"""Tokens: shown once, kept as a digest, never more than their member may, and gone when the account is not safe."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from accounts.models import LoginSession, Member, Role
from accounts.roles import set_roles, switch_account
from accounts.sanctioning import SanctionDraft, sanction
from accounts.tokens.models import ApiToken
from accounts.tokens.scopes import Scope, roles_within
from contributions.models import Space
from core.application import Atrium
from core.clock import now
from core.database import db, unit_of_work
from core.jobs import jobs_of
from tests.people import PASSWORD, Person, make_person

TOKEN = re.compile(r"\batr_[0-9a-f]{40}\b")
Start = Callable[..., Any]


def test_a_member_makes_and_revokes_a_token(
    app: Atrium, client_of: Callable[[Person], FlaskClient], program: Start, alice: Person
) -> None:
    browser = client_of(alice)
    form = {"name": "weekly report", "scopes": ["read"], "days": "30"}
    page = browser.post("/account/tokens", data=form)
    token = TOKEN.search(page.text)
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    assert token
    row = db.session.scalars(select(ApiToken)).one()
    assert token[0] not in str(vars(row))
    assert not TOKEN.search(browser.get("/account/tokens").text), "it is shown once"
    assert "weekly report" in browser.get("/account/tokens").text
    caller = app.test_client()
    headers = {"Authorization": f"Bearer {token[0]}"}
    assert caller.get("/api/v1/me", headers=headers).json["member"]["name"] == "Alice"
    assert not caller._cookies, "a token makes no session"
    assert caller.get("/account", headers=headers).status_code == 303, "nor is it good for pages"

    for bad in (
        {**form, "scopes": []},
        {**form, "scopes": ["moderate"]},
        {**form, "days": "9999"},
        {**form, "name": ""},
    ):
        assert browser.post("/account/tokens", data=bad).status_code == 422, bad
    assert client_of(make_person("Bob")).post(f"/account/tokens/{row.id}/revoke").status_code == 404
    assert browser.post(f"/account/tokens/{row.id}/revoke").status_code == 303
    assert caller.get("/api/v1/me", headers=headers).status_code == 401


def test_making_one_asks_for_the_password_again(client_of: Callable[[Person], FlaskClient], alice: Person) -> None:
    browser = client_of(alice)
    db.session.execute(update(LoginSession).values(proved_at=now() - timedelta(hours=1)))
    db.session.commit()
    form = {"name": "late", "scopes": ["read", "write"], "days": "7"}
    asked = browser.post("/account/tokens", data=form)
    assert not TOKEN.search(asked.text)
    assert 'value="write"' in asked.text, "what was ticked is kept"
    assert TOKEN.search(browser.post("/account/tokens", data={**form, "proof": PASSWORD}).text)


def test_last_use_is_handed_on_in_batches(
    app: Atrium, program: Start, worker: Callable[[], None], count_queries: Callable[[], Any], alice: Person
) -> None:
    caller = program(alice)
    with count_queries() as statements:
        caller.get("/me/drafts")
    assert not [text for text in statements.texts if text.startswith(("UPDATE", "INSERT"))]
    app.extensions["token usage"].hand_on()
    assert jobs_of(app).queue.pending_count() == 1
    worker()
    used = db.session.scalars(select(ApiToken.used_at)).one()
    assert used is not None
    assert now() - used < timedelta(minutes=1)


@pytest.mark.parametrize("way", ["password", "suspended", "disabled", "erased", "expired"])
def test_it_ends_at_once(
    client_of: Callable[[Person], FlaskClient], program: Start, alice: Person, administrator: Person, way: str
) -> None:
    """Guards against CVE-2026-25700: a token that outlives the suspension of its owner."""
    caller = program(alice)
    assert caller.call("GET", "/me").status_code == 200
    if way == "password":
        new = {"current": PASSWORD, "password": "nine copper kettles sing"}
        assert client_of(alice).post("/account/password", data=new).status_code == 303
    elif way == "expired":
        db.session.execute(update(ApiToken).values(expires_at=now()))
    elif way == "erased":
        db.session.execute(update(Member).where(Member.id == alice.id).values(erased_at=now()))
    else:
        with unit_of_work():
            if way == "suspended":
                draft = SanctionDraft(kind="suspension", hours=24, reason="too loud")
                sanction(administrator.viewer, alice.id, draft)
            else:
                switch_account(administrator.viewer, alice.id, active=False)
    db.session.commit()
    assert caller.call("GET", "/me").status_code == 401
    assert caller.call("GET", "/questions").status_code == 401, "a bad token is never taken for none"
    if way in {"password", "suspended", "disabled"}:
        assert db.session.scalars(select(ApiToken)).all() == []


def test_a_silenced_member_reads_on(program: Start, alice: Person, administrator: Person, public_space: Space) -> None:
    caller = program(alice, "read", "write")
    with unit_of_work():
        sanction(administrator.viewer, alice.id, SanctionDraft(kind="silence", hours=1, reason="too loud"))
    draft = {"title": "May I still ask this here?", "body": "It is about the needle, again.", "space": public_space.id}
    refused = caller.call("POST", "/questions", draft)
    assert refused.status_code == 403
    assert "too loud" in refused.json["detail"]
    assert caller.call("GET", "/me").status_code == 200


def test_roles_that_are_withdrawn_are_gone_from_tokens(
    program: Start, moderator: Person, administrator: Person
) -> None:
    caller = program(moderator, "read", "moderate")
    assert caller.call("GET", "/moderation/queue").status_code == 200
    with unit_of_work():
        set_roles(administrator.viewer, moderator.id, Role.NONE)
    assert caller.call("GET", "/moderation/queue").status_code == 403


@pytest.mark.once
def test_no_scope_gives_a_role_that_is_not_held() -> None:
    """Guards against CVE-2021-43786: tokens whose logic grants master access."""
    for held in map(Role, range(32)):
        for mask in range(16):
            scopes = [scope for place, scope in enumerate(Scope) if mask >> place & 1]
            given = roles_within(held, scopes)
            assert Role.ADMINISTRATOR not in given
            assert not given & ~(held | Role.MODERATOR | Role.STAFF)
            assert held & Role.ADMINISTRATOR or not given & ~held
            if not {Scope.MODERATE, Scope.STAFF} & set(scopes):
                assert given == Role.NONE


def test_the_command(atrium: Callable[..., Any], app: Atrium, alice: Person, moderator: Person) -> None:
    made = atrium("token", "create", alice.email, "--scope", "read", "--scope", "write", "--days", "3")
    assert made.code == 0
    token = TOKEN.fullmatch(made.out.strip())
    assert token
    answer = app.test_client().get("/api/v1/me", headers={"Authorization": f"Bearer {token[0]}"})
    assert answer.json["scopes"] == ["read", "write"]
    assert atrium("token", "create", alice.email, "--scope", "moderate").code == 1
    assert atrium("token", "create", "nobody@example.org").code == 1
    assert atrium("token", "create", alice.email, "--scope", "everything").code == 2
    assert atrium("token", "create", moderator.email, "--scope", "moderate").code == 0


@pytest.mark.once
@pytest.mark.parametrize(
    "sent",
    ["Bearer", "Bearer ", "Bearer nonsense", "Basic YTpi", "atr_" + "0" * 40, "Bearer atr_" + "0" * 40, "Bearer é"],
)
def test_what_is_no_token_is_refused(client: FlaskClient, sent: str) -> None:
    answer = client.get("/api/v1/questions", headers={"Authorization": sent})
    assert answer.status_code == 401
    assert answer.content_type == "application/problem+json"
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_roles_sleep_in_tokens_that_were_made_without_a_second_factor(
    app: Atrium, program: Start, moderator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    caller = program(moderator, "read", "moderate")
    strict = app.extensions["settings"].model_copy(update={"second_factor": "staff"})
    monkeypatch.setitem(app.extensions, "settings", strict)
    assert caller.call("GET", "/moderation/queue").status_code == 403
    db.session.execute(update(ApiToken).values(two_factors=True))
    db.session.commit()
    assert caller.call("GET", "/moderation/queue").status_code == 200
