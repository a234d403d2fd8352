"""What pages read of members."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, or_, select
from werkzeug.exceptions import NotFound

from accounts.models import Member, Role
from accounts.names import name_key
from core.database import db, read
from core.paging import Cursor, Order, Page, page_of

NEWEST = Order((Member.joined_at, Member.id))
SHOWN = 30


class Entry(NamedTuple):
    """A member in the list of members."""

    id: int
    name: str
    roles: Role
    location: str
    joined_at: datetime
    reputation: int
    trust_level: int


def members(cursor: Cursor | None, name: str = "", limit: int = SHOWN) -> Page[Entry]:
    """Return a page of members, the newest first, of those whose name begins with `name`: one statement."""
    columns = (Member.id, Member.name, Member.roles_held, Member.location, Member.joined_at)
    statement = select(*columns, Member.reputation, Member.trust_level)
    statement = statement.where(~Member.is_pending, Member.erased_at.is_(None))
    if name:
        statement = statement.where(_begins_with(name))
    rows = [Entry._make(row) for row in read(NEWEST.apply(statement, cursor, limit))]
    return page_of(rows, cursor, limit, lambda entry: (entry.joined_at, entry.id))


def member_shown(member_id: int) -> Member:
    """Return a member whom others may see, erased ones too. Raises NotFound."""
    member = db.session.get(Member, member_id)
    if member is None or member.is_pending:
        raise NotFound
    return member


def _begins_with(name: str) -> ColumnElement[Any]:
    key = name_key(name)
    as_typed = func.lower(Member.name).startswith(name.lower(), autoescape=True)
    return or_(Member.name_key.startswith(key, autoescape=True), as_typed) if key else as_typed
