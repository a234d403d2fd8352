"""Knowledge pages: grown once from a solved thread, edited, suggested to, credited, and open to whoever reads the thread."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from accounts.leaving.erasing import erase_at_once
from community.accepting import accept_answer, make_official
from community.knowledge.models import Article
from community.models import Answer, Question
from contributions.models import Notification, Revision, Space
from core.application import Atrium
from core.database import db
from tests import factories
from tests.community.reading import path_of, words_of
from tests.community.test_races import at_once, post
from tests.community.test_statements import MOST
from tests.people import Person

Open = Callable[[Person], FlaskClient]
Work = Callable[[], None]


@pytest.fixture
def solved(alice: Person, question: Question, answers: tuple[Answer, Answer]) -> Question:
    """Alice's question, solved by Bob."""
    accept_answer(alice.viewer, answers[0].id, accepted=True)
    db.session.commit()
    return question


@pytest.fixture
def keeper(client_of: Open, staff: Person) -> FlaskClient:
    """The browser of somebody who keeps pages."""
    return client_of(staff)


def grown(keeper: FlaskClient, question: Question) -> str:
    """Make a page and return its path."""
    made = keeper.post(f"/questions/{question.id}/knowledge")
    assert made.status_code == 303
    return path_of(made)


def test_a_page_grows_from_a_solved_thread_and_credits_everybody(
    client: FlaskClient, keeper: FlaskClient, client_of: Open, worker: Work, staff: Person, alice: Person, bob: Person,
    charlie: Person, answers: tuple[Answer, Answer], question: Question, count_queries: Callable[[], Any],
) -> None:  # fmt: skip
    assert keeper.post(f"/questions/{question.id}/knowledge").status_code == 403, "nothing is solved"
    accept_answer(alice.viewer, answers[0].id, accepted=True)
    make_official(staff.viewer, answers[1].id, official=True)
    db.session.commit()
    assert client_of(bob).post(f"/questions/{question.id}/knowledge").status_code == 403
    assert "Make a knowledge page" in keeper.get(f"/questions/{question.id}", follow_redirects=True).text
    url = grown(keeper, question)
    assert keeper.post(f"/questions/{question.id}/knowledge").status_code == 409

    with count_queries() as counted:
        assert keeper.get(url).status_code == 200
    assert counted.count <= MOST
    said = client.get(url).text
    assert "Why does the needle tremble?" in said
    assert words_of(said).count("is calm again by four") == 3
    for key in (question.id, *(answer.id for answer in answers)):
        assert f'href="/contributions/{key}"' in said
    assert all(person.name in words_of(said) for person in (alice, bob, charlie, staff))
    beside = client.get(f"/questions/{question.id}", follow_redirects=True).text
    assert f'href="{url}"' in beside
    worker()
    assert url in client.get("/knowledge").text
    assert url in client.get("/search?q=needle+is:article").text + client.get("/search?q=kind:article+needle").text
    assert url in client.get("/sitemap/1.xml").text
    assert url in client.get("/feed.atom?kind=article").text
    told = select(Notification.member_id).where(Notification.reason == "grown")
    assert sorted(db.session.scalars(told)) == sorted([alice.id, bob.id, charlie.id])


def test_it_is_edited_compared_and_reverted(
    client: FlaskClient, keeper: FlaskClient, client_of: Open, bob: Person, moderator: Person, solved: Question
) -> None:
    url = grown(keeper, solved)
    key = int(url.split("/")[2])
    edit = f"/contributions/{key}/edit"
    assert client_of(bob).get(edit).status_code == 403
    words = {"title": "Needles that tremble", "tags": ""}
    assert keeper.post(edit, data=words | {"body": "First better words.", "revision": 0}).status_code == 303
    other = client_of(moderator)
    assert other.post(edit, data=words | {"body": "Second better words.", "revision": 2}).status_code == 303
    compared = client.get(f"/contributions/{key}/history/3?against=1").text
    assert "Compared with version 1" in words_of(compared)
    assert "is calm again by four" in words_of(compared)
    assert client.get(f"/contributions/{key}/history/3?against=9").status_code == 404
    assert f"/contributions/{key}/history/3?against=1" in client.get(f"/contributions/{key}/history").text
    assert keeper.post(f"/contributions/{key}/history/1/revert").status_code == 303
    assert db.session.scalar(select(func.max(Revision.number))) == 4
    shown = words_of(client.get(url, follow_redirects=True).text)
    assert "is calm again by four" in shown
    assert "3 wordings Stella Staff" in shown.replace(" SS ", " ").replace(" S ", " ")


