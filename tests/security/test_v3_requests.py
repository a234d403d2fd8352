"""Headers, writes from other sites, reading that writes nothing, hosts, sizes and redirects (ASVS V3, V4)."""

import hashlib
import re
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from accounts.redirects import is_own_path
from core.application import Atrium
from core.database import Base, db
from core.instance import instance_name
from tests.modest import EVERYTHING
from tests.people import PASSWORD, Person
from tests.security.world import World

pytestmark = pytest.mark.once

ERRORS = (
    "/no/such/page",
    "/questions/424242",
    "/questions/9999999999999999999999",
    "/questions?page=x",
    "/contributions/1/vote",
)
ELSEWHERE = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": ""},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://localhost.evil.example"},
    {"Origin": "http://localhost:1234"},
    {"Origin": "https://evil.example", "Authorization": "Basic eDp5"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
]
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# A page that is told a position tells nobody from where one comes; what everybody is to check, other sites may read.
OWN_HEADERS = {
    "/nearby": {"Referrer-Policy": "no-referrer"},
    "/guides/key.json": {"Cross-Origin-Resource-Policy": "cross-origin"},
    "/guides/revoked.json": {"Cross-Origin-Resource-Policy": "cross-origin"},
}


def every_address(app: Atrium) -> Iterator[tuple[str, str]]:
    """Yield a method and an address for every route, with 1 for every part that has to be filled."""
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"OPTIONS"}):
            yield method, re.sub(r"<[^>]+>", "1", rule.rule)


def check_headers(response: TestResponse, where: object) -> None:
    policy = response.headers["Content-Security-Policy"]
    assert "unsafe" not in policy, where
    assert "default-src 'none'" in policy, where
    assert "frame-ancestors 'none'" in policy, where
    assert "base-uri 'none'" in policy, where
    said = {name: response.headers.get(name) for name in HEADERS}
    others = next((others for address, others in OWN_HEADERS.items() if address in str(where)), {})
    assert said in (HEADERS, HEADERS | others), where
    assert "Cache-Control" in response.headers, where
    kind = response.headers.get("Content-Type", "")
    assert not kind.startswith("text/html") or kind == "text/html; charset=utf-8", where
    if response.status_code >= 400:
        assert response.headers["Cache-Control"] == "no-store", where
    assert "Server" not in response.headers or "Werkzeug" not in response.headers["Server"], where


@pytest.mark.parametrize("role", ["anonymous", "administrator"])
def test_headers_stand_on_every_answer(world: World, role: str) -> None:
    """Guards against CVE-2025-61598: an error without a word on who may keep it."""
    client = world.client(role)
    for method, address in every_address(world.app):
        if address in {"/logout", "/account/sessions/end-others"}:
            continue
        check_headers(client.open(address, method=method, buffered=True), (method, address))
    for address in ERRORS:
        for accept in ("text/html", "application/json", "*/*", "nonsense"):
            check_headers(client.get(address, headers={"Accept": accept}), address)


