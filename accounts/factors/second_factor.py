"""Second factors of a member: begun, confirmed, asked for at sign-in, and taken away again."""

import base64
import hashlib
import re
import secrets
from typing import Annotated, Any

from flask import g
from flask_security.utils import login_user
from pydantic import BeforeValidator, Field
from sqlalchemy import delete, func, select, union_all, update

from accounts.admitting import require_open
from accounts.factors import one_time_codes
from accounts.factors.events import FactorChanged
from accounts.factors.models import Authenticator, Passkey, RecoveryCode
from accounts.factors.remembering import forget_devices, remember_device
from accounts.factors.steps import SECOND, begin_step, pending_step, take_step
from accounts.fields import FieldRefused
from accounts.mailing import queue_mail
from accounts.models import LoginSession, Member
from accounts.schemas import one_line
from accounts.sessions import leave, session_of_request
from core.clock import now
from core.database import begin_write, db, locked
from core.events import publish
from core.forms import Schema
from core.limits import throttle
from core.translation import gettext as _

CODES = 10
# 120 bits: more than can be guessed from a digest that somebody stole, so a plain one is enough (ASVS 6.5.2).
CODE_BYTES = 15
GROUP = 6
MOST_TRIES = 5
# Kept with the step, so that the session which comes of it remembers what came first.
PROVIDED = "provided"


class CodeDraft(Schema):
    """A code of an app, or a recovery code."""

    code: Annotated[str, BeforeValidator(one_line), Field(min_length=6, max_length=60)]
    remember: bool = False


def has_factor(member_id: int) -> bool:
    """Whether a password alone does not let a member in."""
    app = select(Authenticator.member_id).where(
        Authenticator.member_id == member_id, Authenticator.confirmed_at.is_not(None)
    )
    keys = select(Passkey.member_id).where(Passkey.member_id == member_id)
    return db.session.execute(union_all(app, keys)).first() is not None


def state_of(member_id: int) -> dict[str, Any]:
    """Return what a member has: `app`, `codes` (how many are left) and `passkeys`."""
    app = db.session.get(Authenticator, member_id)
    codes = db.session.scalar(select(func.count()).where(RecoveryCode.member_id == member_id))
    keys = select(Passkey).where(Passkey.member_id == member_id).order_by(Passkey.id)
    confirmed = app is not None and app.confirmed_at is not None
    return {"app": confirmed, "codes": codes, "passkeys": list(db.session.scalars(keys))}


def begin_app(member: Member) -> None:
    """Make a secret for an app that takes the place of one that was never confirmed. Raises FieldRefused."""
    throttle("edit", member.id)
    begin_write()
    known = locked(select(Authenticator).where(Authenticator.member_id == member.id))
    if known is not None and known.confirmed_at is not None:
        raise FieldRefused("", _("You have an app already. Remove it first."))
    row = known or Authenticator(member_id=member.id)
    row.secret, row.begun_at = one_time_codes.new_secret(), now()
    db.session.add(row)


def waiting_app(member_id: int) -> Authenticator | None:
    """Return the app of a member that is not confirmed yet."""
    row = db.session.get(Authenticator, member_id)
    return row if row is not None and row.confirmed_at is None else None


def confirm_app(member: Member, draft: CodeDraft) -> list[str]:
    """Let an app count from now on; returns the recovery codes, which are shown this once. Raises FieldRefused."""
    throttle("second factor", "account", member.id)
    row = locked(select(Authenticator).where(Authenticator.member_id == member.id))
    if row is None or row.confirmed_at is not None:
        raise FieldRefused("code", _("Begin anew, please."))
    step = one_time_codes.matching_step(row.secret, _digits(draft.code), now())
    if step is None:
        raise FieldRefused("code", _("That is not the code that the app shows now. Is the clock of your phone right?"))
    row.confirmed_at, row.last_step = now(), step
    note_change(member, "app", "added")
    return new_codes(member)


def new_codes(member: Member) -> list[str]:
    """Make recovery codes in place of those that were left; only digests of them are kept."""
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.member_id == member.id))
    codes = [secrets.token_bytes(CODE_BYTES) for _number in range(CODES)]
    shown = [_grouped(base64.b32encode(code).decode()) for code in codes]
    db.session.add_all(RecoveryCode(member_id=member.id, digest=_digest(code), made_at=now()) for code in shown)
    publish(FactorChanged(actor_id=member.id, member_id=member.id, factor="codes", deed="added"))
    return shown


