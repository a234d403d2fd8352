"""Rounds as people meet them: made, announced, voted in, over; with rules that hold and counts that are hidden."""

import hashlib
import json
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from contributions.models import Space, State
from core.clock import now
from core.database import db
from ideas.rounds.leading import keep_time
from ideas.rounds.models import BallotEntry, PairVote, Phase, Round, RoundBallot, RoundOption, RoundPair, RoundResult
from tests import factories
from tests.community.reading import path_of, value_of, words_of
from tests.ideas.rounds.conftest import FIRST, SECOND, THIRD, MakeRound, Open, fields_of_round
from tests.ideas.test_ideas import suggest
from tests.people import Person, make_person

End = Callable[[Round], None]


def entries(found: Round) -> dict[int, int]:
    """Return what the only ballot of a round gives, by the number of each option."""
    joined = select(RoundOption.number, BallotEntry.value).join(RoundOption, RoundOption.id == BallotEntry.option_id)
    return {row[0]: row[1] for row in db.session.execute(joined.where(BallotEntry.round_id == found.id))}


def test_staff_makes_a_round_and_a_member_votes(
    client_of: Open, staff: Person, alice: Person, public_space: Space, end: End
) -> None:
    keeper, idea = client_of(staff), suggest(alice, public_space)
    assert keeper.get("/rounds/new").text.count('round-mode"') == 6
    assert "Credits of each member" in keeper.get("/rounds/new?mode=quadratic").text
    made = keeper.post("/rounds/new", data=fields_of_round(public_space, "approval", allowance="2"))
    options = path_of(made)
    keeper.post(options, data={"title": FIRST})
    keeper.post(options, data={"idea": f"http://localhost/ideas/{idea.id}/a-lamp"})
    assert keeper.post(options, data={"idea": "999999"}).status_code == 422
    assert keeper.post(options, data={"idea": str(idea.id)}).status_code == 422, "it is an option already"
    keeper.post(options, data={"title": THIRD, "body": "To see the steps."})
    found = db.session.scalars(select(Round)).one()
    member = client_of(alice)
    assert member.get(f"/rounds/{found.id}").status_code == 404, "a draft is staff's own"
    assert keeper.post(f"/rounds/{found.id}/publish").status_code == 303
    address = path_of(member.get(f"/rounds/{found.id}"))
    page = member.get(address).text
    assert page.count('type="checkbox"') == 3
    assert f'href="/ideas/{idea.id}/a-lamp-in-the-barograph"' in page
    assert "In a round" in member.get(f"/ideas/{idea.id}/a-lamp-in-the-barograph").text
    over = member.post(f"/rounds/{found.id}/ballot", data={"option_1": "1", "option_2": "1", "option_3": "1"})
    assert over.status_code == 422
    assert "you have 2" in words_of(over.text)
    assert over.text.count(" checked") == 3, "what was ticked is kept"
    assert member.post(f"/rounds/{found.id}/ballot", data={"option_1": "1"}).status_code == 303
    assert member.post(f"/rounds/{found.id}/ballot", data={"option_2": "1"}).status_code == 303
    assert entries(found) == {2: 1}, "a later ballot replaces the one before"
    end(found)
    page = member.get(address).text
    assert "1 ballot was counted" in words_of(page)
    assert "Enough is known." in page
    assert member.post(f"/rounds/{found.id}/ballot", data={"option_1": "1"}).status_code == 403


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"title": "Short"}, "at least 10"),
        ({"closes": ""}, "Say when"),
        ({"closes": "2020-01-01T10:00"}, "later than now"),
        ({"closes": "tomorrow"}, "year-month-day"),
        ({"electorate": "group"}, "Choose a group"),
        ({"mode": "quadratic", "allowance": "0"}, "how much each member"),
        ({"mode": "budget", "budget": "0"}, "how much there is"),
        ({"mode": "budget", "budget": "12.345"}, "This currency has 2 decimals"),
        ({"mode": "budget", "budget": "90", "currency": "XQX"}, "three letters"),
        ({"mode": "budget", "budget": "90", "ballot": "points", "allowance": "0"}, "how many points"),
    ],
)
@pytest.mark.once
def test_a_round_that_cannot_be(
    client_of: Open, staff: Person, public_space: Space, fields: dict[str, str], wrong: str
) -> None:
    sent = fields_of_round(public_space, "approval") | fields
    response = client_of(staff).post("/rounds/new", data=sent)
    assert response.status_code == 422
    assert wrong in words_of(response.text)


