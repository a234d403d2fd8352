"""The description is valid, holds every operation, and is true: whatever is sent, answers are as it says."""

import contextvars
import os
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import hypothesis
import orjson
import pytest
from flask.testing import FlaskClient
from hypothesis import strategies as st

from accounts.api.operations import operations_of
from contributions.models import Space
from contributions.moderation.flagging import FlagDraft, raise_flag
from core.application import Atrium
from core.database import db, unit_of_work
from tests import factories
from tests.people import Person

DOCS = Path(__file__).resolve().parents[2] / "docs" / "api.md"
# Many where every test is run at length, few in an ordinary run: every operation takes time by itself.
EXAMPLES = 60 if os.environ.get("ATRIUM_TEST_ALL") else 1
ALL = ("read", "write", "moderate", "staff")


@pytest.fixture
def community(alice: Person, bob: Person, public_space: Space, worker: Callable[[], None]) -> int:
    """A little of everything, under the numbers 1 to 6; returns the number of the question."""
    asked = factories.ask(alice, public_space, tags=["needle"])
    factories.remark(alice, factories.answer(bob, asked))
    factories.remark(bob, factories.discuss(alice, public_space))
    with unit_of_work():
        raise_flag(bob.viewer, asked.id, FlagDraft(reason="spam"))
    worker()
    return asked.id


@pytest.mark.once
@pytest.mark.parametrize("mode", ["positive", "negative"])
def test_whatever_is_sent_is_answered_as_described(
    app: Atrium,
    client: FlaskClient,
    program: Callable[..., Any],
    community: int,
    public_space: Space,
    administrator: Person,
    mode: str,
) -> None:
    """Fuzzes every operation: no failure of ours, and no answer that the description does not know."""
    import schemathesis
    from schemathesis.specs.openapi import checks

    described = client.get("/api/v1/openapi.json").json
    schema = schemathesis.openapi.from_dict(described)
    schema.app = app
    wanted = [
        checks.status_code_conformance,
        checks.content_type_conformance,
        checks.response_schema_conformance,
        schemathesis.checks.not_a_server_error,
    ]
    headers = {"Authorization": f"Bearer {program(administrator, *ALL).token}"}
    seen, space = set[int](), public_space.id
    tried = [result.ok() for result in schema.get_all_operations()]

    @hypothesis.settings(
        max_examples=EXAMPLES, database=None, derandomize=True, suppress_health_check=list(hypothesis.HealthCheck)
    )
    def try_out(case: Any, number: int) -> None:
        if "number" in case.path_parameters:
            case.path_parameters["number"] = number
        if mode == "positive" and isinstance(case.body, dict) and "space" in case.body:
            case.body.update(space=space, tags=["needle"])
        response = contextvars.Context().run(case.call, headers=headers)
        case.validate_response(response, checks=wanted)
        seen.add(response.status_code)

    for operation in tried:
        # What takes nothing cannot be sent anything wrong.
        if mode == "positive" or operation.body or operation.query:
            strategy = operation.as_strategy(generation_mode=schemathesis.GenerationMode(mode))
            hypothesis.given(case=strategy, number=st.integers(1, 6))(try_out)()
    assert len(tried) == len(operations_of(app))
    assert seen >= ({200, 201, 403, 404} if mode == "positive" else {422})


@pytest.mark.once
def test_the_description_is_valid(app: Atrium, client: FlaskClient) -> None:
    import jsonschema_rs

    answer = client.get("/api/v1/openapi.json")
    document = answer.json
    assert document["openapi"] == "3.1.0"
    references = set(re.findall(r'"\$ref":"#/components/schemas/([^"]+)"', answer.text))
    assert references <= set(document["components"]["schemas"])
    for schema in document["components"]["schemas"].values():
        jsonschema_rs.meta.validate({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema})
    names = [one["operationId"] for path in document["paths"].values() for one in path.values()]
    assert sorted(names) == sorted({one.name for one in operations_of(app)})
    page = client.get("/api").text
    for one in operations_of(app):
        assert one.summary, one.name
        assert one.path.replace("<int:", "{").replace("<", "{").replace(">", "}") in page
    assert '"begun"' not in answer.text


def test_the_examples_of_the_documentation_work(
    client: FlaskClient, program: Callable[..., Any], community: int, public_space: Space, bob: Person
) -> None:
    text = DOCS.read_text(encoding="utf-8")
    blocks = re.findall(r"^```\n(curl.+?)^```", text, re.DOTALL | re.MULTILINE)
    known = {"$SITE": "", "$QUESTION": str(community), "$TOKEN": program(bob, "read", "write").token}
    known["'$SPACE'"] = str(public_space.id)
    script = "\n".join(blocks).replace("\\\n", "").strip()
    for name, value in known.items():
        script = script.replace(name, value)
    done = 0
    for command in script.split("\ncurl "):
        method, headers, body, url = "GET", {}, None, ""
        words = iter(shlex.split(command.removeprefix("curl ")))
        for word in words:
            if word == "-X":
                method = next(words)
            elif word == "-H":
                header, _colon, value = next(words).partition(": ")
                headers[header] = value
            elif word == "-d":
                body = next(words)
                orjson.loads(body)
            else:
                url = word
        answer = client.open(url, method=method, headers=headers, data=body)
        assert answer.status_code == (201 if method == "POST" else 200), (command, answer.text)
        done += 1
    assert done == 12
    db.session.rollback()
