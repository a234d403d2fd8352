"""Programs see and do what their member may, within their scopes: role by state by reading call, scope by call.

Guards against CVE-2026-24735, CVE-2026-25699 and CVE-2026-34905: what is deleted, unapproved or unlisted, served by a
side door; and against CVE-2021-43786 and CVE-2026-25700: tokens that open more than they should, or for longer.
"""

import re
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
from tests.security.world import COMMON, Thing, World, chosen

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
    keeps |= woken and thing.state == "closed" and role == "staff"
    return thing.space in spaces and (thing.state == "published" or keeps)


# Where the interface shows single threads, and what it shows of each besides.
SINGLE = {
    "question": "/questions",
    "discussion": "/discussions",
    "idea": "/ideas",
    "article": "/knowledge",
    "promise": "/promises",
    "release": "/changelog",
    "story": "/stories",
    "exercise": "/exercises",
    "contest": "/contests",
}
BELOW = {
    "question": ("answers", "related"),
    "article": ("credits",),
    "exercise": ("squares/1/1",),
    "contest": ("entries",),
}
READERS_TRIED = [("anonymous", False), ("author", False), ("insider", False), ("administrator", False)]
READERS_TRIED += [(role, True) for role in HELD]


@pytest.mark.once
@pytest.mark.parametrize(("role", "woken"), READERS_TRIED)
def test_things_are_read(world: World, role: str, woken: bool) -> None:
    """Guards against CVE-2026-34905, CVE-2026-24735 and CVE-2026-25699: what is unlisted, deleted or not approved."""
    client = world.app.test_client()
    headers = headers_of(world, role, HELD[role] if woken else READ)
    turn = READERS_TRIED.index((role, woken))
    for thing in chosen(world.things, turn):
        visible = sees(role, thing, woken)
        paths = [f"/contributions/{thing.id}"] + [f"/contributions/{thing.id}/comments"] * (thing.kind == "answer")
        paths += [f"{path}/{thing.id}" for path in [SINGLE.get(thing.kind)] if path]
        paths += [f"{SINGLE[thing.kind]}/{thing.id}/{below}" for below in BELOW.get(thing.kind, ())]
        for path in paths:
            answer = client.get(f"/api/v1{path}", headers=headers)
            assert answer.status_code == (200 if visible else 404), (thing, path)
            assert visible or thing.word not in answer.text
        if woken and thing.kind in SINGLE:
            other = "/ideas" if thing.kind == "question" else "/questions"
            assert client.get(f"/api/v1{other}/{thing.id}", headers=headers).status_code == 404, thing


@pytest.mark.parametrize("role", [role for role in ROLES if role != "stranger"])
def test_lists_hold_no_word_of_what_cannot_be_seen(world: World, role: str) -> None:
    world.index()
    client, headers = world.app.test_client(), headers_of(world, role, HELD.get(role, READ))
    lists = ["/questions", "/discussions", "/ideas", "/knowledge", "/exercises", "/spaces", "/tags", "/members"]
    lists += [f"/search?q={COMMON}", "/products", "/promises", "/changelog", "/stories", "/contests"]
    lists += (
        ["/me/notifications", "/me/reputation", f"/similar?text=About+{COMMON}&limit=20"] if role != "anonymous" else []
    )
    woken = role in HELD
    lists += [
        f"/exercises/{one.id}/squares/1/1" for one in world.things if one.kind == "exercise" and sees(role, one, woken)
    ]
    lists += [f"/contests/{one.id}/entries" for one in world.things if one.kind == "contest" and sees(role, one, woken)]
    shown: Any = client.get("/api/v1/products?limit=100", headers=headers).json
    lists += [f"/products/{one['number']}/reviews" for one in shown["results"]]
    said = "".join(whole(client, path, headers) for path in lists)
    told = {thing.word: sees(role, thing, woken) for thing in world.things}
    assert [word for word, visible in told.items() if not visible and word in said] == []
    listed = {*SINGLE, "cell", "review"}
    standing = [t for t in world.things if t.state == "published" and t.kind in listed and told[t.word]]
    assert [thing for thing in standing if thing.word not in said] == [], "nothing that may be seen is missing"
    for name, word in world.space_words.items():
        seen = any(sees(role, thing, woken) for thing in standing if thing.space == name)
        assert (word in said) == seen, name
        assert (world.product_words[name] in said) == seen, name
    for thing in [one for one in world.things if one.kind in {"question", "answer"} and one.space != "members"]:
        if not told[thing.word]:
            path = f"/search?q={thing.word}" if thing.own else f"/questions?tag={thing.word}"
            answer = client.get(f"/api/v1{path}", headers=headers)
            assert answer.status_code == 404 or thing.word not in str(answer.json["results"]), (thing, path)


