"""Asking for a change of a version, deciding about it, and the record of the next version."""

from typing import Annotated

from pydantic import BeforeValidator, Field
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import NotFound

from accounts.fields import FieldRefused
from accounts.viewers import Viewer
from contributions.policies import require
from contributions.queries import hold_contribution
from contributions.schemas import clean_text, one_line
from core import markup
from core.clock import now
from core.database import begin_write, db, locked
from core.errors import Conflict
from core.events import publish
from core.forms import Schema
from core.translation import gettext as _
from ideas.areas.events import AreaChanged
from ideas.areas.keeping import may_keep_areas
from ideas.areas.queries import area_for
from ideas.models import Area, Idea
from ideas.versions.events import ChangeDecided
from ideas.versions.models import AreaVersion, ChangeRequest


class VersionDraft(Schema):
    """A version: its name, what is new in it, and whether it is out."""

    name: Annotated[str, BeforeValidator(one_line), Field(min_length=1, max_length=60)]
    notes: Annotated[str, BeforeValidator(clean_text), Field(max_length=10_000)] = ""
    released: bool = False


class ChangeDecision(Schema):
    """What becomes of a change that was asked for, and why."""

    accepted: bool = True
    reason: Annotated[str, BeforeValidator(clean_text), Field(min_length=3, max_length=1000)]


def version_for(viewer: Viewer, key: int) -> tuple[Area, AreaVersion]:
    """Return a version of an area that a viewer may know of. Raises NotFound."""
    version = db.session.get(AreaVersion, key)
    if version is None:
        raise NotFound
    return area_for(viewer, version.area_id), version


def ask_for_change(actor: Viewer, idea: Idea, version_id: int) -> None:
    """Let a new idea ask for a change of a version of its area. Raises NotFound or FieldRefused."""
    area, version = version_for(actor, version_id)
    if idea.area_id != area.id:
        raise FieldRefused("area", _("This version belongs to the area %(area)s.", area=area.name))
    db.session.add(ChangeRequest(idea_id=idea.id, of_id=version.id))
    db.session.flush()


def decide_change(actor: Viewer, idea_id: int, draft: ChangeDecision) -> None:
    """Accept or decline a change. Raises NotFound, Refused, or Conflict where it was decided already."""
    require(may_keep_areas(actor))
    hold_contribution(actor, idea_id)
    asked = locked(select(ChangeRequest).where(ChangeRequest.idea_id == idea_id))
    if asked is None:
        raise NotFound
    if asked.decision != "open":
        raise Conflict(_("This has been decided already."))
    asked.decision = "accepted" if draft.accepted else "declined"
    asked.reason, asked.decided_at, asked.decided_by_id = draft.reason, now(), actor.id
    if draft.accepted:
        asked.into_id = _next_version(asked)
    db.session.flush()
    publish(ChangeDecided(actor_id=actor.id, contribution_id=idea_id, thread_id=idea_id, accepted=draft.accepted))


def _next_version(asked: ChangeRequest) -> int | None:
    """Return the oldest version of the area that is not out yet, other than the one that was to be changed."""
    area = select(AreaVersion.area_id).where(AreaVersion.id == asked.of_id).scalar_subquery()
    waiting = (AreaVersion.area_id == area) & AreaVersion.released_at.is_(None) & (AreaVersion.id != asked.of_id)
    return db.session.scalar(select(AreaVersion.id).where(waiting).order_by(AreaVersion.id).limit(1))


def keep_version(actor: Viewer, area: Area, version: AreaVersion | None, draft: VersionDraft) -> AreaVersion:
    """Open a version of an area or change it; one that is opened takes up the accepted changes that wait for it.

    Raises Refused, or Conflict where the area has a version of this name.
    """
    require(may_keep_areas(actor))
    begin_write()
    is_new = version is None
    version = version or AreaVersion(area_id=area.id, created_at=now())
    version.name, version.notes, version.html = draft.name, draft.notes, markup.render(draft.notes)
    version.released_at = (version.released_at or now()) if draft.released else None
    try:
        with db.session.begin_nested():
            db.session.add(version)
    except IntegrityError:
        raise Conflict(_("This area has a version of that name already.")) from None
    if is_new:
        _take_up(version)
    publish(AreaChanged(actor_id=actor.id, area_id=area.id))
    return version


def _take_up(version: AreaVersion) -> None:
    others = select(AreaVersion.id).where(AreaVersion.area_id == version.area_id, AreaVersion.id != version.id)
    waiting = (ChangeRequest.decision == "accepted") & ChangeRequest.into_id.is_(None)
    db.session.execute(update(ChangeRequest).where(waiting, ChangeRequest.of_id.in_(others)).values(into_id=version.id))