def test_rules_are_frozen_with_the_first_ballot(
    client_of: Open, staff: Person, alice: Person, make: MakeRound, public_space: Space
) -> None:
    """Guards against what happened in Consul: an administrator changed the rules of a vote that was under way."""
    found, keeper, member = make("votes"), client_of(staff), client_of(alice)
    before = found.rules_hash
    changed = keeper.post(f"/rounds/{found.id}/edit", data=fields_of_round(public_space, "votes", allowance="4"))
    assert changed.status_code == 303
    db.session.refresh(found)
    assert (found.allowance, found.rules_hash != before) == (4, True)
    text = member.get(f"/rounds/{found.id}/rules.json").data
    assert hashlib.sha256(text).hexdigest() == found.rules_hash
    assert found.rules_hash in member.get(f"/rounds/{found.id}/what-shall-we-make-next").text
    assert json.loads(text)["options"][0]["title"] == FIRST
    member.post(f"/rounds/{found.id}/ballot", data={"option_1": "3", "option_2": "1"})
    sent = fields_of_round(public_space, "votes", allowance="50")
    assert keeper.post(f"/rounds/{found.id}/edit", data=sent).status_code == 403
    assert keeper.post(f"/rounds/{found.id}/options", data={"title": "One more thing"}).status_code == 422
    assert keeper.post(f"/rounds/{found.id}/options/3/remove").status_code == 403
    for column, value in (("rules_hash", "0" * 64), ("allowance", 50)):
        with pytest.raises(IntegrityError):
            db.session.execute(update(Round).where(Round.id == found.id).values({column: value}))
        db.session.rollback()
    with pytest.raises(IntegrityError):
        db.session.execute(update(RoundBallot).values(spent=5))
    db.session.rollback()


def test_a_round_whose_rules_were_changed_behind_its_back_is_void(
    client_of: Open, alice: Person, bob: Person, make: MakeRound, end: End
) -> None:
    found = make("approval")
    client_of(alice).post(f"/rounds/{found.id}/ballot", data={"option_1": "1"})
    db.session.execute(update(RoundOption).where(RoundOption.number == 2).values(title="Something else"))
    db.session.commit()
    assert client_of(bob).post(f"/rounds/{found.id}/ballot", data={"option_2": "1"}).status_code == 409
    end(found)
    assert "This round does not count" in client_of(bob).get(f"/rounds/{found.id}/what-shall-we-make-next").text


def test_credits_cost_their_square(client_of: Open, alice: Person, bob: Person, make: MakeRound, end: End) -> None:
    found, one, other = make("quadratic", allowance=25), client_of(alice), client_of(bob)
    assert one.post(f"/rounds/{found.id}/ballot", data={"option_1": "5", "option_2": "1"}).status_code == 422
    assert one.post(f"/rounds/{found.id}/ballot", data={"option_1": "6"}).status_code == 422
    assert one.post(f"/rounds/{found.id}/ballot", data={"option_1": "half"}).status_code == 422
    assert one.post(f"/rounds/{found.id}/ballot", json={"votes": {"1": 3, "2": -4}}).status_code == 303
    assert db.session.scalars(select(RoundBallot.spent)).one() == 25
    assert one.post(f"/rounds/{found.id}/ballot", data={"option_1": "4", "option_3": "-3"}).status_code == 303
    assert db.session.scalars(select(RoundBallot.spent)).one() == 25, "an edit replaces, it never adds"
    assert entries(found) == {1: 4, 3: -3}
    assert other.post(f"/rounds/{found.id}/ballot", data={"option_3": "2"}).status_code == 303
    assert other.post(f"/rounds/{found.id}/ballot/withdraw").status_code == 303
    assert other.post(f"/rounds/{found.id}/ballot", data={"option_1": "-1"}).status_code == 303
    end(found)
    rows = db.session.scalars(select(RoundResult.result)).one()["options"]
    assert [(row["place"], row["number"], row["total"]) for row in rows] == [(1, 1, 3), (2, 2, 0), (3, 3, -3)]
    sheet = one.get(f"/rounds/{found.id}/ballots.csv").text.splitlines()
    assert sorted(line.partition(",")[2] for line in sheet[1:]) == [
        f"1,{FIRST},-1,1,",
        f"1,{FIRST},4,16,",
        f"3,{THIRD},-3,9,",
    ]
    assert "Alice" not in "".join(sheet)


