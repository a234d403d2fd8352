"""What suggestions read: the looks of a visit, and how an artefact that may be suggested stands now."""

from collections.abc import Collection
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Row,
    String,
    and_,
    bindparam,
    case,
    func,
    literal,
    literal_column,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased
from werkzeug.exceptions import NotFound

from core.database import Key, read
from core.zones import zone_of
from museum_guide.artefacts.models import Artefact, ArtefactTitle, Picture, Placement, Sound
from museum_guide.models import ClosedDay, Floor, Museum, OpeningHours, Room
from museum_guide.suggestions.interest import Look
from museum_guide.suggestions.models import SuggestionShown
from museum_guide.visits.models import DEPTHS, ArtefactView

NAMES = {number: name for name, number in DEPTHS.items()}
VISIT = bindparam("visit", type_=Key)
# Nine parts of ten heard is heard out.
HEARD_OUT = 0.9
DAY = timedelta(days=1)


class Before(NamedTuple):
    """The artefact before which somebody stands."""

    id: int
    number: int
    title: str
    museum_id: int
    slug: str
    museum_name: str
    timezone: str


def standing_before(slug: str, number: int) -> Before:
    """Return a published artefact by its museum and number. Raises NotFound."""
    columns = (Artefact.id, Artefact.number, Artefact.title, Museum.id.label("museum_id"), Museum.slug)
    statement = (
        select(*columns, Museum.name, Museum.timezone)
        .join(Museum, Museum.id == Artefact.museum_id)
        .where(Museum.slug == slug, Artefact.number == number)
        .where(Artefact.state == "published", Museum.published.is_(True))
    )
    row = read(statement).one_or_none()
    if row is None:
        raise NotFound
    return Before(*row)


class History(NamedTuple):
    """What a visitor looked at, in the order of time, and what they did not want."""

    looks: list[Look]
    away: frozenset[int]


def history_of(visit_id: int, liked: Collection[int]) -> History:
    """Return what a visit saw, which likes what is named: one statement."""
    looks, away = [], []
    for row in read(_history(), {"visit": visit_id}):
        if row.part == "view":
            heard = bool(row.audio_ms and row.seconds and row.audio_ms >= HEARD_OUT * 1000 * row.seconds)
            looks.append(Look(row.artefact_id, row.active_ms / 1000, NAMES[row.depth], heard, ended=bool(row.closed)))
        else:
            away.append(row.artefact_id)
    return History(_together(looks, liked), frozenset(away))


def _together(looks: Collection[Look], liked: Collection[int]) -> list[Look]:
    """Return one look for each artefact, of all that was seen of it; what was kept as a favourite counts as a look."""
    found: dict[int, Look] = {}
    for look in [*looks, *(Look(key, 0.0) for key in sorted(liked))]:
        known = found.pop(look.artefact, look._replace(seconds=0.0))
        found[look.artefact] = Look(
            look.artefact,
            known.seconds + look.seconds,
            max(known.depth, look.depth, key=lambda depth: DEPTHS[depth]),
            known.listened or look.listened,
            look.artefact in liked,
            look.ended,
        )
    return list(found.values())


@cache
def _history() -> Any:
    shortest = select(func.min(Sound.seconds)).where(Sound.artefact_id == ArtefactView.artefact_id).scalar_subquery()
    views = select(
        literal_column("'view'").label("part"),
        ArtefactView.artefact_id,
        ArtefactView.opened_at.label("at"),
        ArtefactView.active_ms,
        ArtefactView.audio_ms,
        ArtefactView.depth,
        case((ArtefactView.closed.is_(True), 1), else_=0).label("closed"),
        shortest.label("seconds"),
    ).where(ArtefactView.visit_id == VISIT)
    rest = (*(literal(0, Key) for _number in range(4)), literal(0.0))
    away: Any = select(literal_column("'away'"), SuggestionShown.artefact_id, SuggestionShown.shown_at, *rest)
    away = away.where(SuggestionShown.visit_id == VISIT, SuggestionShown.dismissed_at.is_not(None))
    return union_all(views, away).order_by("at", "artefact_id")


