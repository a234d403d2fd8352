"""A visit: begun without a name, seen on a phone, taken home by a link, and forgotten."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from contributions.models import Space
from core.application import Atrium
from core.clock import now
from core.database import db
from core.jobs import jobs_of
from museum_guide.models import Museum
from museum_guide.tickets.models import Ticket
from museum_guide.visits.current import AFTERWARDS
from museum_guide.visits.keeping import LONGEST, sweep
from museum_guide.visits.models import ArtefactView, Favourite, Visit, VisitDevice
from tests.museum_guide.furnished import make_codes, make_museum, make_works
from tests.museum_guide.objects.hall import keep, open_hall, work
from tests.people import Person


@pytest.fixture(autouse=True)
def morning(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Wednesday, while museums are open."""
    monkeypatch.setenv("ATRIUM_NOW", "2026-05-13T09:00:00")


@pytest.fixture
def hall(app: Atrium, tmp_path: Path, public_space: Space) -> Museum:
    """The museum on the quay."""
    return open_hall(tmp_path, public_space)


@pytest.fixture
def phone(app: Atrium, hall: Museum) -> FlaskClient:
    """A phone that visits it without a ticket."""
    client = app.test_client()
    assert client.post("/museums/quay/visit", data={"next": "/a/7K3MZ8Q"}).headers["Location"] == "/a/7K3MZ8Q"
    return client


def beat(client: FlaskClient, page: str, artefact: int, active: int, monkeypatch: pytest.MonkeyPatch) -> int:
    token = page.partition('data-token="')[2].partition('"')[0]
    monkeypatch.setenv("ATRIUM_NOW", (now() + timedelta(milliseconds=active)).isoformat())
    said = {"key": f"look{artefact:08}", "artefact": artefact, "age": active, "active": active, "by": "qr"}
    return client.post("/visit/beats", json={"token": token, "views": [said]}).status_code


def test_a_visit_shows_what_was_seen_and_kept_in_mind(
    app: Atrium,
    phone: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
    count_queries: Callable[[], AbstractContextManager[Any]],
) -> None:
    lamp, needle = work(17).id, work(18).id
    stranger = app.test_client()
    assert "data-token" not in stranger.get("/a/7K3MZ8Q").text
    page = phone.get("/a/7K3MZ8Q").text
    assert 'data-by="qr"' in page
    assert "My visit" in page
    assert "data-token" not in stranger.get("/a/7K3MZ8Q").text
    assert beat(phone, page, lamp, 120_000, monkeypatch) == 204
    assert (
        phone.post(f"/visit/kept/{needle}", data={"next": "/museums/quay/18"}).headers["Location"] == "/museums/quay/18"
    )
    assert phone.post(f"/visit/kept/{needle}", json={}).get_json() == {"kept": False}
    assert phone.post(f"/visit/kept/{needle}", json={}).get_json() == {"kept": True}
    assert phone.post(f"/visit/kept/{work(19).id}").status_code == 404
    assert stranger.post(f"/visit/kept/{needle}").status_code == 404
    with count_queries() as statements:
        own = phone.get("/visit")
    assert statements.count <= 6
    assert all(words in own.text for words in ("Lamp of the Linnet", "2 min", "Net needle", "kept in mind"))
    with count_queries() as statements:
        assert 'aria-pressed="true"' in phone.get("/museums/quay/18").text
    assert statements.count <= 6
    with count_queries() as statements:
        assert "It goes on since" in phone.get("/museums/quay").text
    assert statements.count <= 6
    phone.post("/visit/choices", data={"language": "de", "depth": "scholar", "step_free": "yes"})
    visit = db.session.scalars(select(Visit)).one()
    assert (visit.language, visit.depth, visit.step_free) == ("de", "scholar", True)
    assert "Lampe der Hänfling" in phone.get("/visit").text
    phone.post("/visit/choices", data={"language": "../..", "depth": "all"})
    assert db.session.scalars(select(Visit)).one().language == "de"


