"""Guest staff: asked and agreed, under topics and for a time, with few rights; expired by the clock, and all on record."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from sqlalchemy import func, select

import access
from accounts.guard import Access
from accounts.models import Member, Role
from community.accepting import make_official
from contributions.guests.models import GuestAct, GuestTerm
from contributions.guests.schemas import LONGEST, TermDraft
from contributions.guests.terms import answer_term, name_guest
from contributions.models import Contribution, Space
from core.application import Atrium
from core.clock import format_time, now
from core.database import db, unit_of_work
from core.errors import Refused
from core.events import LoggedEvent
from tests import factories
from tests.community.reading import words_of
from tests.community.test_races import at_once, post
from tests.people import Person, make_person

Open = Callable[[Person], FlaskClient]
DAYS = 30


def asked_to(staff: Person, guest: Person, accepted: bool | None = True, **topics: Any) -> GuestTerm:
    """Let staff name a guest from today on, who agrees, declines, or says nothing."""
    today = now().date()
    draft = TermDraft(begins=today, until=today + timedelta(days=DAYS), reason="Knows vanes by heart.", **topics)
    with unit_of_work():
        term = name_guest(staff.viewer, guest.id, draft)
        if accepted is not None:
            answer_term(guest.viewer, term.id, accepted)
    return term


def roles_of(contribution: Contribution) -> Role:
    """Return the roles with which something was written."""
    return db.session.scalars(select(Contribution.author_roles).where(Contribution.id == contribution.id)).one()


def test_a_guest_is_asked_agrees_acts_and_expires(
    client_of: Open,
    worker: Callable[[], None],
    alice: Person,
    bob: Person,
    charlie: Person,
    staff: Person,
    moderator: Person,
    public_space: Space,
) -> None:
    leader, guest = client_of(staff), client_of(bob)
    question = factories.ask(alice, public_space)
    theirs = factories.answer(charlie, question, "It is the sun on the shutter, I am sure of it.")
    today = now().date()
    form = {
        f"space_{public_space.id}": "yes",
        "begins": today,
        "until": today + timedelta(days=9),
        "reason": "Knows it.",
    }
    sent = leader.post(f"/members/{bob.id}/guest", data=form)
    term = db.session.scalars(select(GuestTerm)).one()
    assert (sent.status_code, sent.headers["Location"]) == (303, f"/guests/{term.id}")
    assert roles_of(factories.answer(bob, question)) == Role.NONE, "nothing counts before the member agrees"
    assert "waits for the member" in guest.get("/guests").text
    assert "Guest staff" in guest.get(f"/members/{bob.id}").text
    assert "Guest staff" not in client_of(alice).get(f"/members/{bob.id}").text
    assert client_of(alice).get(f"/guests/{term.id}").status_code == 404
    assert client_of(alice).post(f"/guests/{term.id}/accept").status_code == 404
    assert guest.post(f"/guests/{term.id}/accept").status_code == 303

    marked = factories.answer(bob, question, "Move the shutter a hand to the left.")
    assert roles_of(marked) == Role.GUEST
    page = words_of(leader.get(f"/contributions/{marked.id}", follow_redirects=True).text)
    assert "Bob Guest staff" in page
    assert "Charlie Customer" in page
    waiting = words_of(guest.get(f"/guests/{term.id}/queue").text)
    assert "Why does the needle tremble?" in waiting
    assert guest.post(f"/answers/{theirs.id}/official").status_code == 303
    assert "Charlie Customer Speaks for the organisation" in words_of(
        guest.get(f"/contributions/{theirs.id}", follow_redirects=True).text
    )
    assert guest.post(f"/answers/{marked.id}/official").status_code == 403, "not one's own"
    worker()
    acts = words_of(guest.get(f"/guests/{term.id}").text)
    assert "Made an answer official: Why does the needle tremble?" in acts
    assert "Replied: Why does the needle tremble?" in acts
    log = words_of(client_of(moderator).get("/moderation/log").text)
    for said in (
        "asked to be guest staff:",
        "agreed to be guest staff:",
        "replied as guest staff in",
        "made official, as guest",
    ):
        assert said in log
    assert db.session.scalar(select(func.count()).select_from(LoggedEvent).where(LoggedEvent.name == "GuestActed")) == 2


def test_a_term_expires_by_the_clock_alone(
    client_of: Open,
    alice: Person,
    bob: Person,
    charlie: Person,
    staff: Person,
    public_space: Space,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    question = factories.ask(alice, public_space)
    theirs = factories.answer(charlie, question)
    term, guest = asked_to(staff, bob, spaces=[public_space.id]), client_of(bob)
    marked = factories.answer(bob, question, "Move the shutter a hand to the left.")
    assert guest.post(f"/answers/{theirs.id}/official").status_code == 303
    assert guest.get(f"/guests/{term.id}/queue").status_code == 200
    ends = term.ends_at
    monkeypatch.setenv("ATRIUM_NOW", format_time(ends - timedelta(seconds=1)))
    assert roles_of(factories.answer(bob, question, "In the last second it counts as in the first.")) == Role.GUEST
    monkeypatch.setenv("ATRIUM_NOW", format_time(ends))
    assert roles_of(factories.answer(bob, question, "And a hand to the right for the winter.")) == Role.NONE
    assert roles_of(marked) == Role.GUEST, "what was said in the role keeps its mark"
    guest = client_of(bob)
    assert guest.post(f"/answers/{theirs.id}/official?value=no").status_code == 403
    assert guest.get(f"/guests/{term.id}/queue").status_code == 404
    assert "over" in words_of(guest.get("/guests").text)


def test_a_term_counts_under_its_topics_and_from_its_first_day(
    client_of: Open,
    alice: Person,
    bob: Person,
    charlie: Person,
    staff: Person,
    public_space: Space,
    members_space: Space,
) -> None:
    tagged = factories.ask(alice, members_space, tags=["vane"])
    other = factories.ask(alice, members_space, title="What is that noise at night?")
    term = asked_to(staff, bob, tags=["vane"])
    assert roles_of(factories.answer(bob, tagged)) == Role.GUEST
    assert roles_of(factories.remark(bob, factories.answer(charlie, tagged))) == Role.GUEST
    outside = factories.answer(bob, other)
    assert roles_of(outside) == Role.NONE
    strangers = factories.answer(charlie, other)
    guest = client_of(bob)
    assert guest.post(f"/answers/{strangers.id}/official").status_code == 403
    inside = factories.answer(charlie, tagged, "Oil the bearing of the vane, once a year.")
    with unit_of_work():
        make_official(staff.viewer, inside.id, True)
    assert guest.post(f"/answers/{inside.id}/official?value=no").status_code == 403, "what staff said stays"
    term.begins_at = now() + timedelta(hours=1)
    db.session.commit()
    assert roles_of(factories.answer(bob, tagged, "This is a little too early to count.")) == Role.NONE
    assert "begins later" in words_of(guest.get(f"/guests/{term.id}").text)


def test_a_term_is_ended_early_with_a_reason(
    client_of: Open, alice: Person, bob: Person, staff: Person, public_space: Space
) -> None:
    term = asked_to(staff, bob, spaces=[public_space.id])
    guest, address = client_of(bob), f"/guests/{term.id}/end"
    assert client_of(alice).post(address, data={"reason": "I do not like it."}).status_code == 404
    assert client_of(staff).post(address, data={"reason": " "}).status_code == 422
    assert guest.post(address, data={"reason": "No time this month."}).status_code == 303
    assert client_of(staff).post(address, data={"reason": "Once more."}).status_code == 403
    page = words_of(client_of(staff).get(f"/guests/{term.id}").text)
    assert "Bob ended this early" in page
    assert "No time this month." in page
    assert roles_of(factories.answer(bob, factories.ask(alice, public_space))) == Role.NONE
    again = asked_to(staff, bob, accepted=False, spaces=[public_space.id])
    assert guest.post(f"/guests/{again.id}/accept").status_code == 403


@pytest.mark.once
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"until": "2999-01-01"}, "at most 180 days"),
        ({"begins": "2020-01-01", "until": "2020-01-05"}, "nor in the past"),
        ({"begins": "soon"}, "year-month-day"),
        ({"spaces": []}, "Choose a space, or name a tag"),
        ({"tags": "nobodyeverusedthis"}, "Nobody has used the tag"),
        ({"reason": ""}, "at least 3 characters"),
    ],
)
def test_what_cannot_be_named(
    client_of: Open, bob: Person, staff: Person, public_space: Space, changes: dict[str, Any], said: str
) -> None:
    form: dict[str, Any] = {"begins": now().date(), "until": now().date() + timedelta(days=5), "reason": "Knows it."}
    spaces = changes.pop("spaces", [public_space.id])
    sent = client_of(staff).post(
        f"/members/{bob.id}/guest", data={**form, **changes, **{f"space_{key}": "yes" for key in spaces}}
    )
    assert (sent.status_code, said in sent.text) == (422, True)
    assert db.session.scalar(select(func.count()).select_from(GuestTerm)) == 0


@pytest.mark.once
@given(st.integers(-400, 400), st.integers(0, 400))
def test_no_term_is_longer_than_half_a_year_or_over(begins: int, days: int) -> None:
    first = now().date() + timedelta(days=begins)
    try:
        draft = TermDraft(begins=first, until=first + timedelta(days=days), reason="Knows it.", tags=["vane"])
    except ValidationError:
        assert days + 1 > LONGEST.days or begins + days < 0
    else:
        assert draft.ends_at - draft.begins_at <= LONGEST
        assert draft.ends_at > now()


def test_staff_is_no_guest_and_nobody_is_one_twice(
    bob: Person, staff: Person, product_manager: Person, public_space: Space
) -> None:
    asked_to(staff, bob, accepted=None, spaces=[public_space.id])
    for person in (bob, product_manager):
        with pytest.raises(Refused):
            asked_to(staff, person, spaces=[public_space.id])
        db.session.rollback()


def test_a_guest_gets_no_say_that_only_staff_has(
    app: Atrium, client_of: Open, alice: Person, bob: Person, staff: Person, staff_space: Space, public_space: Space
) -> None:
    term = asked_to(staff, bob, spaces=[public_space.id, staff_space.id])
    guest, tried = client_of(bob), 0
    question = factories.ask(alice, public_space)
    inside = factories.ask(staff, staff_space, title="What shall we say to the press?")
    values = {"key": question.id, "member_id": alice.id, "slug": "public", "row": 1, "column": 1, "sanction_id": 1}
    for rule in app.url_map.iter_rules():
        if access.ACCESS[rule.endpoint] not in {Access.STAFF, Access.MODERATOR, Access.ADMINISTRATOR}:
            continue
        address = app.url_map.bind("").build(rule.endpoint, {name: values.get(name, 1) for name in rule.arguments})
        method = guest.get if "GET" in (rule.methods or set()) else guest.post
        assert method(address).status_code == 403, address
        tried += 1
    assert tried > 15
    for address in (f"/contributions/{inside.id}", f"/questions/{inside.id}/x"):
        assert guest.get(address).status_code == 404, "a topic opens no door"
    assert "press" not in guest.get(f"/guests/{term.id}/queue").text
    assert (
        guest.post(f"/contributions/{question.id}/edit", data={"title": "T" * 10, "body": "B" * 20}).status_code == 403
    )


def test_many_at_once_leave_one_act_each(
    client_of: Open, alice: Person, bob: Person, charlie: Person, staff: Person, public_space: Space
) -> None:
    theirs = factories.answer(charlie, factories.ask(alice, public_space))
    term = asked_to(staff, bob, accepted=None, spaces=[public_space.id])
    agreeing = [post(client_of(bob), f"/guests/{term.id}/accept") for _number in range(6)]
    assert set(at_once(agreeing)) == {303}
    marking = [post(client_of(bob), f"/answers/{theirs.id}/official") for _number in range(6)]
    ending = [post(client_of(staff), f"/guests/{term.id}/end", reason="It is enough.") for _number in range(4)]
    codes = at_once([*marking, *ending])
    assert set(codes[:6]) <= {303, 403}
    assert sorted(codes[6:]) == [303, 403, 403, 403]
    acts = db.session.scalar(select(func.count()).select_from(GuestAct)) or 0
    logged = select(LoggedEvent.name, func.count()).group_by(LoggedEvent.name)
    counts = dict(db.session.execute(logged).all())
    assert (counts["GuestAnswered"], counts["GuestEnded"], counts.get("GuestActed", 0)) == (1, 1, acts)
    assert acts <= 1
    names = at_once([post(client_of(staff), f"/members/{charlie.id}/guest", **_form(public_space)) for _n in range(4)])
    assert sorted(names) == [303, 422, 422, 422]


def _form(space: Space) -> dict[str, Any]:
    today = now().date()
    return {f"space_{space.id}": "yes", "begins": today, "until": today + timedelta(days=5), "reason": "Knows it."}


def test_the_mark_goes_with_an_archive_and_pages_take_few_statements(
    client_of: Open,
    atrium: Callable[..., Any],
    count_queries: Callable[[], AbstractContextManager[Any]],
    tmp_path: Any,
    alice: Person,
    bob: Person,
    staff: Person,
    public_space: Space,
) -> None:
    term = asked_to(staff, bob, spaces=[public_space.id])
    question = factories.ask(alice, public_space)
    taken: list[list[int]] = []
    for number in (1, 12):
        for place in range(number):
            factories.answer(bob, question, f"Thought number {place} of very many.")
            asked_to(staff, make_person(f"Guest {number}-{place}"), spaces=[public_space.id])
        taken.append([])
        for address in ("/guests", f"/guests/{term.id}", f"/guests/{term.id}/queue", f"/members/{bob.id}"):
            with count_queries() as statements:
                assert client_of(bob).get(address).status_code == 200
            taken[-1].append(statements.count)
    assert taken[0] == taken[1]
    assert max(taken[0]) <= 6 + 3, "signing in takes three"
    assert atrium("export", tmp_path / "out.jsonl").code == 0
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_bytes().splitlines()]
    marks = {str(line.get("author_roles")) for line in lines if line["type"] == "answer"}
    assert marks == {"['guest']"}
    assert not db.session.scalar(select(func.count()).select_from(Member).where(Member.roles_held == Role.GUEST))