def cards_of(keys: Collection[int], museum_id: int, language: str, at: datetime, zone: str) -> dict[int, Row[Any]]:
    """Return how artefacts stand now, by key: one statement.

    `open` says that visitors get to it today: published, in no closed room, and in a museum that is not closed now.
    Those of the museum with this id count as open where they stand in no closed room: the visitor is there.
    """
    if not keys:
        return {}
    here = at.astimezone(zone_of(zone))
    minutes = here.hour * 60 + here.minute
    bound = {"keys": sorted(keys), "museum": museum_id, "language": language, "minutes": minutes}
    bound |= {"today": here.date(), "weekday": here.weekday(), "yesterday": (here - DAY).weekday()}
    return {row.id: row for row in read(_cards(), bound)}


@cache
def _cards() -> Any:
    pictures = aliased(Picture)
    first = (
        select(pictures.id)
        .where(pictures.artefact_id == Artefact.id, pictures.file.is_not(None))
        .order_by(pictures.position, pictures.id)
        .limit(1)
        .correlate(Artefact)
        .scalar_subquery()
    )
    open_ = and_(
        Artefact.state == "published",
        Museum.published.is_(True),
        or_(Room.id.is_(None), Room.closed.is_(False)),
        or_(Museum.id == bindparam("museum", type_=Key), _museum_open()),
    )
    told: ColumnElement[str] = bindparam("language", type_=String)
    return (
        select(
            Artefact.id,
            Artefact.number,
            Artefact.state,
            Artefact.maker,
            func.coalesce(ArtefactTitle.title, Artefact.title).label("title"),
            func.coalesce(func.nullif(ArtefactTitle.made, ""), Artefact.made).label("made"),
            func.coalesce(ArtefactTitle.language, Museum.language).label("language"),
            Museum.id.label("museum_id"),
            Museum.slug.label("museum_slug"),
            Museum.name.label("museum_name"),
            Room.name.label("room_name"),
            Floor.id.label("floor_id"),
            Floor.name.label("floor_name"),
            Room.step_free,
            Picture.id.label("picture_id"),
            Picture.sizes,
            Picture.alternative,
            case((open_, 1), else_=0).label("open"),
        )
        .join(Museum, Museum.id == Artefact.museum_id)
        .outerjoin(Placement, (Placement.artefact_id == Artefact.id) & Placement.until.is_(None))
        .outerjoin(Room, Room.id == Placement.room_id)
        .outerjoin(Floor, Floor.id == Room.floor_id)
        .outerjoin(ArtefactTitle, (ArtefactTitle.artefact_id == Artefact.id) & (ArtefactTitle.language == told))
        .outerjoin(Picture, Picture.id == first)
        .where(Artefact.id.in_(bindparam("keys", expanding=True, type_=Key)))
    )


def _museum_open() -> ColumnElement[bool]:
    """Whether a museum has not closed yet today; one that never said when it is open may be."""
    minutes, today = bindparam("minutes", type_=Key), bindparam("today", type_=ClosedDay.day.type)
    weekday, yesterday = bindparam("weekday", type_=Key), bindparam("yesterday", type_=Key)
    own = select(OpeningHours.id).where(OpeningHours.museum_id == Museum.id).correlate(Museum)
    later = or_(
        and_(OpeningHours.weekday == weekday, OpeningHours.closes > minutes),
        and_(OpeningHours.weekday == yesterday, OpeningHours.closes > minutes + 1440),
    )
    shut = select(ClosedDay.day).where(ClosedDay.museum_id == Museum.id, ClosedDay.day == today).correlate(Museum)
    return and_(~shut.exists(), or_(~own.exists(), own.where(later).exists()))


def museum_of(museum_id: int) -> Row[Any] | None:
    """Return id, slug, name and time zone of a published museum."""
    columns = (Museum.id, Museum.slug, Museum.name, Museum.timezone)
    return read(select(*columns).where(Museum.id == museum_id, Museum.published.is_(True))).one_or_none()


def address_of(artefact_id: int) -> tuple[int, str, int]:
    """Return the museum, its slug, and the number of a published artefact. Raises NotFound."""
    statement = select(Museum.id, Museum.slug, Artefact.number).join(Museum, Museum.id == Artefact.museum_id)
    shown = (Artefact.state == "published", Museum.published.is_(True))
    row = read(statement.where(Artefact.id == artefact_id, *shown)).one_or_none()
    if row is None:
        raise NotFound
    return row.id, row.slug, row.number