def test_a_link_takes_the_visit_home_and_ending_it_wipes_the_phone(
    app: Atrium, phone: FlaskClient, worker: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert beat(phone, phone.get("/a/7K3MZ8Q").text, work(17).id, 60_000, monkeypatch) == 204
    link = phone.get("/visit").text.partition('class="visit-link"><a href="http://localhost')[2].partition('"')[0]
    home = app.test_client().get(link)
    assert "Lamp of the Linnet" in home.text
    assert "Set-Cookie" not in home.headers
    assert app.test_client().get(f"{link}x").status_code == 404
    assert phone.post("/visit/mail", data={"email": "nobody"}).status_code == 422
    assert phone.post("/visit/mail", data={"email": "vera@example.org"}).status_code == 303
    assert "not kept" in phone.get("/visit?sent=yes").text
    worker()
    mails = list((app.extensions["settings"].home / "mail").glob("*.eml"))
    assert [link in mail.read_text("utf-8").replace("=\n", "") for mail in mails] == [True]
    assert not any("vera" in str(row) for name in ("account_mail", "event") for row in rows(name))
    assert jobs_of(app).queue.pending_count() == 0
    ended = phone.post("/visit/end")
    assert ended.headers["Clear-Site-Data"] == '"cache"'
    assert "atrium-visit=;" in ended.headers["Set-Cookie"]
    assert "This phone has forgotten it" in phone.get(ended.headers["Location"]).text
    assert db.session.scalar(select(func.count()).select_from(VisitDevice)) == 0
    assert "Lamp of the Linnet" in app.test_client().get(link).text
    assert app.test_client().post(f"{link}/follow").status_code == 403
    other = app.test_client()
    other.post("/museums/quay/visit")
    own = other.get("/visit").text.partition('class="visit-link"><a href="http://localhost')[2].partition('"')[0]
    assert other.post("/visit/end", data={"erase": "yes"}).status_code == 303
    assert app.test_client().get(own).status_code == 404
    assert db.session.scalar(select(func.count()).select_from(Visit)) == 1


def rows(table: str) -> list[Any]:
    from core.database import Base

    return list(db.session.execute(select(Base.metadata.tables[table])))


def test_visits_are_kept_for_as_long_as_they_may_be(
    app: Atrium, phone: FlaskClient, hall: Museum, curator: Person, client_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(hall, curator)
    code = make_codes(client_of(curator), "quay")[0]
    assert app.test_client().post("/ticket", data={"code": code}).status_code == 303
    phone.post(f"/visit/kept/{work(17).id}")
    ends = db.session.scalars(select(Visit.ends_at)).first()
    assert ends is not None
    monkeypatch.setenv("ATRIUM_NOW", (ends + timedelta(minutes=1)).isoformat())
    assert "The museum has closed" in phone.get("/visit").text
    assert "data-token" not in phone.get("/a/7K3MZ8Q").text
    monkeypatch.setenv("ATRIUM_NOW", (ends + AFTERWARDS).isoformat())
    assert "No visit yet" in phone.get("/visit").text
    sweep()
    counted = {
        model: db.session.scalar(select(func.count()).select_from(model)) for model in (VisitDevice, Visit, Ticket)
    }
    assert counted == {VisitDevice: 0, Visit: 2, Ticket: 1}
    monkeypatch.setenv("ATRIUM_NOW", (ends + LONGEST + timedelta(days=1)).isoformat())
    sweep()
    counted = {
        model: db.session.scalar(select(func.count()).select_from(model)) for model in (Favourite, Visit, Ticket)
    }
    assert counted == {Favourite: 0, Visit: 0, Ticket: 0}


def test_a_ticket_opens_what_needs_one_there_and_nowhere_else(
    app: Atrium, phone: FlaskClient, hall: Museum, curator: Person, client_of: Any, public_space: Space
) -> None:
    keep(hall, curator)
    secret = "A secret of the knot"
    assert secret not in phone.get("/museums/quay/18").text
    ticketed = app.test_client()
    assert ticketed.post("/ticket", data={"code": make_codes(client_of(curator), "quay")[0]}).status_code == 303
    assert secret in ticketed.get("/museums/quay/18").text
    assert secret not in app.test_client().get("/museums/quay/18").text
    elsewhere = app.test_client()
    make_works(make_museum(public_space, "tower", curator))
    assert elsewhere.post("/ticket", data={"code": make_codes(client_of(curator), "tower")[0]}).status_code == 303
    assert secret not in elsewhere.get("/museums/quay/18").text
    db.session.execute(update(Museum).values(published=False))
    db.session.commit()
    assert app.test_client().post("/museums/quay/visit").status_code == 404


@pytest.mark.once
def test_a_pack_names_what_a_phone_needs_and_nothing_that_is_hidden(
    app: Atrium, phone: FlaskClient, count_queries: Callable[[], AbstractContextManager[Any]]
) -> None:
    stranger = app.test_client()
    with count_queries() as statements:
        answer = stranger.get("/museums/quay/pack.json?language=de")
    # One of them asks whether a kept page is still true.
    assert statements.count <= 7
    pack = json.loads(answer.data)
    assert pack["language"] == "de"
    assert pack["codes"] == {"7K3MZ8Q": "/museums/quay/17", work(18).code: "/museums/quay/18"}
    assert {"/museums/quay", "/museums/quay/17", "/museums/quay/rooms/lamps"} <= set(pack["pages"])
    assert "/museums/quay/19" not in pack["pages"]
    assert pack["bytes"] >= 16_000 * len(pack["pages"])
    assert {stranger.get(page, buffered=True).status_code for page in (*pack["pages"], *pack["shell"])} == {200}
    assert 'data-pack="/museums/quay/pack.json?language=de"' in stranger.get("/museums/quay?language=de").text
    assert stranger.get("/museums/house-that-is-not-open/pack.json").status_code == 404
    assert db.session.scalar(select(func.count()).select_from(ArtefactView)) == 0
