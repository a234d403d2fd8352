"""Rounds and ballots go round in archives, and conversations of Polis come in as rounds."""

import gzip
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from contributions.models import Space
from core.archive.importing import import_archive
from core.archive.sending import Sending
from core.database import db
from ideas.rounds.archive import SPOILT
from ideas.rounds.models import BallotEntry, Round, RoundBallot, RoundResult
from tests.archive.conftest import bring, exported, go_round
from tests.community.reading import value_of
from tests.ideas.rounds.conftest import MakeRound, Open
from tests.people import Person

__all__ = ["bring", "exported", "go_round"]
DATA = Path(os.environ.get("ATRIUM_TEST_DATA", "")) / "community" / "votes"


def test_rounds_and_ballots_go_round(
    client_of: Open,
    alice: Person,
    bob: Person,
    make: MakeRound,
    go_round: Callable[[], tuple[bytes, bytes]],
    worker: Callable[[], None],
) -> None:
    budget, pairs = make("budget", budget="80", ballot="points"), make("pairwise", title="Which of these two is it?")
    for person in (alice, bob):
        client_of(person).post(f"/rounds/{budget.id}/ballot", data={"option_1": "3", "option_3": "3"})
    member = client_of(alice)
    member.post(f"/rounds/{pairs.id}/pairs")
    token = value_of(member.get(f"/rounds/{pairs.id}/which-of-these-two-is-it").text, "token")
    for choice in ("left", "right"):
        member.post(f"/rounds/{pairs.id}/pairs/answer", data={"token": token, "choice": choice})
    hashes = db.session.scalars(select(Round.rules_hash).order_by(Round.id)).all()
    first, second = go_round()
    assert second == first
    assert first.count(b'"type":"ballot"') == 3
    assert db.session.scalars(select(Round.rules_hash).order_by(Round.id)).all() == hashes
    assert db.session.scalars(select(Round.ballot_count).order_by(Round.id)).all() == [2, 1]
    assert db.session.scalars(select(RoundBallot.spent).order_by(RoundBallot.id)).all() == [6, 6, 2]


CLOSED = {"type": "round", "id": "w", "space": "s", "title": "Credits", "mode": "quadratic", "allowance": 9}
LINES: list[dict[str, Any]] = [
    {"type": "space", "id": "s", "name": "Rounds"},
    *({"type": "member", "id": name, "name": name} for name in ("ana", "ben", "chi")),
    CLOSED
    | {"opens": "2024-01-01T00:00:00Z", "closes": "2024-01-02T00:00:00Z", "closed": "2024-01-02T00:00:00Z"}
    | {"options": [{"number": 1, "title": "Oak"}, {"number": 2, "title": "Brass"}]},
    *(
        {"type": "ballot", "round": "w", "by": name, "code": name, "cast": "2024-01-01T10:00:00Z", "votes": votes}
        for name, votes in (
            ("ana", [{"option": 1, "value": 3}]),
            ("ben", [{"option": 1, "value": 3}, {"option": 2, "value": 1}]),
            ("chi", [{"option": 7, "value": 1}]),
        )
    ),
]


def test_what_comes_in_closed_is_counted_and_what_overspends_stays_out(
    bring: Callable[..., Any], worker: Callable[[], None]
) -> None:
    report = bring(LINES)
    assert (report.errors, report.notes[SPOILT]) == ([], 2)
    worker()
    result = db.session.scalars(select(RoundResult.result)).one()
    assert result["ballots"] == 1
    assert [(row["number"], row["total"]) for row in result["options"]] == [(1, 3), (2, 0)]
    assert bring(LINES).total("stored") == 0, "the same again changes nothing"


def test_a_conversation_of_polis_comes_in_as_a_round(
    app: object, tmp_path: Path, public_space: Space, worker: Callable[[], None]
) -> None:
    folder = tmp_path / "polis_bees.and_bears"
    folder.mkdir()
    statements = "comment_id,author_id,created_ms,agrees,disagrees,moderated,text\n0,0,1000,2,0,1,Bees matter\n"
    (folder / "comments.csv").write_text(statements + '1,0,1000,0,0,1,"Bears, too"\n2,0,1000,0,0,-1,Spam\n', "utf-8")
    votes = "created_ms,participant,comment_id,vote\n5000,4,0,1\n6000,4,0,-1\n5500,7,0,1\n5600,7,1,0\n5700,7,2,1\n"
    (folder / "votes.csv.gz").write_bytes(gzip.compress(votes.encode()))
    report = import_archive(Sending([tmp_path], "polis"))
    assert (report.errors, report.by_type["ballot"].stored) == ([], 2)
    worker()
    assert db.session.scalars(select(Round.title)).one() == "Bees and bears"
    rows = db.session.scalars(select(RoundResult.result)).one()["options"]
    counted = [(row["number"], row["for"], row["against"], row["pass"]) for row in rows]
    assert sorted(counted) == [(1, 1, 1, 0), (2, 0, 0, 1)]


@pytest.mark.once
@pytest.mark.skipif(not DATA.is_dir(), reason="ATRIUM_TEST_DATA names no votes")
def test_real_conversations_come_in_whole(app: object, worker: Callable[[], None]) -> None:
    report = import_archive(Sending([DATA / "polis_canadian_electoral_reform"], "polis"))
    assert report.errors == []
    worker()
    result = db.session.scalars(select(RoundResult.result)).one()
    entries = db.session.scalar(select(func.count()).select_from(BallotEntry))
    assert entries == sum(row["for"] + row["against"] + row["pass"] for row in result["options"])
    assert result["ballots"] == report.by_type["ballot"].stored > 100
