"""Delivers to webhooks: claimed, then sent, then marked, so that no transaction is open while a receiver thinks."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

import orjson
from sqlalchemy import delete, select, update

from accounts.mailing import queue_mail
from accounts.models import Member
from contributions.webhooks.events import DeliveriesQueued
from contributions.webhooks.keeping import calls_private
from contributions.webhooks.kinds import kinds_of
from contributions.webhooks.models import Webhook, WebhookDelivery
from contributions.webhooks.signing import headers_for
from contributions.webhooks.telling import told_of
from core.claiming import claim
from core.clock import now
from core.database import begin_write, db, once, unit_of_work
from core.events import LoggedEvent, publish
from core.fetching import Unreachable, ask
from core.instance import instance_name
from core.outbox import Delivery

log = logging.getLogger(__name__)
SENDING = "webhook deliveries"
BATCH = 50
KEPT = timedelta(days=30)
# The pauses before each further attempt, 75.6 hours in all, as Standard Webhooks recommends.
PAUSES = tuple(timedelta(seconds=seconds) for seconds in (5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400))
GONE = 410


class Message(NamedTuple):
    """What is to be sent."""

    address: str
    body: bytes
    headers: dict[str, str]


def queue_deliveries(events: Sequence[Delivery]) -> None:
    """Make a delivery for each event and each webhook that wants it: once, however often the event comes by."""
    hooks = db.session.scalars(select(Webhook).where(Webhook.stopped_at.is_(None))).all()
    rows = [
        {"webhook_id": hook.id, "event_id": event.event_id, "kind": kind, "created_at": now(), "due_at": now()}
        for event in events
        for kind in kinds_of(event.event, event.payload)
        for hook in hooks
        if kind in hook.kinds and hook.created_at <= event.created_at
    ]
    if rows:
        db.session.execute(
            once(WebhookDelivery), [{"attempts": 0, "outcome": "", "problem": "", **row} for row in rows]
        )
        publish(DeliveriesQueued(actor_id=None, count=len(rows)))


def on_queued(_events: Sequence[Delivery]) -> None:
    """Send what was queued; the handler of the lane."""
    send_due()


def send_due() -> None:
    """Send every delivery that is due. A receiver that fails is left alone until its next pause is over."""
    # A site that has no name yet gets it in a transaction of its own, for which none may be open.
    instance_name()
    failing: set[int] = set()
    while due := _due(failing):
        for key, hook_id in due:
            if hook_id not in failing and not _send(key):
                failing.add(hook_id)


def sweep() -> None:
    """Forget deliveries of long ago."""
    db.session.execute(delete(WebhookDelivery).where(WebhookDelivery.created_at < now() - KEPT))


def _due(failing: set[int]) -> list[tuple[int, int]]:
    statement = (
        select(WebhookDelivery.id, WebhookDelivery.webhook_id)
        .join(Webhook, Webhook.id == WebhookDelivery.webhook_id)
        .where(WebhookDelivery.due_at <= now(), Webhook.stopped_at.is_(None), Webhook.id.not_in(failing))
    )
    return [(row.id, row.webhook_id) for row in db.session.execute(statement.order_by(WebhookDelivery.id).limit(BATCH))]


def _send(key: int) -> bool:
    """Make one attempt; says whether the receiver is well."""
    with unit_of_work():
        attempts = claim(WebhookDelivery, key)
    if attempts is None:
        return True
    status, problem = None, ""
    try:
        with unit_of_work():
            message = _message(key)
        if message is None:
            return True
        answer = ask(message.address, message.body, message.headers, private=calls_private())
        status, problem = answer.status, "" if answer.status < 300 else answer.words[:300]
    except Unreachable as refusal:
        problem = str(refusal)
    except Exception:
        log.exception("delivery %d to a webhook could not be written", key)
        problem = "It could not be written."
    with unit_of_work():
        return _mark(key, status, problem)


def _message(key: int) -> Message | None:
    """Write what a delivery says now; where there is nothing to be told it is over."""
    delivery = db.session.get(WebhookDelivery, key)
    hook = db.session.get(Webhook, delivery.webhook_id) if delivery else None
    event = db.session.get(LoggedEvent, delivery.event_id) if delivery else None
    if delivery is None or hook is None:
        return None
    told = told_of(hook, delivery.kind, event) if event else None
    if told is None:
        delivery.due_at, delivery.finished_at, delivery.outcome = None, now(), "withheld"
        return None
    body, at = orjson.dumps(told), now()
    return Message(hook.address, body, headers_for(_secrets(hook, at), f"msg_{delivery.id}", at, body))


def _secrets(hook: Webhook, at: datetime) -> list[str]:
    earlier = hook.earlier_secret if hook.earlier_until and hook.earlier_until > at else None
    return [hook.secret, *([earlier] if earlier else [])]


def _mark(key: int, status: int | None, problem: str) -> bool:
    begin_write()
    delivery = db.session.get(WebhookDelivery, key, populate_existing=True)
    if delivery is None:
        return True
    delivery.status, delivery.problem = status, problem
    if status is not None and 200 <= status < 300:
        delivery.due_at, delivery.finished_at, delivery.outcome = None, now(), "delivered"
        return True
    if delivery.attempts <= len(PAUSES) and status != GONE:
        delivery.due_at = now() + PAUSES[delivery.attempts - 1]
        return False
    delivery.due_at, delivery.finished_at, delivery.outcome = None, now(), "failed"
    _stop(delivery.webhook_id, "gone" if status == GONE else "failing")
    return False


def _stop(hook_id: int, why: str) -> None:
    """Stop a webhook that nobody answers for, and tell whoever keeps it."""
    stopped = update(Webhook).where(Webhook.id == hook_id, Webhook.stopped_at.is_(None))
    owner_id = db.session.scalar(stopped.values(stopped_at=now(), stopped_because=why).returning(Webhook.owner_id))
    owner = db.session.get(Member, owner_id) if owner_id is not None else None
    log.warning("webhook %d is stopped: %s", hook_id, why)
    if owner is not None and owner.email:
        queue_mail("webhook-stopped", owner.email, owner)