def test_headers_stand_on_the_page_of_an_unforeseen_failure(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database is taken away: no trace of the code, and the words of the house (ASVS 13.4.2, 16.5)."""
    client = world.client("anonymous")
    with db.engine.connect() as connection:
        connection.execute(text("ALTER TABLE tag RENAME TO gone"))
        connection.commit()
    try:
        for accept in ("text/html", "application/json"):
            response = client.get("/tags", headers={"Accept": accept})
            assert response.status_code in {500, 503}
            check_headers(response, accept)
            for trace in ("Traceback", "sqlalchemy", "sqlite", "psycopg", "SELECT", ".py"):
                assert trace not in response.text
    finally:
        with db.engine.connect() as connection:
            connection.execute(text("ALTER TABLE gone RENAME TO tag"))
            connection.commit()


def test_pages_hold_no_inline_script_or_style(world: World) -> None:
    client = world.client("administrator")
    for method, address in every_address(world.app):
        if method != "GET" or "static" in address:
            continue
        response = client.get(address, buffered=True)
        page = response.text if response.mimetype == "text/html" else ""
        assert not re.search(r"<script(?![^>]*\bsrc=)", page), address
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", page), address


@pytest.mark.parametrize("headers", ELSEWHERE)
def test_no_write_comes_from_another_site(world: World, headers: dict[str, str]) -> None:
    """Guards against CVE-2023-2850: what another site lets the browser of a member do."""
    client = world.client("administrator")
    before = hash_of_tables()
    turn = ELSEWHERE.index(headers)
    for place, (method, address) in enumerate(every_address(world.app)):
        if method not in {"GET", "HEAD"} and (EVERYTHING or place % len(ELSEWHERE) == turn):
            response = client.open(
                address, method=method, headers=headers, data={"value": 1, "body": "From elsewhere."}
            )
            assert response.status_code == 403, (method, address)
    assert hash_of_tables() == before


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}, {"Origin": "http://localhost"}, {}]
)
def test_writes_of_ones_own_pages_pass(world: World, headers: dict[str, str]) -> None:
    assert world.client("stranger").post("/preview", json={"body": "**x**"}, headers=headers).status_code == 200


def hash_of_tables() -> dict[str, str]:
    """Return a digest of the rows of every table."""
    digests: dict[str, str] = {}
    with db.engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            rows = sorted(repr(tuple(row)) for row in connection.execute(table.select()))
            digests[table.name] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return digests


@pytest.mark.parametrize("role", ["anonymous", "administrator"])
def test_reading_writes_nothing(world: World, role: str) -> None:
    """Guards against CVE-2022-23546: a GET with a side effect."""
    client = world.client(role)
    # The house names itself once, when it is first asked for its name.
    instance_name()
    before = hash_of_tables()
    for method, address in every_address(world.app):
        if method in {"GET", "HEAD"}:
            client.open(address, method=method, buffered=True)
    for thing in [thing for thing in world.things if thing.space == "public"]:
        for address in (
            thing.address,
            f"/contributions/{thing.id}/history/1",
            f"/contributions/{thing.id}/edit",
            f"/contributions/{thing.id}/vote?value=1",
            f"/answers/{thing.id}/accept",
            f"/contributions/{thing.id}/delete",
        ):
            client.get(address)
    client.get(f"/search?q={world.things[0].word}")
    assert hash_of_tables() == before


@pytest.mark.parametrize(
    "host",
    ["evil.example", "localhost.evil.example", "evil.example:80", "[::1]", "localhost@evil.example", "", "a" * 3000],
)
def test_only_ones_own_host_is_answered(client: FlaskClient, host: str) -> None:
    """Guards against links and caches that an asked-for name could poison."""
    for address in ("/", "/login", "/no/such/page"):
        response = client.get(address, headers={"Host": host})
        assert response.status_code == 400
        assert "evil" not in response.headers.get("Location", "")
    assert client.get("/healthz", headers={"Host": "10.0.0.7"}).status_code == 200


@pytest.mark.parametrize(
    "name",
    [
        "X-Forwarded-Host",
        "X-Forwarded-Proto",
        "X-Forwarded-For",
        "X-Original-URL",
        "X-Rewrite-URL",
        "Forwarded",
        "X-HTTP-Method-Override",
    ],
)
def test_headers_of_proxies_that_are_not_there_say_nothing(
    client: FlaskClient, public_space: object, name: str
) -> None:
    plain = client.get("/questions", headers={"Cache-Control": "no-cache"})
    told = client.get("/questions", headers={name: "evil.example", "Cache-Control": "no-cache"})
    assert told.text == plain.text
    assert "evil" not in told.text


@pytest.mark.parametrize(
    "kind", ["application/x-www-form-urlencoded", "application/json", "multipart/form-data; boundary=x"]
)
def test_a_body_that_is_too_large_is_refused(world: World, kind: str) -> None:
    """Guards against CVE-2023-38684 and CVE-2024-24827: as much as anybody cares to send."""
    client = world.client("stranger")
    key = world.things[0].id
    for method, address in (
        ("POST", "/questions/ask"),
        ("POST", f"/contributions/{key}/comment"),
        ("PUT", "/drafts/ask"),
        ("POST", "/preview"),
        ("POST", "/login"),
    ):
        body = b"body=" + b"x" * (3 * 1024 * 1024)
        response = client.open(address, method=method, data=body, content_type=kind)
        assert response.status_code in {303, 413} if address == "/login" else response.status_code == 413, (
            address,
            kind,
        )


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"7",
        b'"text"',
        b'{"body": {"a": 1}}',
        b'{"body": ["x"]}',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"value": 1e400}',
    ],
)
def test_json_that_makes_no_sense_is_told_to(world: World, body: bytes) -> None:
    client = world.client("stranger")
    key = world.things[0].id
    for method, address in (
        ("POST", "/questions/ask"),
        ("POST", f"/contributions/{key}/vote"),
        ("POST", f"/contributions/{key}/comment"),
        ("PUT", "/drafts/ask"),
        ("POST", "/preview"),
    ):
        response = client.open(address, method=method, data=body, content_type="application/json")
        assert response.status_code in {200, 400, 422}, (address, body)


TARGETS = [
    "https://evil.example",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/%09/evil.example",
    "/\t/evil.example",
    "http:evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    " //evil.example",
    "/\n/evil.example",
    "https:/evil.example",
    "@evil.example",
    "/.//evil.example/..",
    "http://localhost@evil.example",
    "%2f%2fevil.example",
]


@pytest.mark.parametrize("target", TARGETS)
def test_nobody_is_sent_to_another_site(client: FlaskClient, alice: Person, target: str) -> None:
    """Guards against CVE-2024-21641: an open redirect."""
    form = {"email": alice.email, "password": PASSWORD, "next": target}
    response = client.post("/login", data=form)
    assert response.status_code == 303
    there = response.headers["Location"]
    assert urlsplit(there).netloc in {"", "localhost"}
    assert is_own_path(there) or urlsplit(there).netloc == "localhost"
    assert not there.startswith(("//", "/\\"))
    again = client.get(f"/login?next={quote(target)}")
    assert urlsplit(again.headers["Location"]).netloc in {"", "localhost"}
    moved = client.get("/", environ_overrides={"PATH_INFO": f"/{target}"})
    assert urlsplit(moved.headers.get("Location", "")).netloc in {"", "localhost"}
