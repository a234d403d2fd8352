"""What pages read of museums, each in one statement."""

from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, Row, String, bindparam, false, func, select
from werkzeug.exceptions import NotFound

from accounts.viewers import Standing, Viewer
from contributions.visibility import typical
from core.database import Key, read
from core.paging import AnySelect, Cursor, Order, Page, page_of
from museum_guide.artefacts.models import Artefact, Placement
from museum_guide.models import Building, ClosedDay, Floor, Museum, MuseumText, OpeningHours, Room
from museum_guide.museums.hours import today_in
from museum_guide.visibility import artefacts_shown_to, kept_by, museums_shown_to

PAGE = 24
SLUG: BindParameter[str] = bindparam("slug", type_=String)
ROOM: BindParameter[str] = bindparam("room", type_=String)
BY_ID = Order((Museum.id,), descending=False)


def museums_page(viewer: Viewer, cursor: Cursor | None, limit: int = PAGE) -> Page[Row[Any]]:
    """Return a page of the museums that a viewer may see."""
    rows = read(BY_ID.apply(_museums(viewer.standing), cursor, limit), {"viewer_id": viewer.id}).all()
    return page_of(rows, cursor, limit, lambda row: (row.id,))


@lru_cache(maxsize=32)
def _museums(standing: Standing) -> AnySelect:
    viewer = typical(standing)
    works = (
        select(func.count())
        .select_from(Artefact)
        .where(Artefact.museum_id == Museum.id, Artefact.state == "published")
        .correlate(Museum)
        .scalar_subquery()
    )
    columns = (Museum.id, Museum.slug, Museum.name, Museum.city, Museum.country, Museum.published)
    return select(*columns, works.label("works")).where(museums_shown_to(viewer))


def museum_row(viewer: Viewer, slug: str) -> Row[Any]:
    """Return the row of a museum's page; `kept` says whether the viewer keeps it. Raises NotFound."""
    row = read(_museum(viewer.standing), {"slug": slug, "viewer_id": viewer.id}).one_or_none()
    if row is None:
        raise NotFound
    return row


@lru_cache(maxsize=32)
def _museum(standing: Standing) -> AnySelect:
    viewer = typical(standing)
    kept = (kept_by(viewer) if standing.curator else false()).label("kept")
    return select(*Museum.__table__.c, kept).where(Museum.slug == SLUG, museums_shown_to(viewer))


def texts_of(museum_id: int) -> dict[str, Row[Any]]:
    """Return what a museum says of itself, by language."""
    columns = (MuseumText.language, MuseumText.body, MuseumText.html)
    rows = read(select(*columns).where(MuseumText.museum_id == museum_id).order_by(MuseumText.language))
    return {row.language: row for row in rows}


def hours_of(museum_id: int) -> list[Row[Any]]:
    """Return the opening hours of a museum."""
    columns = (OpeningHours.weekday, OpeningHours.opens, OpeningHours.closes)
    return list(read(select(*columns).where(OpeningHours.museum_id == museum_id)))


def closed_days(museum: Any) -> list[Row[Any]]:
    """Return the days on which a museum is closed against its hours, from today on."""
    today = today_in(museum.timezone).date()
    columns = (ClosedDay.day, ClosedDay.reason)
    coming = select(*columns).where(ClosedDay.museum_id == museum.id, ClosedDay.day >= today)
    return list(read(coming.order_by(ClosedDay.day).limit(30)))


def rooms_of(viewer: Viewer, museum_id: int) -> list[Row[Any]]:
    """Return the rooms of a museum with their floors and how much a viewer may see in each, from the street up."""
    return list(read(_rooms(viewer.standing), {"museum": museum_id, "viewer_id": viewer.id}))


@lru_cache(maxsize=32)
def _rooms(standing: Standing) -> AnySelect:
    works = (
        select(func.count())
        .select_from(Placement)
        .join(Artefact, Artefact.id == Placement.artefact_id)
        .where(Placement.room_id == Room.id, Placement.until.is_(None), artefacts_shown_to(typical(standing)))
        .correlate(Room)
        .scalar_subquery()
    )
    return (
        select(
            *(Room.id, Room.name, Room.slug, Room.closed, Room.closed_note, Room.step_free),
            *(Room.x, Room.y, Room.width, Room.height, Room.position),
            *(Floor.id.label("floor_id"), Floor.name.label("floor_name"), Floor.level),
            *(Floor.plan_file, Floor.plan_width, Floor.plan_height),
            *(Building.id.label("building_id"), Building.name.label("building_name")),
            works.label("works"),
        )
        .join(Floor, Floor.id == Room.floor_id)
        .join(Building, Building.id == Floor.building_id)
        .where(Room.museum_id == bindparam("museum", type_=Key))
        .order_by(Building.position, Building.id, Floor.level, Floor.id, Room.position, Room.id)
    )


def room_row(viewer: Viewer, slug: str, room: str) -> Row[Any]:
    """Return the row of a room's page. Raises NotFound."""
    row = read(_room(viewer.standing), {"slug": slug, "room": room, "viewer_id": viewer.id}).one_or_none()
    if row is None:
        raise NotFound
    return row


@lru_cache(maxsize=32)
def _room(standing: Standing) -> AnySelect:
    viewer = typical(standing)
    return (
        select(*Room.__table__.c)
        .add_columns(
            *(Museum.slug.label("museum_slug"), Museum.name.label("museum_name"), Museum.language),
            *(Floor.name.label("floor_name"), Building.name.label("building_name")),
            (kept_by(viewer) if standing.curator else false()).label("kept"),
        )
        .join(Museum, Museum.id == Room.museum_id)
        .join(Floor, Floor.id == Room.floor_id)
        .join(Building, Building.id == Floor.building_id)
        .where(Museum.slug == SLUG, Room.slug == ROOM, museums_shown_to(viewer))
    )


def plan_of(viewer: Viewer, slug: str, floor: int) -> AnySelect:
    """The file of a floor's plan, of a museum that a viewer may see."""
    return (
        select(Floor.plan_file, Museum.published)
        .join(Building, Building.id == Floor.building_id)
        .join(Museum, Museum.id == Building.museum_id)
        .where(Floor.id == floor, Museum.slug == slug, museums_shown_to(viewer))
    )
