"""Finds the rooms that a file names, and makes those that a museum does not have yet, with their floor and building."""

import re
import secrets
from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import func, select

from contributions.kinds import slug
from core.database import db, read
from core.translation import gettext as _
from museum_guide.models import Building, Floor, Museum, Room

LONGEST_SLUG, LONGEST_NAME = 100, 100
LEVELS = (
    (r"(lower|sub|concourse|basement|keller|untergeschoss|sous.?sol|sotano)", -1),
    (r"(ground|main|street|first floor|erdgeschoss|rez|parterre|planta baja)", 0),
    (r"(mezzanine|upper|second floor|obergeschoss)", 1),
)


class Wanted(NamedTuple):
    """A room as a file names it; `floor` and `building` may be empty."""

    name: str
    floor: str = ""
    building: str = ""


class Rooms:
    """The rooms of one museum while a file is read. In a dry run nothing is made, and new rooms have no id."""

    def __init__(self, museum: Museum | None, dry_run: bool) -> None:
        self.museum = museum
        self.dry_run = dry_run
        self.made = 0
        self.known: dict[str, int | None] = {}
        self.floors: dict[tuple[str, str], int] = {}
        self.forget()

    def forget(self) -> None:
        """Read the rooms again."""
        if self.museum is None:
            return
        rows = read(select(Room.id, Room.name, Room.source_key).where(Room.museum_id == self.museum.id)).all()
        self.known |= {_folded(row.source_key): row.id for row in rows if row.source_key}
        self.known |= {_folded(row.name): row.id for row in rows}

    def prepare(self, wanted: Iterable[Wanted]) -> None:
        """Make the rooms that are missing, in the order in which people count them."""
        missing = {_folded(room.name): room for room in wanted if room.name and _folded(room.name) not in self.known}
        for room in sorted(missing.values(), key=lambda one: _counted(one.name)):
            self.made += 1
            self.known[_folded(room.name)] = None if self.dry_run else self._make(room)

    def of(self, name: str) -> int | None:
        """Return the room of a name that was prepared."""
        return self.known.get(_folded(name))

    def floor(self, building: str, floor: str) -> int:
        """Return a floor of the museum, made where it is not there. Without names, its only or first one serves."""
        key = (_folded(building), _folded(floor))
        if key not in self.floors:
            self.floors[key] = self._floor(building, floor)
        return self.floors[key]

    def _make(self, wanted: Wanted) -> int:
        room = new_room(self._museum(), self.floor(wanted.building, wanted.floor), wanted.name)
        return room.id

    def _museum(self) -> Museum:
        if self.museum is None:
            raise ValueError("rooms are made in a museum")
        return self.museum

    def _floor(self, building: str, floor: str) -> int:
        museum = self._museum()
        house = select(Building).where(Building.museum_id == museum.id).order_by(Building.position, Building.id)
        if building:
            house = house.where(func.lower(Building.name) == building.lower()[:LONGEST_NAME])
        found = db.session.scalars(house.limit(1)).first() or self._building(building or museum.name)
        storey = select(Floor).where(Floor.building_id == found.id).order_by(Floor.level, Floor.id)
        if floor:
            storey = storey.where(func.lower(Floor.name) == floor.lower()[:LONGEST_NAME])
        row = db.session.scalars(storey.limit(1)).first() or new_floor(found.id, floor or _("Ground floor"))
        return row.id

    def _building(self, name: str) -> Building:
        return new_building(self._museum(), name)


def new_building(museum: Museum, name: str, **more: Any) -> Building:
    """Make a building behind the others."""
    last = db.session.scalar(select(func.max(Building.position)).where(Building.museum_id == museum.id))
    building = Building(museum_id=museum.id, name=name[:LONGEST_NAME], position=(last or 0) + 1, **more)
    db.session.add(building)
    db.session.flush()
    return building


def new_floor(building_id: int, name: str, **more: Any) -> Floor:
    """Make a floor at the level that its name says, or at the next one that is free."""
    taken = set(db.session.scalars(select(Floor.level).where(Floor.building_id == building_id)))
    level = level_of(name)
    while level in taken:
        level += -1 if level < 0 else 1
    floor = Floor(building_id=building_id, level=level, name=name[:LONGEST_NAME], **more)
    db.session.add(floor)
    db.session.flush()
    return floor


def new_room(museum: Museum, floor_id: int, name: str, **more: Any) -> Room:
    """Make a room behind the others of its museum, at an address that no other has."""
    last = db.session.scalar(select(func.max(Room.position)).where(Room.museum_id == museum.id))
    address = slug(name)[:LONGEST_SLUG]
    taken = select(Room.id).where(Room.museum_id == museum.id, Room.slug == address)
    if address == "-" or db.session.scalar(taken):
        address = f"{address[: LONGEST_SLUG - 7]}-{secrets.token_hex(3)}"
    room = Room(museum_id=museum.id, floor_id=floor_id, name=name, slug=address, position=(last or 0) + 1, **more)
    db.session.add(room)
    db.session.flush()
    return room


def level_of(name: str) -> int:
    """Return the level that the name of a floor says: 2 for `Floor 2`, -1 for a basement, 0 where it says none."""
    plain = name.casefold()
    number = re.search(r"(?<![\d.])-?\d{1,2}(?!\d)", plain)
    if number:
        return int(number[0])
    return next((level for words, level in LEVELS if re.search(words, plain)), 0)


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _counted(name: str) -> list[Any]:
    """Return the key by which Gallery 2 comes before Gallery 10."""
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part.casefold()) for part in re.split(r"(\d+)", name)]