def test_members_suggest_and_editors_decide(
    client: FlaskClient,
    keeper: FlaskClient,
    client_of: Open,
    worker: Work,
    bob: Person,
    charlie: Person,
    solved: Question,
) -> None:
    url = grown(keeper, solved)
    key = int(url.split("/")[2])
    writer, suggest = client_of(bob), f"/knowledge/{key}/suggest"
    assert "is calm again by four" in writer.get(suggest).text
    assert writer.post(suggest, data={"title": "short", "body": ""}).status_code == 422
    words = {
        "title": "Needles that tremble",
        "body": "It is the <b>sun</b>, as was measured.",
        "comment": "Measured it",
    }
    mine = path_of(writer.post(suggest, data=words))
    assert writer.post(suggest, data=words).status_code == 409, "one at a time"
    assert client_of(charlie).get(mine).status_code == 404
    assert client_of(charlie).post(f"{mine}/decide", data={"decision": "accept"}).status_code == 404
    assert writer.post(f"{mine}/decide", data={"decision": "accept"}).status_code == 403
    assert writer.post(f"{mine}/decide", data={"decision": "nonsense"}).status_code == 400
    assert "1 suggested edit waits" in keeper.get(url).text
    assert mine in keeper.get("/knowledge/suggestions").text
    compared = keeper.get(mine).text
    assert "&lt;b&gt;sun" in compared
    assert "Measured it" in compared

    assert keeper.post(f"{mine}/decide", data={"decision": "accept", "revision": 7}).status_code == 409
    assert keeper.post(f"{mine}/decide", data={"decision": "accept", "words": "Thanks"}).status_code == 303
    shown = client.get(url, follow_redirects=True).text
    assert "as was measured" in shown
    assert "Bob" in client.get(f"/contributions/{key}/history").text
    assert keeper.post(f"{mine}/decide", data={"decision": "decline"}).status_code == 409
    assert "Thanks" in writer.get(mine).text
    worker()
    reasons = select(Notification.reason).where(Notification.member_id == bob.id, Notification.contribution_id == key)
    assert sorted(db.session.scalars(reasons)) == ["grown", "suggestion"]
    again = path_of(writer.post(suggest, data=words | {"title": "Something else again"}))
    assert writer.post(f"{again}/decide", data={"decision": "withdraw"}).status_code == 303
    assert "Withdrawn" in writer.get("/knowledge/suggestions").text


def test_the_page_tells_when_its_sources_change_and_forgets_who_is_erased(
    client: FlaskClient, keeper: FlaskClient, client_of: Open, worker: Work, bob: Person, moderator: Person,
    administrator: Person, solved: Question, answers: tuple[Answer, Answer],
) -> None:  # fmt: skip
    url = grown(keeper, solved)
    assert "may need a look" not in client.get(url).text
    edited = {"body": "It was the wind after all.", "revision": 0}
    assert client_of(bob).post(f"/contributions/{answers[0].id}/edit", data=edited).status_code == 303
    said = client.get(url).text
    assert "may need a look" in said
    assert "edited since" in said
    key = url.split("/")[2]
    words = {"title": "Needles that tremble", "body": "The wind makes it tremble.", "revision": 0}
    assert keeper.post(f"/contributions/{key}/edit", data=words).status_code == 303
    said = client.get(url, follow_redirects=True).text
    assert "may need a look" not in said, "an editor has looked since"
    assert "Bob" in words_of(said)
    client_of(moderator).post(f"/contributions/{answers[0].id}/hide", data={"reason": "x"})
    said = client.get(url, follow_redirects=True).text
    assert "A post that has been taken down" in said
    assert "Bob" not in words_of(said)
    client_of(moderator).post(f"/contributions/{answers[0].id}/restore")
    assert "Bob" in words_of(client.get(url, follow_redirects=True).text)
    erase_at_once(administrator.viewer, bob.id, "Bob")
    db.session.commit()
    worker()
    assert "Bob" not in words_of(client.get(url, follow_redirects=True).text)


def test_a_closed_thread_gives_no_open_page(
    client: FlaskClient, client_of: Open, worker: Work, administrator: Person, alice: Person, bob: Person,
    group_space: Space,
) -> None:  # fmt: skip
    asked = factories.ask(alice, group_space, "A secret of the circle")
    accept_answer(alice.viewer, factories.answer(alice, asked, "The secret is kept.").id, accepted=True)
    db.session.commit()
    url = grown(client_of(administrator), asked)
    worker()
    for reader, code in ((client, 404), (client_of(bob), 404), (client_of(alice), 200)):
        assert reader.get(url).status_code == code
        assert (url in reader.get("/knowledge").text) == (code == 200)
    assert url not in client.get("/feed.atom?kind=article").text + client.get("/sitemap/1.xml").text
    assert client_of(bob).get(f"/knowledge/{url.split('/')[2]}/suggest").status_code == 404


def test_it_is_shown_as_help_while_somebody_writes(
    app: Atrium, keeper: FlaskClient, client_of: Open, worker: Work, alice: Person, charlie: Person, solved: Question,
    public_space: Space,
) -> None:  # fmt: skip
    app.extensions["likeness"].forget()
    app.extensions["likeness"].patience = 0.0
    for title in ("How do I level the mast?", "Which paint keeps a Stevenson screen white?", "Where do I buy mercury?"):
        factories.ask(alice, public_space, title, body="I have read the manual twice and am none the wiser.")
    url = grown(keeper, solved)
    worker()
    hinted = client_of(charlie).post("/similar", data={"title": "Why does the needle tremble?", "kind": "question"})
    assert f'href="{url}"' in hinted.text
    assert "Knowledge page" in hinted.text


def test_one_page_grows_however_many_hands_make_it(
    app: Atrium, client_of: Open, staff: Person, solved: Question
) -> None:
    codes = at_once([post(client_of(staff), f"/questions/{solved.id}/knowledge") for _each in range(8)])
    assert sorted(codes) == [303] + [409] * 7
    assert db.session.scalar(select(func.count()).select_from(Article)) == 1