def remove_app(member: Member) -> None:
    """Take an app away, and the recovery codes that stood in for it."""
    gone = delete(Authenticator).where(Authenticator.member_id == member.id).returning(Authenticator.member_id)
    if db.session.execute(gone).first() is not None:
        db.session.execute(delete(RecoveryCode).where(RecoveryCode.member_id == member.id))
        note_change(member, "app", "removed")


def clear_factors(actor_id: int | None, member: Member) -> None:
    """Take every second factor away, for a member who lost them all."""
    for table in (Authenticator, RecoveryCode, Passkey):
        db.session.execute(delete(table).where(table.member_id == member.id))
    note_change(member, "all", "removed", actor_id)


def note_change(member: Member, factor: str, deed: str, actor_id: int | None = None) -> None:
    """Log a change, and tell the member by mail; the session in which it was done counts as one of two factors."""
    publish(FactorChanged(actor_id=actor_id or member.id, member_id=member.id, factor=factor, deed=deed))
    forget_devices(member.id)
    if member.email:
        queue_mail("factor-changed", member.email, member)
    found = session_of_request()
    if deed == "added" and found.viewer.id == member.id:
        own = update(LoginSession).where(LoginSession.id == found.session_id)
        db.session.execute(own.values(two_factors=True))


def ask_for_second(member: Member, *, provided: bool = False) -> None:
    """Let the current browser go on to the second factor: its password was right, or a provider vouched for it."""
    leave()
    begin_step(SECOND, member.id, PROVIDED if provided else "")


def answer_second(draft: CodeDraft) -> None:
    """Sign the current browser in with a code. Raises FieldRefused or Throttled; after some tries all begins anew."""
    step = pending_step(SECOND, hold=True)
    if step is None or step.member_id is None:
        raise FieldRefused("", _("That took too long. Please sign in again."))
    throttle("second factor")
    throttle("second factor", "account", step.member_id)
    step.tries += 1
    if not take_code(step.member_id, draft.code):
        if step.tries >= MOST_TRIES:
            take_step(SECOND)
        raise FieldRefused(
            "code", _("That code is not right, or was used before. Codes of the app change all the time.")
        )
    take_step(SECOND)
    g.provided = step.challenge == PROVIDED
    member = db.session.get_one(Member, step.member_id)
    sign_in_fully(member, ["password", "code"])
    if draft.remember:
        remember_device(member)


def sign_in_fully(member: Member, ways: list[str]) -> None:
    """Sign the current browser in as a member who gave two factors. Raises FieldRefused where it is closed to them."""
    require_open(member)
    leave()
    g.two_factors = True
    login_user(member, remember=False, authn_via=ways)


def take_code(member_id: int, code: str) -> bool:
    """Whether a code of the app or a recovery code is right; with that it is used up, also by another request."""
    digits = _digits(code)
    return _take_app_code(member_id, digits) if digits else _take_recovery_code(member_id, code)


def _take_app_code(member_id: int, digits: str) -> bool:
    row = db.session.get(Authenticator, member_id)
    step = one_time_codes.matching_step(row.secret, digits, now()) if row is not None and row.confirmed_at else None
    if step is None:
        return False
    earlier = (Authenticator.member_id == member_id) & (Authenticator.last_step < step)
    used = update(Authenticator).where(earlier).values(last_step=step).returning(Authenticator.member_id)
    return db.session.execute(used).first() is not None


def _take_recovery_code(member_id: int, code: str) -> bool:
    own = (RecoveryCode.member_id == member_id) & (RecoveryCode.digest == _digest(code))
    used = delete(RecoveryCode).where(own).returning(RecoveryCode.id)
    if db.session.execute(used).first() is None:
        return False
    # Whoever needs such a code has lost a device, or somebody found the codes.
    forget_devices(member_id)
    publish(FactorChanged(actor_id=member_id, member_id=member_id, factor="codes", deed="used"))
    return True


def _digits(code: str) -> str:
    """Return the six digits of a code of an app, or nothing where it is none."""
    plain = re.sub(r"[\s-]", "", code)
    return plain if re.fullmatch(r"[0-9]{6}", plain) else ""


def _digest(code: str) -> str:
    plain = re.sub(r"[\s-]", "", code).upper()
    return hashlib.sha256(b"atrium recovery code\0" + plain.encode()).hexdigest()


def _grouped(text: str) -> str:
    return "-".join(text[start : start + GROUP] for start in range(0, len(text), GROUP))
