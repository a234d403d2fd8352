"""The one read predicate of the house: what a viewer may see, as SQL."""

from typing import Any

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, or_, select, text, true, type_coerce

from accounts.models import EMPLOYEES, Member, Membership, Role
from accounts.viewers import Standing, Viewer
from contributions.models import Contribution, Gate, Space, State, Visibility
from core.database import Key

# Made once: every statement that reads contributions asks of it.
CELL: Any = Contribution.__table__.alias("own_cell").c


def viewer_id(viewer: Viewer | None = None) -> BindParameter[int | None]:
    """Return the bind parameter `viewer_id`, with this viewer's id as its value where one is given."""
    return bindparam("viewer_id", viewer.id if viewer else None, type_=Key)


def readable_by(viewer: Viewer) -> ColumnElement[bool]:
    """Spaces that a viewer may read."""
    standing = viewer.standing
    if standing.administrator:
        return true()
    visible = [Visibility.PUBLIC]
    if standing.signed_in:
        visible.append(Visibility.MEMBERS)
    if standing.employee:
        visible.append(Visibility.STAFF)
    # Spelled out, as a list of values would be put into the statement anew each time it runs.
    open_to_all = or_(*(Space.visibility == word for word in visible))
    if not standing.signed_in:
        return open_to_all
    own_groups = select(Membership.group_id).where(Membership.member_id == viewer_id(viewer))
    return or_(open_to_all, Space.group_id.in_(own_groups))


def _in_open_space(viewer: Viewer) -> ColumnElement[bool]:
    """Contributions in spaces that a viewer may read.

    The sum keeps planners from walking the index of spaces: lists are walked in their own order and stop after a page.
    """
    return (Contribution.space_id + 0).in_(select(Space.id).where(readable_by(viewer)))


def behind_no_gate(row: Any = Contribution) -> ColumnElement[bool]:
    """Contributions that no gate closes, or whose gate is open to all."""
    return or_(row.gate_id.is_(None), row.gate_id.in_(select(Gate.id).where(Gate.opened_at.is_not(None))))


def past_gates_of(member: Any, row: Any = Contribution) -> ColumnElement[bool]:
    """Contributions that no gate closes to a member: their own, and those beside which a cell of theirs stands."""
    # Spelled out, so that planners know that the index of cells serves.
    cells = select(CELL.gate_id).where(CELL.author_id == member, CELL.kind == text("'cell'"))
    passed = cells.where(CELL.state == State.PUBLISHED, CELL.concealed.is_(False)).correlate(Member)
    return or_(behind_no_gate(row), row.author_id == member, row.gate_id.in_(passed))


def past_gates(viewer: Viewer, row: Any = Contribution) -> ColumnElement[bool]:
    """Contributions that no gate closes to a viewer; staff and moderators pass every gate."""
    standing = viewer.standing
    if standing.employee or standing.moderator:
        return true()
    return past_gates_of(viewer_id(viewer), row) if standing.signed_in else behind_no_gate(row)


def _open_to(viewer: Viewer) -> ColumnElement[bool]:
    """Contributions in spaces that a viewer may read, behind no gate that is closed to them."""
    return and_(_in_open_space(viewer), past_gates(viewer))


def visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """Contributions that a viewer may see: in a space and past gates open to them; standing, or own, or moderated."""
    standing = viewer.standing
    open_to_them = _open_to(viewer)
    if standing.moderator:
        return open_to_them
    stands = and_(Contribution.state == State.PUBLISHED, Contribution.concealed.is_(False))
    if not standing.signed_in:
        return and_(stands, open_to_them)
    return and_(or_(stands, Contribution.author_id == viewer_id(viewer)), open_to_them)


def listed_to(viewer: Viewer) -> ColumnElement[bool]:
    """Contributions for lists and counts: what a viewer may see and what stands, not one's own deleted ones."""
    stands = and_(Contribution.state == State.PUBLISHED, Contribution.concealed.is_(False))
    return and_(stands, _open_to(viewer))


def member_may_see() -> ColumnElement[bool]:
    """What `listed_to` says, asked of many members at once: for statements over Member, Contribution and its Space."""
    keeps = type_coerce(Member.roles_held, Key).bitwise_and(int(EMPLOYEES | Role.MODERATOR)) != 0
    stands = and_(Contribution.state == State.PUBLISHED, Contribution.concealed.is_(False))
    return and_(stands, member_may_enter(), or_(keeps, past_gates_of(Member.id)))


def member_may_enter() -> ColumnElement[bool]:
    """What `readable_by` says, asked of many members at once: for statements over Member and Space."""
    roles = type_coerce(Member.roles_held, Key)
    own_groups = select(Membership.group_id).where(Membership.member_id == Member.id).correlate(Member)
    return and_(
        Member.active.is_(True),
        Member.erased_at.is_(None),
        or_(
            Space.visibility == Visibility.PUBLIC,
            Space.visibility == Visibility.MEMBERS,
            and_(Space.visibility == Visibility.STAFF, roles.bitwise_and(int(EMPLOYEES)) != 0),
            roles.bitwise_and(int(Role.ADMINISTRATOR)) != 0,
            Space.group_id.in_(own_groups),
        ),
    )


def typical(standing: Standing) -> Viewer:
    """Return a viewer of a standing, for statements that are built once and bound to a viewer's id when they run."""
    roles = Role.NONE
    if standing.employee:
        roles |= Role.STAFF
    if standing.moderator:
        roles |= Role.MODERATOR
    if standing.administrator:
        roles |= Role.ADMINISTRATOR
    if standing.product_manager:
        roles |= Role.PRODUCT_MANAGER
    if standing.curator:
        roles |= Role.CURATOR
    return Viewer(id=0 if standing.signed_in else None, roles=roles)
