"""The commands that keep a site: doctor, reindex, upgrade; their words, their JSON and their exit codes."""

import json
import shutil
from collections.abc import Callable

import pytest
from sqlalchemy import update

from community.models import Question
from contributions.models import Space
from core import outbox
from core.application import Atrium
from core.commands.serving import complete_index
from core.database import db, unit_of_work
from core.doctor import Check, add_check
from core.events import OutboxEntry
from tests import factories
from tests.conftest import Ran
from tests.people import Person

Command = Callable[..., Ran]


@pytest.fixture
def question(alice: Person, public_space: Space, worker: Callable[[], None], app: Atrium) -> int:
    """A question that can be found."""
    app.extensions["search"].rebuild(())
    asked: int = factories.ask(alice, public_space).id
    worker()
    return asked


def checks(ran: Ran) -> dict[str, dict[str, object]]:
    return {row["check"]: row for row in json.loads(ran.out)["checks"]}


def test_doctor_finds_a_new_community_well(question: int, atrium: Command) -> None:
    ran = atrium("doctor", "--json")

    assert ran.code == 0, ran.out
    assert json.loads(ran.out)["well"] is True


def test_doctor_says_it_in_words(question: int, atrium: Command) -> None:
    ran = atrium("doctor")

    assert "well   settings" in ran.out
    assert "WRONG" not in ran.out


def test_doctor_finds_and_mends_an_index_that_differs(question: int, app: Atrium, atrium: Command) -> None:
    app.extensions["search"].remove([question])

    found = atrium("doctor", "--json")
    mended = atrium("doctor", "--fix", "--json")

    assert found.code == 1
    assert f"such as {question}" in str(checks(found)["search index"]["problems"])
    assert mended.code == 0
    assert checks(mended)["search index"]["mended"] is True
    assert app.extensions["search"].ids(0, 10) == [question]


def test_doctor_names_entries_that_were_given_up(question: int, alice: Person, atrium: Command) -> None:
    factories.remark(alice, db.session.get_one(Question, question))
    with unit_of_work():
        db.session.execute(update(OutboxEntry).values(attempts=outbox.MOST_ATTEMPTS, problem="ValueError: cracked"))

    ran = atrium("doctor")

    assert ran.code == 1
    assert f"failed {outbox.MOST_ATTEMPTS} times, such as with ValueError: cracked" in ran.out
    assert atrium("doctor", "--fix").code == 0


def test_a_check_that_breaks_is_a_problem_and_hides_no_other(app: Atrium, question: int, atrium: Command) -> None:
    def broken() -> list[str]:
        raise ZeroDivisionError("no bells at all")

    add_check(app, Check("bells", broken))
    try:
        ran = atrium("doctor", "--json")
    finally:
        app.extensions["checks"].pop()

    assert ran.code == 1
    assert checks(ran)["bells"]["problems"] == ["could not be looked at: ZeroDivisionError: no bells at all"]
    assert checks(ran)["settings"]["well"] is True


def test_reindex_fills_an_empty_index(question: int, app: Atrium, atrium: Command) -> None:
    app.extensions["search"].remove([question])

    ran = atrium("reindex")

    assert (ran.code, ran.out) == (0, "")
    assert ran.err.startswith("1 contributions indexed in ")
    assert app.extensions["search"].ids(0, 10) == [question]


def test_the_worker_completes_an_index_that_is_not_whole(question: int, app: Atrium, atrium: Command) -> None:
    app.extensions["search"].remove([question])
    complete_index(app)
    assert app.extensions["search"].ids(0, 10) == []

    shutil.rmtree(app.extensions["settings"].home / "search", ignore_errors=True)
    app.extensions["search"].refresh()
    complete_index(app)

    whoosh_lost_its_folder = db.engine.dialect.name == "sqlite"
    assert app.extensions["search"].ids(0, 10) == ([question] if whoosh_lost_its_folder else [])


def test_upgrade_says_when_nothing_was_to_do(app: Atrium, atrium: Command) -> None:
    ran = atrium("upgrade")

    assert ran.code == 0
    assert ran.out == "The database is at revision 0001, as it was.\n"


@pytest.mark.parametrize("arguments", [["no-such-command"], ["doctor", "--no-such-option"], ["backup"]])
def test_wrong_usage_ends_with_2(app: Atrium, atrium: Command, arguments: list[str]) -> None:
    ran = atrium(*arguments)

    assert (ran.code, ran.out) == (2, "")
    assert "Usage: atrium" in ran.err


def test_a_failure_of_our_own_ends_with_3(app: Atrium, atrium: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.extensions, "checks", None)

    assert atrium("doctor").code == 3
