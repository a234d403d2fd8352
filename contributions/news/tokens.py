"""What mails carry that speaks for their receiver: the link that ends mails of a kind, and the address to reply to."""

import base64
import binascii
import hashlib
import hmac
import struct
from datetime import timedelta
from typing import NamedTuple

from flask import current_app
from itsdangerous import BadSignature

from contributions.news.choices import DIGEST, USUAL
from core.clock import now
from core.settings import Settings
from core.signing import signer, signing_keys

GOOD_FOR = timedelta(days=90)
SEAL = 12
LAYOUT = struct.Struct(">QQH")


class Subscription(NamedTuple):
    """Whose mails of which kind a link ends."""

    member_id: int
    kind: str


class ReplyAddress(NamedTuple):
    """Who may reply by mail in which thread; `day` is the day since 1970 on which that was said."""

    member_id: int
    thread_id: int
    day: int

    @property
    def expired(self) -> bool:
        """Whether it was said too long ago."""
        return _today() - self.day > GOOD_FOR.days


def unsubscribe_token(member_id: int, kind: str) -> str:
    """Return the token of a link that ends mails of a kind; it does not expire, as mails are kept for long."""
    return str(signer("atrium unsubscribe").dumps([member_id, kind]))


def subscription_of(token: str) -> Subscription | None:
    """Return what a token ends, or None where it is not one of ours."""
    try:
        member_id, kind = signer("atrium unsubscribe").loads(token)
    except (BadSignature, TypeError, ValueError):
        return None
    return Subscription(member_id, kind) if kind in {*USUAL, DIGEST} else None


def reply_address(member_id: int, thread_id: int) -> str:
    """Return the address for replies of a member in a thread; empty where the site takes no mail."""
    settings: Settings = current_app.extensions["settings"]
    local, _, domain = settings.mail_in.partition("@")
    if not domain:
        return ""
    plain = LAYOUT.pack(member_id, thread_id, _today())
    token = base64.b32encode(plain + _seals(plain)[0]).decode().rstrip("=").lower()
    return f"{local}+{token}@{domain}"


def read_reply_address(address: str) -> ReplyAddress | None:
    """Return what an address for replies says, or None where we did not make it."""
    token = address.partition("@")[0].rpartition("+")[2].upper()
    try:
        raw = base64.b32decode(token + "=" * (-len(token) % 8))
    except (binascii.Error, ValueError):
        return None
    if len(raw) != LAYOUT.size + SEAL:
        return None
    plain, seal = raw[: LAYOUT.size], raw[LAYOUT.size :]
    if not any(hmac.compare_digest(seal, known) for known in _seals(plain)):
        return None
    return ReplyAddress(*LAYOUT.unpack(plain))


def _today() -> int:
    return int(now().timestamp()) // 86400


def _seals(plain: bytes) -> list[bytes]:
    """Return the seals that are good for this: of the present key first, then of older ones."""
    keys = reversed(signing_keys())
    return [hmac.digest(f"atrium mail in {key}".encode(), plain, hashlib.sha256)[:SEAL] for key in keys]
