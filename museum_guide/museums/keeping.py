"""Keeping museums: what they say of themselves, their rooms and floors. Only those who keep one change it."""

from sqlalchemy import delete, select
from werkzeug.exceptions import NotFound

from accounts.viewers import Viewer
from contributions.kinds import slug
from contributions.policies import YES, Verdict, require
from contributions.queries import space_for
from core import markup
from core.clock import now
from core.database import begin_write, db, insert_into, take_turn
from core.events import publish
from core.translation import gettext as _
from museum_guide.artefacts.keeping import require_kept
from museum_guide.models import Building, ClosedDay, Floor, Museum, MuseumText, OpeningHours, Room
from museum_guide.museums.archive import GROUND, HOUSE, floor_named, free_address
from museum_guide.museums.events import MuseumChanged
from museum_guide.museums.schemas import FloorDraft, MuseumDraft, RoomDraft, read_closed

SAME_NAMES = ("name", "city", "latitude", "longitude", "timezone", "language", "website", "published", "shares")
OWN_ADDRESSES = {"new", "import", "nearby"}


def may_open_museum(actor: Viewer) -> Verdict:
    """Whether an actor may open a museum."""
    return YES if actor.standing.administrator else Verdict(False, _("Only administrators open museums."))


def open_museum(actor: Viewer, draft: MuseumDraft) -> Museum:
    """Open a museum; its address is made of its name. Raises Refused, or NotFound for the space."""
    require(may_open_museum(actor))
    take_turn("museum addresses")
    taken = set(db.session.scalars(select(Museum.slug))) | OWN_ADDRESSES
    museum = Museum(slug=free_address(slug(draft.name), taken), created_at=now())
    _furnish(actor, museum, draft)
    return museum


def change_museum(actor: Viewer, museum: Museum, draft: MuseumDraft) -> None:
    """Change what is said of a museum; its address stays. Raises NotFound."""
    require_kept(actor, museum.id)
    begin_write()
    _furnish(actor, museum, draft)


def _furnish(actor: Viewer, museum: Museum, draft: MuseumDraft) -> None:
    for name in SAME_NAMES:
        setattr(museum, name, getattr(draft, name))
    museum.country = draft.country.upper()
    # A keeper who may not read the space of questions leaves it as it is.
    if museum.space_id != draft.space:
        museum.space_id = space_for(actor, draft.space).id
    db.session.add(museum)
    db.session.flush()
    _say(museum, draft)
    db.session.execute(delete(OpeningHours).where(OpeningHours.museum_id == museum.id))
    for day, span in draft.spans:
        db.session.add(OpeningHours(museum_id=museum.id, weekday=day, opens=span.opens, closes=span.closes))
    db.session.execute(delete(ClosedDay).where(ClosedDay.museum_id == museum.id))
    for closed, reason in read_closed(draft.closed).items():
        db.session.add(ClosedDay(museum_id=museum.id, day=closed, reason=reason))
    note_change(actor, museum.id, "museum")


def _say(museum: Museum, draft: MuseumDraft) -> None:
    language = draft.said_in or draft.language
    which = {"museum_id": museum.id, "language": language}
    if not draft.said:
        db.session.execute(delete(MuseumText).filter_by(**which))
        return
    values = {"body": draft.said, "html": markup.render(draft.said)}
    statement = insert_into(MuseumText).values(**which, **values)
    db.session.execute(statement.on_conflict_do_update(index_elements=list(which), set_=values))


def note_change(actor: Viewer, museum_id: int, what: str) -> None:
    """Note that a museum changed."""
    db.session.flush()
    publish(MuseumChanged(actor_id=actor.id, museum_id=museum_id, what=what))


def add_room(actor: Viewer, museum: Museum, draft: RoomDraft) -> Room:
    """Add a room. Raises NotFound."""
    require_kept(actor, museum.id)
    take_turn(f"rooms of museum {museum.id}")
    taken = set(db.session.scalars(select(Room.slug).where(Room.museum_id == museum.id))) | {"new"}
    room = Room(museum_id=museum.id, slug=free_address(slug(draft.name), taken))
    _arrange(actor, room, draft)
    return room


def change_room(actor: Viewer, room: Room, draft: RoomDraft) -> None:
    """Change a room; its address stays. Raises NotFound."""
    require_kept(actor, room.museum_id)
    begin_write()
    _arrange(actor, room, draft)


def _arrange(actor: Viewer, room: Room, draft: RoomDraft) -> None:
    for name in ("name", "position", "x", "y", "width", "height", "step_free", "closed", "closed_note"):
        setattr(room, name, getattr(draft, name))
    room.floor_id = floor_named(room.museum_id, draft.building or HOUSE, draft.level, draft.floor or GROUND)
    db.session.add(room)
    note_change(actor, room.museum_id, "room")


def floor_kept(actor: Viewer, museum: Museum, key: int) -> Floor:
    """Return a floor of a museum for one who keeps it. Raises NotFound."""
    require_kept(actor, museum.id)
    found = db.session.scalars(
        select(Floor)
        .join(Building, Building.id == Floor.building_id)
        .where(Floor.id == key, Building.museum_id == museum.id)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def change_floor(actor: Viewer, museum: Museum, floor: Floor, draft: FloorDraft) -> None:
    """Change a floor's name and the points of its plan. Raises NotFound."""
    require_kept(actor, museum.id)
    floor.name = draft.name
    for name, value in draft.anchors.items():
        setattr(floor, name, value)
    note_change(actor, museum.id, "floor")


def draw_plan(actor: Viewer, museum: Museum, floor: Floor, file: str, width: int, height: int) -> None:
    """Give a floor a kept picture as its plan. Raises NotFound."""
    require_kept(actor, museum.id)
    floor.plan_file, floor.plan_width, floor.plan_height = file, width, height
    note_change(actor, museum.id, "floor")
