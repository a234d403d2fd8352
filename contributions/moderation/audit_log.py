"""What moderators and administrators did, as far as a reader of the log may see what it was about."""

from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select, true

from accounts.models import Group, Member
from accounts.viewers import Viewer
from contributions.models import Contribution, Space
from contributions.moderation.models import AuditEntry
from contributions.visibility import readable_by, visible_to
from core.database import read
from core.paging import Cursor, Order, Page, page_of

PAGE = 50
LATEST = Order((AuditEntry.id,))


def entries_page(viewer: Viewer, act: str, who: str, after: str | None) -> Page[Row[Any]]:
    """Return one page of the log, the latest first: one statement. Raises CursorError."""
    cursor = Cursor.decode(after, 1) if after else None
    rows = read(LATEST.apply(_entries(viewer, act, who), cursor, PAGE), {"viewer_id": viewer.id}).all()
    return page_of(rows, cursor, PAGE, lambda row: (row.id,))


def _entries(viewer: Viewer, act: str, who: str) -> Select[*tuple[Any, ...]]:
    actor, target, root = _named("actor"), _named("target"), Contribution.__table__.alias("root")
    statement = (
        select(
            AuditEntry.id,
            AuditEntry.act,
            AuditEntry.reason,
            AuditEntry.details,
            AuditEntry.created_at,
            AuditEntry.actor_id,
            actor.c.name.label("actor_name"),
            AuditEntry.member_id,
            target.c.name.label("member_name"),
            AuditEntry.contribution_id,
            func.coalesce(Contribution.title, root.c.title).label("title"),
            Space.slug.label("space_slug"),
            Space.name.label("space_name"),
            AuditEntry.group_id,
            Group.name.label("group_name"),
        )
        .outerjoin(actor, actor.c.id == AuditEntry.actor_id)
        .outerjoin(target, target.c.id == AuditEntry.member_id)
        .outerjoin(Contribution, and_(Contribution.id == AuditEntry.contribution_id, visible_to(viewer)))
        .outerjoin(root, root.c.id == Contribution.thread_id)
        .outerjoin(Space, and_(Space.id == AuditEntry.space_id, readable_by(viewer)))
        .outerjoin(Group, Group.id == AuditEntry.group_id)
        .where(_open_to(viewer))
    )
    if act:
        statement = statement.where(AuditEntry.act == act)
    if who:
        begins = [func.lower(table.c.name).startswith(who.lower(), autoescape=True) for table in (actor, target)]
        statement = statement.where(or_(*begins))
    return statement


def _open_to(viewer: Viewer) -> ColumnElement[bool]:
    """Acts on what the viewer may see; groups are the administrators' own affair."""
    if viewer.standing.administrator:
        return true()
    seen = or_(AuditEntry.contribution_id.is_(None), Contribution.id.is_not(None))
    entered = or_(AuditEntry.space_id.is_(None), Space.id.is_not(None))
    return and_(seen, entered, AuditEntry.group_id.is_(None))


def _named(name: str) -> Any:
    return Member.__table__.alias(name)
