"""Similar threads: found by their words while somebody writes, shown before posting, kept in step, closed to the closed."""

import re
from collections.abc import Callable
from typing import Any

import orjson
import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from accounts.viewers import ANONYMOUS
from community.accepting import accept_answer
from contributions.models import Contribution, Space
from contributions.similarity.describing import Words
from contributions.similarity.finding import similar_to
from contributions.similarity.models import Likeness
from core.application import Atrium
from core.archive.identity import public_ids
from core.database import db
from tests import factories
from tests.community.reading import path_of
from tests.people import Person

Open = Callable[[Person], FlaskClient]
Work = Callable[[], None]
TITLE = "Why does the storm glass cloud over before it rains?"
BODY = "The crystals in my storm glass grow in the evening and are gone by morning, and then it rains."


@pytest.fixture(autouse=True)
def nothing_copied(app: Atrium) -> None:
    """Begin with an empty copy, and look at the database each time."""
    app.extensions["likeness"].forget()
    app.extensions["likeness"].patience = 0.0


@pytest.fixture
def client(client_of: Open, charlie: Person) -> FlaskClient:
    """A browser in which somebody is signed in who wrote nothing."""
    return client_of(charlie)


def hinted(client: FlaskClient, title: str, body: str = "", kind: str = "question") -> list[str]:
    response = client.post("/similar", data={"title": title, "body": body, "kind": kind})
    assert response.status_code == 200
    return re.findall(r'brief-title" href="([^"]+)"', response.text)


def learned() -> int:
    return db.session.scalar(select(func.count()).select_from(Likeness)) or 0


def fill(alice: Person, space: Space) -> None:
    for title in ("How do I level the mast?", "Which paint keeps a Stevenson screen white?", "Where do I buy mercury?"):
        factories.ask(alice, space, title, body="I have read the manual twice and am none the wiser.")


def test_what_was_asked_before_is_found_while_writing(
    client: FlaskClient, worker: Work, alice: Person, public_space: Space
) -> None:
    fill(alice, public_space)
    asked = factories.ask(alice, public_space, TITLE, body=BODY)
    worker()
    assert hinted(client, "storm glass clouds over before rain")[0].startswith(f"/questions/{asked.id}/")
    assert hinted(client, TITLE, BODY)[0].startswith(f"/questions/{asked.id}/")
    assert hinted(client, "Completely unrelated bicycle repair") == []
    assert hinted(client, TITLE, kind="idea") == []


def test_too_little_is_no_question(client: FlaskClient, worker: Work, alice: Person, public_space: Space) -> None:
    factories.ask(alice, public_space, TITLE, body=BODY)
    worker()
    assert hinted(client, "") == hinted(client, "storm") == hinted(client, "", BODY) == []
    assert client.post("/similar", data={"title": TITLE, "kind": "answer"}).text.strip() == ""


def test_a_hint_says_whether_it_was_solved(
    client: FlaskClient, worker: Work, alice: Person, bob: Person, public_space: Space
) -> None:
    asked = factories.ask(alice, public_space, TITLE, body=BODY)
    reply = factories.answer(bob, asked)
    accept_answer(alice.viewer, reply.id, accepted=True)
    db.session.commit()
    worker()
    shown = client.post("/similar", data={"title": TITLE}).text
    assert "Solved" in shown
    assert "1 answer" in shown
    assert 'target="_blank"' in shown


def test_before_posting_one_is_asked_to_look_and_may_post_anyway(
    client_of: Open, worker: Work, alice: Person, bob: Person, public_space: Space
) -> None:
    asked = factories.ask(alice, public_space, TITLE, body=BODY)
    worker()
    client = client_of(bob)
    form = {"title": TITLE, "body": BODY, "space": public_space.id, "tags": "storm-glass"}
    shown = client.post("/questions/ask", data=form)
    assert shown.status_code == 200
    assert f"/questions/{asked.id}/" in shown.text
    assert "Is one of these it?" in shown.text
    assert all(text in shown.text for text in ("The crystals in my storm glass grow", "storm-glass", 'name="_anyway"'))
    posted = client.post("/questions/ask", data=form | {"_anyway": "yes"})
    assert posted.status_code == 303
    assert not path_of(posted).startswith(f"/questions/{asked.id}/")


def test_what_is_new_is_posted_at_once(client_of: Open, worker: Work, alice: Person, public_space: Space) -> None:
    factories.ask(alice, public_space, TITLE, body=BODY)
    worker()
    form = {"title": "Can I heat a rain gauge?", "body": "Snow blocks it each winter.", "space": public_space.id}
    assert client_of(alice).post("/questions/ask", data=form).status_code == 303


def test_programs_are_not_held_up(client_of: Open, worker: Work, alice: Person, public_space: Space) -> None:
    factories.ask(alice, public_space, TITLE, body=BODY)
    worker()
    sent = {"title": TITLE, "body": BODY, "space": public_space.id, "tags": []}
    assert client_of(alice).post("/questions/ask", json=sent).status_code == 303


