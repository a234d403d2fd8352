"""What a webhook is told: what its audience may see at the moment of sending, and nothing else."""

from typing import Any

from sqlalchemy import select

from accounts.api.identifying import base_url, ids_of
from accounts.models import Member
from accounts.sanctions import suspension_of
from accounts.viewers import ANONYMOUS, Viewer, viewer_of
from contributions.api.shapes import author_of, permalink
from contributions.kinds import KINDS
from contributions.models import Contribution, Space
from contributions.rows import POST_COLUMNS, THREAD_COLUMNS
from contributions.visibility import listed_to, readable_by
from contributions.webhooks.kinds import KINDS as HOOKS
from contributions.webhooks.kinds import REMOVED
from contributions.webhooks.models import Webhook
from core.clock import format_time
from core.database import db, read
from core.events import LoggedEvent


def told_of(hook: Webhook, kind: str, event: LoggedEvent) -> dict[str, Any] | None:
    """Return what a hook is told of an event, or None where its audience may not know of it."""
    viewer, meant = audience_of(hook), HOOKS[kind]
    key = event.payload.get(meant.about)
    if viewer is None or key is None:
        return None
    about = _removed(viewer, key) if kind == REMOVED else _standing(viewer, key)
    if about is None:
        return None
    more = {name: value for name, value in event.payload.items() if isinstance(value, bool)}
    beside = {name: _beside(viewer, event.payload.get(of)) for name, of in meant.beside.items()}
    told = {**about, **more, **beside, **meant.adds(key)}
    return {"type": kind, "timestamp": format_time(event.created_at), "data": told}


def audience_of(hook: Webhook) -> Viewer | None:
    """Return whose eyes decide: nobody's in particular, or those of the owner, who must still be an employee here."""
    if hook.audience == "public":
        return ANONYMOUS
    owner = db.session.get(Member, hook.owner_id) if hook.owner_id is not None else None
    if owner is None or not owner.active or owner.erased_at is not None or suspension_of(owner.id):
        return None
    viewer = viewer_of(owner)
    return viewer if viewer.standing.employee else None


def _standing(viewer: Viewer, key: int) -> dict[str, Any] | None:
    statement = (
        select(*POST_COLUMNS, *THREAD_COLUMNS, Contribution.thread_id)
        .join(Space, Space.id == Contribution.space_id)
        .outerjoin(Member, Member.id == Contribution.author_id)
        .where(Contribution.id == key, listed_to(viewer))
    )
    row = read(statement).one_or_none()
    if row is None:
        return None
    author = author_of(row, ids_of(Member, [row.author_id]))
    opens = row.title is not None
    return {
        **_named(row),
        "url": base_url() + KINDS[row.kind].address(row.id, row.title) if opens else permalink(row.id),
        "title": row.title,
        "html": row.html,
        "thread": row.thread_id or row.id,
        "space": {"slug": row.space_slug, "name": row.space_name},
        "author": author.model_dump() if author else None,
    }


def _removed(viewer: Viewer, key: int) -> dict[str, Any] | None:
    """Name what is gone, without a word of it, where its audience could see it before and no longer does."""
    statement = (
        select(Contribution.id, Contribution.kind)
        .join(Space, Space.id == Contribution.space_id)
        .where(Contribution.id == key, Contribution.state != "published", Contribution.concealed.is_(False))
        .where(readable_by(viewer))
    )
    row = read(statement, {"viewer_id": viewer.id}).one_or_none()
    return _named(row) if row else None


def _beside(viewer: Viewer, key: int | None) -> dict[str, Any] | None:
    """Name a contribution beside what is told of, where its audience may know of it."""
    if key is None:
        return None
    seen = select(Contribution.id, Contribution.kind).where(Contribution.id == key, listed_to(viewer))
    row = read(seen).one_or_none()
    return _named(row) if row else _removed(viewer, key)


def _named(row: Any) -> dict[str, Any]:
    return {"number": row.id, "id": ids_of(Contribution, [row.id])[row.id], "kind": row.kind}
