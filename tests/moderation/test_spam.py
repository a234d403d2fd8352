"""Spam: the model keeps its word in every process, learns from files and decisions, and a held post is never lost."""

import json
import random
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from accounts.models import Member
from contributions.models import Contribution, Space
from contributions.moderation.spam.model import Model
from contributions.moderation.spam.pieces import document_weights, pieces, unit_length
from contributions.moderation.spam.training import Labelled, fit
from core.application import Atrium
from core.database import db
from tests import factories
from tests.community.reading import words_of
from tests.people import Person

Open = Callable[[Person], FlaskClient]
LONG_AGO = datetime(2024, 3, 4, tzinfo=UTC)
GOOD = "barometer needle gauge wind rain sensor battery station reading mast calibrate drift firmware".split()
BAD = "casino bonus cheap loan support number call crypto invest winner prize pills dating escort".split()


def texts(words: list[str], number: int, spam: bool) -> list[Labelled]:
    chance = random.Random(f"{number}{spam}")
    return [
        Labelled(" ".join(chance.choices(words, k=4)), " ".join(chance.choices(words, k=14)), spam)
        for _each in range(number)
    ]


@lru_cache(maxsize=1)
def small_model() -> Model:
    return fit([*texts(GOOD, 40, spam=False), *texts(BAD, 20, spam=True)])


@pytest.fixture
def trained(atrium: Callable[..., Any], tmp_path: Path) -> None:
    """A site whose model has learnt from a file."""
    rows = [*texts(GOOD, 110, spam=False), *texts(BAD, 45, spam=True)]
    path = tmp_path / "labelled.jsonl"
    path.write_text("".join(json.dumps({"title": r.title, "text": r.body, "spam": int(r.spam)}) + "\n" for r in rows))
    ran = atrium("spam", "train", path, "--json")
    assert ran.code == 0, ran.err
    said = json.loads(ran.out)
    assert (said["good"], said["spam"], said["area"] > 0.95) == (110, 45, True)


def ask(client: FlaskClient, space: Space, title: str, body: str) -> Any:
    return client.post("/questions/ask", data={"title": title, "body": body, "space": space.id})


def state(title: str) -> str:
    return db.session.execute(select(Contribution.state).where(Contribution.title == title)).scalar_one()


@pytest.mark.limits
def test_a_newcomer_s_spam_waits_and_comes_onto_the_page_when_it_is_kept(
    client: FlaskClient,
    client_of: Open,
    alice: Person,
    moderator: Person,
    public_space: Space,
    worker: Callable[[], None],
    cases: Callable[..., list[int]],
    trained: None,
) -> None:
    """Guards against CVE-2026-25699: reading what waits for a moderator."""
    title, body = "Cheap casino bonus prize", "Call the support number and be a winner, cheap loan and crypto bonus."
    response = ask(client_of(alice), public_space, title, body)
    assert response.status_code == 303
    assert state(title) == "held"
    worker()
    address = response.headers["Location"]
    assert client.get(address).status_code == 404
    assert title not in client.get("/questions").text + client.get("/search?q=casino").text.partition("<main")[
        2
    ].replace("casino", "")
    assert "waits for a look" in words_of(client_of(alice).get(address).text)
    (review,) = cases("?show=held")
    client_of(moderator).post("/moderation/decide", data={"review": review, "decision": "keep"})
    worker()
    assert client.get(address).status_code == 200
    assert title in client.get("/search?q=winner").text
    assert "It is on the page" in words_of(client_of(alice).get("/notifications").text)


@pytest.mark.once
@pytest.mark.limits
def test_good_words_stand_at_once_and_known_members_are_not_screened(
    app: Atrium, client_of: Open, alice: Person, bob: Person, public_space: Space, trained: None
) -> None:
    assert ask(
        client_of(alice), public_space, "Barometer needle drift", "The station reading and the rain gauge drift."
    )
    assert state("Barometer needle drift") == "published"
    app.extensions["limits"].on = False
    for number in range(3):
        factories.ask(bob, public_space, f"Wind sensor mast number {number}")
    db.session.execute(update(Member).where(Member.id == bob.id).values(joined_at=LONG_AGO))
    db.session.commit()
    app.extensions["limits"].on = True
    ask(
        client_of(bob), public_space, "Cheap casino bonus prize", "Call the support number and be a winner with crypto."
    )
    assert state("Cheap casino bonus prize") == "published"


@pytest.mark.once
@pytest.mark.limits
def test_new_words_of_a_newcomer_are_looked_at_too(
    client: FlaskClient,
    client_of: Open,
    alice: Person,
    public_space: Space,
    cases: Callable[..., list[int]],
    trained: None,
) -> None:
    browser = client_of(alice)
    address = ask(browser, public_space, "Barometer needle drift", "The station reading and the rain gauge drift.")
    key = db.session.scalars(select(Contribution.id)).one()
    edited = {"title": "Cheap casino bonus prize", "body": "Winner of crypto, cheap loan, call number.", "revision": 0}
    assert browser.post(f"/contributions/{key}/edit", data=edited).status_code == 303
    assert state("Cheap casino bonus prize") == "held"
    assert client.get(address.headers["Location"]).status_code == 404
    assert len(cases("?show=held")) == 1


@pytest.mark.once
@pytest.mark.limits
def test_until_a_model_is_trained_plain_rules_hold_what_is_full_of_links(
    client_of: Open, alice: Person, staff: Person, public_space: Space
) -> None:
    links = "Look at https://a.example/1 and https://a.example/2 and https://a.example/3 please."
    ask(client_of(staff), public_space, "Where the manuals are kept", links)
    assert state("Where the manuals are kept") == "published"
    ask(
        client_of(alice),
        public_space,
        "How do I call the support?",
        "Write to https://a.example now, whatsapp +1 202 555 0101 00.",
    )
    assert state("How do I call the support?") == "held"


def test_too_few_texts_and_odd_files_are_refused(atrium: Callable[..., Any], tmp_path: Path) -> None:
    assert "a model needs" in atrium("spam", "train").err
    for number, line in enumerate(("{}", "nonsense", '{"text": "x", "spam": "perhaps"}', "[1]")):
        path = tmp_path / f"{number}.jsonl"
        path.write_text(line)
        ran = atrium("spam", "train", path)
        assert (ran.code, "line 1" in ran.err) == (1, True), line


@pytest.mark.once
@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_has_a_score_and_a_packed_model_gives_the_same(title: str, body: str) -> None:
    model = small_model()
    score = model.score(title, body)
    assert 0 <= score <= 1
    assert Model.unpacked(model.packed()).score(title, body) == score


@pytest.mark.once
def test_long_texts_are_scored_in_no_time_and_weights_are_as_documented() -> None:
    assert len(pieces("", "ab " * 100_000)) <= 16
    assert unit_length({1: 3.0, 2: 4.0}) == {1: 0.6, 2: 0.8}
    assert unit_length({}) == {}
    weighed = document_weights([{1: 1.0, 2: 1.0}, {1: 1.0}, {3: 1.0, 1: 1.0}])
    assert weighed == {1: 1.0}, "what stands in every document weighs 1, what stands in one is left out"
