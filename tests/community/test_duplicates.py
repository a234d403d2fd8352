"""Duplicates: marked, judged by whoever asked, out of the queues, chains at their end, and what is like a question."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from community.duplicates.chains import resolve, settle
from community.models import DuplicateLink, Question
from contributions.models import Notification, Space
from core.application import Atrium
from core.database import db
from tests import factories
from tests.community.reading import threads_on, words_of
from tests.community.test_races import at_once, post
from tests.people import Person

Open = Callable[[Person], FlaskClient]
QUESTIONS: Any = Question.__table__


def ends() -> dict[int, int | None]:
    return dict(tuple(row) for row in db.session.execute(select(QUESTIONS.c.id, QUESTIONS.c.duplicate_of_id)))


def mark(client: FlaskClient, key: int, of: object) -> int:
    return client.post(f"/questions/{key}/duplicate", data={"of": of}).status_code


def page(client: FlaskClient, key: int) -> str:
    return client.get(f"/questions/{key}", follow_redirects=True).text


@pytest.fixture
def asked(bob: Person, public_space: Space, question: Question) -> Question:
    """A question of Bob that Alice had asked before."""
    return factories.ask(bob, public_space, "My needle trembles at noon, why?")


def test_a_duplicate_leads_to_its_original_and_waits_no_longer(
    client: FlaskClient, client_of: Open, worker: Callable[[], None],
    staff: Person, bob: Person, charlie: Person, question: Question, asked: Question,
) -> None:  # fmt: skip
    keeper, asker = client_of(staff), client_of(bob)
    assert asked.id in threads_on(client.get("/questions?order=unanswered").text)
    assert mark(client_of(charlie), asked.id, question.id) == 403
    assert mark(keeper, asked.id, f"http://localhost/questions/{question.id}/any-words?order=newest") == 303
    assert ends() == {question.id: None, asked.id: question.id}

    shown = page(client, asked.id)
    assert "Answered here" in words_of(shown)
    assert f'rel="canonical" href="http://localhost/questions/{question.id}/' in shown
    assert "Asked in other words" in words_of(page(client, question.id))
    assert threads_on(client.get("/questions?order=unanswered").text) == [question.id]
    queue = keeper.get("/staff/queues").text
    assert f"/questions/{question.id}/" in queue
    assert f"/questions/{asked.id}/" not in queue

    worker()
    told = select(Notification.member_id).where(Notification.contribution_id == asked.id)
    assert list(db.session.scalars(told)) == [bob.id]
    assert f"/questions/{asked.id}/" not in client.get("/search?q=needle+is:unanswered").text
    assert mark(keeper, asked.id, question.id) == 409

    assert "Yes, that answers it" in page(asker, asked.id)
    assert asker.post(f"/questions/{asked.id}/duplicate/judge").status_code == 303
    assert "says that it helps" in words_of(page(client, asked.id))
    assert asker.post(f"/questions/{asked.id}/duplicate/judge?value=no").status_code == 303
    assert "says it is not" in words_of(page(client, asked.id))
    assert asked.id in threads_on(client.get("/questions?order=unanswered").text)
    worker()
    objected = select(Notification.member_id).where(Notification.reason == "objected")
    assert list(db.session.scalars(objected)) == [staff.id]

    assert keeper.post(f"/questions/{asked.id}/duplicate/judge").status_code == 403
    assert keeper.post(f"/questions/{asked.id}/duplicate/unmark").status_code == 303
    assert "answered-here" not in page(client, asked.id)
    assert db.session.scalar(select(func.count()).select_from(DuplicateLink)) == 0


def test_what_cannot_be_an_original_is_refused_in_words(
    client_of: Open, staff: Person, bob: Person, question: Question, asked: Question, staff_space: Space
) -> None:
    closed = factories.ask(staff, staff_space)
    own, keeper = client_of(bob), client_of(staff)
    for of in (closed.id, 4_000_000, "nonsense", "", f"/discussions/{question.id}", asked.id, 10**40):
        answer = own.post(f"/questions/{asked.id}/duplicate", data={"of": of})
        assert answer.status_code == 422, of
        assert "field-error" in answer.text
    assert "no such question" in own.post(f"/questions/{asked.id}/duplicate", data={"of": closed.id}).text
    assert mark(keeper, asked.id, closed.id) == 422, "not everybody could read it"
    assert mark(keeper, closed.id, asked.id) == 303, "staff finds the way out of a closed space"
    assert mark(own, asked.id, closed.id) == 422


def test_chains_point_to_their_end_and_never_round(
    client: FlaskClient, client_of: Open, staff: Person, moderator: Person, bob: Person, public_space: Space
) -> None:
    first, second, third, fourth = (factories.ask(bob, public_space).id for _each in range(4))
    keeper = client_of(staff)
    assert [mark(keeper, third, second), mark(keeper, second, first), mark(keeper, fourth, third)] == [303] * 3
    assert ends() == {first: None, second: first, third: first, fourth: first}
    for target in (second, third, fourth):
        assert mark(keeper, first, target) == 422
    assert settle() == 0
    client_of(moderator).post(f"/contributions/{first}/hide", data={"reason": "x"})
    assert set(ends().values()) == {None}, "what leads to nothing waits again"
    assert "answered-here" not in page(client, third)
    client_of(moderator).post(f"/contributions/{first}/restore")
    assert ends()[fourth] == first
    assert keeper.post(f"/questions/{second}/duplicate/unmark").status_code == 303
    assert ends() == {first: None, second: None, third: second, fourth: second}


@pytest.mark.once
@settings(max_examples=200)
@given(st.dictionaries(st.integers(1, 12), st.integers(1, 12)), st.sets(st.integers(1, 12)))
def test_resolving_is_idempotent_and_never_leads_to_a_duplicate(links: dict[int, int], standing: set[int]) -> None:
    links = {key: original for key, original in links.items() if key != original}
    found = resolve(links, standing)
    assert resolve(found, standing) == found
    assert not found.keys() & set(found.values())
    assert set(found.values()) <= standing
    for key in links.keys() - found.keys():
        end, walked = key, {key}
        while (following := links.get(end)) is not None and following not in walked:
            walked.add(following)
            end = following
        assert end not in standing or following in walked, "it leads nowhere, or it ends a circle itself"


def test_a_circle_is_never_closed_by_many_hands(
    app: Atrium, client_of: Open, staff: Person, bob: Person, public_space: Space
) -> None:
    keys = [factories.ask(bob, public_space).id for _each in range(4)]
    clients = [client_of(staff) for _each in range(16)]
    around = [(keys[place % 4], keys[(place + 1 + place // 8) % 4]) for place in range(16)]
    codes = at_once(
        [post(client, f"/questions/{key}/duplicate", of=of) for client, (key, of) in zip(clients, around, strict=True)]
    )
    assert set(codes) <= {303, 409, 422}
    assert codes.count(303) == 3 == db.session.scalar(select(func.count()).select_from(DuplicateLink))
    assert list(ends().values()).count(None) == 1
    assert settle() == 0


def test_similar_questions_stand_beside_one_another_as_far_as_one_may_see_them(
    app: Atrium, client: FlaskClient, client_of: Open, worker: Callable[[], None], moderator: Person,
    staff: Person, alice: Person, public_space: Space, staff_space: Space,
) -> None:  # fmt: skip
    app.extensions["likeness"].forget()
    app.extensions["likeness"].patience = 0.0
    title = "Why does the storm glass cloud over before it rains?"
    body = "The crystals in my storm glass grow in the evening and are gone by morning, and then it rains."
    first = factories.ask(alice, public_space, title, body=body).id
    second = factories.ask(alice, public_space, "Storm glass clouds over before rain", body=body).id
    closed = factories.ask(staff, staff_space, title, body=body).id
    for other in ("How do I level the mast?", "Which paint keeps a Stevenson screen white?"):
        factories.ask(alice, public_space, other, body="I have read the manual twice and am none the wiser.")
    worker()

    def beside(browser: FlaskClient, key: int) -> str:
        return page(browser, key).partition("Similar questions</h2>")[2].partition("</section>")[0]

    keeper = client_of(staff)
    for key, other in ((first, second), (second, first)):
        assert f"/questions/{other}/" in beside(client, key)
        assert f"/questions/{closed}/" not in beside(client, key)
        assert f"/questions/{closed}/" in beside(keeper, key)
    assert "level the mast" not in beside(client, first)
    form = keeper.get(f"/questions/{second}/duplicate").text
    assert f'name="of" value="{first}"' in form
    assert mark(keeper, second, first) == 303
    assert f"/questions/{first}/" not in beside(client, second), "the original stands above"
    client_of(moderator).post(f"/contributions/{first}/hide", data={"reason": "x"})
    assert beside(client, second) == ""
