"""Kept pages are never somebody else's, never out of date after something was taken down, and never an error.

Guards against CVE-2021-43794, CVE-2021-41271, CVE-2024-47773 and CVE-2025-61598: poisoned caches of anonymous readers.
"""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from community.models import Question
from contributions.models import Space
from core.application import Atrium
from core.database import db
from tests import factories
from tests.people import Person

Open = Callable[[Person], FlaskClient]
PAGES = ("/", "/questions", "/spaces", "/tags", "/members", "/search", "/discussions", "/ideas")


@pytest.fixture
def question(alice: Person, public_space: Space) -> Question:
    """A question that Alice asked in public."""
    return factories.ask(alice, public_space)


def address_of(question: Question) -> str:
    return f"/questions/{question.id}/why-does-the-needle-tremble"


def kept(app: Atrium) -> list[tuple[str, ...]]:
    pages: Any = app.wsgi_app
    return list(pages.pages)


def test_a_kept_page_is_the_page(app: Atrium, client: FlaskClient, question: Question) -> None:
    for address in (*PAGES, address_of(question)):
        first, second = client.get(address), client.get(address)
        assert first.text == second.text
        assert [second.headers[name] for name in ("Content-Security-Policy", "ETag", "Vary")] == [
            first.headers[name] for name in ("Content-Security-Policy", "ETag", "Vary")
        ]
        assert "Set-Cookie" not in second.headers
    assert len(kept(app)) == len(PAGES) + 1


@pytest.mark.parametrize("deed", ["delete", "hide", "edit", "space", "answer", "vote"])
def test_what_happened_is_seen_at_once(
    client: FlaskClient,
    client_of: Open,
    alice: Person,
    bob: Person,
    moderator: Person,
    administrator: Person,
    question: Question,
    deed: str,
) -> None:
    """Guards against CVE-2026-32244: a kept page outlives what it shows."""
    addresses = (
        "/",
        "/questions",
        "/spaces/public",
        address_of(question),
        f"/members/{alice.id}",
        f"/members/{alice.id}/contributions",
    )
    before = {address: client.get(address).text for address in addresses}
    assert all("tremble" in page for page in before.values())
    if deed in {"delete", "hide"}:
        client_of(moderator).post(f"/contributions/{question.id}/{deed}")
    elif deed == "edit":
        client_of(alice).post(
            f"/contributions/{question.id}/edit",
            data={"title": "Why does the needle rest?", "body": "It rests at noon.", "revision": 0},
        )
    elif deed == "space":
        client_of(administrator).post(
            "/spaces/public/edit", data={"name": "Public", "visibility": "members", "posting": "readers", "position": 0}
        )
    elif deed == "answer":
        client_of(bob).post(f"/questions/{question.id}/answers", data={"body": "Because of the sun, mostly."})
    else:
        client_of(bob).post(f"/contributions/{question.id}/vote", data={"value": 1})
    for address in addresses:
        after = client.get(address).text
        if deed in {"answer", "vote"}:
            assert address not in {"/questions", address_of(question)} or after != before[address], address
        else:
            assert "tremble" not in after.replace(address, ""), address


def test_pages_of_members_are_never_kept(
    app: Atrium, client: FlaskClient, client_of: Open, alice: Person, administrator: Person, question: Question
) -> None:
    for person in (alice, administrator):
        reader = client_of(person)
        for address in (*PAGES, address_of(question), "/drafts", "/notifications", "/account"):
            response = reader.get(address)
            assert response.headers["Cache-Control"] in {"private, no-cache", "no-store"}, address
    assert kept(app) == []
    assert "Alice</strong>" not in client.get("/questions").text


@pytest.mark.once
@pytest.mark.parametrize(
    "shape",
    [
        "atrium ={}",
        " atrium={}",
        "x=1; atrium={}",
        "x=1;atrium={}",
        "atrium={}; atrium=",
        "atrium=; atrium={}",
        '"atrium"={}',
        "atrium\t={}",
        "x=atrium; atrium ={}",
        "ATRIUM=x; atrium ={}",
    ],
)
def test_no_shape_of_a_cookie_lets_a_members_page_be_kept(
    app: Atrium, client_of: Open, alice: Person, question: Question, shape: str
) -> None:
    cookie = client_of(alice).get_cookie("atrium")
    assert cookie is not None
    odd = app.test_client(use_cookies=False)
    for address in (*PAGES, address_of(question)):
        odd.get(address, headers={"Cookie": shape.format(cookie.value)})
        assert "Alice</strong>" not in app.test_client().get(address).text, address


