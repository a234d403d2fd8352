"""Writing through the interface: the rules of the pages, problems in words, and nothing done twice."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from accounts.api.models import KeptAnswer
from accounts.api.repeating import sweep_answers
from community.models import Question
from contributions.models import Space
from core.application import Atrium
from core.clock import now
from core.database import db, unit_of_work
from tests import factories
from tests.people import Person

Start = Callable[..., Any]
TITLE, BODY = "Why does the needle tremble?", "It is calm again by four, whatever the wind does."


def test_a_thread_from_asking_to_official(
    program: Start, alice: Person, bob: Person, staff: Person, moderator: Person, public_space: Space
) -> None:
    asker, helper = program(alice, "read", "write"), program(bob, "read", "write")
    draft = {"title": TITLE, "body": BODY, "space": public_space.id, "tags": ["needle"]}
    made = asker.call("POST", "/questions", draft)
    assert (made.status_code, made.json["kind"], made.json["state"]) == (201, "question", "published")
    question = made.json["number"]
    answer = helper.call("POST", f"/questions/{question}/answers", {"body": "The sun warms one side."}).json["number"]
    remark = asker.call("POST", f"/contributions/{answer}/comments", {"body": "Thank you, it does."})
    assert remark.json["kind"] == "comment"
    assert asker.call("PUT", f"/answers/{answer}/accepted", {}).json["accepted_answer"] == answer
    speaker = program(staff, "read", "write", "staff")
    assert speaker.call("PUT", f"/answers/{answer}/official", {"value": True}).json["official_answer"] == answer
    assert helper.call("PUT", f"/questions/{question}/shared", {}).json["having"] == 1
    assert helper.call("PUT", f"/contributions/{question}/vote", {"value": 1}).json["score"] == 1
    assert helper.call("PUT", f"/contributions/{question}/following", {"following": False}).json["following"] is False

    changed = {"title": "Why does the needle tremble at noon?", "body": "New words.", "tags": ["noon"], "revision": 0}
    assert asker.call("PUT", f"/contributions/{question}", changed).status_code == 200
    assert asker.call("PUT", f"/contributions/{question}", changed).status_code == 409, "somebody was quicker"
    shown = asker.get(f"/questions/{question}")
    assert (shown["title"], shown["tags"], shown["status"]) == (changed["title"], ["noon"], "solved")
    no_title = asker.call("PUT", f"/contributions/{question}", {"body": "New words.", "revision": 2})
    assert (no_title.status_code, list(no_title.json["errors"])) == (422, ["title"])

    assert (
        helper.call("POST", f"/contributions/{question}/flag", {"reason": "other", "words": "odd"}).status_code == 201
    )
    keeper = program(moderator, "read", "write", "moderate")
    (case,) = keeper.get("/moderation/queue")["results"]
    assert (case["contribution"], case["flags"][0]["reason"]) == (question, "Something else")
    assert keeper.call("PUT", f"/moderation/{case['number']}/claim").json["claimed"] is True
    decided = keeper.call("POST", f"/moderation/{case['number']}/decision", {"decision": "hide", "words": "Not here."})
    assert (decided.status_code, decided.json["state"]) == (201, "hidden")
    assert program().call("GET", f"/questions/{question}").status_code == 404
    assert asker.get(f"/questions/{question}")["state"] == "hidden"
    assert keeper.call("PUT", f"/contributions/{question}/restored").json["state"] == "published"
    assert asker.call("DELETE", f"/contributions/{question}?reason=solved").json["state"] == "deleted"

    talk = {"title": "What did you measure today?", "body": BODY, "space": public_space.id}
    assert asker.call("POST", "/discussions", talk).json["kind"] == "discussion"
    assert asker.call("PUT", "/me/drafts/ask", {"title": "To be asked", "tags": "sun"}).json["kept"] is True
    assert [one["title"] for one in asker.get("/me/drafts")["results"]] == ["To be asked"]
    assert asker.call("DELETE", "/me/drafts/ask").json["kept"] is False
    assert asker.call("PUT", "/me/drafts/elsewhere", {"title": "x"}).status_code == 404


def test_what_cannot_be_taken_is_said_by_field(
    client: FlaskClient, program: Start, alice: Person, public_space: Space
) -> None:
    caller = program(alice, "read", "write")
    short = caller.call("POST", "/questions", {"title": "Short", "space": public_space.id})
    assert short.status_code == 422
    assert set(short.json["errors"]) == {"title", "body"}
    assert short.content_type == "application/problem+json"
    address, bearer = "/api/v1/questions", {"Authorization": f"Bearer {caller.token}"}
    for data, kind, code in (
        ("{", "application/json", 400),
        ("", "application/json", 400),
        ("[1]", "application/json", 422),
        ("null", "application/json", 422),
        ("title=x", "application/x-www-form-urlencoded", 415),
        ("x" * (3 * 1024 * 1024), "application/json", 413),
    ):
        answer = client.post(address, data=data, content_type=kind, headers=bearer)
        assert (answer.status_code, answer.content_type) == (code, "application/problem+json"), (data[:9], kind)
    wrong = client.delete(address, headers=bearer)
    assert wrong.status_code == 405
    assert "POST" in wrong.headers["Allow"]
    own = factories.ask(alice, public_space)
    refused = caller.call("PUT", f"/contributions/{own.id}/vote", {"value": 1})
    assert refused.status_code == 403
    assert "yourself" in refused.json["detail"]


def test_an_idempotency_key_does_a_thing_once(program: Start, alice: Person, bob: Person, public_space: Space) -> None:
    caller = program(alice, "read", "write")
    draft = {"title": TITLE, "body": BODY, "space": public_space.id}
    first = caller.call("POST", "/questions", draft, Idempotency_Key="k1")
    again = caller.call("POST", "/questions", draft, Idempotency_Key="k1")
    assert (again.status_code, again.json) == (201, first.json)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert db.session.scalar(select(func.count(Question.id))) == 1
    other = caller.call("POST", "/questions", {**draft, "title": "Another question altogether"}, Idempotency_Key="k1")
    assert other.status_code == 422
    elsewhere = program(bob, "read", "write").call("POST", "/questions", draft, Idempotency_Key="k1")
    assert elsewhere.status_code == 201
    assert elsewhere.json != first.json, "a key is its token's own"
    refused = caller.call("POST", "/questions", {**draft, "title": "Short"}, Idempotency_Key="k2")
    assert refused.status_code == 422
    assert caller.call("POST", "/questions", draft, Idempotency_Key="k2").status_code == 201, "nothing was done before"
    assert caller.call("POST", "/questions", draft, Idempotency_Key="x" * 101).status_code == 400

    db.session.execute(update(KeptAnswer).values(created_at=now() - timedelta(hours=25)))
    db.session.commit()
    assert caller.call("POST", "/questions", draft, Idempotency_Key="k1").json != first.json
    with unit_of_work():
        sweep_answers()
    assert db.session.scalar(select(func.count(KeptAnswer.id))) == 1


def test_the_same_key_at_once_does_one_deed(app: Atrium, program: Start, alice: Person, public_space: Space) -> None:
    caller, said = program(alice, "read", "write"), list[tuple[int, str]]()
    draft = {"title": TITLE, "body": BODY, "space": public_space.id}
    start = threading.Barrier(4)

    def send() -> None:
        client = app.test_client()
        headers = {"Authorization": f"Bearer {caller.token}", "Idempotency-Key": "once"}
        start.wait()
        answer = client.post("/api/v1/questions", json=draft, headers=headers)
        said.append((answer.status_code, answer.text))

    threads = [threading.Thread(target=send) for _each in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(said)) == 1, said
    assert said[0][0] == 201
    db.session.rollback()
    assert db.session.scalar(select(func.count(Question.id))) == 1


@pytest.mark.once
@pytest.mark.limits
def test_limits_are_said_and_kept(app: Atrium, program: Start, alice: Person, bob: Person, public_space: Space) -> None:
    caller, other = program(alice), program(bob)
    answer = caller.call("GET", "/me")
    assert answer.headers["RateLimit-Policy"] == '"default";q=300;w=60'
    assert answer.headers["RateLimit"].startswith('"default";r=299;t=')
    app.extensions["limits"].hit("api", caller_key(alice))
    for _each in range(298):
        app.extensions["limits"].hit("api", caller_key(alice))
    refused = caller.call("GET", "/me")
    assert refused.status_code == 429
    assert refused.content_type == "application/problem+json"
    assert int(refused.headers["Retry-After"]) > 0
    assert refused.headers["RateLimit"].startswith('"default";r=0;')
    assert other.call("GET", "/me").status_code == 200


def caller_key(person: Person) -> str:
    from accounts.tokens.models import ApiToken

    return str(db.session.scalars(select(ApiToken.id).where(ApiToken.member_id == person.id)).one())


def test_cookies_are_not_looked_at(
    client_of: Callable[[Person], FlaskClient], program: Start, alice: Person, bob: Person, members_space: Space
) -> None:
    """Whoever is signed in is nobody here, so that no other page can act for them."""
    asked = factories.ask(bob, members_space)
    browser = client_of(alice)
    assert browser.get(f"/questions/{asked.id}/why-does-the-needle-tremble").status_code == 200
    assert browser.get(f"/api/v1/questions/{asked.id}").status_code == 404
    assert browser.get("/api/v1/me").status_code == 401
    assert browser.put(f"/api/v1/contributions/{asked.id}/vote", json={"value": 1}).status_code == 401
    token = {"Authorization": f"Bearer {program(bob).token}"}
    assert browser.get("/api/v1/me", headers=token).json["member"]["name"] == "Bob", "the token alone says who"
    foreign = {**token, "Sec-Fetch-Site": "cross-site"}
    assert browser.put("/api/v1/me/notifications/read", headers=foreign).status_code == 403, "a scope, not the site"


@pytest.mark.once
def test_every_string_and_list_has_a_cap(app: Atrium) -> None:
    """Guards against CVE-2022-23549, CVE-2023-37906, CVE-2024-21655 and their like: unbounded input."""
    from accounts.api.operations import operations_of

    for operation in operations_of(app):
        for schema in filter(None, (operation.takes, operation.asks)):
            for name, field in schema.model_json_schema()["properties"].items():
                for part in field.get("anyOf", [field]):
                    if part.get("type") == "string" and not {"enum", "const", "format"} & set(part):
                        assert part.get("maxLength", 10**9) <= 50_000, (operation.name, name)
                    if part.get("type") == "array" and name != "tags":
                        assert "maxItems" in part, (operation.name, name)
                    if part.get("type") == "integer":
                        assert "maximum" in part, (operation.name, name)


@pytest.mark.once
@pytest.mark.parametrize("piece", ["[", "*_", "> ", "![a](", "<a ", "@a "])
def test_no_text_takes_long(app: Atrium, program: Start, alice: Person, public_space: Space, piece: str) -> None:
    """Guards against CVE-2022-23548: a text that keeps a parser busy."""
    caller = program(alice, "read", "write")
    body = (piece * 20_000)[:20_000]
    began = time.process_time()
    draft = {"title": "A text that keeps one busy", "body": body, "space": public_space.id}
    assert caller.call("POST", "/questions", draft).status_code in {201, 422}
    assert caller.call("GET", f"/search?q={'(' * 300}").status_code in {200, 422}
    far = {"url": "http://localhost/questions/1/" + "/" * 400}
    assert program().client.get("/oembed", query_string=far).status_code in {200, 404}
    assert time.process_time() - began < 3
