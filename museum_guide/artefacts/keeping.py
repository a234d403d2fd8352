"""Keeping artefacts: the work of those who keep a museum. Every rule asks first whether the actor does."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import NotFound

from accounts.viewers import Viewer
from core import markup
from core.clock import now
from core.database import begin_write, db, insert_into
from core.errors import Conflict, Refused
from core.events import publish
from core.translation import gettext as _
from museum_guide.artefacts.codes import LARGEST_NUMBER, new_code
from museum_guide.artefacts.events import ArtefactChanged
from museum_guide.artefacts.models import (
    Artefact,
    ArtefactText,
    ArtefactTitle,
    Fact,
    Picture,
    Placement,
    Sound,
    Subject,
)
from museum_guide.artefacts.pictures import Kept
from museum_guide.artefacts.schemas import ArtefactDraft, PictureDraft, SoundDraft, TextDraft, TitleDraft
from museum_guide.models import Museum, Room
from museum_guide.visibility import keeps

LABEL: tuple[str, ...] = (
    "title",
    "maker",
    "made",
    "year_from",
    "year_to",
    "medium",
    "classification",
    "department",
    "period",
    "size",
)
LABEL += ("accession", "credit", "provenance", "rights", "page", "state", "with_ticket")


def require_kept(actor: Viewer, museum_id: int) -> None:
    """Raise NotFound where an actor does not keep a museum: what is not theirs is not there for them."""
    if not keeps(actor, museum_id):
        raise NotFound


def free_number(museum_id: int) -> int:
    """Return the number after the highest that a museum ever gave. Raises Refused where there is none."""
    number = (db.session.scalar(select(func.max(Artefact.number)).where(Artefact.museum_id == museum_id)) or 0) + 1
    if number > LARGEST_NUMBER:
        raise Refused(_("This museum has no free number left."))
    return number


def add_artefact(actor: Viewer, museum: Museum, draft: ArtefactDraft) -> Artefact:
    """Add an artefact to a museum, with a number and a code of its own. Raises NotFound, Refused or Conflict."""
    require_kept(actor, museum.id)
    begin_write()
    at = now()
    artefact = Artefact(museum_id=museum.id, code=new_code(), created_at=at, changed_at=at, more={})
    artefact.number = draft.number or free_number(museum.id)
    _label(artefact, draft)
    try:
        with db.session.begin_nested():
            db.session.add(artefact)
    except IntegrityError:
        raise Conflict(_("Another work has, or had, this number.")) from None
    _settle(actor, artefact, draft)
    return artefact


def change_artefact(actor: Viewer, artefact: Artefact, draft: ArtefactDraft) -> None:
    """Change what the label of an artefact says, and where it stands; its number stays. Raises NotFound or Refused."""
    require_kept(actor, artefact.museum_id)
    begin_write()
    _label(artefact, draft)
    _settle(actor, artefact, draft)


def _label(artefact: Artefact, draft: ArtefactDraft) -> None:
    for name in LABEL:
        setattr(artefact, name, getattr(draft, name))
    artefact.successor_id = _successor(artefact, draft.successor)


def _successor(artefact: Artefact, number: int | None) -> int | None:
    if number is None:
        return None
    other = select(Artefact.id).where(Artefact.museum_id == artefact.museum_id, Artefact.number == number)
    with db.session.no_autoflush:
        found = db.session.scalar(other)
    if found is None or found == artefact.id:
        raise Refused(_("No other work of this museum has the number %(number)s.", number=number))
    return found


def _settle(actor: Viewer, artefact: Artefact, draft: ArtefactDraft) -> None:
    place(artefact, draft.room, draft.position)
    db.session.execute(delete(Subject).where(Subject.artefact_id == artefact.id))
    db.session.add_all(Subject(artefact_id=artefact.id, kind=kind, word=word) for kind, word in draft.subjects)
    changed(actor, artefact, "label")


def place(artefact: Artefact, room_id: int | None, position: int) -> None:
    """Let an artefact stand in a room of its museum from today on, or in none. Raises NotFound for another's room."""
    now_here = db.session.scalars(
        select(Placement).where(Placement.artefact_id == artefact.id, Placement.until.is_(None))
    ).one_or_none()
    if now_here is not None and now_here.room_id == room_id:
        now_here.position = position
        return
    today: date = now().date()
    if now_here is not None:
        now_here.until = max(today, now_here.since)
        db.session.flush()
    if room_id is not None:
        own = select(Room.id).where(Room.id == room_id, Room.museum_id == artefact.museum_id)
        if db.session.scalar(own) is None:
            raise NotFound
        db.session.add(Placement(artefact_id=artefact.id, room_id=room_id, since=today, position=position))


def changed(actor: Viewer, artefact: Artefact, what: str) -> None:
    """Note that an artefact changed."""
    artefact.changed_at = now()
    db.session.flush()
    publish(ArtefactChanged(actor_id=actor.id, artefact_id=artefact.id, what=what))


