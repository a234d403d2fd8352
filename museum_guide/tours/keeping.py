"""Making tours: the work of those who keep a museum. Every rule asks first whether the actor does."""

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import NotFound

from accounts.viewers import Viewer
from core import markup
from core.clock import now
from core.database import begin_write, db
from core.errors import Conflict, Refused
from core.events import publish
from core.translation import gettext as _
from museum_guide.artefacts.codes import number_typed
from museum_guide.artefacts.keeping import require_kept
from museum_guide.artefacts.models import Artefact
from museum_guide.artefacts.sounds import keep_recording
from museum_guide.models import Museum
from museum_guide.tours.events import TourChanged
from museum_guide.tours.models import Tour, TourStop
from museum_guide.tours.schemas import NewStop, StopDraft, TourDraft

MOST_STOPS = 60


def make_tour(actor: Viewer, museum: Museum, draft: TourDraft) -> Tour:
    """Begin a tour. Raises NotFound."""
    require_kept(actor, museum.id)
    tour = Tour(museum_id=museum.id, changed_at=now(), **draft.model_dump())
    db.session.add(tour)
    db.session.flush()
    changed(actor, tour)
    return tour


def change_tour(actor: Viewer, tour: Tour, draft: TourDraft) -> None:
    """Change what a tour is called, and whether visitors see it. Raises NotFound, or Refused for one without stops."""
    require_kept(actor, tour.museum_id)
    begin_write()
    stops = select(func.count()).select_from(TourStop).where(TourStop.tour_id == tour.id)
    if draft.published and not db.session.scalar(stops):
        raise Refused(_("Add a first stop before visitors see this tour."))
    for name, value in draft.model_dump().items():
        setattr(tour, name, value)
    changed(actor, tour)


def remove_tour(actor: Viewer, tour: Tour) -> None:
    """Take a tour away with all its stops. Raises NotFound."""
    require_kept(actor, tour.museum_id)
    publish(TourChanged(actor_id=actor.id, museum_id=tour.museum_id, tour_id=tour.id, gone=True))
    db.session.execute(delete(Tour).where(Tour.id == tour.id))


def changed(actor: Viewer, tour: Tour) -> None:
    """Note that a tour changed."""
    tour.changed_at = now()
    publish(TourChanged(actor_id=actor.id, museum_id=tour.museum_id, tour_id=tour.id, gone=False))


def add_stop(actor: Viewer, tour: Tour, draft: NewStop) -> TourStop:
    """Let a tour stop at one more artefact of its museum, at the end. Raises NotFound, Refused or Conflict."""
    require_kept(actor, tour.museum_id)
    begin_write()
    artefact_id = _numbered(tour.museum_id, draft.number)
    last, count = db.session.execute(
        select(func.max(TourStop.position), func.count()).where(TourStop.tour_id == tour.id)
    ).one()
    if count >= MOST_STOPS:
        raise Refused(_("A tour has at most %(count)s stops.", count=MOST_STOPS))
    stop = TourStop(tour_id=tour.id, artefact_id=artefact_id, position=(last or 0) + 1)
    try:
        with db.session.begin_nested():
            db.session.add(stop)
    except IntegrityError:
        raise Conflict(_("This tour stops there already.")) from None
    changed(actor, tour)
    return stop


def _numbered(museum_id: int, typed: str) -> int:
    number = number_typed(typed)
    own = select(Artefact.id).where(Artefact.museum_id == museum_id, Artefact.state != "withdrawn")
    found = db.session.scalar(own.where(Artefact.number == number)) if number is not None else None
    if found is None:
        raise Refused(_("No work of this museum has that number on its label."))
    return found


def change_stop(actor: Viewer, tour: Tour, stop: TourStop, draft: StopDraft, recording: bytes) -> None:
    """Change what is said at a stop, in words and, where a recording is sent, in sound. Raises NotFound or Refused."""
    require_kept(actor, tour.museum_id)
    if (recording or (stop.sound_file and not draft.silent)) and not draft.note:
        raise Refused(_("Write down what is said in the sound, for those who cannot hear it."))
    begin_write()
    stop.note, stop.html = draft.note, markup.render(draft.note) if draft.note else ""
    if draft.silent:
        stop.sound_file, stop.sound_type, stop.sound_seconds = None, "", None
    if recording:
        file, length = keep_recording(recording)
        stop.sound_file, stop.sound_type, stop.sound_seconds = file, length.media_type, length.seconds
    changed(actor, tour)


def move_stop(actor: Viewer, tour: Tour, stop: TourStop, to: str) -> None:
    """Let a stop come earlier (up) or later (down) by one, or take it away. Raises NotFound."""
    require_kept(actor, tour.museum_id)
    begin_write()
    if to == "away":
        db.session.execute(delete(TourStop).where(TourStop.id == stop.id))
    else:
        _swap(tour.id, stop.id, -1 if to == "up" else 1)
    left = select(func.count()).select_from(TourStop).where(TourStop.tour_id == tour.id)
    if not db.session.scalar(left):
        tour.published = False
    changed(actor, tour)


def _swap(tour_id: int, stop_id: int, step: int) -> None:
    ordered = select(TourStop.id).where(TourStop.tour_id == tour_id).order_by(TourStop.position, TourStop.id)
    keys = list(db.session.scalars(ordered))
    place = keys.index(stop_id)
    other = min(max(place + step, 0), len(keys) - 1)
    keys[place], keys[other] = keys[other], keys[place]
    for position, key in enumerate(keys, start=1):
        db.session.execute(update(TourStop).where(TourStop.id == key).values(position=position))


def stop_of(tour: Tour, key: int) -> TourStop:
    """Return a stop of a tour. Raises NotFound."""
    stop = db.session.scalars(select(TourStop).where(TourStop.id == key, TourStop.tour_id == tour.id)).one_or_none()
    if stop is None:
        raise NotFound
    return stop
