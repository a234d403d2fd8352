"""The queue: what waits, who takes it, what is decided, and what the author and the community hear of it."""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select

from accounts.models import Role
from community.models import Answer, Question
from contributions import counters
from contributions.events import ContributionPosted
from contributions.models import Contribution, Notification, Space
from contributions.moderation import holding
from contributions.moderation.flagging import FlagDraft, raise_flag
from contributions.moderation.models import AuditEntry, Review
from core.application import Atrium
from core.database import db
from core.events import LoggedEvent, OutboxEntry
from tests import factories
from tests.community.reading import follow_pages, posts_on, words_of
from tests.people import Person, make_person

Open = Callable[[Person], FlaskClient]
Cases = Callable[..., list[int]]
Raise = Callable[..., int]


def state(key: int) -> str:
    return db.session.execute(select(Contribution.state).where(Contribution.id == key)).scalar_one()


def decide(client: FlaskClient, reviews: list[int], decision: str, **sent: Any) -> Any:
    return client.post("/moderation/decide", data={"review": reviews, "decision": decision, **sent})


@pytest.mark.parametrize(("decision", "after"), [("keep", "published"), ("hide", "hidden"), ("delete", "deleted")])
def test_decides_in_one_act_and_tells_the_author_why(
    client_of: Open,
    bob: Person,
    charlie: Person,
    moderator: Person,
    answer: Answer,
    flag: Raise,
    cases: Cases,
    decision: str,
    after: str,
) -> None:
    flag(charlie, answer.id)
    assert decide(client_of(moderator), cases(), decision, words="Please say it kindly.").status_code == 303
    assert state(answer.id) == after
    assert cases() == []
    browser, told = client_of(bob), decision != "keep"
    assert ("1 unread" in browser.get("/").text) == told, "the bell rings though the post is out of sight"
    assert ("Please say it kindly." in words_of(browser.get("/notifications").text)) == told


def test_without_words_the_author_reads_what_the_flags_said(
    client_of: Open,
    bob: Person,
    charlie: Person,
    moderator: Person,
    question: Question,
    answer: Answer,
    flag: Raise,
    cases: Cases,
) -> None:
    flag(charlie, answer.id, "rude")
    decide(client_of(moderator), cases(), "hide")
    page = client_of(bob).get(f"/questions/{question.id}/why-does-the-needle-tremble").text
    assert "This is unkind." in words_of(page)


def test_a_decision_on_the_page_itself_settles_the_case(
    client_of: Open, charlie: Person, moderator: Person, answer: Answer, flag: Raise, cases: Cases
) -> None:
    flag(charlie, answer.id)
    client_of(moderator).post(f"/contributions/{answer.id}/hide", data={"reason": "Enough"})
    assert cases() == []
    assert db.session.execute(select(Review.decision, Review.words)).one() == ("hide", "Enough")


def test_an_author_does_not_escape_by_deleting(
    client_of: Open, bob: Person, charlie: Person, answer: Answer, flag: Raise, cases: Cases
) -> None:
    flag(charlie, answer.id)
    client_of(bob).post(f"/contributions/{answer.id}/delete")
    assert len(cases()) == 1


def test_what_is_held_from_the_start_is_announced_when_it_is_kept(
    client: FlaskClient,
    client_of: Open,
    alice: Person,
    bob: Person,
    moderator: Person,
    question: Question,
    worker: Callable[[], None],
    cases: Cases,
) -> None:
    held = _held_answer(bob, question)
    worker()
    address = f"/questions/{question.id}/why-does-the-needle-tremble"
    assert posts_on(client.get(address).text) == [question.id]
    assert "waits for a look" in client_of(bob).get(address).text
    assert db.session.scalar(select(func.count()).select_from(Notification)) == 0
    assert "hygrometers" not in words_of(client.get("/search?q=hygrometers+is:answer").text).partition("results")[2]
    decide(client_of(moderator), cases("?show=held"), "keep")
    worker()
    assert posts_on(client.get(address).text) == [question.id, held]
    assert "answered" in words_of(client_of(alice).get("/notifications").text)
    assert (
        f"/contributions/{held}" in client.get("/search?q=hygrometers").text
        or f"at={held}" in client.get("/search?q=hygrometers").text
    )
    assert "1 answer" in words_of(client.get(address).text)


def _held_answer(person: Person, question: Question) -> int:

    answer = factories.answer(person, question, "Two hygrometers in one case do not agree.")
    posted = select(LoggedEvent.id).where(LoggedEvent.name == ContributionPosted.name())
    latest = db.session.scalars(posted.order_by(LoggedEvent.id.desc()).limit(1)).one()
    db.session.execute(delete(OutboxEntry).where(OutboxEntry.event_id == latest))
    answer.state = "held"
    holding.hold_new(answer, "spam", 2.0)

    counters.recount_thread(question.id)
    db.session.commit()
    return answer.id


