"""Operations about what is a member's own: drafts and notifications."""

from datetime import datetime
from typing import Any

from accounts.api.identifying import ids_of
from accounts.api.operations import Section
from accounts.api.shapes import Answered, Listed, Listing, Number, PublicId, onward
from accounts.viewers import Viewer
from contributions import drafting, notifying
from contributions.api.shapes import permalink
from contributions.models import Contribution
from contributions.schemas import SavedDraft
from core.errors import NotFound

section = Section("Your own")


class DraftShown(Answered):
    """What was begun and not yet posted; `place` names the form, such as ask, discuss, answer:12 or edit:12."""

    place: str
    title: str
    body: str
    tags: str
    space: str
    saved: datetime


class Kept(Answered):
    """Whether there is a draft at a place now."""

    place: str
    kept: bool


class About(Answered):
    """What a notification is about."""

    number: Number
    id: PublicId
    url: str
    title: str
    excerpt: str
    state: str


class Notice(Answered):
    """A notification. `reason` says why it came, `actor` who did it."""

    number: Number
    reason: str
    created: datetime
    read: datetime | None
    actor: str | None
    about: About


class Read(Answered):
    """Which notifications are marked as read now: one of them, or null for all."""

    number: Number | None


@section.add("GET", "/me/drafts", Listed[DraftShown])
def drafts(viewer: Viewer) -> Listed[DraftShown]:
    """List the drafts, the latest first; there are never more than a hundred."""
    return Listed(results=[_draft(row.place, row.fields, row.saved_at) for row in drafting.drafts_of(viewer)])


@section.add("PUT", "/me/drafts/<place>", Kept, takes=SavedDraft, limit="draft")
def keep_draft(viewer: Viewer, place: str, draft: SavedDraft) -> Kept:
    """Keep what is begun; an empty draft is forgotten."""
    drafting.save_draft(viewer, place, draft)
    return Kept(place=place, kept=bool(draft.title or draft.body or draft.tags))


@section.add("DELETE", "/me/drafts/<place>", Kept)
def forget_draft(viewer: Viewer, place: str) -> Kept:
    """Throw a draft away."""
    drafting.discard_draft(viewer, place)
    return Kept(place=place, kept=False)


@section.add("GET", "/me/notifications", Listed[Notice], asks=Listing)
def notifications(viewer: Viewer, asked: Listing) -> Listed[Notice]:
    """List notifications, the latest first."""
    page = notifying.notifications_page(viewer, asked.after or None, asked.limit)
    ids = ids_of(Contribution, [row.contribution_id for row in page.rows])
    return Listed(**onward(page, [_notice(row, ids) for row in page.rows]))


@section.add("PUT", "/me/notifications/read", Read)
def read_all(viewer: Viewer) -> Read:
    """Mark every notification as read."""
    notifying.mark_read(viewer)
    return Read(number=None)


@section.add("PUT", "/me/notifications/<int:number>/read", Read)
def read_one(viewer: Viewer, number: int) -> Read:
    """Mark one notification as read."""
    if notifying.mark_read(viewer, number) is None:
        raise NotFound
    return Read(number=number)


def _draft(place: str, fields: dict[str, Any], saved: datetime) -> DraftShown:
    words = {name: str(fields.get(name, "")) for name in ("title", "body", "tags", "space")}
    return DraftShown(place=place, saved=saved, **words)


def _notice(row: Any, ids: dict[int, str]) -> Notice:
    about = About(
        number=row.contribution_id,
        id=ids[row.contribution_id],
        url=permalink(row.contribution_id),
        title=row.thread_title or "",
        excerpt=row.excerpt,
        state=row.state,
    )
    return Notice(
        number=row.id,
        reason=row.reason,
        created=row.created_at,
        read=row.read_at,
        actor=row.actor_name,
        about=about,
    )