def test_opinions_are_counted_with_those_that_pass(
    client_of: Open, alice: Person, bob: Person, make: MakeRound, end: End
) -> None:
    found = make("opinions", counts_hidden="no")
    client_of(alice).post(f"/rounds/{found.id}/ballot", data={"option_1": "1", "option_2": "-1", "option_3": "0"})
    client_of(bob).post(f"/rounds/{found.id}/ballot", data={"option_1": "1", "option_3": "1"})
    page = client_of(bob).get(f"/rounds/{found.id}/what-shall-we-make-next").text
    assert "100.0 %" in page, "counts that are not hidden show while the round is open"
    end(found)
    rows = db.session.scalars(select(RoundResult.result)).one()["options"]
    assert [(row["number"], row["for"], row["against"], row["pass"]) for row in rows] == [
        (1, 2, 0, 0),
        (3, 1, 0, 1),
        (2, 0, 1, 0),
    ]


def test_a_budget_is_shared_and_everyone_sees_what_their_share_paid(
    client_of: Open, alice: Person, bob: Person, charlie: Person, make: MakeRound, end: End
) -> None:
    """The example of ten points over three projects: see test_equal_shares."""
    fields = {"budget": "90", "currency": "CHF", "ballot": "points", "allowance": 10, "most_each": 0, "step": "0"}
    found = make("budget", least_options=2, **fields)
    ballots = {alice: (4, 4, 2), bob: (4, 4, 2), charlie: (4, 0, 6)}
    for person, points in ballots.items():
        sent = {f"option_{number}": str(value) for number, value in enumerate(points, start=1)}
        assert client_of(person).post(f"/rounds/{found.id}/ballot", data=sent).status_code == 303
    assert client_of(bob).post(f"/rounds/{found.id}/ballot", data={"option_1": "10"}).status_code == 422
    assert client_of(bob).get(f"/rounds/{found.id}/receipts").status_code == 404
    end(found)
    result = db.session.scalars(select(RoundResult.result)).one()
    assert [(row["number"], row["place"], row["price"]) for row in result["options"]] == [
        (1, 1, "1/12"),
        (2, 2, "1/8"),
        (3, None, None),
    ]
    page = words_of(client_of(charlie).get(f"/rounds/{found.id}/receipts").text)
    assert "Your share CHF30.00 Benches of oak − CHF10.00 Not spent CHF20.00" in page
    assert "3 people paid CHF10.00" in page
    assert "lacked CHF25.00" in page
    assert not re.search(r"\b(Alice|Bob)\b", page)
    shown = words_of(client_of(alice).get(f"/rounds/{found.id}/what-shall-we-make-next").text)
    assert "CHF70.00 of CHF90.00 are spent" in shown


def test_a_budget_of_ones_own(client_of: Open, alice: Person, make: MakeRound, end: End) -> None:
    found = make("budget", budget="80", ballot="within", step="1", counts_hidden="no")
    member = client_of(alice)
    sent = {"option_1": "1", "option_3": "1"}
    assert member.post(f"/rounds/{found.id}/ballot", data=sent | {"option_2": "1"}).status_code == 422
    assert member.post(f"/rounds/{found.id}/ballot", data=sent).status_code == 303
    assert db.session.scalars(select(RoundBallot.spent)).one() == 7500
    assert "1 supporter" in member.get(f"/rounds/{found.id}/what-shall-we-make-next").text
    end(found)
    result = db.session.scalars(select(RoundResult.result)).one()
    assert [row["number"] for row in result["options"] if row["place"]] == [1, 3]


