"""Offers members while an @ is typed: those who may read what is written on, participants first."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from sqlalchemy import ColumnElement, func, or_, select

from accounts.guard import current_viewer
from accounts.models import Member
from accounts.names import name_key
from accounts.people import HUES, initials
from accounts.schemas import one_line
from accounts.viewers import Viewer
from contributions.counters import stands
from contributions.models import Contribution, Space
from contributions.queries import contribution_for, space_for
from contributions.visibility import member_may_enter
from core.database import LARGEST_KEY, db, read
from core.limits import throttle
from core.paging import AnySelect

blueprint = Blueprint("mentions", __name__)
MOST = 8
LONGEST = 50
# Sorts behind every letter that a name may hold.
LAST = "\U0010ffff"


@blueprint.get("/mentions/suggest")
def suggest() -> ResponseReturnValue:
    """Offer members whose name begins with what was typed, as JSON."""
    viewer = current_viewer()
    throttle("suggest", viewer.id)
    typed = one_line(request.args.get("q", ""))[:LONGEST]
    rows = suggested_members(viewer, typed, _number("thread"), _number("space"))
    return [{"id": row.id, "name": row.name, "initials": initials(row.name), "hue": row.id % HUES} for row in rows]


def suggested_members(viewer: Viewer, typed: str, thread: int | None, space: int | None) -> list[Any]:
    """Return at most MOST members to call in a thread or a space: who writes there, the latest first, then by name.

    Raises NotFound for a thread or a space that the viewer may not see.
    """
    found: list[Any] = []
    if thread is not None:
        posted = contribution_for(viewer, thread)
        space = posted.space_id
        found += read(_participants(viewer, posted.root_id, space, typed))
    elif space is not None:
        space = space_for(viewer, space).id
    if typed and space is not None and len(found) < MOST:
        known = {row.id for row in found}
        found += [row for row in read(_by_name(viewer, space, typed)) if row.id not in known]
    return found[:MOST]


def _number(name: str) -> int | None:
    given = request.args.get(name, type=int)
    return given if given is not None and 0 < given <= LARGEST_KEY else None


def _callable(viewer: Viewer, space: int) -> AnySelect:
    """Members other than the viewer who may read a space."""
    statement = select(Member.id, Member.name).join(Space, Space.id == space)
    return statement.where(member_may_enter(), Member.id != viewer.id, ~Member.is_pending).limit(MOST)


def _participants(viewer: Viewer, root: int, space: int, typed: str) -> AnySelect:
    inside = or_(Contribution.id == root, Contribution.thread_id == root)
    statement = _callable(viewer, space).join(Contribution, Contribution.author_id == Member.id)
    if typed:
        as_typed = func.lower(Member.name).startswith(typed.lower(), autoescape=True)
        statement = statement.where(or_(as_typed, _key_begins(typed)))
    latest = func.max(Contribution.id).desc()
    return statement.where(inside, stands(Contribution)).group_by(Member.id, Member.name).order_by(latest)


def _by_name(viewer: Viewer, space: int, typed: str) -> AnySelect:
    return _callable(viewer, space).where(_key_begins(typed)).order_by(Member.name_key)


def _key_begins(typed: str) -> ColumnElement[bool]:
    """Names that begin with a text, in the form in which each database finds them in its index."""
    key = name_key(typed)
    if db.engine.dialect.name == "sqlite":
        return Member.name_key.between(key, key + LAST)
    return Member.name_key.startswith(key, autoescape=True)
