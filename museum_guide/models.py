"""Tables of museums and their houses, of those who keep them, and of places that are worth a visit."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, identity, moment

LATITUDE = "latitude IS NULL OR latitude BETWEEN -90 AND 90"
LONGITUDE = "longitude IS NULL OR longitude BETWEEN -180 AND 180"


class Museum(Base):
    """A museum: what it shows belongs to it alone, and its curators reach nothing of another.

    Questions of visitors stand in its space. `language` is that of its texts where nothing else is said; a museum that
    `shares` lets other museums suggest it, and suggests them.
    """

    __tablename__ = "museum"
    __table_args__ = (
        UniqueConstraint("source", "source_key"),
        CheckConstraint(LATITUDE, name="latitude_on_earth"),
        CheckConstraint(LONGITUDE, name="longitude_on_earth"),
        CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name="both_coordinates"),
    )

    id: Mapped[identity]
    slug: Mapped[str] = mapped_column(String(100), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    city: Mapped[str] = mapped_column(String(100), default="")
    country: Mapped[str] = mapped_column(String(2), default="")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    timezone: Mapped[str] = mapped_column(String(64), default="UTC")
    language: Mapped[str] = mapped_column(String(35), default="en")
    website: Mapped[str] = mapped_column(String(500), default="")
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), index=True)
    published: Mapped[bool] = mapped_column(default=False)
    shares: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[moment]
    source: Mapped[str | None] = mapped_column(String(100))
    source_key: Mapped[str | None] = mapped_column(String(200))


class MuseumText(Base):
    """What a museum says of itself in one language."""

    __tablename__ = "museum_text"

    museum_id: Mapped[int] = mapped_column(ForeignKey("museum.id", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(String(35), primary_key=True)
    body: Mapped[str] = mapped_column(Text, default="")
    html: Mapped[str] = mapped_column(Text, default="")


class OpeningHours(Base):
    """When a museum or place is open on a weekday (0 is Monday), in minutes since its midnight. A day may have two."""

    __tablename__ = "opening_hours"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_of_week"),
        CheckConstraint("opens >= 0 AND opens < closes AND closes <= 1800", name="opens_before_closing"),
        CheckConstraint("(museum_id IS NULL) <> (place_id IS NULL)", name="of_one"),
        Index("ix_opening_hours_museum", "museum_id", "weekday"),
        Index("ix_opening_hours_place", "place_id", "weekday"),
    )

    id: Mapped[identity]
    museum_id: Mapped[int | None] = mapped_column(ForeignKey("museum.id", ondelete="CASCADE"))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id", ondelete="CASCADE"))
    weekday: Mapped[int]
    opens: Mapped[int]
    closes: Mapped[int]


class ClosedDay(Base):
    """A day on which a museum is closed against its hours."""

    __tablename__ = "closed_day"

    museum_id: Mapped[int] = mapped_column(ForeignKey("museum.id", ondelete="CASCADE"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    reason: Mapped[str] = mapped_column(String(200), default="")


class MuseumCurator(Base):
    """A member who keeps a museum; having the role of a curator alone opens no museum."""

    __tablename__ = "museum_curator"

    museum_id: Mapped[int] = mapped_column(ForeignKey("museum.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    added_at: Mapped[moment]


class Building(Base):
    """A building of a museum."""

    __tablename__ = "building"
    __table_args__ = (UniqueConstraint("museum_id", "name"), UniqueConstraint("source", "source_key"))

    id: Mapped[identity]
    museum_id: Mapped[int] = mapped_column(ForeignKey("museum.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(100))
    position: Mapped[int] = mapped_column(default=0)
    source: Mapped[str | None] = mapped_column(String(100))
    source_key: Mapped[str | None] = mapped_column(String(200))


class Floor(Base):
    """A floor; `level` counts from the street (0). Its plan is a picture, tied to the earth by two anchors.

    Anchors are pixels of the plan and degrees: all eight numbers are there, or none.
    """

    __tablename__ = "floor"
    __table_args__ = (
        UniqueConstraint("building_id", "level"),
        UniqueConstraint("source", "source_key"),
        CheckConstraint("(plan_file IS NULL) = (plan_width IS NULL)", name="plan_measured"),
    )

    id: Mapped[identity]
    building_id: Mapped[int] = mapped_column(ForeignKey("building.id", ondelete="CASCADE"))
    level: Mapped[int]
    name: Mapped[str] = mapped_column(String(100))
    plan_file: Mapped[str | None] = mapped_column(String(64))
    plan_width: Mapped[int | None]
    plan_height: Mapped[int | None]
    first_x: Mapped[float | None]
    first_y: Mapped[float | None]
    first_latitude: Mapped[float | None]
    first_longitude: Mapped[float | None]
    second_x: Mapped[float | None]
    second_y: Mapped[float | None]
    second_latitude: Mapped[float | None]
    second_longitude: Mapped[float | None]
    source: Mapped[str | None] = mapped_column(String(100))
    source_key: Mapped[str | None] = mapped_column(String(200))


class Room(Base):
    """A room: a rectangle in pixels of its floor's plan, where that is known. `closed_note` says why nobody may in."""

    __tablename__ = "room"
    __table_args__ = (
        UniqueConstraint("museum_id", "slug"),
        UniqueConstraint("source", "source_key"),
        Index("ix_room_floor", "floor_id", "position", "id"),
    )

    id: Mapped[identity]
    museum_id: Mapped[int] = mapped_column(ForeignKey("museum.id", ondelete="CASCADE"))
    floor_id: Mapped[int] = mapped_column(ForeignKey("floor.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(200))
    slug: Mapped[str] = mapped_column(String(100))
    position: Mapped[int] = mapped_column(default=0)
    x: Mapped[float | None]
    y: Mapped[float | None]
    width: Mapped[float | None]
    height: Mapped[float | None]
    square_metres: Mapped[float | None]
    step_free: Mapped[bool] = mapped_column(default=True)
    closed: Mapped[bool] = mapped_column(default=False)
    closed_note: Mapped[str] = mapped_column(String(200), default="")
    source: Mapped[str | None] = mapped_column(String(100))
    source_key: Mapped[str | None] = mapped_column(String(200))


class Passage(Base):
    """A way between two rooms, both ways; `kind` is door, stairs or lift. The room with the smaller id comes first."""

    __tablename__ = "passage"
    __table_args__ = (
        CheckConstraint("first_id < second_id", name="in_order"),
        CheckConstraint("kind IN ('door', 'stairs', 'lift')", name="kind_known"),
    )

    first_id: Mapped[int] = mapped_column(ForeignKey("room.id", ondelete="CASCADE"), primary_key=True)
    second_id: Mapped[int] = mapped_column(ForeignKey("room.id", ondelete="CASCADE"), primary_key=True, index=True)
    kind: Mapped[str] = mapped_column(String(10), primary_key=True, default="door")


class Place(Base):
    """A museum or a place of heritage that may be near. One that is a museum of this house names it.

    `approximate` coordinates are those of a village or town. `known` is how well known it is, from 0 (hardly) to 1.
    """

    __tablename__ = "place"
    __table_args__ = (
        UniqueConstraint("source", "source_key"),
        CheckConstraint("latitude BETWEEN -90 AND 90", name="latitude_on_earth"),
        CheckConstraint("longitude BETWEEN -180 AND 180", name="longitude_on_earth"),
        CheckConstraint("known BETWEEN 0 AND 1", name="known_share"),
        Index("ix_place_position", "latitude", "longitude"),
        Index("ix_place_city", "city"),
    )

    id: Mapped[identity]
    museum_id: Mapped[int | None] = mapped_column(ForeignKey("museum.id", ondelete="CASCADE"), unique=True)
    name: Mapped[str] = mapped_column(String(300))
    kind: Mapped[str] = mapped_column(String(40), default="museum")
    city: Mapped[str] = mapped_column(String(100), default="")
    country: Mapped[str] = mapped_column(String(2), default="")
    latitude: Mapped[float]
    longitude: Mapped[float]
    website: Mapped[str] = mapped_column(String(500), default="")
    approximate: Mapped[bool] = mapped_column(default=False)
    known: Mapped[float] = mapped_column(default=0.5)
    credit: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime]
    source: Mapped[str | None] = mapped_column(String(100))
    source_key: Mapped[str | None] = mapped_column(String(200))
