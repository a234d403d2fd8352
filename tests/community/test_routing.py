"""Questions find members who solved their kind: with the reason, within measure, and never past a closed door."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from community.accepting import accept_answer
from community.models import Answer, Question
from community.routing.models import Offer
from community.routing.offering import MOST_A_WEEK, OFFERED_TO, offer_questions
from contributions.models import Contribution, Notification, Space
from contributions.news.choices import habit_of
from core.clock import now
from core.database import db, unit_of_work
from core.events import LoggedEvent
from core.outbox import Delivery
from tests import factories
from tests.community.reading import words_of
from tests.people import Person, make_person

Open = Callable[[Person], FlaskClient]
Work = Callable[[], None]


def solve(asker: Person, helper: Person, space: Space, title: str = "What once trembled?", **fields: object) -> Answer:
    """Let a member solve a question."""
    answer = factories.answer(helper, factories.ask(asker, space, title=title, **fields))
    with unit_of_work():
        accept_answer(asker.viewer, answer.id, True)
    return answer


def offered(question: Question) -> list[int]:
    return list(
        db.session.scalars(select(Offer.member_id).where(Offer.question_id == question.id).order_by(Offer.member_id))
    )


def test_a_question_is_offered_to_who_solved_its_kind(
    client_of: Open, worker: Work, alice: Person, bob: Person, charlie: Person, public_space: Space
) -> None:
    elsewhere = factories.make_space("Elsewhere")
    solved = solve(alice, bob, elsewhere, "Why did the barograph skip?", tags=["ink"])
    factories.answer(charlie, factories.ask(alice, elsewhere, tags=["ink"]))
    worker()
    asked = factories.ask(alice, public_space, title="What ink does it want?", tags=["ink", "paper"])
    worker()
    assert offered(asked) == [bob.id], "an answer that nobody accepted solved nothing"
    page = client_of(bob).get("/offers")
    assert "What ink does it want?" in page.text
    assert f'You solved <a href="/contributions/{solved.id}">Why did the barograph skip?</a>' in page.text
    assert "(ink)" in page.text
    assert "You may know this" in client_of(bob).get("/notifications").text
    assert client_of(bob).post(f"/offers/{asked.id}/decline").status_code == 303
    assert "What ink" not in client_of(bob).get("/offers").text
    assert client_of(charlie).post(f"/offers/{asked.id}/decline").status_code == 404


def test_shared_tags_weigh_more_than_a_shared_space_and_few_are_asked(
    worker: Work, alice: Person, public_space: Space
) -> None:
    elsewhere = factories.make_space("Elsewhere")
    by_tag, *by_space = [make_person(f"Helper {word}") for word in ("one", "two", "three", "four", "five")]
    for helper in by_space:
        solve(alice, helper, public_space)
    solve(alice, by_tag, elsewhere, tags=["ink"])
    worker()
    asked = factories.ask(alice, public_space, title="What ink does it want?", tags=["ink"])
    worker()
    assert offered(asked) == sorted([by_tag.id, *(helper.id for helper in by_space[: OFFERED_TO - 1])])


@pytest.mark.parametrize(
    "how", ["declined offers", "away", "long ago", "overloaded", "own question", "closed space", "disabled"]
)
def test_who_is_left_in_peace(
    worker: Work, alice: Person, bob: Person, public_space: Space, staff_space: Space, staff: Person, how: str
) -> None:
    answer = solve(alice, bob, public_space, tags=["ink"])
    worker()
    asker, space = alice, public_space
    with unit_of_work():
        if how == "declined offers":
            habit_of(bob.id).takes_offers = False
        elif how == "away":
            at = now() - timedelta(days=70)
            db.session.execute(update(Contribution).where(Contribution.author_id == bob.id).values(created_at=at))
        elif how == "long ago":
            at = now() - timedelta(days=400)
            db.session.execute(update(Contribution).where(Contribution.id == answer.id).values(created_at=at))
            factories.remark(bob, answer)
        elif how == "disabled":
            from accounts.models import Member

            db.session.get_one(Member, bob.id).active = False
    if how == "overloaded":
        for number in range(MOST_A_WEEK):
            factories.ask(alice, public_space, title=f"What about ink number {number}?", tags=["ink"])
        worker()
    elif how == "own question":
        asker = bob
    elif how == "closed space":
        asker, space = staff, staff_space
    asked = factories.ask(asker, space, title="What ink does it want?", tags=["ink"])
    worker()
    assert offered(asked) == []
    if how == "closed space":
        assert (
            db.session.scalars(
                select(Notification).where(Notification.member_id == bob.id, Notification.occasion == "offered")
            ).all()
            == []
        )


def test_a_question_is_offered_once(worker: Work, alice: Person, bob: Person, public_space: Space) -> None:
    solve(alice, bob, public_space)
    worker()
    asked = factories.ask(alice, public_space, title="What ink does it want?")
    worker()
    posted = select(LoggedEvent).where(LoggedEvent.name == "ContributionPosted").order_by(LoggedEvent.id.desc())
    event = db.session.scalars(posted.limit(1)).one()
    with unit_of_work():
        offer_questions([Delivery(1, event.name, event.actor_id, event.payload, event.created_at)] * 2)
    assert offered(asked) == [bob.id]
    told = select(Notification.id).where(Notification.member_id == bob.id, Notification.occasion == "offered")
    assert len(db.session.scalars(told).all()) == 1


def test_an_offer_of_what_was_hidden_since_is_not_shown(
    client_of: Open, worker: Work, alice: Person, bob: Person, public_space: Space
) -> None:
    """Guards against CVE-2022-41944 and CVE-2026-32244: what was derived from words outlives them."""
    solved = solve(alice, bob, public_space, "Why did the barograph skip?")
    worker()
    asked = factories.ask(alice, public_space, title="What ink does it want?")
    worker()
    db.session.get_one(Question, solved.thread_id).state = "hidden"
    db.session.commit()
    assert "barograph" not in client_of(bob).get("/offers").text
    asked.state = "hidden"
    db.session.commit()
    assert "Nothing offered just now" in words_of(client_of(bob).get("/offers").text)
