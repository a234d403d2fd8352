"""What pages read of artefacts, each in one statement."""

from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Row,
    String,
    bindparam,
    cast,
    false,
    func,
    literal_column,
    null,
    or_,
    select,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.orm import aliased
from werkzeug.exceptions import NotFound

from accounts.viewers import Standing, Viewer
from contributions.visibility import typical
from core.database import Key, read
from core.paging import AnySelect, Cursor, Order, Page, page_of
from museum_guide.artefacts.models import Artefact, ArtefactText, ArtefactTitle, Fact, Picture, Placement, Sound
from museum_guide.models import Building, Floor, Museum, Room
from museum_guide.visibility import artefacts_shown_to, kept_by

PAGE = 24
NUMBER = bindparam("number", type_=Key)
SLUG: BindParameter[str] = bindparam("slug", type_=String)
CODE: BindParameter[str] = bindparam("code", type_=String)
ARTEFACT = bindparam("artefact", type_=Key)
LANGUAGE: BindParameter[str] = bindparam("language", type_=String)
BY_NUMBER = Order((Artefact.number, Artefact.id), descending=False)
IN_ROOM = Order((Placement.position, Artefact.id), descending=False)
Beside, BesideArtefact, Successor = aliased(Placement), aliased(Artefact), aliased(Artefact)


class Words(NamedTuple):
    """What is told of an artefact: texts, labels in other languages, and facts."""

    texts: list[Row[Any]]
    titles: list[Row[Any]]
    facts: list[Row[Any]]


class Media(NamedTuple):
    """How an artefact looks and sounds."""

    pictures: list[Row[Any]]
    sounds: list[Row[Any]]


def artefact_numbered(viewer: Viewer, slug: str, number: int) -> Row[Any]:
    """Return the row of an artefact's page by its museum and number. Raises NotFound."""
    return _row(viewer, False, {"slug": slug, "number": number})


def artefact_coded(viewer: Viewer, code: str) -> Row[Any]:
    """Return the row of an artefact's page by the code of its label. Raises NotFound."""
    return _row(viewer, True, {"code": code})


def _row(viewer: Viewer, by_code: bool, which: dict[str, Any]) -> Row[Any]:
    row = read(_artefact(viewer.standing, by_code), which | {"viewer_id": viewer.id}).one_or_none()
    if row is None:
        raise NotFound
    return row


@lru_cache(maxsize=64)
def _artefact(standing: Standing, by_code: bool) -> AnySelect:
    viewer = typical(standing)
    place = (
        select(*Artefact.__table__.c)
        .add_columns(
            Museum.slug.label("museum_slug"),
            Museum.name.label("museum_name"),
            Museum.city.label("museum_city"),
            Museum.language.label("museum_language"),
            Museum.published.label("museum_published"),
            Museum.space_id,
            Room.id.label("room_id"),
            Room.name.label("room_name"),
            Room.slug.label("room_slug"),
            Room.closed.label("room_closed"),
            Room.closed_note,
            Room.step_free,
            Floor.id.label("floor_id"),
            Floor.name.label("floor_name"),
            Building.name.label("building_name"),
            Successor.code.label("successor_code"),
            _beside(onward=False).label("before"),
            _beside(onward=True).label("after"),
            (kept_by(viewer) if standing.curator else false()).label("kept"),
        )
        .join(Museum, Museum.id == Artefact.museum_id)
        .outerjoin(Placement, (Placement.artefact_id == Artefact.id) & Placement.until.is_(None))
        .outerjoin(Room, Room.id == Placement.room_id)
        .outerjoin(Floor, Floor.id == Room.floor_id)
        .outerjoin(Building, Building.id == Floor.building_id)
        .outerjoin(Successor, Successor.id == Artefact.successor_id)
    )
    if by_code:
        return place.where(Artefact.code == CODE, or_(artefacts_shown_to(viewer), Successor.state == "published"))
    return place.where(Museum.slug == SLUG, Artefact.number == NUMBER, artefacts_shown_to(viewer))


