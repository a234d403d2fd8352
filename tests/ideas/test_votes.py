"""Votes on ideas looked at closely: honest numbers, rings that a person decides about, votes for customers, live scores."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import func, select

from accounts.models import Role
from contributions import counters
from contributions.models import Contribution, Notification, Space, Vote
from contributions.moderation.models import AuditEntry
from core.clock import now
from core.database import db, unit_of_work
from ideas.models import Idea
from ideas.votes.models import RingMember, VoteOnBehalf, VoteRing
from ideas.votes.watching import look_for_rings
from tests.community.reading import words_of
from tests.community.test_races import MANY, at_once
from tests.ideas.boards import make_area, make_idea, voted_by
from tests.people import Person, make_person

Open = Callable[[Person], FlaskClient]
JSON = {"Accept": "application/json"}


def a_ring(author: Person, space: Space) -> tuple[list[Person], list[Idea]]:
    """Six who vote for seven ideas, each at once and on a day of its own; and then the search."""
    people = [make_person(f"Ring {at}", email=f"ring{at}@gmail.com") for at in range(6)]
    quiet = [make_person(f"Quiet {at}") for at in range(30)]
    ideas = [make_idea(author, space, f"Idea of a ring {day}") for day in range(7)]
    for day, idea in enumerate(ideas):
        voted_by(idea, *(person.id for person in people), created_at=now() - timedelta(days=3 * day + 2))
        other = make_idea(author, space, f"Other {day}")
        for at, person in enumerate(quiet):
            voted_by(other, person.id, created_at=now() - timedelta(days=2 * at))
    with unit_of_work():
        look_for_rings()
        look_for_rings()
    return people, ideas


def page_of(client: FlaskClient, idea: Idea) -> str:
    return words_of(client.get(f"/ideas/{idea.id}/{idea.id}", follow_redirects=True).text)


def test_staff_sees_three_numbers_and_decides_about_rings(
    client_of: Open, worker: Callable[[], None], alice: Person, bob: Person, staff: Person, public_space: Space
) -> None:
    people, ideas = a_ring(alice, public_space)
    ring = db.session.scalars(select(VoteRing)).one()
    assert set(db.session.scalars(select(RingMember.member_id))) == {person.id for person in people}
    voted_by(ideas[0], bob.id, make_person("Dora", email="dora@firm.example").id)
    voted_by(make_idea(bob, public_space, "An idea of Bob"), alice.id)
    keeper = client_of(staff)
    before = page_of(keeper, ideas[0])
    assert "8 for, 0 against" in before
    assert "Clean votes 7.5 Companies 2 " in before
    assert "Estimated appeal" in before
    assert "Clean votes" not in page_of(client_of(bob), ideas[0])
    listed = words_of(keeper.get("/ideas/rings").text)
    assert "6 accounts" in listed
    assert people[0].name in listed
    assert ideas[0].title in listed

    member = client_of(people[0])
    assert "Nobody doubts your votes" in member.get("/ideas/doubts").text
    assert member.post("/ideas/doubts", data={"ring": ring.id, "words": "We are friends."}).status_code == 404
    keeper.post("/ideas/rings/decide", data={"ring": ring.id, "state": "agreed", "words": "x"})
    assert ring.state == "open"
    decision = {"ring": ring.id, "state": "agreed", "words": "One machine wrote all of it."}
    assert keeper.post("/ideas/rings/decide", data=decision).status_code == 303
    keeper.post("/ideas/rings/decide", data=decision)
    assert "Clean votes 1.5 Companies 2 " in page_of(keeper, ideas[0])
    assert "8 for, 0 against" in page_of(keeper, ideas[0])
    assert db.session.scalar(select(func.count()).where(Vote.valid.is_(False))) == 0
    assert db.session.scalar(select(func.count()).where(Notification.reason == "ring")) == 6
    assert "One machine wrote all of it." in words_of(member.get("/ideas/doubts").text)
    member.post("/ideas/doubts", data={"ring": ring.id, "words": "We are friends."})
    assert "We are friends." in words_of(keeper.get("/ideas/rings").text)
    keeper.post("/ideas/rings/decide", data={**decision, "state": "dismissed", "words": "They are friends."})
    assert "Clean votes 7.5" in page_of(keeper, ideas[0])
    worker()
    assert db.session.scalar(select(func.count()).where(AuditEntry.act == "ring")) == 3
    assert keeper.post("/ideas/rings/decide", data={**decision, "ring": 10**9}).status_code == 404
    with unit_of_work():
        look_for_rings()
    assert db.session.scalar(select(func.count()).select_from(VoteRing)) == 1


def test_staff_votes_for_a_customer_who_has_the_last_word(
    client_of: Open,
    worker: Callable[[], None],
    alice: Person,
    bob: Person,
    charlie: Person,
    staff: Person,
    public_space: Space,
    staff_space: Space,
) -> None:
    idea, keeper = make_idea(alice, public_space), client_of(staff)
    address, vote = f"/ideas/{idea.id}/behalf", f"/contributions/{idea.id}/vote"
    assert "Vote for a customer" in keeper.get(address).text
    said = {"name": "bob", "words": "Said so in the call."}
    assert client_of(bob).post(address, data=said).status_code == 403
    assert keeper.post(address, data=said).status_code == 303
    row = db.session.scalars(select(Vote)).one()
    assert (row.member_id, row.value, row.origin, idea.score) == (bob.id, 1, "behalf", 1)
    told = db.session.scalars(select(Notification).where(Notification.member_id == bob.id)).one()
    assert (told.reason, told.actor_id) == ("behalf", staff.id)
    customer = client_of(bob)
    assert "They said: “Said so in the call.”" in page_of(customer, idea)
    assert "in your name" not in page_of(client_of(charlie), idea)
    client_of(charlie).post(vote, data={"value": -1})
    for name, why in (
        ("Charlie", "Their own vote stands"),
        ("Bob", "has voted on this already"),
        ("Nobody", "Nobody here has this name"),
        ("Alice", "You cannot vote on what you wrote yourself"),
        (staff.name, "Staff vote for themselves"),
        ("", ""),
    ):
        refused = keeper.post(address, data={**said, "name": name})
        assert refused.status_code == 422
        assert why in words_of(refused.text)
    hidden = make_idea(alice, staff_space)
    assert "may not see this idea" in keeper.post(f"/ideas/{hidden.id}/behalf", data=said).text
    customer.post(vote, data={"value": 0})
    assert db.session.scalars(select(Vote.member_id)).all() == [charlie.id]
    assert "in your name" not in page_of(customer, idea)
    assert keeper.post(address, data=said).status_code == 303
    customer.post(vote, data={"value": -1})
    assert set(db.session.scalars(select(Vote.origin))) == {"page"}
    assert "in your name" not in page_of(customer, idea)
    worker()
    assert db.session.scalar(select(func.count()).where(AuditEntry.act == "behalf")) == 2
    assert db.session.scalar(select(func.count()).select_from(VoteOnBehalf)) == 1


def test_fifty_votes_at_once_are_one_row_each_and_counters_equal_rows(
    client_of: Open, alice: Person, bob: Person, public_space: Space
) -> None:
    idea, bobs_name = make_idea(alice, public_space), bob.name
    key = idea.id
    keepers = [client_of(make_person(f"Keeper {at}", Role.STAFF)) for at in range(4)]
    people = [bob, *(make_person(f"Voter {at}") for at in range(3))]
    own = [client_of(person) for person in people]

    def votes(client: FlaskClient) -> Callable[[], int]:
        return lambda: client.post(f"/contributions/{key}/vote", data={"value": 1}).status_code

    def behalf(client: FlaskClient) -> Callable[[], int]:
        said = {"name": bobs_name, "words": "Said so in the call."}
        return lambda: client.post(f"/ideas/{key}/behalf", data=said).status_code

    deeds = [votes(own[at % 4]) if at % 2 else behalf(keepers[at % 4]) for at in range(MANY)]
    deeds += [votes(client) for client in own]
    assert set(at_once(deeds)) <= {303, 422}
    db.session.expire_all()
    rows = db.session.scalars(select(Vote.member_id)).all()
    assert sorted(rows) == sorted(person.id for person in people)
    assert idea.score == len(people)
    assert counters.recount_contributions() == 0
    assert db.session.scalar(select(func.count()).select_from(VoteOnBehalf)) <= 1


def test_an_open_page_hears_of_votes(
    client: FlaskClient, client_of: Open, count_queries: Any, alice: Person, bob: Person, public_space: Space
) -> None:
    idea = make_idea(alice, public_space)
    kept = make_idea(alice, public_space, area_id=make_area(public_space, counts_hidden=True).id)
    assert client.get(f"/ideas/{idea.id}/score").get_json() == {"score": 0}
    client_of(bob).post(f"/contributions/{idea.id}/vote", data={"value": 1})
    assert client.get(f"/ideas/{idea.id}/score").get_json() == {"score": 1}
    with count_queries() as counted:
        client.get(f"/ideas/{idea.id}/score")
    assert counted.count <= 2
    assert client.get(f"/ideas/{kept.id}/score").get_json() == {"score": None}
    assert f'data-live-score="/ideas/{idea.id}/score"' in client.get(f"/ideas/{idea.id}/a-lamp-in-the-barograph").text
    asked = db.session.scalars(select(Contribution.id).where(Contribution.kind == "idea")).all()
    assert client.get(f"/ideas/{max(asked) + 1}/score", headers=JSON).status_code == 404
