"""What lists of artefacts read, each in one statement."""

from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, ColumnElement, Row, String, bindparam, func, or_, select, true

from accounts.viewers import Standing, Viewer
from contributions.visibility import typical
from core.database import Key, read
from core.paging import AnySelect, Cursor, Order, Page, page_of
from museum_guide.artefacts.models import Artefact, ArtefactTitle, Picture, Placement
from museum_guide.models import Room
from museum_guide.visibility import artefacts_shown_to

PAGE = 24
LANGUAGE: BindParameter[str] = bindparam("language", type_=String)
BY_NUMBER = Order((Artefact.number, Artefact.id), descending=False)
IN_ROOM = Order((Placement.position, Artefact.id), descending=False)


class Wanted(NamedTuple):
    """Which works a list is about: those of a room, those that answer to words, and how many at a time."""

    room: int | None = None
    asked: str = ""
    limit: int = PAGE


EVERYTHING = Wanted()


def works_page(
    viewer: Viewer, museum_id: int, language: str, cursor: Cursor | None, wanted: Wanted = EVERYTHING
) -> Page[Row[Any]]:
    """Return a page of artefacts as lists show them: of a room in its order, else of a museum by number."""
    room, asked, limit = wanted
    order = IN_ROOM if room else BY_NUMBER
    statement = order.apply(_works(viewer.standing, room is not None, bool(asked)), cursor, limit)
    bound = {"viewer_id": viewer.id, "museum": museum_id, "room": room, "language": language}
    bound |= {"asked": f"%{_escaped(asked.casefold())}%", "asked_number": asked.strip()} if asked else {}
    rows = read(statement, bound).all()
    return page_of(rows, cursor, limit, lambda row: (row.position if room else row.number, row.id))


def _escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


@lru_cache(maxsize=64)
def _works(standing: Standing, in_room: bool, asked: bool) -> AnySelect:
    first = (
        select(Picture.id)
        .where(Picture.artefact_id == Artefact.id, Picture.file.is_not(None))
        .order_by(Picture.position, Picture.id)
        .limit(1)
        .correlate(Artefact)
        .scalar_subquery()
    )
    told = (ArtefactTitle.artefact_id == Artefact.id) & (ArtefactTitle.language == LANGUAGE)
    now_here = (Placement.artefact_id == Artefact.id) & Placement.until.is_(None)
    statement = (
        select(
            Artefact.id,
            Artefact.number,
            Artefact.state,
            Artefact.maker,
            Artefact.with_ticket,
            func.coalesce(ArtefactTitle.title, Artefact.title).label("title"),
            func.coalesce(func.nullif(ArtefactTitle.made, ""), Artefact.made).label("made"),
            ArtefactTitle.language.label("language"),
            Placement.position,
            Room.name.label("room_name"),
            Picture.id.label("picture_id"),
            Picture.sizes,
            Picture.alternative,
        )
        .outerjoin(Placement, now_here)
        .outerjoin(Room, Room.id == Placement.room_id)
        .outerjoin(ArtefactTitle, told)
        .outerjoin(Picture, Picture.id == first)
        .where(Artefact.museum_id == bindparam("museum", type_=Key), artefacts_shown_to(typical(standing)))
        .where(Placement.room_id == bindparam("room", type_=Key) if in_room else true())
    )
    return statement.where(_asked_for()) if asked else statement


def _asked_for() -> ColumnElement[bool]:
    asked: BindParameter[str] = bindparam("asked", type_=String)
    number: BindParameter[str] = bindparam("asked_number", type_=String)
    return or_(
        *(func.lower(column).like(asked, escape="\\") for column in (Artefact.title, Artefact.maker)),
        func.lower(ArtefactTitle.title).like(asked, escape="\\"),
        Artefact.accession == number,
    )


def works_of_room(viewer: Viewer, room: int, most: int = 500) -> list[Row[Any]]:
    """Return number and title of what stands in a room, in its order."""
    statement = (
        select(Artefact.number, Artefact.title)
        .join(Placement, (Placement.artefact_id == Artefact.id) & Placement.until.is_(None))
        .where(Placement.room_id == room, artefacts_shown_to(viewer))
        .order_by(Placement.position, Artefact.id)
    )
    return list(read(statement.limit(most)))
