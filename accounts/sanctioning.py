"""Suspending and silencing members for a time, with a reason, and lifting that again."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field
from sqlalchemy import Row, select

from accounts.changing import hold_member
from accounts.events import MemberSanctioned, SanctionLifted
from accounts.models import Member, Role
from accounts.sanction_models import Sanction
from accounts.sanctions import sanctions_in_force
from accounts.schemas import one_line
from accounts.sessions import end_sessions
from accounts.tokens.ending import end_tokens
from accounts.viewers import Viewer
from core.clock import format_time, now
from core.database import db
from core.errors import Conflict, Forbidden, NotFound, Refused
from core.events import publish
from core.forms import Schema
from core.translation import gettext as _

# Hours that are suggested for a first, second, third and every further sanction (as Discourse does).
LADDER = (24, 72, 168, 720)
LONGEST_HOURS = 24 * 366
KEEPERS = Role.MODERATOR | Role.ADMINISTRATOR


class SanctionDraft(Schema):
    """What is imposed, for how many hours, and why: the member reads the reason."""

    kind: Literal["suspension", "silence"]
    hours: Annotated[int, Field(ge=1, le=LONGEST_HOURS)]
    reason: Annotated[str, BeforeValidator(one_line), Field(min_length=3, max_length=300)]


class Lifting(Schema):
    """Why a sanction is lifted."""

    reason: Annotated[str, BeforeValidator(one_line), Field(max_length=300)] = ""


def sanction(actor: Viewer, member_id: int, draft: SanctionDraft) -> Sanction:
    """Suspend or silence a member from now on. Raises Forbidden, NotFound, Refused or Conflict."""
    member = hold_member(member_id)
    _require_power(actor, member)
    if any(one.kind == draft.kind for one in sanctions_in_force(member_id)):
        raise Conflict(_("That is in force already. Lift it first, or let it end."))
    begins = now()
    row = Sanction(member_id=member.id, kind=draft.kind, reason=draft.reason, imposed_by_id=actor.id)
    row.begins_at, row.ends_at = begins, begins + timedelta(hours=draft.hours)
    db.session.add(row)
    db.session.flush()
    if draft.kind == "suspension":
        end_sessions(member.id, "suspended")
        end_tokens(actor.id, member.id, "suspended")
    publish(
        MemberSanctioned(
            actor_id=actor.id,
            member_id=member.id,
            sanction_id=row.id,
            kind=row.kind,
            until=format_time(row.ends_at),
            reason=row.reason,
        )
    )
    return row


def lift(actor: Viewer, member_id: int, sanction_id: int, draft: Lifting) -> Sanction:
    """End a sanction of a member before its time. Raises Forbidden, NotFound or Conflict."""
    row = db.session.get(Sanction, sanction_id)
    if row is None or row.member_id != member_id:
        raise NotFound
    _require_power(actor, hold_member(member_id))
    db.session.refresh(row)
    if row.lifted_at is not None or row.ends_at <= now():
        raise Conflict(_("That is over already."))
    row.lifted_at, row.lifted_by_id = now(), actor.id
    publish(
        SanctionLifted(
            actor_id=actor.id, member_id=row.member_id, sanction_id=row.id, kind=row.kind, reason=draft.reason
        )
    )
    return row


def history(member_id: int) -> Sequence[Row[Sanction, str | None]]:
    """Return every sanction of a member with who imposed it, the latest first; at most a hundred."""
    statement = (
        select(Sanction, Member.name)
        .outerjoin(Member, Member.id == Sanction.imposed_by_id)
        .where(Sanction.member_id == member_id)
        .order_by(Sanction.id.desc())
    )
    return db.session.execute(statement.limit(100)).all()


def suggested_hours(earlier: int) -> int:
    """Return how long the next sanction should be after so many earlier ones: 24, 72, 168, then always 720 hours."""
    return LADDER[min(earlier, len(LADDER) - 1)]


def _require_power(actor: Viewer, member: Member) -> None:
    """Moderators act on members, administrators on everyone but themselves."""
    if not actor.standing.moderator:
        raise Forbidden
    if member.id == actor.id:
        raise Refused(_("You cannot do this to yourself."))
    if member.roles_held & KEEPERS and not actor.standing.administrator:
        raise Refused(_("Only administrators decide about moderators and administrators."))
