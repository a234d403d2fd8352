"""Museums, their rooms and the ways between them as lines of an archive; plans are files, and in backups."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Annotated, Any, ClassVar, Literal

from flask import Flask
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select

from contributions.archive.spaces import common_space
from contributions.kinds import slug
from contributions.models import Space
from core import markup
from core.archive.batches import Batch, insert_rows, known_by_id, reserve_ids
from core.archive.identity import PublicIds
from core.archive.lines import Count, Id, Line, Moment, Number, Reference
from core.archive.registry import Family, RecordType, add_record_types
from core.archive.rows import pages_of_rows
from core.database import db, once
from museum_guide.models import Building, ClosedDay, Floor, Museum, MuseumText, OpeningHours, Passage, Room

MUSEUM, ROOM = Reference("museum"), Reference("room")
HOUSE, GROUND = "House", "Ground floor"
Name = Annotated[str, Field(min_length=1, max_length=200)]
Language = Annotated[str, Field(min_length=2, max_length=35)]
Degrees = Annotated[float, Field(ge=-180, le=180)]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class Part(BaseModel):
    """A part of a line."""

    model_config = ConfigDict(strict=True, extra="ignore")


class TextOfMuseum(Part):
    """What a museum says of itself in one language."""

    language: Language
    body: str


class HoursOfMuseum(Part):
    """When it is open on a weekday (0 is Monday), in minutes since midnight."""

    weekday: Annotated[int, Field(ge=0, le=6)]
    opens: Annotated[int, Field(ge=0, lt=1440)]
    closes: Annotated[int, Field(gt=0, le=1800)]


class ClosedOfMuseum(Part):
    """A day on which it is closed against its hours."""

    day: Day
    reason: Annotated[str, Field(max_length=200)] = ""


class MuseumLine(Line):
    """A museum."""

    type: Literal["museum"]
    id: Id
    name: Name
    slug: Annotated[str, Field(min_length=1, max_length=100)] | None = None
    city: Annotated[str, Field(max_length=100)] = ""
    country: Annotated[str, Field(max_length=2)] = ""
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    lon: Degrees | None = None
    timezone: Annotated[str, Field(max_length=64)] = "UTC"
    language: Language = "en"
    website: Annotated[str, Field(max_length=500)] = ""
    space: Id | None = None
    published: bool = True
    shares: bool = True
    texts: list[TextOfMuseum] = []
    hours: list[HoursOfMuseum] = []
    closed: list[ClosedOfMuseum] = []
    created: Moment | None = None
    references: ClassVar = {"space": Reference("space")}

    def moment(self) -> datetime | None:
        """Return when the museum came to be here."""
        return self.created

    def uniques(self) -> Iterator[tuple[str, str, str]]:
        """Yield its address."""
        address = self.slug or slug(self.name)
        yield "museum at", address, f"a museum has the address {address!r}"


class RoomLine(Line):
    """A room; floors and houses are named by their rooms."""

    type: Literal["room"]
    id: Id
    museum: Id
    name: Name
    slug: Annotated[str, Field(min_length=1, max_length=100)] | None = None
    building: Annotated[str, Field(min_length=1, max_length=100)] = HOUSE
    floor: Annotated[str, Field(min_length=1, max_length=100)] = GROUND
    level: Number = 0
    position: Count = 0
    x: float | None = None
    y: float | None = None
    width: float | None = None
    height: float | None = None
    square_metres: float | None = None
    step_free: bool = True
    closed: bool = False
    closed_note: Annotated[str, Field(max_length=200)] = ""
    references: ClassVar = {"museum": MUSEUM}

    def uniques(self) -> Iterator[tuple[str, str, str]]:
        """Yield its address in its museum."""
        address = self.slug or slug(self.name)
        yield "room of", f"{self.museum}\0{address}", f"the museum {self.museum!r} has a room {address!r}"


class PassageLine(Line):
    """A way between two rooms, both ways."""

    type: Literal["passage"]
    room: Id
    to: Id
    kind: Literal["door", "stairs", "lift"] = "door"
    references: ClassVar = {"room": ROOM, "to": ROOM}


def _add_museums(batch: Batch) -> None:
    keys = reserve_ids(Museum, len(batch.lines))
    spaces = batch.ids("space", batch.column("space"))
    taken = set(db.session.scalars(select(Museum.slug)))
    for key, line in zip(keys, batch.lines, strict=True):
        address = free_address(line.slug or slug(line.name), taken)
        both = line.lat is not None and line.lon is not None
        row = {
            **batch.stamp(line),
            **{name: getattr(line, name) for name in SAME_NAMES},
            "id": key,
            "slug": address,
            "latitude": line.lat if both else None,
            "longitude": line.lon if both else None,
            "space_id": spaces[line.space] if line.space else common_space(batch),
            "created_at": line.created or batch.beginning,
        }
        insert_rows(Museum, [row])
        _furnish(key, line)


SAME_NAMES = ("name", "city", "country", "timezone", "language", "website", "published", "shares")


def free_address(wanted: str, taken: set[str]) -> str:
    """Return an address that nothing has yet, and note it as taken."""
    tried, number = wanted[:100], 1
    while tried in taken:
        number += 1
        tried = f"{wanted[:90]}-{number}"
    taken.add(tried)
    return tried


def _furnish(key: int, line: MuseumLine) -> None:
    texts = {text.language: text.body for text in line.texts}
    said = [
        {"museum_id": key, "language": language, "body": body, "html": markup.render(body)}
        for language, body in texts.items()
    ]
    insert_rows(MuseumText, said)
    hours = [{"museum_id": key, "place_id": None, **one.model_dump()} for one in line.hours if one.opens < one.closes]
    insert_rows(OpeningHours, hours)
    days = {date.fromisoformat(one.day): one.reason for one in line.closed}
    insert_rows(ClosedDay, [{"museum_id": key, "day": day, "reason": reason} for day, reason in days.items()])


def _export_museums() -> Iterator[MuseumLine]:
    named, spaces = PublicIds(Museum), PublicIds(Space)
    for rows in pages_of_rows(select(*Museum.__table__.c), Museum.id):
        keys, places = named.of(row.id for row in rows), spaces.of(row.space_id for row in rows)
        parts: Any = _parts([row.id for row in rows])
        for row in rows:
            yield MuseumLine.model_construct(
                type="museum",
                id=keys[row.id],
                slug=None if row.slug == slug(row.name) else row.slug,
                lat=row.latitude,
                lon=row.longitude,
                space=places[row.space_id],
                created=row.created_at,
                **{name: getattr(row, name) for name in SAME_NAMES},
                **parts[row.id],
            )


def _parts(ids: Sequence[int]) -> dict[int, dict[str, list[Any]]]:
    """Return texts, hours and closed days of these museums."""
    found: dict[int, dict[str, list[Any]]] = {key: {"texts": [], "hours": [], "closed": []} for key in ids}
    texts = select(MuseumText).where(MuseumText.museum_id.in_(ids)).order_by(MuseumText.museum_id, MuseumText.language)
    for text in db.session.scalars(texts):
        found[text.museum_id]["texts"].append(TextOfMuseum(language=text.language, body=text.body))
    hours = select(OpeningHours).where(OpeningHours.museum_id.in_(ids))
    for span in db.session.scalars(hours.order_by(OpeningHours.weekday, OpeningHours.opens, OpeningHours.id)):
        said = HoursOfMuseum(weekday=span.weekday, opens=span.opens, closes=span.closes)
        found[span.museum_id or 0]["hours"].append(said)
    days = select(ClosedDay).where(ClosedDay.museum_id.in_(ids)).order_by(ClosedDay.day)
    for day in db.session.scalars(days):
        found[day.museum_id]["closed"].append(ClosedOfMuseum(day=day.day.isoformat(), reason=day.reason))
    return found


ROOM_NAMES = ("name", "position", "square_metres", "step_free", "closed", "closed_note")
PLACE_NAMES = ("x", "y", "width", "height")


def _add_rooms(batch: Batch) -> None:
    museums = batch.ids("museum", batch.column("museum"))
    rows = []
    for museum, some in groupby(zip(reserve_ids(Room, len(batch.lines)), batch.lines, strict=True), _museum_of):
        key = museums[museum]
        taken = set(db.session.scalars(select(Room.slug).where(Room.museum_id == key)))
        for room, line in some:
            row = {name: getattr(line, name) for name in (*ROOM_NAMES, *PLACE_NAMES)}
            address = free_address(line.slug or slug(line.name), taken)
            floor = floor_named(key, line.building, line.level, line.floor)
            rows.append({**batch.stamp(line), **row, "id": room, "museum_id": key, "slug": address, "floor_id": floor})
    insert_rows(Room, rows)


def _museum_of(pair: tuple[int, Any]) -> str:
    museum: str = pair[1].museum
    return museum


def floor_named(museum_id: int, building: str = HOUSE, level: int = 0, name: str = GROUND) -> int:
    """Return a floor of a museum by its house and level, made where it is new; a level keeps its first name."""
    house = db.session.scalar(select(Building.id).where(Building.museum_id == museum_id, Building.name == building))
    if house is None:
        made = Building(museum_id=museum_id, name=building)
        db.session.add(made)
        db.session.flush()
        house = made.id
    found = db.session.scalar(select(Floor.id).where(Floor.building_id == house, Floor.level == level))
    if found is not None:
        return found
    floor = Floor(building_id=house, level=level, name=name)
    db.session.add(floor)
    db.session.flush()
    return floor.id


def _export_rooms() -> Iterator[RoomLine]:
    named, museums = PublicIds(Room), PublicIds(Museum)
    places = (Floor.name.label("floor"), Floor.level, Building.name.label("building"))
    statement = select(*Room.__table__.c, *places).join(Floor, Floor.id == Room.floor_id)
    for rows in pages_of_rows(statement.join(Building, Building.id == Floor.building_id), Room.id):
        keys, houses = named.of(row.id for row in rows), museums.of(row.museum_id for row in rows)
        for row in rows:
            yield RoomLine.model_construct(
                type="room",
                id=keys[row.id],
                museum=houses[row.museum_id],
                slug=None if row.slug == slug(row.name) else row.slug,
                building=row.building,
                floor=row.floor,
                level=row.level,
                **{name: getattr(row, name) for name in (*ROOM_NAMES, *PLACE_NAMES)},
            )


def _known_passages(batch: Batch) -> set[int]:
    ways = _ways(batch)
    rooms = [way[0] for way in ways if way]
    there = select(Passage.first_id, Passage.second_id, Passage.kind).where(Passage.first_id.in_(rooms))
    known = {tuple(row) for row in db.session.execute(there)}
    return {place for place, way in enumerate(ways) if way in known or (way and way[0] == way[1])}


def _ways(batch: Batch) -> list[tuple[int, int, str] | None]:
    """Return the rooms and the kind of each way, the smaller room first; None while a room is yet to be stored."""
    rooms = batch.ids("room", [*batch.column("room"), *batch.column("to")])
    ends = [(sorted((rooms.get(line.room, 0), rooms.get(line.to, 0))), line.kind) for line in batch.lines]
    return [(first, second, kind) if first else None for (first, second), kind in ends]


def _add_passages(batch: Batch) -> None:
    for way in filter(None, _ways(batch)):
        first, second, kind = way
        if first != second:
            db.session.execute(once(Passage).values(first_id=first, second_id=second, kind=kind))


def _export_passages() -> Iterator[PassageLine]:
    ways = db.session.execute(
        select(Passage.first_id, Passage.second_id, Passage.kind).order_by(
            Passage.first_id, Passage.second_id, Passage.kind
        )
    ).all()
    rooms = PublicIds(Room).of([room for way in ways for room in way[:2]])
    for first, second, kind in ways:
        yield PassageLine.model_construct(type="passage", room=rooms[first], to=rooms[second], kind=kind)


MUSEUM_TYPE = RecordType(
    shape=MuseumLine,
    rank=150,
    file="museums",
    known=lambda batch: known_by_id("museum", batch),
    add=_add_museums,
    export=_export_museums,
    family=Family("museum", Museum),
)
ROOM_TYPE = RecordType(
    shape=RoomLine,
    rank=151,
    file="museums",
    known=lambda batch: known_by_id("room", batch),
    add=_add_rooms,
    export=_export_rooms,
    family=Family("room", Room),
)
PASSAGE_TYPE = RecordType(
    shape=PassageLine, rank=152, file="museums", known=_known_passages, add=_add_passages, export=_export_passages
)


def register_archive(app: Flask) -> None:
    """Make the lines of this part known."""
    add_record_types(app, MUSEUM_TYPE, ROOM_TYPE, PASSAGE_TYPE)