def test_closed_spaces_stay_closed(
    client_of: Open, worker: Work, alice: Person, bob: Person, staff: Person,
    members_space: Space, group_space: Space, staff_space: Space,
) -> None:  # fmt: skip
    """Guards against CVE-2025-58055: suggestions made of what their reader may not see."""
    where = {
        space.name: factories.ask(person, space, f"{TITLE} In {space.name}", body=BODY).id
        for person, space in ((alice, members_space), (alice, group_space), (staff, staff_space))
    }
    worker()

    def seen(browser: FlaskClient) -> set[str]:
        found = hinted(browser, TITLE, BODY)
        return {name for name, key in where.items() if any(f"/{key}/" in address for address in found)}

    assert similar_to(ANONYMOUS, "question", Words(TITLE, BODY)) == []
    assert seen(client_of(bob)) == {"Members"}
    assert seen(client_of(alice)) == {"Members", "Circle"}
    assert seen(client_of(staff)) == {"Members", "Staff"}


def test_words_of_replies_and_of_rooms_that_closed_suggest_nothing(
    client: FlaskClient, client_of: Open, worker: Work, alice: Person, bob: Person, administrator: Person,
    public_space: Space,
) -> None:  # fmt: skip
    """Guards against CVE-2026-44785 and CVE-2026-32244: a hidden reply, or a closed room, in what is derived."""
    asked = factories.ask(alice, public_space, "Where is the lamp kept?", body="I have looked in the whole tower.")
    reply = factories.answer(bob, asked, f"{TITLE} {BODY}")
    worker()
    before = db.session.scalars(select(Likeness.terms)).one()
    assert hinted(client, TITLE, BODY) == []
    client_of(bob).post(f"/contributions/{reply.id}/delete")
    worker()
    assert db.session.scalars(select(Likeness.terms)).one() == before
    assert hinted(client, "Where is the lamp kept?")
    closed = {"name": "Public", "visibility": "staff", "posting": "readers", "position": "0"}
    assert client_of(administrator).post("/spaces/public/edit", data=closed).status_code == 303
    assert hinted(client, "Where is the lamp kept?") == [], "even before the worker has come round"


@pytest.mark.parametrize("deed", ["hide", "delete"])
def test_what_is_taken_down_is_forgotten_at_once_and_learned_again_when_put_back(
    client: FlaskClient, client_of: Open, worker: Work, alice: Person, moderator: Person, public_space: Space, deed: str
) -> None:
    """Guards against CVE-2026-32244: what was derived from words outlives them."""
    asked = factories.ask(alice, public_space, TITLE, body=BODY).id
    worker()
    assert hinted(client, TITLE)
    keeper = client_of(moderator)
    keeper.post(f"/contributions/{asked}/{deed}", data={"reason": "x"})
    assert hinted(client, TITLE) == [], "even before the worker has come round"
    worker()
    assert learned() == 0
    keeper.post(f"/contributions/{asked}/restore")
    worker()
    assert learned() == 1
    assert hinted(client, TITLE)


def test_new_words_take_the_place_of_old_ones(
    client: FlaskClient, client_of: Open, worker: Work, alice: Person, public_space: Space
) -> None:
    fill(alice, public_space)
    asked = factories.ask(alice, public_space, TITLE, body=BODY).id
    worker()
    assert hinted(client, TITLE)
    edited = {"title": "How do I calibrate an old anemometer?", "body": "The cups turn too slowly.", "revision": 0}
    assert client_of(alice).post(f"/contributions/{asked}/edit", data=edited).status_code == 303
    worker()
    assert hinted(client, TITLE) == []
    assert hinted(client, "calibrate old anemometer")[0].startswith(f"/questions/{asked}/")


def test_the_doctor_learns_what_is_missing(
    atrium: Callable[..., Any], worker: Work, alice: Person, public_space: Space
) -> None:
    factories.ask(alice, public_space, TITLE, body=BODY)
    worker()
    db.session.execute(Likeness.__table__.delete())
    db.session.commit()
    said = orjson.loads(atrium("doctor", "--json").out)
    assert "1 threads cannot be compared yet" in str(said)
    atrium("doctor", "--fix", "--json")
    assert learned() == 1


def test_the_command_gives_what_the_page_gives(
    app: Atrium, atrium: Callable[..., Any], worker: Work, alice: Person, public_space: Space, members_space: Space
) -> None:
    asked = factories.ask(alice, public_space, TITLE, body=BODY)
    factories.ask(alice, members_space, TITLE, body=BODY)
    worker()
    app.extensions["likeness"].forget()
    ran = atrium("similar", f"{TITLE}\n{BODY}", "--json")
    said = orjson.loads(ran.out)
    assert ran.code == 0
    assert said["query"] == f"{TITLE}\n{BODY}"
    assert [row["id"] for row in said["results"]] == list(public_ids(Contribution, [asked.id]).values())
    assert set(said["results"][0]) == {"id", "kind", "title", "score", "url"}
    assert said["results"][0]["score"] == pytest.approx(1, abs=0.05)
    assert atrium("similar", TITLE, "--kind", "idea", "--json").out.count("url") == 0
    assert atrium("similar", TITLE, "--kind", "nonsense").code == 2


@pytest.mark.once
@pytest.mark.limits
def test_hints_are_limited(client: FlaskClient) -> None:
    codes = [client.post("/similar", data={"title": "storm glass"}).status_code for _each in range(61)]
    assert codes.count(200) == 60
    assert codes[-1] == 429
