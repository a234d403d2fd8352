"""Programs see and do what their member may, within their scopes: role by state by reading call, scope by call.

Guards against CVE-2026-24735, CVE-2026-25699 and CVE-2026-34905: what is deleted, unapproved or unlisted, served by a
side door; and against CVE-2021-43786 and CVE-2026-25700: tokens that open more than they should, or for longer.
"""

from typing import Any

import pytest
from flask.testing import FlaskClient

from accounts.api.operations import operations_of
from accounts.tokens.granting import TokenDraft, make_token
from core.application import Atrium
from core.database import db
from tests.people import Person
from tests.security.golden import READERS, ROLES, STATES
from tests.security.golden_api import OPEN, SCOPES
from tests.security.world import COMMON, Thing, World

READ, ALL = ("read",), ("read", "write", "moderate", "staff")
# Without its scope a role sleeps: whoever holds one is a plain member, who is in no group here.
PLAIN = {"staff": "stranger", "moderator": "stranger", "administrator": "stranger"}
HELD = {"staff": ("read", "write", "staff"), "moderator": ("read", "write", "moderate"), "administrator": ALL}


def headers_of(world: World, role: str, scopes: tuple[str, ...]) -> dict[str, str]:
    if role == "anonymous":
        return {}
    person: Person = world.people[role]
    draft = TokenDraft(name="matrix", scopes=list(scopes))
    token = make_token(person.id, person.id, person.roles, draft, two_factors=False)
    db.session.commit()
    return {"Authorization": f"Bearer {token}"}


def sees(role: str, thing: Thing, woken: bool) -> bool:
    """Say by hand what a token sees; an administrator's wakes staff and moderators, and opens no closed group."""
    known = role if woken else PLAIN.get(role, role)
    spaces = {space for space, readers in READERS.items() if known in readers}
    if role == "administrator" and woken:
        spaces = {"public", "members", "staff"}
    keeps = known == "author" and thing.own
    keeps |= woken and role in {"moderator", "administrator"}
    return thing.space in spaces and (thing.state == "published" or keeps)


READERS_TRIED = [("anonymous", False), ("author", False), ("insider", False), ("administrator", False)]


@pytest.mark.once
@pytest.mark.parametrize(("role", "woken"), READERS_TRIED + [(role, True) for role in HELD])
def test_things_are_read(world: World, role: str, woken: bool) -> None:
    """Guards against CVE-2026-34905, CVE-2026-24735 and CVE-2026-25699: what is unlisted, deleted or not approved."""
    client = world.app.test_client()
    headers = headers_of(world, role, HELD[role] if woken else READ)
    # Discussions and ideas are read by one way, as lists show; those of two spaces are enough.
    for thing in [
        one for one in world.things if one.kind in {"question", "answer"} or one.space in {"public", "group"}
    ]:
        visible = sees(role, thing, woken)
        paths = [f"/contributions/{thing.id}"] + [f"/contributions/{thing.id}/comments"] * (thing.kind == "answer")
        if thing.kind in {"question", "discussion", "idea"}:
            paths.append(f"/{thing.kind}s/{thing.id}")
        if thing.kind == "question":
            paths.append(f"/questions/{thing.id}/answers")
        for path in paths:
            answer = client.get(f"/api/v1{path}", headers=headers)
            assert answer.status_code == (200 if visible else 404), (thing, path)
            assert visible or thing.word not in answer.text
        if woken:
            other = "ideas" if thing.kind == "question" else "questions"
            assert client.get(f"/api/v1/{other}/{thing.id}", headers=headers).status_code == 404, thing


@pytest.mark.parametrize("role", [role for role in ROLES if role != "stranger"])
def test_lists_hold_no_word_of_what_cannot_be_seen(world: World, role: str) -> None:
    world.index()
    client, headers = world.app.test_client(), headers_of(world, role, HELD.get(role, READ))
    lists = ["/questions", "/discussions", "/ideas", "/spaces", "/tags", "/members", f"/search?q={COMMON}"]
    lists += ["/me/notifications", f"/similar?text=About+{COMMON}"] if role != "anonymous" else []
    said = "".join(whole(client, path, headers) for path in lists)
    woken = role in HELD
    told = {thing.word: sees(role, thing, woken) for thing in world.things}
    assert [word for word, visible in told.items() if not visible and word in said] == []
    opening = {"question", "discussion", "idea"}
    standing = [t for t in world.things if t.state == "published" and t.kind in opening and told[t.word]]
    assert [thing for thing in standing if thing.word not in said] == [], "nothing that may be seen is missing"
    for name, word in world.space_words.items():
        seen = any(sees(role, thing, woken) for thing in standing if thing.space == name)
        assert (word in said) == seen, name
    for thing in [one for one in world.things if one.kind in {"question", "answer"} and one.space != "members"]:
        if not told[thing.word]:
            path = f"/search?q={thing.word}" if thing.own else f"/questions?tag={thing.word}"
            answer = client.get(f"/api/v1{path}", headers=headers)
            assert answer.status_code == 404 or thing.word not in str(answer.json["results"]), (thing, path)


