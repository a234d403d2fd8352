"""Drafts: what a member has begun to write is kept on the server until it is posted or thrown away."""

import re
from datetime import datetime
from typing import Any

from sqlalchemy import Insert, ScalarSelect, String, cast, delete, func, literal, select
from werkzeug.exceptions import NotFound

from accounts.viewers import Viewer
from contributions.models import Contribution, Draft
from contributions.schemas import SavedDraft
from contributions.visibility import viewer_id
from core.clock import now
from core.database import begin_write, db, insert_into
from core.errors import Refused
from core.translation import gettext as _

PLACE = re.compile(r"(?:ask|discuss|idea|(?:answer|cell|comment|edit):[1-9]\d{0,17})\Z")
MOST_DRAFTS = 100


def save_draft(actor: Viewer, place: str, saved: SavedDraft) -> datetime:
    """Keep what stands in a form, and return when. An empty form forgets its draft.

    Raises NotFound for a form that does not exist, and Refused where there are too many drafts.
    """
    if not PLACE.match(place):
        raise NotFound
    at = now()
    if not (saved.title or saved.body or saved.tags or saved.problem):
        discard_draft(actor, place)
        return at
    begin_write()
    others = select(func.count()).where(Draft.member_id == actor.id, Draft.place != place)
    if (db.session.scalar(others) or 0) >= MOST_DRAFTS:
        raise Refused(_("You have a hundred drafts already. Throw some away first."))
    db.session.execute(_upsert(), {"member_id": actor.id, "place": place, "fields": saved.model_dump(), "saved_at": at})
    return at


def _upsert() -> Insert:
    """Insert a draft or give the one that is there new words, in one statement: a form may be saved twice at once."""
    statement = insert_into(Draft)
    new = {"fields": statement.excluded.fields, "saved_at": statement.excluded.saved_at}
    changed: Insert = statement.on_conflict_do_update(index_elements=[Draft.member_id, Draft.place], set_=new)
    return changed


def draft_at(viewer: Viewer, place: str) -> Draft | None:
    """Return the viewer's draft of a form."""
    if not viewer.signed_in:
        return None
    statement = select(Draft).where(Draft.member_id == viewer.id, Draft.place == place)
    return db.session.scalars(statement).one_or_none()


def begun_at(form: str) -> ScalarSelect[dict[str, Any]]:
    """What the viewer has begun to write in a form about a contribution, as a column of a statement that reads it."""
    place = literal(f"{form}:", String).concat(cast(Contribution.id, String))
    begun = select(Draft.fields).where(Draft.member_id == viewer_id(), Draft.place == place)
    return begun.correlate(Contribution).scalar_subquery()


def discard_draft(actor: Viewer, place: str) -> None:
    """Forget the draft of a form."""
    db.session.execute(delete(Draft).where(Draft.member_id == actor.id, Draft.place == place))


def drafts_of(viewer: Viewer) -> list[Draft]:
    """Return all drafts of a viewer, the latest first; there are never more than a hundred."""
    statement = select(Draft).where(Draft.member_id == viewer.id).order_by(Draft.saved_at.desc(), Draft.id.desc())
    return list(db.session.scalars(statement.limit(MOST_DRAFTS)))
