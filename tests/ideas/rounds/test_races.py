"""Fifty ballots at once, on real connections: one for each member, and ledgers that balance.

Guards against CVE-2023-47634 and what else Decidim met: two budget orders of one person, sent at the same moment.
"""

from sqlalchemy import func, select

from core.application import Atrium
from core.database import db
from ideas.rounds.leading import close_round
from ideas.rounds.models import BallotEntry, PairVote, Phase, Round, RoundBallot, RoundPair
from tests import factories
from tests.community.reading import value_of
from tests.community.test_races import MANY, at_once, post
from tests.ideas.rounds.conftest import MakeRound, Open
from tests.people import Person, make_person

FEW = 16
BUDGET = {"budget": "80", "ballot": "within"}


def nothing_is_out_of_balance() -> None:
    spent = select(func.coalesce(func.sum(BallotEntry.cost), 0)).where(BallotEntry.ballot_id == RoundBallot.id)
    wrong = select(RoundBallot.id).where(RoundBallot.spent != spent.correlate(RoundBallot).scalar_subquery())
    assert db.session.scalars(wrong).all() == []
    ballots = select(func.count()).where(RoundBallot.round_id == Round.id).correlate(Round).scalar_subquery()
    assert db.session.scalars(select(Round.id).where(Round.ballot_count != ballots)).all() == []


def test_one_member_votes_and_spends_fifty_times_at_once(client_of: Open, bob: Person, make: MakeRound) -> None:
    shared, budget = make("quadratic", allowance=9), make("budget", **BUDGET)
    clients = [client_of(bob) for _number in range(MANY)]
    deeds = [
        post(client, f"/rounds/{found.id}/ballot", **fields)
        for number, client in enumerate(clients)
        for found, fields in (
            [(shared, {"option_1": 3}), (shared, {"option_1": 2, "option_2": -2})][number % 2],
            [(budget, {"option_1": 1, "option_2": 1}), (budget, {"option_3": 1})][number % 2],
        )
    ]
    assert set(at_once(deeds[:MANY])) == {303}
    assert set(at_once(deeds[MANY:])) == {303}
    ballots = db.session.scalars(select(RoundBallot).order_by(RoundBallot.round_id)).all()
    assert [(ballot.round_id, ballot.member_id) for ballot in ballots] == [(shared.id, bob.id), (budget.id, bob.id)]
    assert ballots[0].spent in {9, 8}
    assert ballots[1].spent in {7000, 4500}
    nothing_is_out_of_balance()


def test_many_members_vote_at_once_and_none_when_the_round_is_over(app: Atrium, staff: Person, make: MakeRound) -> None:
    found = make("votes", allowance=5, most_each=3)
    people = [make_person(f"Member {100 + number}") for number in range(FEW)]
    clients = [factories.sign_in(app.test_client(), person) for person in people]
    codes = at_once([post(client, f"/rounds/{found.id}/ballot", option_1=3, option_2=2) for client in clients[1:]])
    assert set(codes) == {303}
    nothing_is_out_of_balance()
    close_round(staff.viewer, found.id, "Everyone has voted.")
    db.session.commit()
    assert post(clients[0], f"/rounds/{found.id}/ballot", option_1=1)() == 403
    db.session.refresh(found)
    assert (found.ballot_count, found.phase) == (FEW - 1, Phase.CLOSED)


def test_one_pair_is_answered_many_times_at_once(client_of: Open, bob: Person, make: MakeRound) -> None:
    found = make("pairwise", allowance=3)
    clients = [client_of(bob) for _number in range(FEW)]
    assert set(at_once([post(client, f"/rounds/{found.id}/pairs") for client in clients])) == {303}
    token = value_of(clients[0].get(f"/rounds/{found.id}/what-shall-we-make-next").text, "token")
    answers = [post(client, f"/rounds/{found.id}/pairs/answer", token=token, choice="left") for client in clients]
    assert set(at_once(answers)) == {303}
    counted = db.session.execute(select(PairVote.valid, func.count()).group_by(PairVote.valid).order_by(PairVote.valid))
    assert [tuple(row) for row in counted] == [(False, FEW - 1), (True, 1)]
    assert db.session.scalar(select(func.count()).select_from(RoundPair)) == 2, "the next one is dealt once"
    assert db.session.scalars(select(RoundBallot.spent)).one() == 2
