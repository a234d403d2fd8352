"""What pages read of tours, each in one statement."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, false, func, or_, select, true
from werkzeug.exceptions import NotFound

from accounts.viewers import Viewer
from core.database import read
from core.paging import Cursor, Order, Page, page_of
from museum_guide.artefacts.models import Artefact, ArtefactText, ArtefactTitle, Placement, Sound
from museum_guide.models import Floor, Museum, Room
from museum_guide.suggestions.interest import seconds_needed
from museum_guide.tours.models import Tour, TourStop
from museum_guide.visibility import kept_by, museums_shown_to

PAGE = 24
OLDEST_FIRST = Order((Tour.id,), descending=False)
STANDS = and_(Placement.artefact_id == Artefact.id, Placement.until.is_(None))


def tours_shown_to(viewer: Viewer) -> ColumnElement[bool]:
    """Tours that a viewer may see, in a statement that reads their museum, too: published ones, and those they keep."""
    kept = kept_by(viewer) if viewer.standing.curator else false()
    return and_(museums_shown_to(viewer), or_(Tour.published.is_(True), kept))


def tours_page(viewer: Viewer, museum_id: int, cursor: Cursor | None) -> Page[Row[Any]]:
    """Return a page of the tours of a museum, with how many stops and seconds of sound each has."""
    stops = select(func.count()).where(TourStop.tour_id == Tour.id, TourStop.artefact_id == Artefact.id)
    stops = stops.where(Artefact.state == "published")
    statement = (
        select(Tour.id, Tour.title, Tour.summary, Tour.language, Tour.published, stops.scalar_subquery().label("stops"))
        .join(Museum, Museum.id == Tour.museum_id)
        .where(Tour.museum_id == museum_id, tours_shown_to(viewer))
    )
    rows = read(OLDEST_FIRST.apply(statement, cursor, PAGE), {"viewer_id": viewer.id}).all()
    return page_of(rows, cursor, PAGE, lambda row: (row.id,))


def tour_row(viewer: Viewer, slug: str, key: int) -> Row[Any]:
    """Return a tour of a museum with the museum's name. Raises NotFound."""
    kept = kept_by(viewer) if viewer.standing.curator else false()
    named = (Museum.id.label("museum_id"), Museum.slug, Museum.name, kept.label("kept"))
    statement = (
        select(Tour.id, Tour.title, Tour.summary, Tour.language, Tour.published, *named)
        .join(Museum, Museum.id == Tour.museum_id)
        .where(Tour.id == key, Museum.slug == slug, tours_shown_to(viewer))
    )
    row = read(statement, {"viewer_id": viewer.id}).one_or_none()
    if row is None:
        raise NotFound
    return row


def stops_of(tour_id: int, language: str, *, drafts: bool = False) -> Sequence[Row[Any]]:
    """Return the stops of a tour in order, with what stands there; only with `drafts` those that are not published."""
    told = and_(ArtefactTitle.artefact_id == Artefact.id, ArtefactTitle.language == language)
    columns = (TourStop.id, TourStop.note, TourStop.html, TourStop.sound_file, TourStop.sound_type)
    thing = (Artefact.number, Artefact.state, Artefact.maker, Artefact.with_ticket, Artefact.museum_id)
    place = (Room.name.label("room_name"), Room.closed, Room.step_free, Floor.name.label("floor_name"))
    title = func.coalesce(ArtefactTitle.title, Artefact.title).label("title")
    return read(
        select(*columns, TourStop.sound_seconds, *thing, title, *place)
        .join(Artefact, Artefact.id == TourStop.artefact_id)
        .outerjoin(ArtefactTitle, told)
        .outerjoin(Placement, STANDS)
        .outerjoin(Room, Room.id == Placement.room_id)
        .outerjoin(Floor, Floor.id == Room.floor_id)
        .where(TourStop.tour_id == tour_id, true() if drafts else Artefact.state == "published")
        .order_by(TourStop.position, TourStop.id)
    ).all()


def sound_of(viewer: Viewer, slug: str, tour_id: int, stop_id: int) -> Row[Any]:
    """Return the sound of a stop, with what opens it. Raises NotFound."""
    kept = kept_by(viewer) if viewer.standing.curator else false()
    statement = (
        select(TourStop.sound_file, TourStop.sound_type, Artefact.with_ticket, Artefact.museum_id, kept.label("kept"))
        .join(Tour, Tour.id == TourStop.tour_id)
        .join(Museum, Museum.id == Tour.museum_id)
        .join(Artefact, Artefact.id == TourStop.artefact_id)
        .where(TourStop.id == stop_id, Tour.id == tour_id, Museum.slug == slug, tours_shown_to(viewer))
        .where(TourStop.sound_file.is_not(None), or_(Artefact.state == "published", kept))
    )
    row = read(statement, {"viewer_id": viewer.id}).one_or_none()
    if row is None:
        raise NotFound
    return row


def seconds_needed_for(keys: Sequence[int]) -> dict[int, float]:
    """Return how long label, story and sound of artefacts take, by key."""
    words = select(func.max(ArtefactText.words).label("words"), ArtefactText.artefact_id, ArtefactText.depth)
    words = words.where(ArtefactText.artefact_id.in_(keys), ArtefactText.depth.in_(("label", "story")))
    told = words.group_by(ArtefactText.artefact_id, ArtefactText.depth).subquery()
    total = select(func.sum(told.c.words)).where(told.c.artefact_id == Artefact.id).scalar_subquery()
    sound = select(func.max(Sound.seconds)).where(Sound.artefact_id == Artefact.id).scalar_subquery()
    rows = read(select(Artefact.id, total, sound).where(Artefact.id.in_(keys)))
    return {row[0]: seconds_needed(int(row[1] or 0), float(row[2] or 0.0)) for row in rows}