def test_two_moderators_do_not_do_it_twice(
    app: Atrium, client_of: Open, charlie: Person, moderator: Person, answer: Answer, flag: Raise, cases: Cases
) -> None:
    flag(charlie, answer.id)
    (review,) = cases()
    browsers = [client_of(moderator), client_of(make_person("Max Moderator", Role.MODERATOR))]
    codes: list[int] = []

    def press(browser: FlaskClient, decision: str) -> None:
        sent = {"review": review, "decision": decision}
        codes.append(browser.post("/moderation/decide", data=sent, headers={"Accept": "application/json"}).status_code)

    presses = [threading.Thread(target=press, args=pair) for pair in zip(browsers, ("hide", "delete"), strict=True)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()
    assert sorted(codes) == [200, 409]


def test_what_one_has_taken_is_closed_to_others_for_a_while(
    client_of: Open,
    charlie: Person,
    moderator: Person,
    answer: Answer,
    flag: Raise,
    cases: Cases,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    flag(charlie, answer.id)
    (review,) = cases()
    mine, other = client_of(moderator), client_of(make_person("Max Moderator", Role.MODERATOR))
    assert mine.post(f"/moderation/{review}/claim").status_code == 303
    assert other.post(f"/moderation/{review}/claim").status_code == 409
    assert "Mona Moderator is looking at this." in words_of(other.get("/moderation").text)
    decide(other, [review], "delete")
    assert state(answer.id) == "published"
    assert mine.post(f"/moderation/{review}/release").status_code == 303
    assert other.post(f"/moderation/{review}/claim").status_code == 303
    later = db.session.execute(select(Review.claimed_until)).scalar_one()
    monkeypatch.setenv("ATRIUM_NOW", later.isoformat())
    assert decide(mine, [review], "hide").status_code == 303
    assert state(answer.id) == "hidden", "a claim ends by itself"


def test_decides_many_at_once_and_by_program(
    client_of: Open, alice: Person, charlie: Person, moderator: Person, public_space: Space, flag: Raise, cases: Cases
) -> None:
    keys = [factories.ask(alice, public_space).id for _each in range(3)]
    for key in keys:
        flag(charlie, key)
    reviews = cases()
    sent = {"review": [*reviews, 424242], "decision": "delete", "words": "All of it."}
    response = client_of(moderator).post("/moderation/decide", data=sent, headers={"Accept": "application/json"})
    assert response.json is not None
    assert (response.status_code, response.json["decided"], response.json["missed"]) == (200, sorted(reviews), [424242])
    assert {state(key) for key in keys} == {"deleted"}
    assert decide(client_of(moderator), [], "delete").status_code == 303
    assert (
        client_of(moderator)
        .post("/moderation/decide", data={"decision": "burn"}, headers={"Accept": "application/json"})
        .status_code
        == 422
    )


def test_pages_go_through_all_cases_in_few_statements(
    client_of: Open,
    alice: Person,
    charlie: Person,
    moderator: Person,
    public_space: Space,
    count_queries: Callable[[], AbstractContextManager[Any]],
) -> None:

    browser, taken = client_of(moderator), []
    for number in (1, 34):
        for _each in range(number):
            raise_flag(charlie.viewer, factories.ask(alice, public_space).id, FlagDraft(reason="spam"))
        db.session.commit()
        with count_queries() as statements:
            browser.get("/moderation")
        taken.append(statements.count)
    assert taken[0] == taken[1] <= 6
    pages = follow_pages(browser, "/moderation")
    assert [page.count("data-case=") for page in pages] == [30, 5]
    newest = follow_pages(browser, "/moderation?order=newest")
    assert [page.count("data-case=") for page in newest] == [30, 5]


def test_the_log_tells_who_did_what_and_opens_it(
    client_of: Open,
    administrator: Person,
    bob: Person,
    charlie: Person,
    moderator: Person,
    answer: Answer,
    flag: Raise,
    cases: Cases,
    worker: Callable[[], None],
    count_queries: Callable[[], AbstractContextManager[Any]],
) -> None:
    flag(charlie, answer.id)
    decide(client_of(moderator), cases(), "hide", words="Not here.")
    client_of(moderator).post(f"/contributions/{answer.id}/restore")
    client_of(bob).post(f"/contributions/{answer.id}/delete")
    client_of(administrator).post(f"/members/{bob.id}/disable")
    worker()
    worker()
    assert [row.act for row in db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))] == [
        "hidden",
        "restored",
        "disabled",
    ]
    with count_queries() as statements:
        page = client_of(moderator).get("/moderation/log").text
    assert statements.count <= 6
    said = words_of(page)
    assert "Mona Moderator hid Why does the needle tremble? by Bob “Not here.”" in said
    assert f'href="/contributions/{answer.id}"' in page
    assert "closed the account of Bob" in said
    filtered = words_of(client_of(moderator).get("/moderation/log?act=disabled&who=ada").text)
    assert "Ada Administrator closed" in filtered
    assert "Not here." not in filtered


def test_a_case_in_a_closed_space_is_none_of_other_moderators(
    client_of: Open,
    alice: Person,
    administrator: Person,
    moderator: Person,
    group_space: Space,
    worker: Callable[[], None],
    cases: Cases,
) -> None:
    secret = factories.ask(alice, group_space)
    assert client_of(administrator).post(f"/contributions/{secret.id}/flag", data={"reason": "rude"}).status_code == 303
    (review,) = cases(person=administrator)
    assert cases() == []
    assert client_of(moderator).post(f"/moderation/{review}/claim").status_code == 404
    decide(client_of(administrator), [review], "hide", words="Hush now.")
    worker()
    assert "Hush now." not in client_of(moderator).get("/moderation/log").text
    assert "Hush now." in client_of(administrator).get("/moderation/log").text


def test_a_held_post_is_never_lost(
    app: Atrium, atrium: Callable[..., Any], question: Question, answer: Answer, cases: Cases
) -> None:
    answer.state = "held"
    db.session.commit()
    assert cases() == []
    assert atrium("doctor").code == 1
    assert atrium("doctor", "--fix").code == 0
    assert len(cases("?show=held")) == 1
