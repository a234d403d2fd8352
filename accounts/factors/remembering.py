"""Devices on which a member is not asked for their second factor again for a while.

A device holds a token of which only a digest is kept. It stands in for a second factor at sign-in alone, never for what
is dangerous, and no longer once the password or a factor of its member has changed.
"""

import secrets
from datetime import timedelta

from flask import Response, after_this_request, current_app, request
from sqlalchemy import delete, func, select

from accounts.factors.events import FactorChanged
from accounts.factors.models import RememberedDevice
from accounts.models import Member
from accounts.sessions import digest
from core.clock import now
from core.database import db
from core.errors import NotFound
from core.events import publish

DAYS = 30
MOST = 20


def remember_device(member: Member) -> None:
    """Let the current browser stand in for the second factor of a member for thirty days."""
    token, at = secrets.token_urlsafe(32), now()
    row = RememberedDevice(member_id=member.id, token_digest=digest(token), password_mark=_mark(member), made_at=at)
    row.expires_at, row.agent = at + timedelta(days=DAYS), request.user_agent.string[:300]
    _make_room(member.id)
    db.session.add(row)
    publish(FactorChanged(actor_id=member.id, member_id=member.id, factor="device", deed="added"))
    after_this_request(lambda response: _give(response, token))


def is_remembered(member: Member) -> bool:
    """Whether the current browser stands in for the second factor of a member."""
    token = request.cookies.get(_cookie())
    if not token:
        return False
    wanted = (RememberedDevice.token_digest == digest(token)) & (RememberedDevice.member_id == member.id)
    good = wanted & (RememberedDevice.expires_at > now()) & (RememberedDevice.password_mark == _mark(member))
    return db.session.scalar(select(func.count()).select_from(RememberedDevice).where(good)) == 1


def holds_token() -> bool:
    """Whether the current browser holds the token of a device, which signing out must leave to it."""
    return _cookie() in request.cookies


def devices_of(member: Member) -> list[RememberedDevice]:
    """Return the devices of a member that are still remembered, the latest first."""
    own = select(RememberedDevice).where(
        RememberedDevice.member_id == member.id,
        RememberedDevice.expires_at > now(),
        RememberedDevice.password_mark == _mark(member),
    )
    return list(db.session.scalars(own.order_by(RememberedDevice.id.desc())))


def forget_device(member_id: int, key: int) -> None:
    """Remember a device no longer. Raises NotFound where it is not the member's own."""
    own = delete(RememberedDevice).where(RememberedDevice.id == key, RememberedDevice.member_id == member_id)
    if db.session.execute(own.returning(RememberedDevice.id)).first() is None:
        raise NotFound
    publish(FactorChanged(actor_id=member_id, member_id=member_id, factor="device", deed="removed"))


def forget_devices(member_id: int) -> None:
    """Remember no device of a member any longer."""
    db.session.execute(delete(RememberedDevice).where(RememberedDevice.member_id == member_id))


def sweep_devices() -> None:
    """Forget devices that are past their time."""
    db.session.execute(delete(RememberedDevice).where(RememberedDevice.expires_at <= now()))


def _make_room(member_id: int) -> None:
    """Forget the oldest devices of a member who has many."""
    own = select(RememberedDevice.id).where(RememberedDevice.member_id == member_id)
    surplus = db.session.scalars(own.order_by(RememberedDevice.id.desc()).offset(MOST - 1)).all()
    db.session.execute(delete(RememberedDevice).where(RememberedDevice.id.in_(surplus)))


def _mark(member: Member) -> str:
    """Return what changes with the password, so that no way of changing it needs to think of devices."""
    return digest(f"device\0{member.password or ''}")


def _cookie() -> str:
    return f"{current_app.config['SESSION_COOKIE_NAME']}-device"


def _give(response: Response, token: str) -> Response:
    seconds = int(timedelta(days=DAYS).total_seconds())
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    response.set_cookie(_cookie(), token, max_age=seconds, path="/", secure=secure, httponly=True, samesite="Lax")
    return response
