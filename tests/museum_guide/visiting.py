"""Small museums, and visitors in them."""

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask.testing import FlaskClient

from contributions.models import Space
from core.clock import now
from core.database import db
from museum_guide.artefacts.codes import new_code
from museum_guide.artefacts.models import Artefact, Placement
from museum_guide.models import Building, Floor, Museum, MuseumCurator, Room
from museum_guide.suggestions.learning import learn
from museum_guide.visits.models import ArtefactView, Visit, VisitDevice
from tests.people import Person


class House:
    """A museum with rooms by their names and artefacts by their numbers."""

    def __init__(self, slug: str, space: Space, **fields: Any) -> None:
        """Open a museum."""
        given = {"name": f"Museum {slug}", "published": True, "created_at": now()} | fields
        self.museum = self._add(Museum(slug=slug, space_id=space.id, **given))
        self.building = self._add(Building(museum_id=self.museum.id, name="Main house"))
        self.floors: dict[int, Floor] = {}
        self.rooms: dict[str, Room] = {}
        self.works: dict[int, Artefact] = {}

    def _add(self, row: Any) -> Any:
        db.session.add(row)
        db.session.flush()
        return row

    def room(self, name: str, level: int = 0, **fields: Any) -> Room:
        """Add a room, and its floor where it is the first there."""
        if level not in self.floors:
            self.floors[level] = self._add(Floor(building_id=self.building.id, level=level, name=f"Floor {level}"))
        given = {"museum_id": self.museum.id, "floor_id": self.floors[level].id, "slug": name.lower()} | fields
        self.rooms[name] = self._add(Room(name=name, **given))
        return self.rooms[name]

    def work(self, number: int, room: str = "", **fields: Any) -> Artefact:
        """Add an artefact, and hang it."""
        at = now()
        given = {"title": f"Work {number}", "created_at": at, "changed_at": at, "code": new_code()} | fields
        work = self.works[number] = self._add(Artefact(museum_id=self.museum.id, number=number, **given))
        if room:
            self._add(Placement(artefact_id=work.id, room_id=self.rooms[room].id, since=at.date(), position=number))
        return work

    def kept_by(self, person: Person) -> None:
        """Let somebody keep the museum."""
        self._add(MuseumCurator(museum_id=self.museum.id, member_id=person.id, added_at=now()))

    def visit(self, client: FlaskClient | None = None, **fields: Any) -> Visit:
        """Begin a visit, on a phone where one is given."""
        at = now()
        given = {"started_at": at - timedelta(hours=1), "ends_at": at + timedelta(hours=2), "language": "en"} | fields
        visit: Visit = self._add(Visit(museum_id=self.museum.id, **given))
        if client is not None:
            token = f"phone of {visit.id}"
            digest = hashlib.sha256(token.encode()).hexdigest()
            self._add(VisitDevice(visit_id=visit.id, slot=1, token_digest=digest))
            client.set_cookie("atrium-visit", token, domain="localhost")
        return visit

    def look(self, visit: Visit, number: int, seconds: float, **fields: Any) -> ArtefactView:
        """Let a visitor look at something for so long."""
        opened = visit.started_at + timedelta(seconds=60 * number)
        given = {"opened_at": opened, "last_at": opened + timedelta(seconds=seconds), "closed": True} | fields
        row = {"visit_id": visit.id, "artefact_id": self.works[number].id, "key": f"look-{number:05}"}
        view: ArtefactView = self._add(ArtefactView(**row, active_ms=int(1000 * seconds), **given))
        return view

    def looks(self, visits: Sequence[dict[int, float]], **fields: Any) -> list[Visit]:
        """Let so many visit, each with seconds by number."""
        made = []
        for seconds in visits:
            visit = self.visit(**fields)
            for number, length in seconds.items():
                self.look(visit, number, length)
            made.append(visit)
        return made


def learned() -> None:
    """Learn what to suggest, and let what was done stand."""
    learn()
    db.session.commit()