def whole(client: FlaskClient, path: str, headers: dict[str, str]) -> str:
    """Read a list to its end."""
    said, after = "", ""
    while after is not None:
        answer: Any = client.get(f"/api/v1{path}{'&' if '?' in path else '?'}limit=20&after={after}", headers=headers)
        assert answer.status_code == 200, (path, answer.text)
        said += answer.text
        after = answer.json.get("after")
    return said


def test_every_operation_is_classified_twice(app: Atrium) -> None:
    scopes = {name: call for table in (OPEN, *SCOPES.values()) for name, call in table.items()}
    known = {one.endpoint: f"{one.method} {one.path}" for one in operations_of(app)}
    assert known == scopes
    for one in operations_of(app):
        assert one.endpoint in (SCOPES[one.scope] if one.scope else OPEN), one.endpoint


@pytest.mark.once
@pytest.mark.parametrize("scope", ALL)
def test_a_scope_opens_its_calls_and_no_others(world: World, scope: str) -> None:
    """Every call with a token of one scope, of somebody who holds every role."""
    client = world.app.test_client()
    headers = headers_of(world, "administrator", (scope,))
    thing = next(one for one in world.things if one.kind == "question" and one.space == "public")
    for needed, table in {**SCOPES, "read": OPEN | SCOPES["read"]}.items():
        for name, call in table.items():
            method, path = call.split(" ")
            address = path.replace("<int:number>", str(thing.id)).replace("<place>", "ask")
            answer = client.open(f"/api/v1{address}", method=method, headers=headers, json={})
            lacking = answer.status_code == 403 and "scope" in answer.json["detail"]
            assert lacking == (needed != scope), (name, answer.text)
            without = client.open(f"/api/v1{address}", method=method, json={})
            assert (without.status_code == 401) == (name not in OPEN), name
    db.session.rollback()


@pytest.mark.once
@pytest.mark.parametrize("role", ["author", *HELD])
def test_a_role_without_its_scope_does_nothing(world: World, role: str) -> None:
    """With reading and writing alone nobody takes down, hides or marks what others wrote, whatever roles they hold."""
    client, headers = world.app.test_client(), headers_of(world, role, ("read", "write"))
    thing = next(one for one in world.things if one.kind == "answer" and one.space == "public" and one.own)
    deeds = [("DELETE", f"/contributions/{thing.id}"), ("PUT", f"/contributions/{thing.id}")]
    deeds += [("PUT", f"/answers/{thing.id}/{word}") for word in ("official", "accepted")]
    deeds += [("PUT", f"/contributions/{thing.id}/{word}") for word in ("hidden", "restored")]
    for method, path in deeds:
        answer = client.open(f"/api/v1{path}", method=method, headers=headers, json={"body": "New words for this."})
        own = role == "author" and path == f"/contributions/{thing.id}"
        assert answer.status_code in ({200, 409} if own else {403}), (method, path, answer.text)
        world.mend(thing)


@pytest.mark.once
@pytest.mark.parametrize("state", STATES)
def test_nothing_is_kept_for_others(world: World, state: str) -> None:
    """Guards against CVE-2021-43794, CVE-2021-41271 and CVE-2024-47773: caches that serve one reader's answer to another."""
    client = world.app.test_client()
    things = [one for one in world.things if one.state == state and one.space == "members"]
    keeper = headers_of(world, "administrator", ALL)
    for thing in things:
        for headers, code in ((keeper, 200), ({}, 404), (keeper, 200)):
            answer = client.get(f"/api/v1/contributions/{thing.id}", headers=headers)
            assert answer.status_code == code
            assert answer.headers["Cache-Control"] == "no-store"
