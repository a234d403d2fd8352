"""Files of a museum's rooms, told by the names of their columns: a tree of locations, or a list of galleries."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import select

from core.database import db, unit_of_work
from core.errors import Refused
from museum_guide.importing.report import Report
from museum_guide.importing.rooms import LONGEST_NAME, Rooms, Wanted, level_of, new_building, new_floor, new_room
from museum_guide.importing.tables import Raw, Sheet
from museum_guide.importing.words import rank, squeezed
from museum_guide.models import Building, Floor, Museum, Room

if TYPE_CHECKING:
    from museum_guide.importing.running import Sending

KINDS: dict[str, Any] = {"building": Building, "floor": Floor, "room": Room}
WORDS = {
    "key": ("locationkey", "locationid", "key", "id"),
    "kind": ("locationtype", "type", "kind"),
    "name": ("description", "name", "title", "label"),
    "above": ("partof", "parent", "parentid", "parentkey", "within"),
    "shape": ("mapshapecoords", "coords", "coordinates", "shape"),
}
PARTS = re.compile(r"\s+[-–—]\s+|\s*,\s*")  # noqa: RUF001


class Place(NamedTuple):
    """A building, a floor or a room as a file names it; `box` is left, top, width and height on the plan."""

    line: int
    key: str
    kind: str
    name: str
    above: str
    box: tuple[float, float, float, float] | None


def is_of_rooms(sheet: Sheet) -> bool:
    """Whether the rows of a file are rooms: a tree of locations, or a list of galleries."""
    return set(_tree(sheet)) >= {"key", "kind", "above"} or _is_list(sheet)


def _is_list(sheet: Sheet) -> bool:
    things = ("title", "maker", "accession", "made", "medium", "key")
    return _first(sheet, "room") is not None and all(_first(sheet, target) is None for target in things)


def _first(sheet: Sheet, target: str) -> str | None:
    found = [(place, name) for name in sheet.columns if (place := rank(target, name)) is not None]
    return min(found, key=lambda one: one[0])[1] if found else None


def _tree(sheet: Sheet) -> dict[str, str]:
    plain = {squeezed(name): name for name in sheet.columns}
    return {field: plain[word] for field, words in WORDS.items() if (word := next(filter(plain.get, words), None))}


class Locations:
    """A file of buildings, floors and rooms."""

    name = "rooms"

    @staticmethod
    def bring(sending: "Sending", sheet: Sheet, report: Report) -> None:
        """Store its rows, those above first."""
        from museum_guide.importing.running import tell

        with unit_of_work():
            if _is_list(sheet):
                _bring_list(sending, sheet, report)
            else:
                _bring_tree(sending, sheet, report)
            if not report.dry_run:
                tell(sending, report)


def _bring_list(sending: "Sending", sheet: Sheet, report: Report) -> None:
    from museum_guide.importing.running import good_rows

    names = {target: _first(sheet, target) for target in ("room", "floor", "building")}
    report.columns = {name: target for target, name in names.items() if name}
    report.kept_beside = []
    _tell_unused(sheet, report)
    rooms, seen = Rooms(sending.museum, report.dry_run), dict[str, int]()
    for raw in good_rows(sheet, report):
        wanted = Wanted(*(_said(raw, names[target]) for target in ("room", "floor", "building")))
        if not wanted.name:
            report.tell(raw.line, "names no room", refused=True)
        elif seen.setdefault(wanted.name.casefold(), raw.line) != raw.line:
            report.duplicates += 1
            report.tell(raw.line, f"names the room of line {seen[wanted.name.casefold()]} again")
        else:
            _bring_listed(rooms, wanted, report)
    report.rooms = rooms.made


def _bring_listed(rooms: Rooms, wanted: Wanted, report: Report) -> None:
    """Make a room, or move it to the floor that the file names."""
    before = rooms.made
    rooms.prepare([wanted])
    if rooms.made > before:
        report.stored += 1
        return
    key = rooms.of(wanted.name)
    named = wanted.floor or wanted.building
    floor = rooms.floor(wanted.building, wanted.floor) if named and not report.dry_run else None
    room = db.session.get_one(Room, key) if key and floor else None
    if room is not None and room.floor_id != floor:
        room.floor_id = floor or room.floor_id
        report.changed += 1
    else:
        report.unchanged += 1


def _bring_tree(sending: "Sending", sheet: Sheet, report: Report) -> None:
    from museum_guide.importing.running import good_rows

    columns = _tree(sheet)
    report.columns = {name: field for field, name in columns.items()}
    _tell_unused(sheet, report)
    found: dict[str, Place] = {}
    for raw in good_rows(sheet, report):
        place = _place(raw, columns, report)
        if place and found.setdefault(place.key, place) is not place:
            report.tell(raw.line, f"has the key {place.key!r} of line {found[place.key].line}", refused=True)
    tree = _Tree(sending.museum, report, found)
    for kind in KINDS:
        for place in sorted((one for one in found.values() if one.kind == kind), key=_turn):
            tree.bring(place)


def _tell_unused(sheet: Sheet, report: Report) -> None:
    unused = [name for name in sheet.columns if name not in report.columns]
    if unused:
        report.notes.append(f"rooms have no field for {', '.join(unused)}")


def _turn(place: Place) -> tuple[Any, ...]:
    """Return the key by which floors come from below, and the ground before the main one."""
    numbered = [int(part) if part.isdecimal() else 0 for part in re.split(r"(\d+)", place.name)]
    return (level_of(place.name), "ground" not in place.name.casefold()) if place.kind == "floor" else (0, numbered)


def _place(raw: Raw, columns: Mapping[str, str], report: Report) -> Place | None:
    told = {field: _said(raw, name) for field, name in columns.items()}
    kind = told["kind"].casefold()
    if kind not in KINDS or not told["key"]:
        report.tell(raw.line, f"is {told['kind']!r}, neither building, floor nor room", refused=True)
        return None
    if kind != "building" and not told["above"]:
        report.tell(raw.line, f"is a {kind} and does not say of what it is a part", refused=True)
        return None
    box = _box(told.get("shape", ""))
    if box is None and told.get("shape"):
        report.tell(raw.line, f"has a shape that cannot be read: {told['shape'][:60]!r}")
    return Place(raw.line, told["key"], kind, told.get("name") or told["key"], told["above"], box)


def _said(raw: Raw, column: str | None) -> str:
    return " ".join(" ".join(raw.values.get(column or "", ())).split())


def _box(coordinates: str) -> tuple[float, float, float, float] | None:
    """Return the rectangle around the corners of a shape, `80,165,97,184` or more of them."""
    numbers = re.findall(r"-?\d+(?:\.\d+)?", coordinates)
    if len(numbers) < 4 or len(numbers) % 2:
        return None
    across, down = [float(one) for one in numbers[::2]], [float(one) for one in numbers[1::2]]
    return min(across), min(down), max(across) - min(across), max(down) - min(down)


class _Tree:
    """Stores places below one another, each known again by its key."""

    def __init__(self, museum: Museum | None, report: Report, found: Mapping[str, Place]) -> None:
        self.museum = museum
        self.report = report
        self.found = found
        self.source = f"{museum.slug[:50]}-rooms" if museum else ""
        self.rows: dict[str, int | None] = {}

    def bring(self, place: Place) -> None:
        """Store one place."""
        above = self.found.get(place.above)
        expected = {"floor": "building", "room": "floor"}.get(place.kind)
        if expected and (above is None or above.kind != expected or place.above not in self.rows):
            self.report.tell(place.line, f"is part of {place.above!r}, which is no {expected} here", refused=True)
            return
        name = _own_name(place, above)
        stored = self._stored(place.kind, place.key)
        if stored is None:
            self.report.stored += 1
            self.report.rooms += place.kind == "room"
            self.rows[place.key] = None if self.report.dry_run else self._make(place, name)
            return
        self.rows[place.key] = stored.id
        if self._changed(stored, place, name):
            self.report.changed += 1
        else:
            self.report.unchanged += 1

    def _stored(self, kind: str, key: str) -> Any:
        model = KINDS[kind]
        return (
            db.session.scalars(select(model).where(model.source == self.source, model.source_key == key)).one_or_none()
            if self.museum
            else None
        )

    def _make(self, place: Place, name: str) -> int:
        if self.museum is None:
            raise Refused("rooms are made in a museum")
        told: dict[str, Any] = {"source": self.source, "source_key": place.key}
        above = self.rows.get(place.above) or 0
        if place.kind == "building":
            return self._building(name, told)
        if place.kind == "floor":
            return new_floor(above, name, **told).id
        return new_room(self.museum, above, name[:200], **told, **_geometry(place)).id

    def _building(self, name: str, told: dict[str, Any]) -> int:
        """Return a building, one of that name taken over where it has no key yet."""
        if self.museum is None:
            raise Refused("buildings are made in a museum")
        same = select(Building).where(Building.museum_id == self.museum.id, Building.name == name[:LONGEST_NAME])
        building = db.session.scalars(same).one_or_none()
        if building is None:
            return new_building(self.museum, name, **told).id
        if building.source_key is None:
            building.source, building.source_key = told["source"], told["source_key"]
            return building.id
        return new_building(self.museum, f"{name[:60]} ({told['source_key'][:30]})", **told).id

    def _changed(self, row: Any, place: Place, name: str) -> bool:
        told: dict[str, Any] = {"name": name[:LONGEST_NAME] if place.kind != "room" else name[:200]}
        told |= _geometry(place) if place.kind == "room" else {}
        different = {field: value for field, value in told.items() if getattr(row, field) != value}
        if different and not self.report.dry_run:
            for field, value in different.items():
                setattr(row, field, value)
        return bool(different)


def _geometry(place: Place) -> dict[str, float | None]:
    return dict(zip(("x", "y", "width", "height"), place.box or (None,) * 4, strict=True))


def _own_name(place: Place, above: Place | None) -> str:
    """Return a name without the names of what it is a part of: `West Building, Main Floor - Gallery 7` is Gallery 7."""
    parts = PARTS.split(place.name)
    said = set(PARTS.split(above.name)) if above else set()
    own = [part for part in parts if part not in said]
    if not own or len(own) == len(parts):
        return place.name
    return place.name[place.name.index(own[0]) :] if own == parts[-len(own) :] else place.name
