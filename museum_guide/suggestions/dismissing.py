"""What becomes of a suggestion: shown, opened, or not wanted."""

from collections.abc import Sequence

from flask import current_app
from sqlalchemy import select, update
from werkzeug.exceptions import NotFound

from core.clock import now, parse_time
from core.database import db, insert_into, once
from core.jobs import jobs_of
from museum_guide.artefacts.models import Artefact
from museum_guide.models import Museum
from museum_guide.suggestions.models import SuggestionShown
from museum_guide.visits.current import VisitRow
from museum_guide.visits.models import Visit

JOB = "note suggestions"
OPENED = "note an opened suggestion"
Shown = tuple[int, str, int]


def note_shown(visit: VisitRow, shown: Sequence[Shown]) -> None:
    """Hand what a page suggested, as (artefact, shelf, position), to the worker: reading never writes."""
    if shown:
        jobs_of(current_app).send(JOB, visit.id, [list(one) for one in shown], now().isoformat())


def write_shown(visit_id: int, shown: Sequence[Shown], at: str) -> None:
    """Write what was suggested in a visit, each artefact as it was first; the job behind `note_shown`."""
    keys = {key for key, _shelf, _position in shown}
    there = set(db.session.scalars(select(Artefact.id).where(Artefact.id.in_(keys))))
    if db.session.get(Visit, visit_id) is None:
        return
    rows = [
        {"visit_id": visit_id, "artefact_id": key, "shelf": shelf, "position": position, "shown_at": parse_time(at)}
        for key, shelf, position in shown
        if key in there
    ]
    if rows:
        db.session.execute(once(SuggestionShown), rows)


def dismiss(visit: VisitRow, artefact_id: int) -> None:
    """Suggest something no more in this visit. Raises NotFound for what visitors cannot see."""
    _published(artefact_id)
    at = now()
    row = {"visit_id": visit.id, "artefact_id": artefact_id, "shelf": "here", "position": 0, "shown_at": at}
    statement = insert_into(SuggestionShown).values(row | {"dismissed_at": at})
    place = [SuggestionShown.visit_id, SuggestionShown.artefact_id]
    db.session.execute(statement.on_conflict_do_update(index_elements=place, set_={"dismissed_at": at}))


def note_opened(visit: VisitRow, artefact_id: int) -> None:
    """Hand to the worker that what was suggested was opened."""
    jobs_of(current_app).send(OPENED, visit.id, artefact_id, now().isoformat())


def write_opened(visit_id: int, artefact_id: int, at: str) -> None:
    """Write that a suggestion was opened, once; the job behind `note_opened`."""
    asked = (SuggestionShown.visit_id == visit_id, SuggestionShown.artefact_id == artefact_id)
    unopened = update(SuggestionShown).where(*asked, SuggestionShown.opened_at.is_(None))
    db.session.execute(unopened.values(opened_at=parse_time(at)))


def _published(artefact_id: int) -> None:
    shown = select(Artefact.id).join(Museum, Museum.id == Artefact.museum_id)
    shown = shown.where(Artefact.id == artefact_id, Artefact.state == "published", Museum.published.is_(True))
    if db.session.scalar(shown) is None:
        raise NotFound