def test_pairs_are_answered_once_each(client_of: Open, alice: Person, bob: Person, make: MakeRound, end: End) -> None:
    """Guards against All Our Ideas' token that could be used again, and one that another member used."""
    found, member = make("pairwise", allowance=2), client_of(alice)
    address = f"/rounds/{found.id}/what-shall-we-make-next"
    assert "Show me a pair" in member.get(address).text
    assert db.session.scalars(select(RoundPair)).all() == [], "reading deals nothing"
    member.post(f"/rounds/{found.id}/pairs")
    member.post(f"/rounds/{found.id}/pairs")
    token = value_of(member.get(address).text, "token")
    assert len(db.session.scalars(select(RoundPair)).all()) == 1
    answer = f"/rounds/{found.id}/pairs/answer"
    assert client_of(bob).post(answer, data={"token": token, "choice": "left"}).status_code == 404
    member.post(answer, data={"token": token, "choice": "none", "undecided": "because"})
    assert value_of(member.get(address).text, "token") == token, "without a known reason nothing is answered"
    member.post(answer, data={"token": token, "choice": "none", "undecided": "same"})
    member.post(answer, data={"token": token, "choice": "left"})
    second = value_of(member.get(address).text, "token")
    member.post(answer, data={"token": second, "choice": "right"})
    member.post(answer, data={"token": second, "choice": "right"})
    assert "Is there another pair?" in member.get(address).text
    member.post(f"/rounds/{found.id}/pairs")
    votes = db.session.scalars(select(PairVote).order_by(PairVote.id)).all()
    assert [(vote.valid, vote.fault) for vote in votes] == [
        (True, ""),
        (False, "after undecided"),
        (True, ""),
        (False, "answered before"),
    ]
    assert member.post(f"/rounds/{found.id}/ballot", data={"option_1": "1"}).status_code == 422
    end(found)
    result = db.session.scalars(select(RoundResult.result)).one()
    assert (result["answers"], result["undecided"], result["invalid"]) == (1, 1, 2)
    assert sum(row["chance"] for row in result["options"]) == pytest.approx(1.5, abs=1e-5)
    assert len(member.get(f"/rounds/{found.id}/ballots.csv").text.splitlines()) == 5


def test_only_the_electorate_votes(
    client: FlaskClient, client_of: Open, staff: Person, alice: Person, bob: Person, make: MakeRound
) -> None:
    circle = factories.make_group("The jury", alice)
    late = make_person("Late Comer", joined_at=now() + timedelta(hours=2))
    before = (now() + timedelta(hours=1)).isoformat()
    cases = [
        (make("approval", electorate="customers"), {alice: 303, staff: 403}),
        (make("approval", electorate="staff"), {alice: 403, staff: 303}),
        (make("approval", electorate="group", group=circle.id), {alice: 303, bob: 403}),
        (make("approval", members_before=before), {bob: 303, late: 403}),
    ]
    for found, codes in cases:
        for person, code in codes.items():
            sent = client_of(person).post(f"/rounds/{found.id}/ballot", data={"option_1": "1"})
            assert sent.status_code == code, (found.electorate, person.name)
    found = make("approval")
    assert path_of(client.post(f"/rounds/{found.id}/ballot", data={"option_1": "1"})).startswith("/login")
    assert client_of(alice).post(f"/rounds/{found.id}/ballot", data={}).status_code == 422
    assert client_of(alice).post(f"/rounds/{found.id}/ballot", data={"option_7": "1"}).status_code == 422


def test_hidden_counts_are_hidden_everywhere(
    client: FlaskClient, client_of: Open, staff: Person, alice: Person, bob: Person, make: MakeRound, end: End
) -> None:
    """Guards against decidim#3426: counts that are secret on one page and told by another."""
    found = make("approval")
    for person in (alice, bob):
        client_of(person).post(f"/rounds/{found.id}/ballot", data={"option_2": "1"})
    for reader in (client, client_of(alice), client_of(staff)):
        page = words_of(reader.get(f"/rounds/{found.id}/what-shall-we-make-next").text)
        assert "supporter" not in page
        assert ("2 ballots" in page) == ("For staff" in page)
        assert ("2 ballots" in reader.get("/rounds").text) == ("New round" in reader.get("/rounds").text)
        for part in ("result.json", "ballots.csv", "receipts"):
            assert reader.get(f"/rounds/{found.id}/{part}").status_code == 404
    end(found)
    assert "2 supporters" in words_of(client.get(f"/rounds/{found.id}/what-shall-we-make-next").text)
    assert "2 ballots" in client.get("/rounds?show=over").text
    assert client.get(f"/rounds/{found.id}/result.json").json["options"][0]["title"] == SECOND