def whole(client: FlaskClient, path: str, headers: dict[str, str]) -> str:
    """Read a list to its end."""
    said, after = "", ""
    while after is not None:
        answer: Any = client.get(f"/api/v1{path}{'&' if '?' in path else '?'}limit=100&after={after}", headers=headers)
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
def test_a_scope_opens_its_calls_and_no_others(world: World) -> None:
    """Every call with a token of one scope, of somebody who holds every role."""
    client = world.app.test_client()
    thing = next(one for one in world.things if one.kind == "question" and one.space == "public")
    tables = {**SCOPES, "read": OPEN | SCOPES["read"]}
    held = {scope: headers_of(world, "administrator", (scope,)) for scope in ALL}
    for needed, name, call in [(scope, name, call) for scope, table in tables.items() for name, call in table.items()]:
        method, path = call.split(" ")
        address = "/api/v1" + re.sub("<int:[a-z]+>", str(thing.id), path).replace("<place>", "ask")
        for scope, headers in held.items():
            answer = client.open(address, method=method, headers=headers, json={})
            lacking = answer.status_code == 403 and "scope" in answer.json["detail"]
            assert lacking == (needed != scope), (name, scope, answer.text)
        without = client.open(address, method=method, json={})
        assert (without.status_code == 401) == (name not in OPEN), name
    db.session.rollback()


@pytest.mark.once
def test_a_role_without_its_scope_does_nothing(world: World) -> None:
    """With reading and writing alone nobody takes down, hides or marks what others wrote, whatever roles they hold."""
    client = world.app.test_client()
    thing = next(one for one in world.things if one.kind == "answer" and one.space == "public" and one.own)
    asked = next(one for one in world.things if one.kind == "question" and one.space == "public" and not one.own)
    deeds = [("DELETE", f"/contributions/{thing.id}"), ("PUT", f"/contributions/{thing.id}")]
    deeds += [("PUT", f"/answers/{thing.id}/{word}") for word in ("official", "accepted")]
    deeds += [("PUT", f"/contributions/{thing.id}/{word}") for word in ("hidden", "restored")]
    deeds += [("DELETE", f"/questions/{asked.id}/duplicate"), ("POST", f"/questions/{asked.id}/knowledge")]
    for role in ("author", *HELD):
        headers = headers_of(world, role, ("read", "write"))
        for method, path in deeds:
            answer = client.open(f"/api/v1{path}", method=method, headers=headers, json={"body": "New words for this."})
            own = role == "author" and path == f"/contributions/{thing.id}"
            assert answer.status_code in ({200, 409} if own else {403}), (role, method, path, answer.text)
            world.mend(thing)


@pytest.mark.once
def test_nothing_is_kept_for_others(world: World) -> None:
    """Guards against CVE-2021-43794, CVE-2021-41271 and CVE-2024-47773: caches that serve one reader's answer to another."""
    client, keeper = world.app.test_client(), headers_of(world, "administrator", ALL)
    first = {thing.state: thing for thing in world.things if thing.space == "members"}
    assert set(first) == set(STATES)
    for thing in first.values():
        for headers, code in ((keeper, 200), ({}, 404), (keeper, 200)):
            answer = client.get(f"/api/v1/contributions/{thing.id}", headers=headers)
            assert answer.status_code == code
            assert answer.headers["Cache-Control"] == "no-store"
