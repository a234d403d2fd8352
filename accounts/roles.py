"""What administrators decide about a member: roles, and whether the account is open."""

from sqlalchemy import func, select

from accounts.changing import hold_member
from accounts.events import AccountSwitched, RolesChanged
from accounts.factors.second_factor import clear_factors
from accounts.models import Member, Role
from accounts.sessions import end_sessions
from accounts.tokens.ending import end_tokens
from accounts.viewers import Viewer
from core.database import db
from core.errors import Forbidden, Refused
from core.events import publish
from core.translation import gettext as _


def set_roles(actor: Viewer, member_id: int, roles: Role) -> None:
    """Give a member exactly these roles, from their next request on. Raises Forbidden, NotFound or Refused."""
    _require_administrator(actor)
    member = hold_member(member_id)
    before = member.roles_held
    if before == roles:
        return
    if Role.ADMINISTRATOR in before and Role.ADMINISTRATOR not in roles:
        require_another_administrator(member)
    member.roles_held = roles
    publish(RolesChanged(actor_id=actor.id, member_id=member.id, before=int(before), after=int(roles)))


def switch_account(actor: Viewer, member_id: int, *, active: bool) -> None:
    """Disable an account, which ends its sessions, or enable it again. Raises Forbidden, NotFound or Refused."""
    _require_administrator(actor)
    member = hold_member(member_id)
    if member.active == active:
        return
    if not active and Role.ADMINISTRATOR in member.roles_held:
        require_another_administrator(member)
    member.active = active
    if not active:
        end_sessions(member.id, "disabled")
        end_tokens(actor.id, member.id, "disabled")
    publish(AccountSwitched(actor_id=actor.id, member_id=member.id, active=active))


def lose_factors(actor: Viewer, member_id: int) -> None:
    """Take the second factors of a member away, who lost them. Raises Forbidden or NotFound."""
    _require_administrator(actor)
    clear_factors(actor.id, hold_member(member_id))


def _require_administrator(actor: Viewer) -> None:
    if not actor.standing.administrator:
        raise Forbidden


def require_another_administrator(member: Member) -> None:
    """Raise Refused where nobody but this member could administer the site."""
    held = Member.roles_held.op("&")(int(Role.ADMINISTRATOR))
    others = select(func.count()).where(held != 0, Member.active.is_(True), Member.id != member.id)
    if not db.session.scalar(others):
        raise Refused(_("This is the only administrator. Make somebody else one first."))