def write_text(actor: Viewer, artefact: Artefact, draft: TextDraft) -> None:
    """Write what is told in a language at a depth; an empty text takes it away. Raises NotFound."""
    require_kept(actor, artefact.museum_id)
    begin_write()
    which = {"artefact_id": artefact.id, "language": draft.language, "depth": draft.depth}
    if not draft.body:
        db.session.execute(delete(ArtefactText).filter_by(**which))
    else:
        html = markup.render(draft.body)
        looked = draft.reviewed or draft.origin == "human"
        values = {
            "body": draft.body,
            "html": html,
            "words": len(markup.plain_text(html).split()),
            "origin": draft.origin,
            "reviewed_by_id": actor.id if looked else None,
            "reviewed_at": now() if looked else None,
        }
        _put(ArtefactText, which, values)
    changed(actor, artefact, "text")


def write_title(actor: Viewer, artefact: Artefact, draft: TitleDraft) -> None:
    """Write the words of the label in another language; an empty title takes them away. Raises NotFound."""
    require_kept(actor, artefact.museum_id)
    begin_write()
    which = {"artefact_id": artefact.id, "language": draft.language}
    if draft.title:
        _put(ArtefactTitle, which, {"title": draft.title, "made": draft.made, "medium": draft.medium})
    else:
        db.session.execute(delete(ArtefactTitle).filter_by(**which))
    changed(actor, artefact, "label")


def _put(model: Any, which: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    statement = insert_into(model).values(**which, **values)
    db.session.execute(statement.on_conflict_do_update(index_elements=list(which), set_=dict(values)))


def write_facts(actor: Viewer, artefact: Artefact, language: str, facts: list[tuple[str, str, str]]) -> None:
    """Write what is known in one language: statement, source and its address, in order. Raises NotFound."""
    require_kept(actor, artefact.museum_id)
    begin_write()
    db.session.execute(delete(Fact).where(Fact.artefact_id == artefact.id, Fact.language == language))
    for position, (statement, title, url) in enumerate(facts):
        fact = Fact(artefact_id=artefact.id, language=language, statement=statement, position=position)
        fact.source_title, fact.source_url = title, url
        db.session.add(fact)
    changed(actor, artefact, "facts")


def add_picture(actor: Viewer, artefact: Artefact, kept: Kept, draft: PictureDraft) -> Picture:
    """Add a kept picture behind those that are there. Raises NotFound."""
    require_kept(actor, artefact.museum_id)
    picture = Picture(artefact_id=artefact.id, position=_behind(Picture, artefact.id), **kept._asdict())
    describe_picture(actor, artefact, picture, draft)
    return picture


def describe_picture(actor: Viewer, artefact: Artefact, picture: Picture, draft: PictureDraft) -> None:
    """Say what a picture shows, in each language, and whose it is. Raises NotFound."""
    require_kept(actor, artefact.museum_id)
    picture.alternative, picture.credit, picture.rights_url = draft.alternative, draft.credit, draft.rights_url
    db.session.add(picture)
    changed(actor, artefact, "picture")


def add_sound(actor: Viewer, artefact: Artefact, file: str, length: Any, draft: SoundDraft) -> Sound:
    """Add a kept sound with all of its words. Raises NotFound."""
    require_kept(actor, artefact.museum_id)
    sound = Sound(artefact_id=artefact.id, file=file, media_type=length.media_type, seconds=length.seconds)
    sound.language, sound.depth, sound.voice = draft.language, draft.depth, draft.voice
    sound.transcript, sound.html = draft.transcript, markup.render(draft.transcript)
    sound.chapters, sound.position = draft.marks, _behind(Sound, artefact.id)
    db.session.add(sound)
    changed(actor, artefact, "sound")
    return sound


def remove_medium(actor: Viewer, artefact: Artefact, model: type[Picture | Sound], key: int) -> None:
    """Take a picture or a sound off an artefact. The file stays in backups. Raises NotFound."""
    require_kept(actor, artefact.museum_id)
    gone = db.session.execute(delete(model).where(model.id == key, model.artefact_id == artefact.id))
    if not gone.rowcount:  # type: ignore[attr-defined]
        raise NotFound
    changed(actor, artefact, "media")


def put_first(actor: Viewer, artefact: Artefact, key: int) -> None:
    """Let a picture be the first that is shown. Raises NotFound."""
    require_kept(actor, artefact.museum_id)
    own = Picture.artefact_id == artefact.id
    db.session.execute(update(Picture).where(own, Picture.id != key).values(position=Picture.position + 1))
    db.session.execute(update(Picture).where(own, Picture.id == key).values(position=0))
    changed(actor, artefact, "picture")


def _behind(model: Any, artefact_id: int) -> int:
    last = db.session.scalar(select(func.max(model.position)).where(model.artefact_id == artefact_id))
    return 0 if last is None else last + 1
