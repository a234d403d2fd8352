"""Areas of ideas and their versions as lines of an archive."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal

from flask import Flask
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select

from contributions.kinds import slug
from contributions.models import Space
from contributions.products.models import Product
from core import markup
from core.archive.batches import Batch, insert_rows, known_by_id, reserve_ids
from core.archive.identity import PublicIds
from core.archive.lines import Count, Id, Line, Moment, Reference
from core.archive.registry import Family, RecordType, add_record_types
from core.archive.rows import pages_of_rows
from core.database import db
from ideas.models import Area, AreaStatus
from ideas.versions.models import AreaVersion

AREA = Reference("area")


class StatusOfArea(BaseModel):
    """A status of an area that has its own."""

    model_config = ConfigDict(strict=True, extra="ignore")

    key: Annotated[str, Field(min_length=1, max_length=30)]
    name: Annotated[str, Field(min_length=1, max_length=60)]
    phase: Literal["open", "active", "delivered", "closed"]


class AreaLine(Line):
    """An area of ideas. Without `statuses` it has those of the house."""

    type: Literal["area"]
    id: Id
    name: Annotated[str, Field(min_length=1, max_length=80)]
    slug: Annotated[str, Field(min_length=1, max_length=80)] | None = None
    description: str = ""
    space: Id
    product: Id | None = None
    position: Count = 0
    counts_hidden: bool = False
    statuses: list[StatusOfArea] = []
    created: Moment | None = None
    references: ClassVar = {"space": Reference("space"), "product": Reference("product")}

    def moment(self) -> datetime | None:
        """Return when the area was opened."""
        return self.created

    def uniques(self) -> Iterator[tuple[str, str, str]]:
        """Yield its address."""
        address = self.slug or slug(self.name)
        yield "area at", address, f"an area has the address {address!r}"


class VersionLine(Line):
    """A version of what an area is about."""

    type: Literal["area_version"]
    id: Id
    area: Id
    name: Annotated[str, Field(min_length=1, max_length=60)]
    notes: str = ""
    released: Moment | None = None
    created: Moment | None = None
    references: ClassVar = {"area": AREA}

    def moment(self) -> datetime | None:
        """Return when the version was written down."""
        return self.created

    def uniques(self) -> Iterator[tuple[str, str, str]]:
        """Yield its name in its area."""
        yield "version of", f"{self.area}\0{self.name}", f"the area {self.area!r} has a version {self.name!r}"


def _add_areas(batch: Batch) -> None:
    keys = reserve_ids(Area, len(batch.lines))
    spaces, products = batch.ids("space", batch.column("space")), batch.ids("product", batch.column("product"))
    rows = [
        {
            **batch.stamp(line),
            "id": key,
            "name": line.name,
            "slug": line.slug or slug(line.name),
            "description": line.description,
            "html": markup.render(line.description),
            "space_id": spaces[line.space],
            "product_id": products.get(line.product),
            "position": line.position,
            "counts_hidden": line.counts_hidden,
            "created_at": line.created or batch.beginning,
        }
        for key, line in zip(keys, batch.lines, strict=True)
    ]
    insert_rows(Area, rows)
    statuses = [
        {"area_id": key, "position": position, **status.model_dump()}
        for key, line in zip(keys, batch.lines, strict=True)
        for position, status in enumerate(line.statuses)
    ]
    insert_rows(AreaStatus, statuses)


def _export_areas() -> Iterator[AreaLine]:
    named, spaces, products = PublicIds(Area), PublicIds(Space), PublicIds(Product)
    for rows in pages_of_rows(select(*Area.__table__.c), Area.id):
        keys = named.of(row.id for row in rows)
        places, about = spaces.of(row.space_id for row in rows), products.of(row.product_id for row in rows)
        statuses = _statuses([row.id for row in rows])
        for row in rows:
            yield AreaLine.model_construct(
                type="area",
                id=keys[row.id],
                name=row.name,
                slug=None if row.slug == slug(row.name) else row.slug,
                description=row.description,
                space=places[row.space_id],
                product=about.get(row.product_id),
                position=row.position,
                counts_hidden=row.counts_hidden,
                statuses=statuses.get(row.id, []),
                created=row.created_at,
            )


def _statuses(keys: Sequence[int]) -> dict[int, list[StatusOfArea]]:
    found: dict[int, list[StatusOfArea]] = {}
    wanted = select(AreaStatus).where(AreaStatus.area_id.in_(keys)).order_by(AreaStatus.position, AreaStatus.key)
    for row in db.session.scalars(wanted):
        status: Any = {"key": row.key, "name": row.name, "phase": row.phase}
        found.setdefault(row.area_id, []).append(StatusOfArea(**status))
    return found


def _add_versions(batch: Batch) -> None:
    keys = reserve_ids(AreaVersion, len(batch.lines))
    areas = batch.ids("area", batch.column("area"))
    rows = [
        {
            **batch.stamp(line),
            "id": key,
            "area_id": areas[line.area],
            "name": line.name,
            "notes": line.notes,
            "html": markup.render(line.notes),
            "released_at": line.released,
            "created_at": line.created or batch.beginning,
        }
        for key, line in zip(keys, batch.lines, strict=True)
    ]
    insert_rows(AreaVersion, rows)


def _export_versions() -> Iterator[VersionLine]:
    named, areas = PublicIds(AreaVersion), PublicIds(Area)
    for rows in pages_of_rows(select(*AreaVersion.__table__.c), AreaVersion.id):
        keys, places = named.of(row.id for row in rows), areas.of(row.area_id for row in rows)
        for row in rows:
            yield VersionLine.model_construct(
                type="area_version",
                id=keys[row.id],
                area=places[row.area_id],
                name=row.name,
                notes=row.notes,
                released=row.released_at,
                created=row.created_at,
            )


AREA_TYPE = RecordType(
    shape=AreaLine,
    rank=48,
    file="areas",
    known=lambda batch: known_by_id("area", batch),
    add=_add_areas,
    export=_export_areas,
    family=Family("area", Area),
)
VERSION_TYPE = RecordType(
    shape=VersionLine,
    rank=49,
    file="areas",
    known=lambda batch: known_by_id("area version", batch),
    add=_add_versions,
    export=_export_versions,
    family=Family("area version", AreaVersion),
)


def register_archive(app: Flask) -> None:
    """Make the lines of this folder known."""
    add_record_types(app, AREA_TYPE, VERSION_TYPE)
