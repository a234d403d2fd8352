"""Reputation: a ledger that always says what votes and acceptances say, its sum, and what points open."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select, update

from accounts.models import Member
from community.models import Answer, Question
from contributions.models import Space, Vote
from contributions.reputation import ledger
from contributions.reputation.keeping import LANE
from contributions.reputation.models import CommunitySize, ReputationEntry
from contributions.reputation.points import CAUSES, DAILY_CAP, LEAST, Entry, reputation
from core import outbox
from core.application import Atrium
from core.clock import now
from core.database import db
from tests import factories
from tests.community.reading import words_of
from tests.community.test_races import MANY, at_once, post
from tests.people import Person, make_person

Open = Callable[[Person], FlaskClient]
Work = Callable[[], None]
DAY = date(2026, 3, 4)
ENTRIES = st.lists(
    st.builds(
        lambda cause, back, turned: Entry(CAUSES[cause].points * turned, cause, DAY - timedelta(days=back)),
        st.sampled_from(sorted(CAUSES)),
        st.integers(0, 3),
        st.sampled_from([1, 1, 1, -1]),
    ),
    max_size=60,
)


@pytest.mark.once
@given(ENTRIES, st.randoms())
def test_the_sum_knows_no_order(entries: list[Entry], order: Any) -> None:
    mixed = list(entries)
    order.shuffle(mixed)
    assert reputation(mixed) == reputation(entries) >= LEAST


@pytest.mark.once
@given(ENTRIES, st.sampled_from(sorted(CAUSES)))
def test_a_reversal_restores(entries: list[Entry], cause: str) -> None:
    given_ = Entry(CAUSES[cause].points, cause, DAY)
    assert reputation([*entries, given_, given_._replace(points=-given_.points)]) == reputation(entries)


@pytest.mark.once
@given(st.integers(0, 60), st.integers(0, 30))
def test_a_day_is_capped_but_for_acceptances(votes: int, accepted: int) -> None:
    entries = [Entry(10, "voted up", DAY)] * votes + [Entry(15, "accepted", DAY)] * accepted
    assert reputation(entries) == LEAST + min(DAILY_CAP, 10 * votes) + 15 * accepted


def points_of(*people: Person) -> list[int]:
    return [db.session.get_one(Member, person.id).reputation for person in people]


def sums_are_right() -> None:
    """What is stored equals what the pure function makes of the rows, for everyone."""
    entries: dict[int, list[Entry]] = {}
    for row in db.session.scalars(select(ReputationEntry)):
        entries.setdefault(row.member_id, []).append(Entry(row.points, row.cause, row.day))
    stored = {member.id: member.reputation for member in db.session.scalars(select(Member))}
    assert stored == {key: reputation(entries.get(key, ())) for key in stored}


def test_points_follow_every_change_of_their_cause(
    client_of: Open, worker: Work, alice: Person, bob: Person, charlie: Person, moderator: Person, public_space: Space
) -> None:
    question = factories.ask(alice, public_space)
    answer = factories.answer(bob, question)
    asker, voter, keeper = client_of(alice), client_of(charlie), client_of(moderator)

    def after(client: FlaskClient, address: str, **fields: object) -> list[int]:
        assert client.post(address, data=fields).status_code == 303
        worker()
        sums_are_right()
        return points_of(alice, bob, charlie)

    vote, accept = f"/contributions/{answer.id}/vote", f"/answers/{answer.id}/accept"
    assert after(voter, vote, value=1) == [1, 11, 1]
    assert after(voter, vote, value=-1) == [1, 1, 1], "the ledger is below, and nobody is shown below one"
    assert after(voter, vote, value=0) == [1, 1, 1]
    assert after(voter, vote, value=1) == [1, 11, 1]
    assert after(voter, f"/contributions/{question.id}/vote", value=1) == [11, 11, 1]
    assert after(asker, accept) == [13, 26, 1]
    assert after(asker, f"{accept}?value=no") == [11, 11, 1]
    assert after(asker, accept) == [13, 26, 1]
    assert after(keeper, f"/contributions/{question.id}/hide") == [1, 1, 1], "what stands below goes with it"
    assert after(keeper, f"/contributions/{question.id}/restore") == [13, 26, 1]
    assert after(client_of(bob), f"/contributions/{answer.id}/delete") == [11, 1, 1]
    assert after(client_of(bob), f"/contributions/{answer.id}/restore") == [13, 26, 1]
    assert ledger.reconcile() == 0


def test_what_gives_no_points(client_of: Open, worker: Work, alice: Person, bob: Person, public_space: Space) -> None:
    question = factories.ask(alice, public_space)
    own = factories.answer(alice, question)
    comment = factories.remark(alice, question)
    talk = factories.discuss(alice, public_space)
    assert client_of(alice).post(f"/contributions/{own.id}/vote", data={"value": 1}).status_code == 403
    assert client_of(alice).post(f"/answers/{own.id}/accept").status_code == 303
    for key in (comment.id, talk.id):
        assert client_of(bob).post(f"/contributions/{key}/vote", data={"value": 1}).status_code == 303
    # As an import may bring it.
    db.session.add(Vote(contribution_id=own.id, member_id=alice.id, value=1, valid=True, created_at=now()))
    db.session.commit()
    worker()
    assert ledger.reconcile() == 0
    assert points_of(alice, bob) == [1, 1]


def test_agreed_abuse_costs_once_and_is_forgiven(
    client_of: Open, worker: Work, alice: Person, bob: Person, charlie: Person, moderator: Person, question: Question
) -> None:
    for number in range(12):
        db.session.add(
            Vote(
                contribution_id=question.id,
                member_id=make_person(f"Voter {number + 10}").id,
                value=1,
                valid=True,
                created_at=now(),
            )
        )
    for person in (bob, charlie):
        flagged = client_of(person).post(f"/contributions/{question.id}/flag", data={"reason": "rude"})
        assert flagged.status_code == 303
    other = factories.ask(alice, db.session.get_one(Space, question.space_id))
    client_of(bob).post(f"/contributions/{other.id}/vote", data={"value": 1})
    worker()
    ledger.reconcile()
    db.session.commit()
    assert points_of(alice) == [131]
    assert client_of(moderator).post(f"/contributions/{question.id}/hide").status_code == 303
    worker()
    assert points_of(alice) == [1], "its own votes went, and a hundred more"
    assert client_of(moderator).post(f"/contributions/{question.id}/restore").status_code == 303
    worker()
    assert points_of(alice) == [131]


def test_votes_of_one_account_are_taken_out_in_one_act_and_put_back(
    client_of: Open, worker: Work, alice: Person, bob: Person, charlie: Person, moderator: Person, question: Question
) -> None:
    answers = [factories.answer(bob, question) for _number in range(3)]
    for answer in answers:
        client_of(charlie).post(f"/contributions/{answer.id}/vote", data={"value": 1})
    client_of(alice).post(f"/contributions/{answers[0].id}/vote", data={"value": 1})
    worker()
    assert points_of(bob) == [41]
    address = f"/members/{charlie.id}/reputation/votes"
    sent = {"counted": "no", "reason": "Not a person of its own"}
    assert client_of(bob).post(address, data=sent).status_code == 403
    assert client_of(moderator).post(address, data=sent).status_code == 303
    worker()
    scores = [db.session.get_one(Answer, answer.id).score for answer in answers]
    assert (points_of(bob), scores) == ([11], [1, 0, 0])
    log = words_of(client_of(moderator).get("/moderation/log").text)
    assert "decided whether the votes count of" in log
    assert client_of(moderator).post(address, data={**sent, "counted": "yes"}).status_code == 303
    worker()
    sums_are_right()
    assert points_of(bob) == [41]


def test_the_doctor_finds_and_mends_what_differs(
    atrium: Callable[..., Any], client_of: Open, worker: Work, alice: Person, bob: Person, question: Question
) -> None:
    client_of(bob).post(f"/contributions/{question.id}/vote", data={"value": 1})
    worker()
    wrong = ("WRONG  points say what votes", "WRONG  reputation equals its points", "WRONG  levels equal")
    assert not any(words in atrium("doctor").out for words in wrong)
    db.session.execute(update(Member).where(Member.id == alice.id).values(reputation=99, trust_level=3))
    db.session.execute(update(Vote).values(valid=False))
    db.session.commit()
    assert all(words in atrium("doctor").out for words in wrong)
    atrium("doctor", "--fix")
    assert points_of(alice) == [1]
    assert not any(words in atrium("doctor").out for words in wrong)
    sums_are_right()


def test_who_is_erased_takes_their_points_along_and_leaves_their_votes(
    client_of: Open,
    worker: Work,
    alice: Person,
    bob: Person,
    charlie: Person,
    administrator: Person,
    public_space: Space,
) -> None:
    question = factories.ask(alice, public_space)
    answer = factories.answer(bob, question)
    for person in (bob, charlie):
        client_of(person).post(f"/contributions/{question.id}/vote", data={"value": 1})
    client_of(charlie).post(f"/contributions/{answer.id}/vote", data={"value": -1})
    client_of(alice).post(f"/answers/{answer.id}/accept")
    worker()
    before = points_of(alice)
    for person in (bob, charlie):
        assert (
            client_of(administrator).post(f"/members/{person.id}/erase", data={"name": person.name}).status_code == 303
        )
        worker()
    assert points_of(alice) == before
    assert set(db.session.scalars(select(ReputationEntry.member_id))) == {alice.id}
    assert ledger.reconcile() == 0
    sums_are_right()


def choose(size: str) -> None:
    db.session.add(CommunitySize(size=size, chosen_at=now()))
    db.session.commit()


def give(person: Person, points: int) -> None:
    db.session.execute(update(Member).where(Member.id == person.id).values(reputation=points))
    db.session.commit()


def test_points_open_what_they_should(
    client_of: Open, alice: Person, bob: Person, staff: Person, question: Question, public_space: Space
) -> None:
    choose("large")
    reader = client_of(bob)
    address = f"/contributions/{question.id}"

    def codes() -> list[int]:
        asked = {"title": "A title of ten letters", "body": "A body that is long enough.", "space": public_space.id}
        return [
            reader.post(f"{address}/vote", data={"value": 1}).status_code,
            reader.post(f"{address}/vote", data={"value": -1}).status_code,
            reader.post(
                "/questions/ask", data={**asked, "tags": f"new-{db.session.get_one(Member, bob.id).reputation}"}
            ).status_code,
            reader.get(f"{address}/edit").status_code,
        ]

    assert codes() == [403, 403, 422, 403]
    assert "vote-button" in reader.get(f"/questions/{question.id}/why-does-the-needle-tremble").text
    assert "takes 15 points" in words_of(reader.post(f"{address}/vote", data={"value": 1}).text)
    for points, expected in ((15, [303, 403, 422, 403]), (125, [303, 303, 422, 403]), (1500, [303, 303, 303, 403])):
        give(bob, points)
        assert codes() == expected, points
    give(bob, 2000)
    assert codes()[3] == 200
    assert reader.post(f"{address}/delete").status_code == 403, "to edit is not to delete"
    assert client_of(staff).post(f"{address}/vote", data={"value": -1}).status_code == 303


def test_an_administrator_sees_what_a_size_would_change_and_chooses_it(
    client_of: Open, worker: Work, alice: Person, bob: Person, administrator: Person
) -> None:
    give(alice, 20)
    give(bob, 1600)
    keeper = client_of(administrator)
    assert client_of(bob).get("/community/size").status_code == 403
    shown = words_of(keeper.get("/community/size?size=large").text)
    assert re.search(r"loses: Vote down, Make new tags(?!,)", shown), (
        "the rest takes more than 20 points in small ones, too"
    )
    assert "loses: Edit what others wrote" in shown
    assert keeper.post("/community/size", data={"size": "large"}).status_code == 303
    worker()
    assert "Large holds now" in words_of(keeper.get("/community/size").text)
    assert "gains: Edit what others wrote" in words_of(keeper.get("/community/size?size=small").text)
    assert keeper.post("/community/size", data={"size": "huge"}).status_code == 303
    assert db.session.scalar(select(func.count()).select_from(CommunitySize)) == 1


def test_a_page_names_only_what_its_reader_may_see(
    client: FlaskClient,
    client_of: Open,
    worker: Work,
    count_queries: Any,
    alice: Person,
    bob: Person,
    staff: Person,
    group_space: Space,
    public_space: Space,
) -> None:
    secret = factories.ask(alice, group_space, title="Where the secret barometer hangs")
    known = factories.ask(alice, public_space, title="Where the public barometer hangs")
    insider = make_person("Ines Insider")
    db.session.execute(
        Vote.__table__.insert(),
        [
            {
                "contribution_id": key,
                "member_id": insider.id,
                "value": 1,
                "valid": True,
                "origin": "page",
                "created_at": now(),
            }
            for key in (secret.id, known.id)
        ],
    )
    answer = factories.answer(bob, known)
    client_of(alice).post(f"/contributions/{answer.id}/vote", data={"value": -1})
    ledger.reconcile()
    db.session.commit()
    worker()
    own, other = client_of(alice), client_of(bob)
    address = f"/members/{alice.id}/reputation"
    mine = words_of(own.get(address).text)
    assert "secret barometer" in mine
    assert "public barometer" in mine
    assert "voted an answer down" in mine
    for reader in (other, client, client_of(staff)):
        shown = words_of(reader.get(address).text)
        assert "public barometer" in shown
        assert "secret barometer" not in shown
        assert "Something that is not open to you" in shown
        assert "voted an answer down" not in shown, "how somebody votes is their own affair"
        assert "Ines" not in shown
    for reader, most in ((own, 6), (other, 6), (client, 6)):
        with count_queries() as counted:
            reader.get(f"{address}?x={most}{id(reader)}")
        assert counted.count <= most, counted.texts
    assert other.get(f"{address}/threads").status_code == 404


def test_points_stand_beside_names_and_follow_changes(
    client: FlaskClient, client_of: Open, worker: Work, alice: Person, bob: Person, question: Question
) -> None:
    address = f"/questions/{question.id}/why-does-the-needle-tremble"
    assert "Reputation: 11" not in client.get(address).text
    client_of(bob).post(f"/contributions/{question.id}/vote", data={"value": 1})
    worker()
    for reader in (client, client_of(bob)):
        assert "Reputation: 11" in reader.get(address).text
        assert "11 points" in words_of(reader.get(f"/members/{alice.id}").text)


def test_fifty_votes_at_once_make_a_sum_that_equals_the_rows(
    app: Atrium, worker: Work, bob: Person, question: Question
) -> None:
    """Two workers keep the ledger meanwhile: none counts what the other has counted."""
    answers = [factories.answer(bob, question).id for _number in range(2)]
    crowd = [factories.sign_in(app.test_client(), make_person(f"Member {100 + number}")) for number in range(MANY)]
    worker()

    def keep() -> int:
        with app.app_context():
            for _each in range(20):
                outbox.deliver(LANE)
        return 303

    votes = [
        post(client, f"/contributions/{answers[place % 2]}/vote", value=1 if place % 10 < 3 else -1)
        for place, client in enumerate(crowd)
    ]
    assert set(at_once([*votes, keep, keep])) == {303}
    worker()
    sums_are_right()
    assert points_of(bob) == [LEAST + 15 * 10 - 35 * 2]
    assert ledger.reconcile() == 0
