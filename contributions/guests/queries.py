"""What the pages of guest staff read, each in a fixed number of statements."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, func, or_, select, true
from sqlalchemy.orm import aliased
from werkzeug.exceptions import NotFound

from accounts.models import Member
from accounts.viewers import Viewer
from contributions.guests.force import in_force
from contributions.guests.models import GuestAct, GuestTerm, GuestTopic
from contributions.models import Contribution, Space, Tag
from contributions.visibility import listed_to, readable_by
from core.database import read
from core.paging import AnySelect, Cursor, Order, Page, page_of

PAGE = 30
LATEST, LATEST_ACTS = Order((GuestTerm.id,)), Order((GuestAct.id,))


def _terms(viewer: Viewer) -> AnySelect:
    """Terms that a viewer may know of: staff and moderators all, everybody else their own."""
    guest, naming, ending = aliased(Member), aliased(Member), aliased(Member)
    overseer = viewer.standing.employee or viewer.standing.moderator
    own = true() if overseer else GuestTerm.member_id == viewer.id
    return (
        select(
            *GuestTerm.__table__.c,
            guest.name.label("member_name"),
            naming.name.label("named_by"),
            ending.name.label("ended_by"),
            in_force().label("in_force"),
        )
        .join(guest, guest.id == GuestTerm.member_id)
        .outerjoin(naming, naming.id == GuestTerm.named_by_id)
        .outerjoin(ending, ending.id == GuestTerm.ended_by_id)
        .where(own)
    )


def terms_page(
    viewer: Viewer, cursor: Cursor | None, member_id: int | None = None, limit: int = PAGE
) -> Page[Row[Any]]:
    """Return one page of the terms of a member (None: of all) that a viewer may know of, the latest first."""
    statement = _terms(viewer)
    if member_id is not None:
        statement = statement.where(GuestTerm.member_id == member_id)
    rows = read(LATEST.apply(statement, cursor, limit)).all()
    return page_of(rows, cursor, limit, lambda row: (row.id,))


def terms_of(viewer: Viewer, member_id: int, limit: int) -> Sequence[Row[Any]]:
    """Return the latest terms of one member that a viewer may know of: one statement."""
    statement = _terms(viewer).where(GuestTerm.member_id == member_id).order_by(GuestTerm.id.desc())
    return read(statement.limit(limit)).all()


def term_row(viewer: Viewer, key: int) -> Row[Any]:
    """Return a term that a viewer may know of. Raises NotFound."""
    row = read(_terms(viewer).where(GuestTerm.id == key)).one_or_none()
    if row is None:
        raise NotFound
    return row


def topics_of(viewer: Viewer, terms: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
    """Return the topics of terms as (kind, name), spaces first; those the viewer cannot read are left out."""
    statement = (
        select(GuestTopic.term_id, Space.name.label("space"), Tag.name.label("tag"))
        .outerjoin(Space, Space.id == GuestTopic.space_id)
        .outerjoin(Tag, Tag.id == GuestTopic.tag_id)
        .where(GuestTopic.term_id.in_(terms), or_(GuestTopic.space_id.is_(None), readable_by(viewer)))
        .order_by(GuestTopic.tag_id.is_not(None), GuestTopic.id)
    )
    found: dict[int, list[tuple[str, str]]] = {}
    for row in read(statement, {"viewer_id": viewer.id}) if terms else ():
        found.setdefault(row.term_id, []).append(("space", row.space) if row.space else ("tag", row.tag))
    return found


def acts_page(viewer: Viewer, key: int, cursor: Cursor | None) -> Page[Row[Any]]:
    """Return one page of what was done under a term, of what the viewer may see, the latest first: one statement."""
    root: Any = Contribution.__table__.alias("root")
    statement = (
        select(
            GuestAct.id,
            GuestAct.act,
            GuestAct.created_at,
            GuestAct.contribution_id,
            func.coalesce(Contribution.title, root.c.title).label("title"),
        )
        .join(Contribution, Contribution.id == GuestAct.contribution_id)
        .outerjoin(root, root.c.id == Contribution.thread_id)
        .where(GuestAct.term_id == key, listed_to(viewer))
    )
    rows = read(LATEST_ACTS.apply(statement, cursor, PAGE), {"viewer_id": viewer.id}).all()
    return page_of(rows, cursor, PAGE, lambda row: (row.id,))
