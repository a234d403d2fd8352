"""Old addresses lead to where things stand now, for those who may see them, and are otherwise as missing as any."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from accounts.leaving.erasing import erase_closed
from accounts.models import Member
from contributions.addresses import address_of
from contributions.models import Contribution, Space
from contributions.old_addresses.forms import known_form
from contributions.old_addresses.models import OldAddress
from core.archive.report import Report
from core.database import db
from tests.importing.conftest import HERE
from tests.people import Person

Bring = Callable[..., Report]


def imported(model: Any, source: str) -> dict[str, Any]:
    rows = db.session.scalars(select(model).where(model.source == source))
    return {row.source_key: row for row in rows}


def test_old_addresses_lead_on_for_good(
    bring: Bring, client: FlaskClient, client_of: Callable[[Person], FlaskClient], moderator: Person
) -> None:
    bring(HERE / "stackexchange")
    bring(HERE / "discourse.sql")
    stack, talk = imported(Contribution, "stackexchange"), imported(Contribution, "discourse")
    people, spaces = imported(Member, "stackexchange"), imported(Space, "discourse")
    named = imported(Member, "discourse")
    leads = {
        "/from/stackexchange/questions/10/why-doesnt-my-barometer-stand-still": address_of(stack["p10"]),
        "/from/stackexchange/questions/10/anything/12": address_of(stack["p12"]),
        "/from/stackexchange/q/10/4": address_of(stack["p10"]),
        "/a/12/3": address_of(stack["p12"]),
        "/users/3/ana-brass": f"/members/{people['u3'].id}",
        "/t/why-does/10": address_of(talk["t10"]),
        "/t/10": address_of(talk["t10"]),
        "/t/why-does/10/1": address_of(talk["t10"]),
        "/t/why-does/10/3?u=ana": address_of(talk["p102"]),
        "/p/102": address_of(talk["p102"]),
        "/u/ANA/summary": f"/members/{named['u3'].id}",
        "/c/weather/5": f"/spaces/{spaces['s5'].slug}",
    }
    found = {path: client.get(path) for path in leads}
    assert {path: (answer.status_code, answer.location) for path, answer in found.items()} == {
        path: (301, url) for path, url in leads.items()
    }
    # What is deleted, restricted, or was never there: the same for all of them, and no write leads anywhere.
    gone = ["/from/stackexchange/questions/21", "/from/nowhere/questions/10", "/c/staff/6", "/t/80", "/t/9999999", "/x"]
    assert {path: client.get(path).status_code for path in gone} == dict.fromkeys(gone, 404)
    assert client.post("/t/10").status_code == 404
    assert client.get("/t/10", headers={"Accept": "application/json"}).status_code == 404
    assert client_of(moderator).get("/from/stackexchange/questions/21").status_code == 301


def test_a_number_that_both_sites_use_is_told_by_its_words(bring: Bring, client: FlaskClient) -> None:
    bring(HERE / "stackexchange")
    old = imported(Contribution, "stackexchange")["p10"]
    ours = db.session.scalars(
        select(Contribution).where(Contribution.kind == "question").order_by(Contribution.id)
    ).first()
    db.session.execute(
        OldAddress.__table__.update().where(OldAddress.path == "/questions/10").values(path=f"/questions/{ours.id}")
    )
    other = imported(Contribution, "stackexchange")["p20"]
    db.session.execute(
        OldAddress.__table__.update().where(OldAddress.path == f"/questions/{ours.id}").values(contribution_id=other.id)
    )
    db.session.commit()

    assert client.get(f"/questions/{ours.id}/barometer-moves").location == address_of(other)
    assert client.get(f"/questions/{ours.id}/wrong-words").location == address_of(old)
    assert client.get(f"/questions/{ours.id}").location == address_of(old)
    # Where ours is deleted the number leads nowhere, as it may come back; the words of the other title still do.
    ours.state = "deleted"
    db.session.commit()
    assert client.get(f"/questions/{ours.id}").status_code == 404
    assert client.get(f"/questions/{ours.id}/barometer-moves").location == address_of(other)


def test_an_erased_member_has_no_old_address(bring: Bring, client: FlaskClient) -> None:
    bring(HERE / "stackexchange")
    member = imported(Member, "stackexchange")["u3"]
    member.active = False
    db.session.commit()
    erase_closed(member.id)
    db.session.commit()

    assert client.get("/from/stackexchange/users/3").status_code == 404
    assert db.session.scalar(select(func.count()).where(OldAddress.member_id == member.id)) == 0


@pytest.mark.once
@pytest.mark.parametrize("path", ["/%00", "/questions/" + "9" * 600, "//", "/t/\u0661/2", "/u/%2e%2e"])
def test_odd_paths_lead_nowhere(path: str, client: FlaskClient) -> None:
    assert client.get(f"/from/x{path}").status_code in {400, 404, 308}
    assert known_form(known_form(path)) == known_form(path)
