"""Links that are sent by mail: signed, short-lived, for one purpose, and worthless once a newer one is made."""

import secrets
from datetime import timedelta
from typing import NamedTuple
from urllib.parse import urlsplit

from flask import current_app
from itsdangerous import BadSignature
from sqlalchemy import select

from accounts.models import Member
from core.clock import now
from core.database import db, locked
from core.settings import Settings
from core.signing import signer

LIFETIMES = {
    "confirm": timedelta(days=2),
    "reset": timedelta(hours=1),
    "welcome": timedelta(days=1),
    "change-email": timedelta(hours=2),
}
ENDPOINTS = {
    "confirm": "security.confirm_email",
    "reset": "security.reset_password",
    "welcome": "security.reset_password",
    "change-email": "security.change_email_confirm",
}


class Link(NamedTuple):
    """What a link says: for what, for whom (by stamp), and since when (seconds since the epoch)."""

    purpose: str
    stamp: str
    issued: int


def new_stamp() -> str:
    """Return a fresh stamp for a member."""
    return secrets.token_hex(32)


def make_link(member: Member, purpose: str) -> str:
    """Return the address of a link for a member; every link made for them before becomes worthless."""
    member.fs_uniquifier = new_stamp()
    db.session.flush()
    token = signer("atrium mail links").dumps([purpose, member.fs_uniquifier, int(now().timestamp())])
    return address_of(ENDPOINTS[purpose], token=str(token))


def member_of(token: str, *purposes: str) -> Member | None:
    """Return the member whom a link in force was made for."""
    link = _read(token, purposes)
    if link is None:
        return None
    return db.session.scalars(select(Member).where(Member.fs_uniquifier == link.stamp)).one_or_none()


def use_link(token: str, *purposes: str) -> Member | None:
    """Return the member of a link, held against other writers; the link is used up with that."""
    link = _read(token, purposes)
    member = locked(select(Member).where(Member.fs_uniquifier == link.stamp)) if link else None
    if member is not None:
        member.fs_uniquifier = new_stamp()
    return member


def address_of(endpoint: str, **values: str | int) -> str:
    """Return the full address of a page, as it is written in mails."""
    settings: Settings = current_app.extensions["settings"]
    parts = urlsplit(settings.base_url)
    adapter = current_app.url_map.bind(parts.netloc, parts.path or "/", url_scheme=parts.scheme)
    return adapter.build(endpoint, values, force_external=True)


def _read(token: str, purposes: tuple[str, ...]) -> Link | None:
    try:
        link = Link(*signer("atrium mail links").loads(token))
    except (BadSignature, TypeError):
        return None
    if link.purpose not in purposes or now().timestamp() - link.issued > LIFETIMES[link.purpose].total_seconds():
        return None
    return link
