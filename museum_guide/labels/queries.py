"""What is printed of a museum's artefacts, room by room."""

from typing import Any

from sqlalchemy import select

from accounts.viewers import Viewer
from core.database import read
from museum_guide.artefacts.codes import keypad_number
from museum_guide.artefacts.models import Artefact, Placement
from museum_guide.labels.sheets import Label
from museum_guide.models import Room
from museum_guide.visibility import artefacts_shown_to

MOST_AT_ONCE = 600


def labels_of(viewer: Viewer, museum_id: int, room: str = "", most: int | None = None) -> list[Label]:
    """Return the labels of a museum, or of one of its rooms by its address, in the order of a walk."""
    columns = (Artefact.code, Artefact.number, Artefact.title, Artefact.maker)
    statement = (
        select(*columns)
        .outerjoin(Placement, (Placement.artefact_id == Artefact.id) & Placement.until.is_(None))
        .outerjoin(Room, Room.id == Placement.room_id)
        .where(Artefact.museum_id == museum_id, Artefact.state != "withdrawn", artefacts_shown_to(viewer))
        .order_by(Room.position, Room.id, Placement.position, Artefact.number)
        .limit(most)
    )
    if room:
        statement = statement.where(Room.slug == room)
    rows = read(statement, {"viewer_id": viewer.id})
    return [Label(row.code, keypad_number(row.number), row.title, row.maker) for row in rows]


def rooms_of(museum_id: int) -> list[Any]:
    """Return the rooms of a museum, in their order."""
    columns = select(Room.slug, Room.name).where(Room.museum_id == museum_id)
    return list(read(columns.order_by(Room.position, Room.id).limit(1000)))
