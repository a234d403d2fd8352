"""The shapes of museums, rooms and passages in an archive."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from contributions.kinds import slug
from core.archive.lines import Count, Id, Line, Moment, Number, Reference

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
        address = slug(self.slug or self.name)
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
        address = slug(self.slug or self.name)
        yield "room of", f"{self.museum}\0{address}", f"the museum {self.museum!r} has a room {address!r}"


class PassageLine(Line):
    """A way between two rooms, both ways."""

    type: Literal["passage"]
    room: Id
    to: Id
    kind: Literal["door", "stairs", "lift"] = "door"
    references: ClassVar = {"room": ROOM, "to": ROOM}