def test_a_round_in_a_closed_space_leaves_nothing(
    client: FlaskClient, client_of: Open, administrator: Person, alice: Person, bob: Person, group_space: Space
) -> None:
    from tests.ideas.rounds.conftest import new_round

    found = new_round(administrator, group_space, "approval")
    addresses = [f"/rounds/{found.id}", *(f"/rounds/{found.id}/{part}" for part in ("rules.json", "receipts"))]
    for reader in (client, client_of(bob)):
        assert "What shall we make next" not in reader.get("/rounds").text
        assert [reader.get(address).status_code for address in addresses] == [404] * 3
    assert client_of(bob).post(f"/rounds/{found.id}/ballot", data={"option_1": "1"}).status_code == 404
    assert client_of(alice).post(f"/rounds/{found.id}/ballot", data={"option_1": "1"}).status_code == 303
    assert "What shall we make next" in client_of(alice).get("/rounds").text


def test_the_words_of_a_hidden_idea_leave_its_round(
    client: FlaskClient, client_of: Open, staff: Person, alice: Person, public_space: Space
) -> None:
    idea, keeper = suggest(alice, public_space, "Words that go away"), client_of(staff)
    options = path_of(keeper.post("/rounds/new", data=fields_of_round(public_space, "approval")))
    keeper.post(options, data={"idea": str(idea.id)})
    found = db.session.scalars(select(Round)).one()
    keeper.post(f"/rounds/{found.id}/publish")
    address = f"/rounds/{found.id}/what-shall-we-make-next"
    assert "Words that go away" in client.get(address).text
    idea.state = State.HIDDEN
    db.session.commit()
    page = client_of(alice).get(address).text
    assert "Words that go away" not in page
    assert "Taken down" in page
    assert client.get(f"/rounds/{found.id}/rules.json").status_code == 404


def test_rounds_open_and_close_by_the_clock(
    client: FlaskClient, alice: Person, client_of: Open, make: MakeRound, worker: Callable[[], None]
) -> None:
    found = make("approval", opens=(now() + timedelta(days=1)).isoformat())
    assert client_of(alice).post(f"/rounds/{found.id}/ballot", data={"option_1": "1"}).status_code == 403
    assert "Announced" in client.get("/rounds").text
    times = update(Round).where(Round.id == found.id)
    db.session.execute(times.values(opens_at=now() - timedelta(minutes=1)))
    keep_time()
    db.session.commit()
    assert found.phase == Phase.OPEN
    db.session.execute(times.values(opens_at=now() - timedelta(minutes=2), closes_at=now() - timedelta(minutes=1)))
    db.session.commit()
    assert client_of(alice).post(f"/rounds/{found.id}/ballot", data={"option_1": "1"}).status_code == 403
    keep_time()
    db.session.commit()
    worker()
    db.session.expire_all()
    assert (found.phase, found.closed_early) == (Phase.CLOSED, "")
    assert len(db.session.scalars(select(RoundResult)).all()) == 1


def test_drafts_are_thrown_away_and_rounds_stay(
    client_of: Open, staff: Person, make: MakeRound, public_space: Space
) -> None:
    keeper, found = client_of(staff), make("approval")
    assert keeper.post(f"/rounds/{found.id}/discard").status_code == 403
    assert keeper.post(f"/rounds/{found.id}/close").status_code == 403, "not without a reason"
    draft = path_of(keeper.post("/rounds/new", data=fields_of_round(public_space, "approval")))
    key = draft.split("/")[2]
    assert keeper.post(f"/rounds/{key}/publish").status_code == 403, "there is nothing to choose from"
    assert keeper.post(f"/rounds/{key}/close", data={"reason": "No."}).status_code == 404
    assert keeper.post(f"/rounds/{key}/discard").status_code == 303
    assert keeper.get(f"/rounds/{key}").status_code == 404


@pytest.mark.once
def test_pages_ask_little_of_the_database(
    client: FlaskClient, client_of: Open, alice: Person, make: MakeRound, end: End, count_queries: Callable[..., object]
) -> None:
    found, member = make("approval"), client_of(alice)
    for number in range(3):
        make("approval", title=f"Another question of the house, number {number}")
    with count_queries() as statements:  # type: ignore[attr-defined]
        client.get("/rounds")
    assert statements.count <= 6
    member.get("/rounds")
    with count_queries() as statements:  # type: ignore[attr-defined]
        member.get(f"/rounds/{found.id}/what-shall-we-make-next")
    assert statements.count <= 9
