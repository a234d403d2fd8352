"""What those who keep a museum may send about it."""

from datetime import date
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, field_validator, model_validator

from contributions.schemas import RowKey, clean_text, one_line
from core.forms import Schema
from core.translation import gettext as _
from core.zones import zone_of
from museum_guide.artefacts.schemas import Language, a_tag, an_address, nothing
from museum_guide.museums.hours import Span, read_spans

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
Name = Annotated[str, BeforeValidator(one_line), Field(min_length=2, max_length=200)]
Place = Annotated[str, BeforeValidator(one_line), Field(max_length=100)]
Latitude = Annotated[float | None, BeforeValidator(nothing), Field(ge=-90, le=90, allow_inf_nan=False)]
Longitude = Annotated[float | None, BeforeValidator(nothing), Field(ge=-180, le=180, allow_inf_nan=False)]
Pixels = Annotated[float | None, BeforeValidator(nothing), Field(ge=0, le=100_000, allow_inf_nan=False)]
Hours = Annotated[str, BeforeValidator(one_line), Field(max_length=100)]


class MuseumDraft(Schema):
    """A museum, what it says of itself in one language, and when it is open."""

    name: Name
    city: Place = ""
    country: Annotated[str, BeforeValidator(one_line), Field(max_length=2)] = ""
    latitude: Latitude = None
    longitude: Longitude = None
    timezone: Annotated[str, BeforeValidator(one_line), Field(max_length=64)] = "UTC"
    language: Language = "en"
    website: Annotated[str, BeforeValidator(one_line), Field(max_length=500)] = ""
    space: RowKey
    published: bool = False
    shares: bool = False
    said_in: Language = ""
    said: Annotated[str, BeforeValidator(clean_text), Field(max_length=20_000)] = ""
    monday: Hours = ""
    tuesday: Hours = ""
    wednesday: Hours = ""
    thursday: Hours = ""
    friday: Hours = ""
    saturday: Hours = ""
    sunday: Hours = ""
    closed: Annotated[str, BeforeValidator(clean_text), Field(max_length=20_000)] = ""

    _tag = field_validator("language")(a_tag)
    _address = field_validator("website")(an_address)

    @field_validator("said_in")
    @classmethod
    def _known(cls, value: str) -> str:
        return a_tag(value) if value else value

    @field_validator("timezone")
    @classmethod
    def _on_earth(cls, value: str) -> str:
        try:
            zone_of(value)
        except ValueError:
            raise ValueError(_("Write a time zone by its name, such as Europe/Paris.")) from None
        return value

    @field_validator(*DAYS)
    @classmethod
    def _hours(cls, value: str) -> str:
        read_spans(value)
        return value

    @field_validator("closed")
    @classmethod
    def _days(cls, value: str) -> str:
        read_closed(value)
        return value

    @model_validator(mode="after")
    def _both(self) -> Self:
        if (self.latitude is None) != (self.longitude is None):
            raise ValueError(_("A place needs both its latitude and its longitude."))
        return self

    @property
    def spans(self) -> list[tuple[int, Span]]:
        """Return each weekday (0 is Monday) with its hours."""
        return [(day, span) for day, name in enumerate(DAYS) for span in read_spans(getattr(self, name))]


def read_closed(text: str) -> dict[date, str]:
    """Read closed days, one a line, such as `2026-12-25 Christmas`. Raises ValueError."""
    found = {}
    for line in filter(None, (line.strip() for line in text.splitlines())):
        day, _space, reason = line.partition(" ")
        try:
            found[date.fromisoformat(day)] = one_line(reason)[:200]
        except ValueError:
            said = _("“%(line)s” names no day: write it as 2026-12-25.", line=line[:40])
            raise ValueError(said) from None
    return found


class RoomDraft(Schema):
    """A room; its floor is named by house, level and name. A rectangle on the plan has all four numbers, or none."""

    name: Name
    building: Annotated[str, BeforeValidator(one_line), Field(max_length=100)] = ""
    level: Annotated[int, Field(ge=-20, le=200)] = 0
    floor: Annotated[str, BeforeValidator(one_line), Field(max_length=100)] = ""
    position: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    x: Pixels = None
    y: Pixels = None
    width: Pixels = None
    height: Pixels = None
    step_free: bool = False
    closed: bool = False
    closed_note: Annotated[str, BeforeValidator(one_line), Field(max_length=200)] = ""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if len({value is None for value in (self.x, self.y, self.width, self.height)}) > 1:
            raise ValueError(_("A place on the plan needs all four numbers."))
        return self


class FloorDraft(Schema):
    """A floor's name, and two points of its plan that are known on the earth: all eight numbers, or none."""

    name: Annotated[str, BeforeValidator(one_line), Field(min_length=1, max_length=100)]
    first_x: Pixels = None
    first_y: Pixels = None
    first_latitude: Latitude = None
    first_longitude: Longitude = None
    second_x: Pixels = None
    second_y: Pixels = None
    second_latitude: Latitude = None
    second_longitude: Longitude = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if len({value is None for value in self.anchors.values()}) > 1:
            raise ValueError(_("The two points need all eight numbers."))
        return self

    @property
    def anchors(self) -> dict[str, Any]:
        """Return the numbers of both points."""
        return {name: value for name, value in self.model_dump().items() if name != "name"}
