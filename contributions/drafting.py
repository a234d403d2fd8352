"""Drafts: what a member has begun to write is kept on the server until it is posted or thrown away."""

import re

from sqlalchemy import delete, func, select
from werkzeug.exceptions import NotFound

from accounts.viewers import Viewer
from contributions.models import Draft
from contributions.schemas import SavedDraft
from core.clock import now
from core.database import begin_write, db
from core.errors import Refused

PLACE = re.compile(r"(?:ask|discuss|(?:answer|comment|edit):[1-9]\d{0,17})\Z")
MOST_DRAFTS = 100


def save_draft(actor: Viewer, place: str, saved: SavedDraft) -> Draft:
    """Keep what stands in a form. An empty form forgets its draft. Raises NotFound for a form that does not exist."""
    if not PLACE.match(place):
        raise NotFound
    begin_write()
    draft = draft_at(actor, place)
    if draft is None:
        if (db.session.scalar(select(func.count()).where(Draft.member_id == actor.id)) or 0) >= MOST_DRAFTS:
            raise Refused("You have a hundred drafts already. Throw some away first.")
        draft = Draft(member_id=actor.id, place=place)
        db.session.add(draft)
    draft.fields, draft.saved_at = saved.model_dump(), now()
    db.session.flush()
    return draft


def draft_at(viewer: Viewer, place: str) -> Draft | None:
    """Return the viewer's draft of a form."""
    if not viewer.signed_in:
        return None
    statement = select(Draft).where(Draft.member_id == viewer.id, Draft.place == place)
    return db.session.scalars(statement).one_or_none()


def discard_draft(actor: Viewer, place: str) -> None:
    """Forget the draft of a form."""
    db.session.execute(delete(Draft).where(Draft.member_id == actor.id, Draft.place == place))


def drafts_of(viewer: Viewer) -> list[Draft]:
    """Return all drafts of a viewer, the latest first; there are never more than a hundred."""
    statement = select(Draft).where(Draft.member_id == viewer.id).order_by(Draft.saved_at.desc(), Draft.id.desc())
    return list(db.session.scalars(statement.limit(MOST_DRAFTS)))