def test_errors_and_redirects_are_not_kept(app: Atrium, client: FlaskClient, question: Question) -> None:
    """Guards against CVE-2021-41271 and CVE-2025-61598: an error that is kept, here or on the way."""
    for address in (
        "/questions/424242",
        "/no/such",
        f"/questions/{question.id}",
        "/questions?page=x",
        "/questions/ask",
        "/contributions/1/edit",
        "/search?q=" + "x" * 500,
        "/spaces/none",
        "/tags/none",
    ):
        response = client.get(address)
        assert response.status_code >= 300, address
        assert "public" not in response.headers["Cache-Control"], address
    assert kept(app) == []


def test_what_was_missing_is_found_once_it_is_there(client: FlaskClient, alice: Person, public_space: Space) -> None:
    assert client.get("/spaces/other").status_code == 404
    factories.make_space("Other")
    assert client.get("/spaces/other").status_code == 200


@pytest.mark.once
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-Forwarded-Host", "evil.example"),
        ("X-Forwarded-Proto", "https"),
        ("X-Original-URL", "/account"),
        ("Accept", "application/json"),
        ("Accept", "text/evil"),
        ("X-Requested-With", "XMLHttpRequest"),
        ("User-Agent", "<script>"),
        ("Referer", "https://evil.example"),
        ("Origin", "https://evil.example"),
        ("Sec-Fetch-Site", "cross-site"),
        ("Accept-Language", "de"),
        ("Accept-Language", "x" * 101 + ",de"),
        ("Accept-Encoding", "identity"),
        ("If-None-Match", '"x"'),
        ("Range", "bytes=0-5"),
        ("Cookie", "other=1"),
        ("Content-Length", "0"),
    ],
)
def test_a_header_that_is_not_part_of_the_key_changes_nothing_for_others(
    client: FlaskClient, question: Question, app: Atrium, name: str, value: str
) -> None:
    """Guards against CVE-2021-43794 and CVE-2024-47773: a page that was made for odd headers, kept for everybody."""
    plain = {address: client.get(address, headers={"Cache-Control": "no-cache"}).text for address in PAGES}
    for address in PAGES:
        client.get(address, headers={name: value})
        told = client.get(address)
        assert told.status_code == 200
        assert told.text == plain[address], address
        assert "evil" not in told.text


def test_a_head_says_what_a_get_says_and_keeps_nothing(app: Atrium, client: FlaskClient, question: Question) -> None:
    for address in (*PAGES, address_of(question)):
        response = client.head(address)
        assert (response.status_code, response.data) == (200, b"")
    assert kept(app) == []
    client.get("/questions")
    assert client.head("/questions").data == b""


def test_packed_pages_are_for_those_who_can_unpack(client: FlaskClient, question: Question) -> None:
    packed = client.get("/questions", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    plain = client.get("/questions")
    assert "Content-Encoding" not in plain.headers
    assert "needle" in plain.text


def test_a_page_that_has_not_changed_is_not_sent_again(
    client: FlaskClient, client_of: Open, bob: Person, question: Question
) -> None:
    tag = client.get(address_of(question)).headers["ETag"]
    again = client.get(address_of(question), headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    client_of(bob).post(f"/questions/{question.id}/answers", data={"body": "Because of the sun, mostly."})
    assert client.get(address_of(question), headers={"If-None-Match": tag}).status_code == 200


def test_many_addresses_do_not_fill_the_memory(
    app: Atrium, client: FlaskClient, question: Question, monkeypatch: pytest.MonkeyPatch
) -> None:
    from core import page_cache

    monkeypatch.setattr(page_cache, "MOST_PAGES", 8)
    for number in range(20):
        client.get(f"/questions?unknown={number}")
    assert len(kept(app)) == 8


def test_what_is_committed_late_is_seen_at_once_too(client: FlaskClient, bob: Person, question: Question) -> None:
    """A deed whose event got an earlier number may be committed after a later one, and is seen all the same."""
    if db.engine.dialect.name == "sqlite":
        # One writer at a time: what is committed later has the later number.
        assert client.get("/questions").status_code == 200
        return
    with db.engine.connect() as slow:
        slow.execute(text("INSERT INTO event (name, payload, created_at) VALUES ('Late', '{}', now())"))
        slow.execute(text("UPDATE contribution SET state = 'hidden' WHERE id = :key"), {"key": question.id})
        with db.engine.begin() as quick:
            quick.execute(text("INSERT INTO event (name, payload, created_at) VALUES ('Quick', '{}', now())"))
        assert "tremble" in client.get("/questions").text
        slow.commit()
    assert "tremble" not in client.get("/questions").text
