"""Odd characters through every parameter, and a cap on every text (ASVS 1.2.4, 1.2.9, 2.2.2, 15.3.7).

Guards against CVE-2025-50979 (SQL through a search), CVE-2022-23549, CVE-2023-37906, CVE-2024-21655, CVE-2024-43789 and
CVE-2024-37299 (input without an end), and against mass assignment (ASVS 15.3.3).
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from contributions.models import Space
from core.application import Atrium
from core.clock import now
from core.forms import Schema
from tests import factories
from tests.modest import EVERYTHING, modest
from tests.people import Person
from tests.security.test_v3_requests import hash_of_tables
from tests.security.world import World

ODD = [
    "'", "';--", "\\", "%", "_", "\x00", "a\x00b", "\r\nSet-Cookie: x=1", "\ufeff", "\u202e", "\ud7ff", "🦊", "(", "[",
    "(a+)+$", "../../etc/passwd", "{{7*7}}%s%n", "<script>", "-1", "1e309", "9" * 30, "9" * 5000, "null", "x" * 10_000,
]  # fmt: skip
PARAMETERS = {
    "/questions": ("order", "page"),
    "/discussions": ("page",),
    "/ideas": ("order", "page"),
    "/tags": ("q", "page"),
    "/tags/suggest": ("q",),
    "/members": ("name", "page"),
    "/search": ("q", "page"),
    "/login": ("next",),
    "/questions/ask": ("title", "space", "tags", "body"),
    "/notifications": ("page",),
    "/members/{member}/contributions": ("page",),
    "/contributions/{thing}/comments": ("page",),
    "/contributions/{thing}/history": ("page",),
    "/questions/{thing}/about-{word}": ("order", "page", "at"),
}


@pytest.mark.parametrize("address", PARAMETERS)
def test_odd_characters_break_no_page(world: World, address: str) -> None:
    """Guards against CVE-2025-50979: SQL through a search."""
    client, thing = world.client("administrator"), world.things[0]
    filled = address.format(member=world.people["author"].id, thing=thing.id, word=thing.word)
    before = hash_of_tables()
    for name in PARAMETERS[address]:
        for value in ODD:
            response = client.get(filled, query_string={name: value})
            assert response.status_code in {200, 301, 302, 303, 400, 404, 422}, (name, value[:40], response.status_code)
            assert "Set-Cookie: x=1" not in str(response.headers)
    assert hash_of_tables() == before


@pytest.mark.parametrize(
    "address",
    [
        "/tags/{}",
        "/spaces/{}",
        "/spaces/{}/edit",
        "/questions/1/{}",
        "/questions/{}",
        "/members/{}",
        "/drafts/{}/discard",
        "/static/x/{}",
        "/static/{}",
        "/confirm/{}",
        "/reset/{}",
        "/change-email/{}",
        "/{}",
    ],
)
def test_odd_characters_break_no_address(world: World, address: str) -> None:
    client = world.client("administrator")
    for value in ODD:
        for method in ("GET", "POST"):
            with client.open(address.format(quote(value, safe="")), method=method) as response:
                assert response.status_code < 500, (method, value[:40])


def test_a_raw_query_of_no_known_script_breaks_nothing(world: World) -> None:
    thing = world.things[0]
    client = world.client("anonymous")
    for raw in ("\xff\xfe", "q=\xff", "page=\xe9", "%ff=%fe", "&&&===", "q", "=", "q[]=1&q[]=2"):
        for address in ("/questions", "/search", f"/questions/{thing.id}/old"):
            assert client.get(address, environ_overrides={"QUERY_STRING": raw}).status_code < 500, (address, raw)


def test_parameters_given_twice_are_read_once(client: FlaskClient, alice: Person, public_space: Space) -> None:
    factories.ask(alice, public_space)
    assert client.get("/questions?order=hot&order=x&page=&page=x").status_code in {200, 400}
    assert client.get("/search?q=needle&q=other").status_code == 200


GOOD = {
    "title": "A title of ten letters",
    "body": "A body that is long enough.",
    "tags": "one",
    "value": "1",
    "name": "A name",
    "visibility": "public",
    "posting": "readers",
    "position": "1",
}
FORMS = {
    "/questions/ask": ("title", "body", "tags", "space"),
    "/contributions/{}/comment": ("body",),
    "/contributions/{}/edit": ("title", "body", "tags", "comment", "revision"),
    "/contributions/{}/delete": ("reason",),
    "/contributions/{}/vote": ("value",),
    "/questions/{}/answers": ("body",),
    "/spaces/new": ("name", "description", "visibility", "posting", "group", "position"),
    "/groups": ("name", "description"),
    "/groups/1": ("who",),
    "/account": ("name", "location", "about"),
    "/drafts/ask": ("title", "body", "tags", "space"),
    "/preview": ("body",),
}


@pytest.mark.parametrize("address", FORMS)
def test_odd_characters_break_no_form(world: World, address: str) -> None:
    client, good = world.client("administrator"), GOOD | {"space": str(world.spaces["public"].id)}
    for field in FORMS[address]:
        for value in (
            "'",
            "a\x00b\x00 and ten letters",
            "\\",
            "\ud7ff",
            "🦊" * 30,
            "9" * 30,
            "9" * 5000,
            "-1",
            "<script>",
        ):
            response = client.post(address.format(world.things[0].id), data=good | {field: value})
            assert response.status_code < 500, (field, value[:40])
        response = client.post(address.format(world.things[0].id), json=good | {field: "a\x00b and ten letters"})
        assert response.status_code < 500, field


ENDLESS: tuple[Any, ...] = (
    "x" * 120_000,
    "x " * 60_000,
    f"<!-- {'x' * 120_000} -->",
    ["x"] * 30_000,
    "9" * 120_000,
    10**400,
)


def schemas(root: type[Schema] = Schema) -> Iterator[type[Schema]]:
    """Yield every schema of the house: opening the application has read all its modules."""
    for found in root.__subclasses__():
        yield found
        yield from schemas(found)


@pytest.mark.once
@pytest.mark.parametrize("schema", sorted(set(schemas()), key=str), ids=str)
def test_every_text_and_list_has_a_cap(app: Atrium, schema: type[Schema]) -> None:
    """Guards against CVE-2022-23549, CVE-2023-37906, CVE-2024-21655, CVE-2023-22740, CVE-2024-43789, CVE-2024-37299.

    Texts, reasons, fields, drafts, replies and names without an end, and a cap that does not count what is not shown.
    """
    for place, name in enumerate(schema.model_fields):
        # In an ordinary run each field meets some of them, and all of them are met.
        for endless in ENDLESS if EVERYTHING else (ENDLESS[0], *ENDLESS[1 + place % 3 :: 3]):
            kept, refused = _taken(schema, {name: endless} | _others(schema, name))
            assert name in refused or len(str(kept.get(name, "x" * 101_000))) < 101_000, (
                f"{schema.__name__}.{name} has no end"
            )


def _taken(schema: type[Schema], given_fields: dict[str, Any]) -> tuple[dict[str, Any], set[str]]:
    """Return the fields that a schema takes, or the names of those that it refuses."""
    try:
        return schema.model_validate(given_fields).model_dump(), set()
    except ValidationError as error:
        return {}, {str(problem["loc"][0]) for problem in error.errors() if problem["loc"]}


OWN: dict[str, dict[str, Any]] = {
    "ContestDraft": {name: f"2026-0{at}-01" for at, name in enumerate(("entries", "voting", "jury", "closes"), 1)}
    | {"decided_by": "public"},
    "RoundDraft": {"mode": "approval", "closes": "2099-01-01T12:00"},
    "PromiseDraft": {"earliest": "2026-02-01", "latest": "2026-03-01", "confidence": 50, "evidence": "study"},
    "ServiceDraft": {"training": ["Solder"]},
    "Asked": {"lat": 52.1, "lon": 1.6},
    "AskedNear": {"lat": 52.1, "lon": 1.6},
    "StoryDraft": {"rewarded": "no", "true": "yes"},
    "NewScreening": {"budget": 5},
}


def _others(schema: type[Schema], name: str) -> dict[str, Any]:
    good: dict[str, Any] = {
        "title": "A title of ten letters",
        "body": "A body that is long enough.",
        "space": 1,
        "name": "A name",
        "email": "a@example.org",
        "password": "seven brass barometers",
        "current": "seven",
        "who": "Bob",
        "value": 1,
        "rows": ["Morning"],
        "columns": ["Outside"],
        "purpose": "Measures what falls",
        "begins": now().date().isoformat(),
        "until": now().date().isoformat(),
        "spaces": [1],
        "reason": "Knows it by heart",
        "terms": "It stays among us.",
        "notes": "It stays among us.",
        "words": "Knows it by heart",
        **OWN.get(schema.__name__, {}),
    }
    return {key: value for key, value in good.items() if key in schema.model_fields and key != name}


@pytest.mark.once
@modest
@given(
    st.dictionaries(
        st.sampled_from(
            [
                "id",
                "author_id",
                "kind",
                "state",
                "score",
                "opening_score",
                "space_id",
                "created_at",
                "html",
                "concealed",
                "hot",
                "views",
                "source",
                "author_roles",
                "thread_id",
                "parent_id",
                "accepted_answer_id",
                "roles_held",
                "member_id",
                "valid",
                "__class__",
                "__proto__",
                "__dict__",
            ]
        ),
        st.one_of(st.integers(0, 99), st.text(max_size=5), st.booleans()),
        max_size=8,
    )
)
def test_fields_that_no_form_has_are_passed_over(extra: dict[str, Any]) -> None:
    """Guards against CVE-2021-43787: fields that reach further than the form that sends them."""
    for schema in schemas():
        good = _others(schema, "")
        try:
            plain = schema.model_validate(good)
        except ValidationError:
            continue
        assert (
            schema.model_validate({key: value for key, value in extra.items() if key not in schema.model_fields} | good)
            == plain
        )
