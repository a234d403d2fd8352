"""What administrators decide about members, and that nobody else does."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.exceptions import Forbidden

from accounts.models import Member, Role
from accounts.roles import set_roles, switch_account
from core.database import db
from core.events import LoggedEvent
from tests.people import PASSWORD, Person

Browser = Callable[[Person], FlaskClient]
DOORS = ("/members/{id}/roles", "/members/{id}/disable", "/members/{id}/enable", "/groups")


def test_roles_count_from_the_next_request_on(
    client_of: Browser, administrator: Person, alice: Person, bob: Person
) -> None:
    alices = client_of(alice)
    assert alices.get(f"/members/{bob.id}/roles").status_code == 403
    chosen = [str(int(Role.MODERATOR)), str(int(Role.ADMINISTRATOR))]
    assert client_of(administrator).post(f"/members/{alice.id}/roles", data={"role": chosen}).status_code == 303
    assert alices.get(f"/members/{bob.id}/roles").status_code == 200
    client_of(administrator).post(f"/members/{alice.id}/roles", data={})
    assert alices.get(f"/members/{bob.id}/roles").status_code == 403
    assert alices.get("/account").status_code == 200


def test_page_shows_what_is_held(client_of: Browser, administrator: Person, moderator: Person) -> None:
    page = client_of(administrator).get(f"/members/{moderator.id}/roles").text
    assert f'value="{int(Role.MODERATOR)}" checked' in page
    assert page.count(" checked") == 1


def test_changes_are_logged(client_of: Browser, administrator: Person, alice: Person) -> None:
    client_of(administrator).post(f"/members/{alice.id}/roles", data={"role": ["2"]})
    event = db.session.scalars(select(LoggedEvent).where(LoggedEvent.name == "RolesChanged")).one()
    assert (event.actor_id, event.payload) == (administrator.id, {"member_id": alice.id, "before": 0, "after": 2})


def test_unknown_roles_are_ignored(client_of: Browser, administrator: Person, alice: Person) -> None:
    client_of(administrator).post(f"/members/{alice.id}/roles", data={"role": ["64", "x", "-1", "2"]})
    assert db.session.get_one(Member, alice.id).roles_held == Role.MODERATOR


def test_disabling_ends_sessions_and_enabling_opens_the_account(
    client_of: Browser, client: FlaskClient, administrator: Person, alice: Person
) -> None:
    alices, admins = client_of(alice), client_of(administrator)
    assert admins.post(f"/members/{alice.id}/disable").status_code == 303
    assert alices.get("/account").status_code == 303
    assert client.post("/login", data={"email": alice.email, "password": PASSWORD}).status_code == 422
    assert "Account closed" in client.get(f"/members/{alice.id}").text
    admins.post(f"/members/{alice.id}/enable")
    assert alices.get("/account").status_code == 303
    assert client.post("/login", data={"email": alice.email, "password": PASSWORD}).status_code == 303


def test_administrator_is_out_at_once_when_disabled(client_of: Browser, administrator: Person) -> None:
    from tests.people import make_person

    other = make_person("Otto Other", Role.ADMINISTRATOR)
    others = client_of(other)
    client_of(administrator).post(f"/members/{other.id}/disable")
    assert others.get("/groups").status_code == 303


def test_last_administrator_stays(client_of: Browser, administrator: Person) -> None:
    client = client_of(administrator)
    assert client.post(f"/members/{administrator.id}/roles", data={}).status_code == 403
    assert client.post(f"/members/{administrator.id}/disable").status_code == 403
    assert client.get("/groups").status_code == 200


@pytest.mark.once
@pytest.mark.parametrize("who", ["alice", "staff", "moderator", "product_manager", "curator"])
def test_nobody_else_decides(client_of: Browser, request: pytest.FixtureRequest, bob: Person, who: str) -> None:
    person: Person = request.getfixturevalue(who)
    client = client_of(person)
    for door in DOORS:
        assert client.post(door.format(id=bob.id), data={"role": ["16"], "name": "Mine"}).status_code == 403
    assert db.session.get_one(Member, bob.id).roles_held == Role.NONE


def test_rules_refuse_without_the_pages_too(bob: Person, moderator: Person) -> None:
    with pytest.raises(Forbidden):
        set_roles(moderator.viewer, bob.id, Role.ADMINISTRATOR)
    with pytest.raises(Forbidden):
        switch_account(moderator.viewer, bob.id, active=False)


def test_signed_out_reader_is_asked_to_sign_in(client: FlaskClient, bob: Person) -> None:
    assert client.get(f"/members/{bob.id}/roles").status_code == 303
    assert client.post(f"/members/{bob.id}/disable").status_code == 303
    assert db.session.get_one(Member, bob.id).active


def test_unknown_member_is_not_found(client_of: Browser, administrator: Person) -> None:
    assert client_of(administrator).post("/members/999/roles").status_code == 404
