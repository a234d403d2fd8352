"""A museum with a few artefacts, tickets for it, and phones that visit it."""

from typing import Any
from uuid import uuid4

from flask.testing import FlaskClient

from contributions.models import Space
from core.clock import now
from core.database import db
from museum_guide.artefacts.models import Artefact
from museum_guide.models import Museum, MuseumCurator
from tests.people import Person

PRICED = {"name": "Day with the guide", "currency": "eur", "price": "12.50", "surcharge": "2"}


def make_museum(space: Space, slug: str = "tower", *keepers: Person, **fields: Any) -> Museum:
    """Open a museum kept by these people."""
    given = {"name": slug.title(), "space_id": space.id, "published": True, "created_at": now(), **fields}
    museum = Museum(slug=slug, **given)
    db.session.add(museum)
    db.session.flush()
    db.session.add_all(MuseumCurator(museum_id=museum.id, member_id=one.id, added_at=now()) for one in keepers)
    db.session.commit()
    return museum


def make_works(museum: Museum, count: int = 3, **fields: Any) -> list[Artefact]:
    """Show some things in a museum."""
    works = [
        Artefact(
            museum_id=museum.id,
            number=number,
            code=f"{museum.slug[:3].upper()}{number:04}",
            title=f"Thing {number} of {museum.name}",
            created_at=now(),
            changed_at=now(),
            **fields,
        )
        for number in range(1, count + 1)
    ]
    db.session.add_all(works)
    db.session.commit()
    return works


def make_codes(desk: FlaskClient, slug: str, count: int = 1, day: str = "", **kind: str) -> list[str]:
    """Let the desk of a museum make tickets and return their codes as they are saved."""
    address = f"/museums/{slug}/tickets"
    made = desk.post(address, data=PRICED | {"name": f"Kind {uuid4().hex}"} | kind)
    assert made.status_code == 303, made.text
    page = desk.get(address).text
    key = page.partition('<select class="input" id="type"')[2].rpartition('<option value="')[2].partition('"')[0]
    given = {"type": key, "day": day or now().date().isoformat(), "amount": str(count), "as": "csv"}
    saved = desk.post(f"{address}/make", data=given)
    assert saved.mimetype == "text/csv", saved.text
    return [line.partition(",")[0] for line in saved.text.splitlines()[1:]]
