"""Inviting panellists, their answer, and the end of a seat, which closes everything at once."""

from sqlalchemy import exists, select

from accounts.changing import hold_member
from accounts.grouping import let_in, let_out
from accounts.mailing import queue_mail
from accounts.models import EMPLOYEES, Member
from accounts.viewers import Viewer
from core.clock import now
from core.database import db, locked, once
from core.errors import Conflict, Forbidden, NotFound, Refused
from core.events import publish
from core.translation import gettext as _
from insights.lead_users.models import NotProfiled
from insights.panels.events import PanellistMoved
from insights.panels.models import BetaPanel, PanelAgreement, Panellist, Seat
from insights.panels.opening import panel_of, terms_in_force
from insights.panels.schemas import Invitation, Reply


def invite(actor: Viewer, panel_id: int, draft: Invitation) -> None:
    """Invite a member, with one mail. Whoever said no or left is not asked again. Raises NotFound, Refused."""
    panel = panel_of(actor, panel_id)
    member = hold_member(draft.member)
    _require_fit(member)
    seat = _held(panel.id, member.id)
    if seat is not None and seat.state != Seat.REVOKED:
        raise Refused(_("This member was invited already."))
    if seat is None:
        seat = Panellist(panel_id=panel.id, member_id=member.id)
        db.session.add(seat)
    seat.core, seat.invited_by_id, seat.invited_at, seat.answered_at = draft.core, actor.id, now(), None
    _move(actor, seat, Seat.INVITED)
    if member.email:
        queue_mail("panel-invited", member.email, member)


def _require_fit(member: Member) -> None:
    if not member.active or member.erased_at is not None or member.is_pending:
        raise NotFound
    if member.roles_held & EMPLOYEES:
        raise Refused(_("Staff needs no seat in a panel."))
    if db.session.scalar(select(exists().where(NotProfiled.member_id == member.id))):
        raise Refused(_("This member does not want to be found."))


def reply(actor: Viewer, panel_id: int, draft: Reply) -> None:
    """Accept the terms in force, or decline. Raises NotFound for who was not invited, Conflict where terms changed."""
    seat = _own(actor, panel_id, Seat.INVITED, Seat.ACCEPTED)
    if draft.accept == "no":
        end_seat(actor, seat, Seat.DECLINED if seat.state == Seat.INVITED else Seat.LEFT)
        return
    terms = terms_in_force(panel_id)
    if terms.id != draft.terms:
        raise Conflict(_("The terms have just changed. Reload the page to read them."))
    db.session.execute(once(PanelAgreement).values(terms_id=terms.id, member_id=actor.id, agreed_at=now()))
    if seat.state == Seat.INVITED:
        let_in(actor, _group(panel_id), seat.member_id)
        seat.answered_at = now()
        _move(actor, seat, Seat.ACCEPTED)


def leave(actor: Viewer, panel_id: int) -> None:
    """Give one's seat back. Raises NotFound."""
    end_seat(actor, _own(actor, panel_id, Seat.ACCEPTED), Seat.LEFT)


def revoke(actor: Viewer, panel_id: int, member_id: int) -> None:
    """Shut a panellist out at once. Raises Forbidden or NotFound."""
    seat = _held(panel_of(actor, panel_id).id, member_id)
    if seat is None or seat.state not in {Seat.INVITED, Seat.ACCEPTED}:
        raise NotFound
    end_seat(actor, seat, Seat.REVOKED)


def end_seat(actor: Viewer, seat: Panellist, state: Seat) -> None:
    """Close the panel to a member: the seat, and with the group its space, in one transaction."""
    if actor.id is None:
        raise Forbidden
    let_out(actor, _group(seat.panel_id), seat.member_id)
    seat.answered_at = now()
    _move(actor, seat, state)


def _group(panel_id: int) -> int:
    return db.session.scalars(select(BetaPanel.group_id).where(BetaPanel.id == panel_id)).one()


def _held(panel_id: int, member_id: int | None) -> Panellist | None:
    return locked(select(Panellist).where(Panellist.panel_id == panel_id, Panellist.member_id == member_id))


def _own(actor: Viewer, panel_id: int, *states: Seat) -> Panellist:
    seat = _held(panel_id, actor.id)
    if seat is None or seat.state not in states:
        raise NotFound
    return seat


def _move(actor: Viewer, seat: Panellist, state: Seat) -> None:
    seat.state = state
    db.session.flush()
    publish(PanellistMoved(actor_id=actor.id, panel_id=seat.panel_id, member_id=seat.member_id, state=state))
