"""Places as lines of an archive."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, ClassVar, Literal

from flask import Flask
from pydantic import BaseModel, ConfigDict, Field, model_validator
from sqlalchemy import select

from core.archive.batches import Batch, insert_rows, known_by_id, reserve_ids
from core.archive.identity import PublicIds
from core.archive.lines import Id, Line, Moment, Reference
from core.archive.registry import Family, RecordType, add_record_types
from core.archive.rows import pages_of_rows
from core.database import db
from museum_guide.models import Museum, OpeningHours, Place


class HoursOfDay(BaseModel):
    """From when to when a place is open on a weekday (0 is Monday), in minutes since its midnight."""

    model_config = ConfigDict(strict=True, extra="ignore")

    weekday: Annotated[int, Field(ge=0, le=6)]
    opens: Annotated[int, Field(ge=0, le=1439)]
    closes: Annotated[int, Field(ge=1, le=1800)]

    @model_validator(mode="after")
    def _closes_later(self) -> "HoursOfDay":
        if self.closes <= self.opens:
            raise ValueError("closes before it opens; add 1440 to a time after midnight")
        return self


class PlaceLine(Line):
    """A museum or a place of heritage. `known` is from 0 (hardly) to 1; `source` is who is to credit."""

    type: Literal["place"]
    id: Id
    name: Annotated[str, Field(min_length=1, max_length=300)]
    lat: Annotated[float, Field(ge=-90, le=90)]
    lon: Annotated[float, Field(ge=-180, le=180)]
    kind: Annotated[str, Field(min_length=1, max_length=40)] = "museum"
    city: Annotated[str, Field(max_length=100)] = ""
    country: Annotated[str, Field(max_length=2)] = ""
    website: Annotated[str, Field(max_length=500)] | None = ""
    approximate: bool = False
    known: Annotated[float, Field(ge=0, le=1)] = 0.5
    source: Annotated[str, Field(max_length=200)] | None = ""
    museum: Id | None = None
    hours: Annotated[list[HoursOfDay], Field(max_length=28)] = []
    created: Moment | None = None
    references: ClassVar = {"museum": Reference("museum")}

    def uniques(self) -> Iterator[tuple[str, str, str]]:
        """Yield the museum that it is, of which no other place is one."""
        if self.museum:
            yield "place of", self.museum, f"another place is the museum {self.museum!r}"


def _add(batch: Batch) -> None:
    keys = reserve_ids(Place, len(batch.lines))
    museums = batch.ids("museum", batch.column("museum")) if any(batch.column("museum")) else {}
    rows = [
        {
            **batch.stamp(line),
            "id": key,
            "museum_id": museums.get(line.museum),
            "name": line.name,
            "kind": line.kind,
            "city": line.city,
            "country": line.country,
            "latitude": line.lat,
            "longitude": line.lon,
            "website": line.website or "",
            "approximate": line.approximate,
            "known": line.known,
            "credit": line.source or "",
            "created_at": line.created or batch.beginning,
        }
        for key, line in zip(keys, batch.lines, strict=True)
    ]
    insert_rows(Place, rows)
    hours = [
        {"place_id": key, "weekday": day.weekday, "opens": day.opens, "closes": day.closes}
        for key, line in zip(keys, batch.lines, strict=True)
        for day in line.hours
    ]
    insert_rows(OpeningHours, hours)


def _export() -> Iterator[PlaceLine]:
    named, museums = PublicIds(Place), PublicIds(Museum)
    for rows in pages_of_rows(select(*Place.__table__.c), Place.id):
        keys, houses = named.of(row.id for row in rows), museums.of(row.museum_id for row in rows)
        hours = _hours([row.id for row in rows])
        for row in rows:
            yield PlaceLine.model_construct(
                type="place",
                id=keys[row.id],
                name=row.name,
                lat=row.latitude,
                lon=row.longitude,
                kind=row.kind,
                city=row.city,
                country=row.country,
                website=row.website,
                approximate=row.approximate,
                known=row.known,
                source=row.credit,
                museum=houses.get(row.museum_id),
                hours=hours.get(row.id, []),
                created=row.created_at,
            )


def _hours(keys: Sequence[int]) -> dict[int, list[HoursOfDay]]:
    found: dict[int, list[HoursOfDay]] = {}
    order = (OpeningHours.weekday, OpeningHours.opens, OpeningHours.id)
    for row in db.session.scalars(select(OpeningHours).where(OpeningHours.place_id.in_(keys)).order_by(*order)):
        told: Any = {"weekday": row.weekday, "opens": row.opens, "closes": row.closes}
        found.setdefault(row.place_id or 0, []).append(HoursOfDay(**told))
    return found


PLACE_TYPE = RecordType(
    shape=PlaceLine,
    rank=158,
    file="places",
    known=lambda batch: known_by_id("place", batch),
    add=_add,
    export=_export,
    family=Family("place", Place),
)


def register_archive(app: Flask) -> None:
    """Make the lines of this folder known."""
    add_record_types(app, PLACE_TYPE)
