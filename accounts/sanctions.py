"""What counts against a member now: suspensions and silences, and how that is said."""

from typing import Any

from sqlalchemy import ColumnElement, and_, select

from accounts.sanction_models import Sanction
from accounts.viewers import InForce
from core.clock import now
from core.database import db
from core.times import full_time
from core.translation import gettext as _


def in_force(at: Any) -> ColumnElement[bool]:
    """Sanctions that count at a moment, or at one that is bound when the statement runs."""
    return and_(Sanction.lifted_at.is_(None), Sanction.begins_at <= at, Sanction.ends_at > at)


def sanctions_in_force(member_id: int) -> list[InForce]:
    """Return what counts against a member now, suspensions first."""
    statement = select(Sanction.kind, Sanction.ends_at, Sanction.reason).where(Sanction.member_id == member_id)
    rows = db.session.execute(statement.where(in_force(now())).order_by(Sanction.kind.desc(), Sanction.ends_at.desc()))
    return [InForce(*row) for row in rows]


def suspension_of(member_id: int) -> InForce | None:
    """Return the suspension of a member, which forbids every way in: sessions, passwords, keys and tokens."""
    return next((one for one in sanctions_in_force(member_id) if one.kind == "suspension"), None)


def silence_of(member_id: int) -> InForce | None:
    """Return the silence of a member, which forbids writing."""
    return next((one for one in sanctions_in_force(member_id) if one.kind == "silence"), None)


def suspension_words(one: InForce) -> str:
    """Say to a member why they cannot sign in, and until when."""
    return _(
        "This account is suspended until %(moment)s. The reason: %(reason)s", moment=_moment(one), reason=one.reason
    )


def silence_words(one: InForce) -> str:
    """Say to a member why they cannot write, and until when."""
    words = _("You can read, but not write, until %(moment)s. The reason: %(reason)s")
    return words % {"moment": _moment(one), "reason": one.reason}


def _moment(one: InForce) -> str:
    return full_time(one.until)
