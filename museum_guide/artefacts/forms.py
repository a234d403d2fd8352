"""The fields of the forms of artefacts, texts, pictures and sounds."""

from typing import Any

from sqlalchemy import select

from core.database import db
from core.translation import gettext as _
from museum_guide.artefacts.models import (
    Artefact,
    ArtefactText,
    ArtefactTitle,
    Fact,
    Placement,
    Subject,
)
from museum_guide.artefacts.schemas import ArtefactDraft
from museum_guide.fields import Field, Group
from museum_guide.models import Museum, Room


def depths() -> list[tuple[str, str]]:
    """Return the depths of texts and how they are called."""
    return [
        ("label", _("Label, read at a glance")),
        ("story", _("The story")),
        ("scholar", _("In depth")),
        ("description", _("Described for those who cannot see it")),
    ]


def of_artefact(museum: Museum, new: bool) -> list[Group]:
    """Return the fields of an artefact."""
    rooms = db.session.execute(select(Room.id, Room.name).where(Room.museum_id == museum.id).order_by(Room.position))
    choices = [("", _("In none")), *((str(room.id), room.name) for room in rooms)]
    states = [("published", _("Visitors see it")), ("draft", _("Draft")), ("withdrawn", _("Withdrawn"))]
    number = Field("number", _("Number"), "number", _("Without its check digit; the next free one where left out."))
    return [
        Group(
            "",
            [
                Field("title", _("Title"), required=True),
                *([number] if new else []),
                Field("maker", _("Made by")),
                Field("made", _("When it was made"), hint=_("As the label says it, such as about 1880.")),
                Field("year_from", _("First possible year"), "number", _("Before our era with a minus.")),
                Field("year_to", _("Last possible year"), "number"),
                Field("medium", _("Of what")),
                Field("size", _("Size")),
            ],
        ),
        Group(
            _("Where it stands"),
            [
                Field("room", _("Room"), "select", choices=choices),
                Field("position", _("Place in the room"), "number", _("The way of the room goes by these numbers.")),
                Field("state", _("Who sees it"), "select", choices=states),
                Field("with_ticket", _("Stories and voices open with a ticket alone"), "check"),
                Field("successor", _("Replaced by"), "number", _("The number of the work that stands there now.")),
            ],
        ),
        Group(
            _("From the catalogue"),
            [
                Field("words", _("Subjects"), "text", _("One a line, such as movement: Romanticism.")),
                Field("classification", _("Kind")),
                Field("period", _("Period")),
                Field("department", _("Department")),
                Field("accession", _("Accession number")),
                Field("credit", _("Credit"), "text"),
                Field("provenance", _("Provenance"), "text"),
                Field("rights", _("Rights"), "text"),
                Field("page", _("Its page in the catalogue of the museum")),
            ],
        ),
    ]


def artefact_values(artefact: Artefact) -> dict[str, Any]:
    """Return what is kept of an artefact."""
    kept = {name: getattr(artefact, name) for name in ArtefactDraft.model_fields if hasattr(artefact, name)}
    placed = db.session.scalars(
        select(Placement).where(Placement.artefact_id == artefact.id, Placement.until.is_(None))
    ).one_or_none()
    subjects = db.session.scalars(
        select(Subject).where(Subject.artefact_id == artefact.id).order_by(Subject.kind, Subject.word)
    )
    successor = select(Artefact.number).where(Artefact.id == artefact.successor_id)
    return {
        **kept,
        "room": placed.room_id if placed else "",
        "position": placed.position if placed else 0,
        "words": "\n".join(f"{one.kind}: {one.word}" for one in subjects),
        "successor": db.session.scalar(successor) if artefact.successor_id else None,
    }


def of_text() -> list[Group]:
    """Return the fields of a text."""
    origins = [("human", _("Written by a person")), ("machine", _("Translated by a machine"))]
    return [
        Group(
            "",
            [
                Field("language", _("Language"), hint=_("By its code, such as en or pt-BR."), required=True),
                Field("depth", _("Depth"), "select", choices=depths()),
                Field("body", _("Text"), "text", _("Markdown is welcome. An empty text is taken away.")),
                Field("origin", _("Whose words these are"), "select", choices=origins),
                Field("reviewed", _("I have looked it through"), "check"),
            ],
        )
    ]


def text_values(artefact: Artefact, language: str, depth: str) -> dict[str, Any]:
    """Return a text as it is kept."""
    known = depth if depth in dict(depths()) else "story"
    text = db.session.get(ArtefactText, (artefact.id, language, known))
    return {
        "language": language,
        "depth": known,
        "body": text.body if text else "",
        "origin": text.origin if text else "human",
        "reviewed": bool(text and text.reviewed_at),
    }


def of_title() -> list[Group]:
    """Return the fields of a label in another language."""
    return [
        Group(
            "",
            [
                Field("language", _("Language"), hint=_("By its code, such as en or pt-BR."), required=True),
                Field("title", _("Title"), hint=_("An empty one takes these words away.")),
                Field("made", _("When it was made")),
                Field("medium", _("Of what")),
            ],
        )
    ]


def title_values(artefact: Artefact, language: str) -> dict[str, Any]:
    """Return the words of a label in another language."""
    title = db.session.get(ArtefactTitle, (artefact.id, language))
    names = ("title", "made", "medium")
    return {"language": language, **{name: getattr(title, name) if title else "" for name in names}}


def of_facts() -> list[Group]:
    """Return the fields of what is known."""
    hint = _("One a line: what is known | where it is written | the address of that.")
    return [
        Group(
            "",
            [
                Field("language", _("Language"), hint=_("By its code, such as en or pt-BR."), required=True),
                Field("lines", _("What is known"), "text", hint),
            ],
        )
    ]


def facts_values(artefact: Artefact, language: str) -> dict[str, Any]:
    """Return what is known in one language, as it is written in the form."""
    own = select(Fact).where(Fact.artefact_id == artefact.id, Fact.language == language).order_by(Fact.position)
    lines = [
        " | ".join(filter(None, (fact.statement, fact.source_title, fact.source_url)))
        for fact in db.session.scalars(own)
    ]
    return {"language": language, "lines": "\n".join(lines)}


def _line(fact: Fact) -> str:
    if not (fact.source_title or fact.source_url):
        return fact.statement
    return f"{fact.statement} | {fact.source_title} | {fact.source_url}".removesuffix(" | ")


def of_picture(new: bool) -> list[Group]:
    """Return the fields of a picture."""
    file = Field("file", _("Picture"), "file", _("A PNG, JPEG or WebP of at most 20 MB."), required=True)
    said = _("For those who cannot see it: one language a line, such as “en: A tall lamp of brass”.")
    return [
        Group(
            "",
            [
                *([file] if new else []),
                Field("alternative", _("What it shows"), "text", said),
                Field("credit", _("Whose it is")),
                Field("rights_url", _("Address of its licence")),
            ],
        )
    ]


def of_sound() -> list[Group]:
    """Return the fields of a sound."""
    chapters = _("One a line, such as 1:05 The story.")
    return [
        Group(
            "",
            [
                Field("file", _("Sound"), "file", _("An MP3, Ogg or WAV of at most 40 MB."), required=True),
                Field("language", _("Language"), hint=_("By its code, such as en or pt-BR."), required=True),
                Field("depth", _("Depth"), "select", choices=depths()),
                Field("transcript", _("Every word of it"), "text", required=True),
                Field("chapters", _("Chapters"), "text", chapters),
                Field("voice", _("Whose voice it is")),
            ],
        )
    ]