def _beside(onward: bool) -> ColumnElement[int]:
    """Return the number of what stands next in the same room, or before it."""
    here, there = tuple_(Placement.position, Artefact.id), tuple_(Beside.position, BesideArtefact.id)
    sign = [Beside.position, BesideArtefact.id] if onward else [Beside.position.desc(), BesideArtefact.id.desc()]
    return (
        select(BesideArtefact.number)
        .join(Beside, Beside.artefact_id == BesideArtefact.id)
        .where(Beside.room_id == Placement.room_id, Beside.until.is_(None), BesideArtefact.state == "published")
        .where(there > here if onward else there < here)
        .order_by(*sign)
        .limit(1)
        .correlate(Placement, Artefact)
        .scalar_subquery()
    )


def words_of(artefact_id: int) -> Words:
    """Return all that is told of an artefact, in every language and depth."""
    rows = read(_words(), {"artefact": artefact_id}).all()
    return Words(*([row for row in rows if row.part == part] for part in ("text", "title", "fact")))


@lru_cache(maxsize=1)
def _words() -> Any:
    texts: Any = select(
        literal_column("'text'").label("part"),
        ArtefactText.language,
        ArtefactText.depth.label("first"),
        ArtefactText.html.label("second"),
        ArtefactText.origin.label("third"),
        ArtefactText.words.label("number"),
        ArtefactText.reviewed_at.label("at"),
    ).where(ArtefactText.artefact_id == ARTEFACT)
    titles: Any = select(
        literal_column("'title'"),
        ArtefactTitle.language,
        ArtefactTitle.title,
        ArtefactTitle.made,
        ArtefactTitle.medium,
        literal_column("0"),
        null(),
    ).where(ArtefactTitle.artefact_id == ARTEFACT)
    facts: Any = select(
        literal_column("'fact'"),
        Fact.language,
        Fact.statement,
        Fact.source_title,
        Fact.source_url,
        Fact.position,
        null(),
    ).where(Fact.artefact_id == ARTEFACT)
    return union_all(texts, titles, facts).order_by("part", "language", "number")


def media_of(artefact_id: int) -> Media:
    """Return the pictures and the sounds of an artefact."""
    rows = read(_media(), {"artefact": artefact_id}).all()
    return Media(*([row for row in rows if row.part == part] for part in ("picture", "sound")))


@lru_cache(maxsize=1)
def _media() -> Any:
    pictures: Any = select(
        literal_column("'picture'").label("part"),
        Picture.id,
        cast(null(), String).label("language"),
        cast(null(), String).label("depth"),
        Picture.file,
        Picture.media_type,
        Picture.width,
        Picture.height,
        cast(null(), Sound.seconds.type).label("seconds"),
        Picture.url,
        Picture.credit,
        Picture.rights_url.label("more"),
        Picture.alternative.label("words"),
        Picture.sizes.label("list"),
        Picture.position,
    ).where(Picture.artefact_id == ARTEFACT)
    sounds: Any = select(
        literal_column("'sound'"),
        Sound.id,
        Sound.language,
        Sound.depth,
        Sound.file,
        Sound.media_type,
        cast(null(), Key),
        cast(null(), Key),
        Sound.seconds,
        cast(null(), String),
        Sound.voice,
        Sound.html,
        cast(null(), Picture.alternative.type),
        Sound.chapters,
        Sound.position,
    ).where(Sound.artefact_id == ARTEFACT)
    return union_all(pictures, sounds).order_by("part", "position", "id")


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


def is_shown(viewer: Viewer, museum_id: int, number: int) -> bool:
    """Whether a museum shows a viewer something under a number."""
    statement = select(Artefact.id).where(Artefact.museum_id == museum_id, Artefact.number == number)
    return read(statement.where(artefacts_shown_to(viewer))).one_or_none() is not None
