"""Mentions: names that call somebody, in text but not in code, within a cap, and none who may not read along."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from accounts.models import Member
from community.models import Question
from contributions import editing
from contributions.mentioning import MOST
from contributions.models import Notification, Space
from contributions.moderation.newcomers import MOST_MENTIONS
from contributions.schemas import ReplyEdit
from core import markup
from core.clock import now
from core.database import db, unit_of_work
from tests import factories
from tests.people import Person, make_person

Work = Callable[[], None]


def called(person: Person) -> list[int]:
    """Return the contributions in which somebody heard that they were mentioned."""
    rows = select(Notification.contribution_id).where(Notification.member_id == person.id)
    return list(db.session.scalars(rows.where(Notification.reason == "mention").order_by(Notification.id)))


def link(person: Person) -> str:
    return f"[@{person.name}](/members/{person.id})"


def test_a_plain_name_of_a_participant_becomes_a_link_and_calls_them(
    client_of: Callable[[Person], FlaskClient], worker: Work, alice: Person, bob: Person, question: Question
) -> None:
    answer = factories.answer(bob, question, "As @alice says, the shutter lets the sun in.")
    assert f'<a href="/members/{alice.id}" rel="nofollow ugc noopener">@alice</a>' in answer.html
    worker()
    assert called(alice) == [answer.id]
    told = db.session.scalars(select(Notification).where(Notification.member_id == alice.id)).all()
    assert [row.reason for row in told] == ["mention"], "one thing is told once, though it is also an answer"
    assert "Bob mentioned you" in client_of(alice).get("/notifications").text


def test_a_link_by_id_calls_whoever_may_read_along(
    worker: Work, alice: Person, bob: Person, charlie: Person, group_space: Space
) -> None:
    """Guards against CVE-2023-22487 and CVE-2024-24748: calling somebody into a room that is closed to them."""
    asked = factories.ask(alice, group_space, body=f"Would {link(bob)} know this, or {link(charlie)} perhaps?")
    worker()
    assert called(bob) == called(charlie) == []
    open_room = factories.make_space("Open")
    again = factories.ask(alice, open_room, body=f"Would {link(bob)} know this, or {link(charlie)} perhaps?")
    worker()
    assert called(bob) == called(charlie) == [again.id]
    assert asked.id not in called(bob)


@pytest.mark.once
@pytest.mark.parametrize(
    "body",
    [
        "Write `@alice` to call somebody in here.",
        "```\n@alice\n```\nand so on and on",
        "Mail me at someone@alice or at x/@alice today",
        "The name @alicette is another one, is it not?",
        "[see @alice](https://example.org/page) for that",
        "[Alice](/members/{alice}) without the sign before it",
        "[@Bob](/members/{alice}) is a link that says another name",
        "[@Alice](https://example.org/members/{alice}) is elsewhere",
    ],
)
def test_what_calls_nobody(worker: Work, alice: Person, bob: Person, question: Question, body: str) -> None:
    factories.answer(bob, question, body.replace("{alice}", str(alice.id)))
    worker()
    assert called(alice) == []


def test_a_name_that_two_participants_bear_means_neither(
    worker: Work, alice: Person, bob: Person, question: Question
) -> None:
    other = make_person("Other")
    db.session.get_one(Member, other.id).name = "Alice"
    db.session.commit()
    factories.answer(other, question)
    answer = factories.answer(bob, question, "I think that @Alice has it right.")
    worker()
    assert called(alice) == called(other) == []
    assert "<a " not in answer.html


def test_one_does_not_call_oneself(worker: Work, alice: Person, question: Question) -> None:
    factories.remark(alice, question, f"I, {link(alice)}, have said so.")
    worker()
    assert called(alice) == []


def test_editing_calls_nobody_twice_but_those_who_are_new(
    worker: Work, alice: Person, bob: Person, charlie: Person, question: Question
) -> None:
    answer = factories.answer(bob, question, f"Ask {link(charlie)} about this.")
    worker()
    db.session.query(Notification).filter_by(member_id=charlie.id).delete()
    db.session.commit()
    dora = make_person("Dora Dial")
    for number, body in enumerate(f"Nobody at all. {number}" for number in range(2)):
        with unit_of_work():
            editing.edit(bob.viewer, answer.id, ReplyEdit(body=body, revision=number + bool(number)))
    with unit_of_work():
        change = ReplyEdit(body=f"Ask {link(charlie)} or {link(dora)} about this.", revision=3)
        editing.edit(bob.viewer, answer.id, change)
    worker()
    assert called(charlie) == []
    assert called(dora) == [answer.id]


@pytest.mark.parametrize("settled", [False, True])
def test_one_post_calls_only_so_many(worker: Work, alice: Person, public_space: Space, settled: bool) -> None:
    host = make_person("Old Hand", joined_at=now() - timedelta(days=30)) if settled else alice
    if settled:
        for number in range(4):
            factories.ask(host, public_space, title=f"Question number {number} of mine?")
    crowd = [
        make_person(f"Guest {word}")
        for word in "one two three four five six seven eight nine ten eleven twelve".split()
    ]
    factories.ask(host, public_space, body="Hello " + ", ".join(map(link, crowd)))
    worker()
    assert sum(bool(called(person)) for person in crowd) == (MOST if settled else MOST_MENTIONS)


def test_what_was_taken_down_before_the_worker_came_calls_nobody(
    worker: Work, alice: Person, bob: Person, question: Question
) -> None:
    answer = factories.answer(bob, question, f"Hello {link(alice)}, this is spam for you.")
    answer.state = "hidden"
    db.session.commit()
    worker()
    assert called(alice) == []
    assert db.session.scalars(select(Notification)).all() == []


@pytest.mark.once
@given(
    body=st.text(max_size=300), names=st.dictionaries(st.text(min_size=1, max_size=12), st.integers(1, 99), max_size=5)
)
def test_names_never_break_a_text(body: str, names: dict[str, int]) -> None:
    people = {name.casefold(): key for name, key in names.items()}
    text = body + "".join(f" @{name}" for name in names)
    html = markup.render(text, people)
    assert "<script" not in html
    assert {key for key, _name in markup.mentioned(text, people)} <= set(people.values())
