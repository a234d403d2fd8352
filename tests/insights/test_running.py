"""Runs of the analysis: what they see, when they stop, and that nothing stays of what was taken down."""

import json
from datetime import timedelta
from typing import Any

import pytest

import commandline
from contributions import taking_down
from contributions.models import Contribution, Space
from core import outbox
from core.application import Atrium
from core.clock import now
from core.database import db
from core.errors import Refused
from insights import forgetting, running, stages
from insights.commands import shown_run
from insights.models import Run
from insights.snapshot import take_snapshot
from insights.stages import Context
from tests import factories
from tests.people import Person


@pytest.fixture
def kept(app: Atrium, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """One stage of the test's own instead of those of the house: it keeps what it is given, and does what is asked."""
    found: dict[str, Any] = {"do": lambda _context: {}}

    def stage(context: Context) -> dict[str, Any]:
        found["context"] = context
        return {"found": len(context.snapshot.posts), **found["do"](context)}

    monkeypatch.setattr(stages, "STAGES", {"topics": stage})
    return found


def test_a_run_sees_what_every_member_may_read_and_nothing_else(
    kept: dict[str, Any], alice: Person, bob: Person, staff: Person, app: Atrium, capsys: pytest.CaptureFixture[str]
) -> None:
    public, members = factories.make_space("Public"), factories.make_space("Members", "members")
    closed = factories.make_space("Staff", "staff"), factories.make_space("Club", "group", factories.make_group("c"))
    seen = [factories.ask(alice, public), factories.discuss(staff, members)]
    seen += [factories.answer(bob, seen[0]), factories.remark(staff, seen[1])]
    factories.ask(staff, closed[0])
    hidden = factories.ask(alice, public, "Why does it hum at night?")
    below = factories.answer(bob, hidden)
    taking_down.delete(alice.viewer, hidden.id)
    db.session.commit()

    assert commandline.run(["analyse", "--json"], app) == 0

    run = json.loads(capsys.readouterr().out)["run"]
    snapshot = kept["context"].snapshot
    assert [post.id for post in snapshot.posts] == sorted(post.id for post in seen)
    assert run["figures"]["topics"]["found"] == len(seen)
    assert {hidden.id, below.id}.isdisjoint(snapshot.by_id)
    question = snapshot.by_id[seen[0].id]
    assert question.text.startswith(f"{seen[0].title}\nThe needle trembles at noon")
    assert (question.author, question.staff, question.thread) == (alice.id, False, seen[0].id)
    assert snapshot.by_id[seen[1].id].staff


def test_a_run_as_of_a_moment_is_what_it_would_have_been_then(
    kept: dict[str, Any], alice: Person, bob: Person, public_space: Space
) -> None:
    question = factories.ask(alice, public_space)
    early = now()
    before = take_snapshot(early)
    later = factories.answer(bob, question)
    factories.remark(bob, question)

    assert take_snapshot(early) == before
    assert later.id in take_snapshot(now()).by_id
    running.analyse(early)
    assert kept["context"].snapshot.posts == before.posts


def test_a_run_that_fails_or_is_cancelled_leaves_the_last_good_one(
    kept: dict[str, Any], alice: Person, public_space: Space, app: Atrium, capsys: pytest.CaptureFixture[str]
) -> None:
    factories.ask(alice, public_space)
    good = running.analyse()

    def fail(_context: Context) -> dict[str, Any]:
        raise ZeroDivisionError

    kept["do"] = fail
    with pytest.raises(ZeroDivisionError):
        running.analyse()
    failed = db.session.scalars(db.select(Run).order_by(Run.id.desc())).first()
    assert (failed.state, failed.failure) == ("failed", "ZeroDivisionError: ")

    def stop(context: Context) -> dict[str, Any]:
        assert running.cancel()
        context.progress(0.5)
        return {}

    kept["do"] = stop
    assert commandline.run(["analyse"], app) == 1
    assert "cancelled" in capsys.readouterr().err
    assert running.latest_run().id == good
    assert running.running() is None


def test_only_one_run_goes_on_at_a_time_and_a_dead_one_is_no_hindrance(
    kept: dict[str, Any], alice: Person, public_space: Space
) -> None:
    def again(_context: Context) -> dict[str, Any]:
        with pytest.raises(Refused):
            running.analyse()
        return {}

    kept["do"] = again
    running.analyse()
    dead = Run(state="running", as_of=now(), started_at=now(), seen_at=now() - running.SILENCE - timedelta(seconds=1))
    db.session.add(dead)
    db.session.commit()
    kept["do"] = lambda _context: {}

    assert running.latest_run().id != running.analyse()
    db.session.refresh(dead)
    assert dead.state == "failed"


def test_little_that_is_new_is_added_and_much_is_found_anew(
    kept: dict[str, Any], alice: Person, public_space: Space
) -> None:
    for number in range(30):
        factories.ask(alice, public_space, f"Why does needle {number} tremble?")
    whole = []
    for news in (0, 1, 1):
        for _ in range(news):
            factories.ask(alice, public_space)
        running.analyse()
        whole.append(kept["context"].whole)

    assert whole == [True, False, True]


def test_what_leaves_the_sight_of_members_is_forgotten_at_once(
    kept: dict[str, Any], alice: Person, bob: Person, public_space: Space, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[int] = []
    monkeypatch.setattr(forgetting, "FORGETTERS", {"test": told.extend})
    question, other = factories.ask(alice, public_space), factories.ask(bob, public_space)
    answer = factories.answer(bob, question)
    outbox.deliver_all()
    assert not told

    taking_down.delete(alice.viewer, question.id)
    db.session.commit()
    outbox.deliver_all()

    assert set(told) == {question.id, answer.id}
    assert db.session.get(Contribution, other.id).state == "published"


def test_a_command_without_a_run_says_what_to_do(app: Atrium) -> None:
    with pytest.raises(Refused, match=r"run \./atrium analyse"):
        shown_run()
