"""Groups: circles of members to which a space can be closed. Administrators keep them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import NotFound

from accounts.events import GroupChanged, MembershipChanged
from accounts.fields import FieldRefused
from accounts.models import Group, Member, Membership
from accounts.names import name_key
from accounts.schemas import GroupDraft, Whom, address_key
from accounts.viewers import Viewer
from core.clock import now
from core.database import begin_write, db
from core.errors import Forbidden
from core.events import publish
from core.translation import gettext as _


@dataclass(frozen=True)
class Listed:
    """A group in the list, with how many belong to it."""

    id: int
    name: str
    description: str
    size: int


@dataclass(frozen=True)
class Belonging:
    """A member of a group."""

    id: int
    name: str
    since: datetime


def groups() -> list[Listed]:
    """Return all groups by name: one statement."""
    size = select(func.count()).where(Membership.group_id == Group.id).correlate(Group).scalar_subquery()
    statement = select(Group.id, Group.name, Group.description, size).order_by(Group.name)
    return [Listed(*row) for row in db.session.execute(statement)]


def group_of(key: int) -> Group:
    """Return a group. Raises NotFound."""
    group = db.session.get(Group, key)
    if group is None:
        raise NotFound
    return group


def members_of(group: Group) -> list[Belonging]:
    """Return who belongs to a group, by name."""
    statement = select(Member.id, Member.name, Membership.since).join(Membership, Membership.member_id == Member.id)
    rows = db.session.execute(statement.where(Membership.group_id == group.id).order_by(Member.name, Member.id))
    return [Belonging(*row) for row in rows]


def create_group(actor: Viewer, draft: GroupDraft) -> Group:
    """Create a group. Raises Forbidden or FieldRefused."""
    _require_administrator(actor)
    group = Group(name=draft.name, description=draft.description, created_at=now())
    begin_write()
    try:
        with db.session.begin_nested():
            db.session.add(group)
    except IntegrityError:
        raise FieldRefused("name", _("There is a group of that name already.")) from None
    publish(GroupChanged(actor_id=actor.id, group_id=group.id, deed="created"))
    return group


def add_to_group(actor: Viewer, group: Group, draft: Whom) -> None:
    """Let a member belong to a group; one who does already stays. Raises Forbidden or FieldRefused."""
    _require_administrator(actor)
    member = find_member(draft.who)
    if member is None:
        raise FieldRefused("who", _("There is nobody here of that name or address."))
    let_in(actor, group.id, member.id)


def remove_from_group(actor: Viewer, group: Group, member_id: int) -> None:
    """Let a member belong to a group no longer. Raises Forbidden."""
    _require_administrator(actor)
    let_out(actor, group.id, member_id)


def let_in(actor: Viewer, group_id: int, member_id: int) -> None:
    """Let a member belong to a group whose rules the caller keeps; one who does already stays."""
    begin_write()
    try:
        with db.session.begin_nested():
            db.session.add(Membership(group_id=group_id, member_id=member_id, since=now()))
    except IntegrityError:
        return
    publish(MembershipChanged(actor_id=actor.id, group_id=group_id, member_id=member_id, belongs=True))


def let_out(actor: Viewer, group_id: int, member_id: int) -> None:
    """Let a member belong no longer to a group whose rules the caller keeps."""
    gone = delete(Membership).where(Membership.group_id == group_id, Membership.member_id == member_id)
    if db.session.scalars(gone.returning(Membership.member_id)).all():
        publish(MembershipChanged(actor_id=actor.id, group_id=group_id, member_id=member_id, belongs=False))


def find_member(who: str) -> Member | None:
    """Return the member with a name or an e-mail address."""
    wanted = Member.email == address_key(who) if "@" in who else Member.name_key == name_key(who)
    return db.session.scalars(select(Member).where(wanted, ~Member.is_pending)).one_or_none()


def _require_administrator(actor: Viewer) -> None:
    if not actor.standing.administrator:
        raise Forbidden
