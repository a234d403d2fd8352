"""The fields of the forms of museums, rooms and floors."""

from typing import Any

from sqlalchemy import select

from accounts.viewers import Viewer
from contributions.models import Space
from contributions.queries import spaces_of
from core.database import db
from core.translation import gettext as _
from museum_guide.fields import Field, Group
from museum_guide.models import ClosedDay, Museum
from museum_guide.museums.hours import by_weekday, written
from museum_guide.museums.keeping import SAME_NAMES
from museum_guide.museums.queries import hours_of, texts_of
from museum_guide.museums.schemas import DAYS


def of_museum(viewer: Viewer, museum: Museum | None = None) -> list[Group]:
    """Return the fields of a museum."""
    spaces = {str(space.id): space.name for space in spaces_of(viewer)}
    if museum and str(museum.space_id) not in spaces:
        spaces[str(museum.space_id)] = db.session.get_one(Space, museum.space_id).name
    hints = _("Such as 9:00-12:30, 14:00-18:00; nothing on a closed day."), *[""] * 6
    names = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
    return [
        Group(
            "",
            [
                Field("name", _("Name"), required=True),
                Field("city", _("Town")),
                Field("country", _("Country"), hint=_("Its two letters, such as FR.")),
                Field("latitude", _("Latitude"), "number", _("In degrees, such as 48.8606; north is positive.")),
                Field("longitude", _("Longitude"), "number", _("In degrees, such as 2.3376; east is positive.")),
                Field("timezone", _("Time zone"), hint=_("By its name, such as Europe/Paris.")),
                Field("language", _("Language of its labels"), hint=_("By its code, such as en or pt-BR.")),
                Field("website", _("Website")),
                Field("space", _("Space for questions of visitors"), "select", choices=list(spaces.items())),
                Field("published", _("Visitors see it"), "check"),
                Field("shares", _("Suggest other museums here, and this one there"), "check"),
            ],
        ),
        Group(
            _("What it says of itself"),
            [
                Field("said", _("In a few sentences"), "text", _("Markdown is welcome.")),
                Field("said_in", _("Language of this text"), hint=_("By its code; that of the labels where left out.")),
            ],
        ),
        Group(
            _("Opening hours"),
            [
                *(Field(day, name, hint=hint) for day, name, hint in zip(DAYS, names, hints, strict=True)),
                Field("closed", _("Closed days"), "text", _("One a line, such as 2026-12-25 Christmas.")),
            ],
        ),
    ]


def museum_values(museum: Museum, said_in: str) -> dict[str, Any]:
    """Return what is kept of a museum, with what it says of itself in one language."""
    texts, days = texts_of(museum.id), by_weekday(hours_of(museum.id))
    language = said_in or museum.language
    closed = db.session.scalars(select(ClosedDay).where(ClosedDay.museum_id == museum.id).order_by(ClosedDay.day))
    return {
        **{name: getattr(museum, name) for name in (*SAME_NAMES, "country")},
        "space": str(museum.space_id),
        "said": texts[language].body if language in texts else "",
        "said_in": language,
        **{name: written(days.get(day, ())) for day, name in enumerate(DAYS)},
        "closed": "\n".join(f"{one.day.isoformat()} {one.reason}".strip() for one in closed),
    }


def of_room() -> list[Group]:
    """Return the fields of a room."""
    return [
        Group(
            "",
            [
                Field("name", _("Name"), required=True),
                Field("building", _("House"), hint=_("Its name, where the museum has several.")),
                Field("level", _("Level"), "number", _("0 is the street, 1 one flight up, -1 the cellar.")),
                Field("floor", _("Name of the floor"), hint=_("Of a new one; a level keeps its first name.")),
                Field("position", _("Place among the rooms"), "number"),
                Field("step_free", _("One comes here without steps"), "check"),
                Field("closed", _("Closed at present"), "check"),
                Field("closed_note", _("Why it is closed")),
            ],
        ),
        Group(
            _("On the plan, in pixels"),
            [
                Field("x", _("From the left"), "number"),
                Field("y", _("From the top"), "number"),
                Field("width", _("Width"), "number"),
                Field("height", _("Height"), "number"),
            ],
        ),
    ]


def of_floor() -> list[Group]:
    """Return the fields of a floor."""
    first = [
        Field("first_x", _("From the left"), "number"),
        Field("first_y", _("From the top"), "number"),
        Field("first_latitude", _("Latitude"), "number"),
        Field("first_longitude", _("Longitude"), "number"),
    ]
    second = [Field(field.name.replace("first", "second"), field.label, "number") for field in first]
    plan = _("A PNG, JPEG or WebP. Rooms are drawn over it where they stand.")
    return [
        Group("", [Field("name", _("Name"), required=True), Field("plan", _("Plan"), "file", plan)]),
        Group(_("A point of the plan, and where it lies on the earth"), first),
        Group(_("Another point, far from the first"), second),
    ]
