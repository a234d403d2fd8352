"""The desks of curators: a file comes in on a page, and no desk opens to whoever keeps another museum."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from accounts.models import Role
from core.application import Atrium
from core.database import db
from museum_guide.artefacts.models import Artefact
from museum_guide.importing.models import ImportRun
from museum_guide.models import Museum, MuseumCurator
from tests.museum_guide.collections import ROWS, as_csv
from tests.people import Person, make_person


def titles() -> list[str]:
    return list(db.session.scalars(select(Artefact.title).order_by(Artefact.number)))


@pytest.fixture
def two_museums(atrium: Callable[..., Any], tmp_path: Path) -> tuple[Person, Person]:
    """A curator of the museum with works, and one of another museum."""
    path = tmp_path / "works.csv"
    path.write_bytes(as_csv(ROWS))
    assert atrium("museum", "import", path, "--museum", "quay").code == 0
    ours, theirs = make_person("Olga Ours", Role.CURATOR), make_person("Theo Theirs", Role.CURATOR)
    quay = db.session.scalars(select(Museum).where(Museum.slug == "quay")).one()
    other = Museum(slug="other", name="The Other", space_id=quay.space_id, created_at=quay.created_at, published=True)
    db.session.add(other)
    db.session.flush()
    for museum, person in ((quay, ours), (other, theirs)):
        db.session.add(MuseumCurator(museum_id=museum.id, member_id=person.id, added_at=quay.created_at))
    db.session.commit()
    return ours, theirs


def test_a_curator_brings_a_file_in(
    two_museums: tuple[Person, Person],
    client_of: Callable[[Person], FlaskClient],
    worker: Callable[[], None],
    app: Atrium,
) -> None:
    browser = client_of(two_museums[0])
    desk = "/museums/quay/desk/import"
    changed = [list(row) for row in ROWS]
    changed[1][1] = "<i>Lamp</i> put right<script>alert(1)</script>"

    def send(content: bytes) -> Any:
        return browser.post(desk, data={"file": (io.BytesIO(content), "../works <b>.csv")})

    assert send(b"").status_code == 422
    assert send(b"\x89PNG\r\n").status_code == 422
    assert send(b"id,name,lat,lon\n1,a,2,3\n").status_code == 422
    sent = send(as_csv(changed))
    page = browser.get(sent.headers["Location"])
    assert "works &lt;b&gt;.csv" in page.text
    assert "<script>alert" not in page.text
    names = {"name": ROWS[0]}
    meant = {f"meant-{place}": target for place, target in enumerate(["key", "title", "maker", "made", "room", "text:story", "picture", ""], 1)}  # fmt: skip
    assert browser.post(sent.headers["Location"], data=names | {"meant-1": "colour"}).status_code == 422
    for deed, state in (("try", "waiting"), ("bring", "done")):
        assert browser.post(sent.headers["Location"], data=names | meant | {"deed": deed}).status_code == 303
        assert "Reload" in browser.get(sent.headers["Location"]).text
        worker()
        run = db.session.scalars(select(ImportRun)).one()
        assert (run.state, run.report["changed"], run.report["unchanged"]) == (state, 1, 2)
        assert (titles()[0] == "Lamp put right") == (deed == "bring")
        assert browser.get(sent.headers["Location"]).status_code == 200
    assert run.file is None
    assert browser.post(sent.headers["Location"], data=names | meant).status_code == 409
    assert "brought in" in browser.get(desk).text


def test_no_desk_opens_to_another_museum(
    two_museums: tuple[Person, Person],
    client_of: Callable[[Person], FlaskClient],
    client: FlaskClient,
    alice: Person,
    administrator: Person,
) -> None:
    """Every route of the desk for staff of A, staff of B, a member, a visitor and an administrator."""
    ours, theirs = two_museums
    sent = client_of(ours).post("/museums/quay/desk/import", data={"file": (io.BytesIO(as_csv(ROWS)), "a.csv")})
    run = sent.headers["Location"]
    own, foreign = run, run.replace("quay", "other")
    readers = {"ours": ours, "theirs": theirs, "member": alice, "administrator": administrator}
    browsers = {name: client_of(person) for name, person in readers.items()} | {"visitor": client}
    shut = {"member": 403, "visitor": 303}
    for address in ("/museums/quay/desk/import", own, "/museums/quay/desk/labels", "/museums/quay/desk/labels.pdf"):
        for name, browser in browsers.items():
            expected = shut.get(name, 404 if name == "theirs" else 200)
            assert browser.get(address).status_code == expected, (address, name)
            if name == "theirs":
                assert browser.post(address, data={"deed": "bring"}).status_code in {404, 405}, address
    # Nor by the door of one's own museum.
    for name in ("theirs", "administrator", "ours"):
        assert browsers[name].get(foreign).status_code == 404, name
    for address in ("/museums/quay/desk/keepers",):
        for name, browser in browsers.items():
            expected = {"administrator": 200, "visitor": 303}.get(name, 403)
            assert browser.get(address).status_code == expected, (address, name)
    assert browsers["theirs"].post(f"/museums/quay/desk/keepers/{ours.id}/remove").status_code == 403
    assert browsers["administrator"].get("/museums/nowhere/desk/import").status_code == 404
    assert "a.csv" not in browsers["theirs"].get("/museums/other/desk/import").text


def test_who_keeps_a_museum(
    two_museums: tuple[Person, Person],
    administrator: Person,
    alice: Person,
    client_of: Callable[[Person], FlaskClient],
) -> None:
    browser = client_of(administrator)
    keepers = "/museums/quay/desk/keepers"
    assert browser.post(keepers, data={"who": "nobody@example.org"}).status_code == 422
    assert browser.post(keepers, data={"who": alice.email}).status_code == 303
    assert browser.post(keepers, data={"who": alice.name}).status_code == 303
    assert "Alice" in browser.get(keepers).text
    theirs = client_of(alice)
    assert theirs.get("/museums/quay/desk/import").status_code == 200
    assert browser.post(f"{keepers}/{alice.id}/remove").status_code == 303
    assert theirs.get("/museums/quay/desk/import").status_code == 403
