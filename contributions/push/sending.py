"""Sends notes to devices: claimed first, written anew with what the receiver may see now, then sent and settled."""

import logging
import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

import orjson
from flask import current_app
from sqlalchemy import Row, and_, delete, func, select, update
from sqlalchemy.orm import aliased

from accounts.models import LoginSession, Member
from accounts.sessions import IDLE
from contributions.models import Contribution, Notification, Space
from contributions.push.models import PushChoice, PushNote, PushSubscription
from contributions.sentences import sentence
from contributions.visibility import member_may_see
from core.claiming import claim, due_keys
from core.clock import now
from core.database import db, read, unit_of_work
from core.fetching import AddressRefused, Answer, Unreachable
from core.outbox import Delivery
from core.settings import Settings
from core.translation import gettext as _
from core.translation import speaking

log = logging.getLogger(__name__)
LANE = "news on devices"
MOST_ATTEMPTS = 6
# How long a push service keeps a note for a device that is away: what is older was read elsewhere, or never mind.
KEPT_FOR = timedelta(days=1)
SETTLED_FOR = timedelta(days=30)
LONGEST_TITLE = 160
# The service says that this browser takes no more, or that it asked somebody else.
ENDED = frozenset({401, 403, 404, 410})


def on_queued(_deliveries: Sequence[Delivery]) -> None:
    """Send what was queued; the handler of the lane."""
    send_due()


def send_due() -> int:
    """Send every note that is due and return how many were taken; what cannot be sent now waits longer each time."""
    taken = 0
    while keys := due_keys(PushNote):
        taken += sum(_send(key) for key in keys)
    return taken


def sweep() -> None:
    """Forget notes of long ago, which nothing can queue again."""
    settled = PushNote.due_at.is_(None), PushNote.created_at < now() - SETTLED_FOR
    db.session.execute(delete(PushNote).where(*settled))


def _send(key: int) -> bool:
    with unit_of_work():
        attempts = claim(PushNote, key)
    if attempts is None:
        return False
    note = _note(key) if attempts <= MOST_ATTEMPTS else None
    try:
        status = _post(note) if note else 0
    except AddressRefused:
        status = 404
    except Unreachable as error:
        log.warning("note %d to a device could not be sent: %s", key, error)
        return False
    with unit_of_work():
        if status in ENDED and note:
            db.session.execute(delete(PushSubscription).where(PushSubscription.id == note.subscription_id))
        elif not (status == 429 or status >= 500):
            db.session.execute(update(PushNote).where(PushNote.id == key).values(due_at=None))
    return 200 <= status < 300


def _post(note: Row[Any]) -> int:
    # Loads what encrypts, seven megabytes that no process needs which only serves pages.
    from cryptography.hazmat.primitives.asymmetric import ec

    from core import webpush

    settings: Settings = current_app.extensions["settings"]
    at, site_key = now(), webpush.site_key(settings.secret_key)
    recipient = webpush.Recipient.read(note.key, note.secret)
    sender = ec.generate_private_key(webpush.CURVE)
    headers = {
        "Authorization": webpush.proof(note.endpoint, settings.base_url, site_key, at),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(int(KEPT_FOR.total_seconds())),
        "Urgency": "low" if note.kind == "offer" else "normal",
        # What is newer about a thread takes the place of what the device has not fetched yet.
        "Topic": f"thread-{note.root_id}",
    }
    body = webpush.encrypt(_words(note), recipient, sender, secrets.token_bytes(16))
    send: Callable[[str, bytes, Mapping[str, str]], Answer] = current_app.extensions["outgoing"]
    return send(note.endpoint, body, headers).status


def _words(note: Row[Any]) -> bytes:
    """Return what the device is told: a title, and an address that holds none of the words."""
    with speaking(note.language):
        line = sentence(note.reason, note.actor_name or _("A former member"))
    title = " ".join(f"{line}: {note.thread_title}".split())
    short = title if len(title) <= LONGEST_TITLE else f"{title[:LONGEST_TITLE]}…"
    return orjson.dumps({"title": short, "url": f"/contributions/{note.contribution_id}"})


def _note(key: int) -> Row[Any] | None:
    """Return what a note says and to whom, or None where there is nothing to tell any more."""
    root: Any = aliased(Contribution, flat=True)
    root_id = func.coalesce(Contribution.thread_id, Contribution.id)
    actor = aliased(Member)
    chosen = and_(PushChoice.member_id == Member.id, PushChoice.kind == Notification.kind)
    open_session = and_(LoginSession.expires_at > now(), LoginSession.seen_at > now() - IDLE)
    statement = (
        select(
            PushNote.subscription_id,
            PushSubscription.endpoint,
            PushSubscription.key,
            PushSubscription.secret,
            Notification.reason,
            Notification.kind,
            Contribution.id.label("contribution_id"),
            root_id.label("root_id"),
            root.title.label("thread_title"),
            actor.name.label("actor_name"),
            Member.language,
        )
        .join(PushSubscription, PushSubscription.id == PushNote.subscription_id)
        .join(LoginSession, LoginSession.id == PushSubscription.session_id)
        .join(Notification, Notification.id == PushNote.notification_id)
        .join(Contribution, Contribution.id == Notification.contribution_id)
        .join(Space, Space.id == Contribution.space_id)
        .join(root, root.id == root_id)
        .join(Member, Member.id == PushSubscription.member_id)
        .join(PushChoice, chosen)
        .outerjoin(actor, actor.id == Notification.actor_id)
        .where(PushNote.id == key, Notification.read_at.is_(None), member_may_see(), open_session)
        .where(Member.active.is_(True), Member.erased_at.is_(None))
    )
    return read(statement).one_or_none()
