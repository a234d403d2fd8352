"""Rate limits: counted for all processes together, by network, and begun anew with their window."""

import multiprocessing
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from limits import parse

from core.application import Atrium
from core.errors import Throttled
from core.limits import Limits, SQLiteStorage, network_of

pytestmark = pytest.mark.once


def test_one_too_many_is_told_how_long_to_wait(app: Atrium, tmp_path: Path) -> None:
    limits = Limits(SQLiteStorage(tmp_path / "limits.sqlite"), on=True)
    for _act in range(10):
        limits.hit("sign in", "192.0.2.0/24")

    with app.test_request_context(), pytest.raises(Throttled) as caught:
        limits.hit("sign in", "192.0.2.0/24")
    assert 1 <= caught.value.seconds <= 60
    limits.hit("sign in", "198.51.100.0/24")


def test_limits_that_are_off_count_nothing(tmp_path: Path) -> None:
    limits = Limits(SQLiteStorage(tmp_path / "limits.sqlite"), on=False)
    for _act in range(100):
        limits.hit("sign in", "192.0.2.0/24")


def add(path: Path, times: int) -> None:
    storage = SQLiteStorage(path)
    for _time in range(times):
        storage.incr("key", 60)


def test_processes_count_together(tmp_path: Path) -> None:
    path = tmp_path / "limits.sqlite"
    SQLiteStorage(path)
    context = multiprocessing.get_context("fork")
    processes = [context.Process(target=add, args=(path, 50)) for _process in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(30)

    assert SQLiteStorage(path).get("key") == 200


def test_a_counter_begins_anew_with_its_window(tmp_path: Path) -> None:
    storage = SQLiteStorage(tmp_path / "limits.sqlite")
    storage.incr("key", expiry=-1)

    assert storage.get("key") == 0
    assert storage.incr("key", expiry=60) == 1
    assert storage.incr("key", expiry=60) == 2


def test_what_has_passed_is_swept_away(tmp_path: Path) -> None:
    storage = SQLiteStorage(tmp_path / "limits.sqlite")
    storage.incr("old", expiry=-1)
    storage.incr("new", expiry=60)
    storage.sweep()

    assert storage._connection().execute("SELECT key FROM counter").fetchall() == [("new",)]
    assert parse("1/minute").get_expiry() == 60


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("no address", "unknown"),
        (None, "unknown"),
    ],
)
def test_a_network_shares_a_limit(address: str | None, network: str) -> None:
    assert network_of(address) == network


@pytest.mark.limits
def test_a_page_that_is_asked_for_too_often_says_when_to_come_back(client: FlaskClient) -> None:
    answers = [client.get("/search?q=wind") for _search in range(61)]

    assert {answer.status_code for answer in answers[:-1]} == {200}
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["Retry-After"]) > 0
