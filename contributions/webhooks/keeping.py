"""What administrators do with webhooks: make one, change its secret, stop and start it, send something again."""

from datetime import timedelta
from typing import Annotated, Literal

from flask import current_app
from pydantic import AfterValidator, BeforeValidator, Field
from sqlalchemy import delete, select

from accounts.viewers import Viewer
from contributions.schemas import one_line
from contributions.webhooks.events import DeliveriesQueued, WebhookChanged
from contributions.webhooks.kinds import KINDS
from contributions.webhooks.models import Webhook, WebhookDelivery
from contributions.webhooks.signing import new_secret
from core.clock import now
from core.database import db, locked
from core.errors import Forbidden, NotFound
from core.events import publish
from core.fetching import target_of
from core.forms import Schema
from core.settings import Settings
from core.translation import gettext as _

# For so long after a rotation deliveries are signed with the earlier secret too.
OVERLAP = timedelta(hours=24)
LONGEST_ADDRESS = 500


def calls_private() -> bool:
    """Whether receivers may stand in one's own network."""
    settings: Settings = current_app.extensions["settings"]
    return settings.webhook_targets == "private"


def check_hook_address(value: str) -> str:
    """Return an address to which something may be sent. Raises ValueError."""
    target_of(value, private=calls_private())
    return value


def check_kinds(value: list[str]) -> list[str]:
    """Return kinds that there are, each once. Raises ValueError."""
    if not value or not set(value) <= set(KINDS):
        raise ValueError(_("Please choose what it is told of."))
    return sorted(set(value))


Address = Annotated[str, BeforeValidator(one_line), Field(min_length=1, max_length=LONGEST_ADDRESS)]
Word = Annotated[str, Field(max_length=40)]


class WebhookDraft(Schema):
    """A new webhook."""

    name: Annotated[str, BeforeValidator(one_line), Field(min_length=1, max_length=60)]
    address: Annotated[Address, AfterValidator(check_hook_address)]
    kinds: Annotated[list[Word], Field(max_length=50), AfterValidator(check_kinds)] = []
    audience: Literal["public", "owner"] = "public"


def webhooks() -> list[Webhook]:
    """Return every webhook, the newest first; administrators make a few of them."""
    return list(db.session.scalars(select(Webhook).order_by(Webhook.id.desc())))


def webhook_of(key: int) -> Webhook:
    """Return a webhook. Raises NotFound."""
    found = db.session.get(Webhook, key)
    if found is None:
        raise NotFound
    return found


def make_webhook(actor: Viewer, draft: WebhookDraft) -> Webhook:
    """Make a webhook; its secret is shown once. Raises Forbidden."""
    _require_administrator(actor)
    hook = Webhook(name=draft.name, address=draft.address, kinds=draft.kinds, audience=draft.audience)
    hook.secret, hook.owner_id, hook.created_at = new_secret(), actor.id, now()
    db.session.add(hook)
    db.session.flush()
    _tell(actor, hook, "made")
    return hook


def rotate(actor: Viewer, key: int) -> str:
    """Give a webhook a new secret and return it; the earlier one signs too for a day. Raises Forbidden or NotFound."""
    hook = _held(actor, key)
    hook.earlier_secret, hook.earlier_until = hook.secret, now() + OVERLAP
    hook.secret = new_secret()
    _tell(actor, hook, "rotated")
    return hook.secret


def switch(actor: Viewer, key: int, *, on: bool) -> None:
    """Stop a webhook, or start it again. Raises Forbidden or NotFound."""
    hook = _held(actor, key)
    hook.stopped_at, hook.stopped_because = (None, "") if on else (now(), "by hand")
    _tell(actor, hook, "started" if on else "stopped")


def remove(actor: Viewer, key: int) -> None:
    """Forget a webhook, with what was sent to it. Raises Forbidden or NotFound."""
    hook = _held(actor, key)
    _tell(actor, hook, "removed")
    db.session.flush()
    db.session.execute(delete(Webhook).where(Webhook.id == key))


def send_again(actor: Viewer, key: int, delivery_id: int) -> None:
    """Send one delivery once more, with what may be told now. Raises Forbidden or NotFound."""
    _held(actor, key)
    again = select(WebhookDelivery).where(WebhookDelivery.id == delivery_id, WebhookDelivery.webhook_id == key)
    delivery = db.session.scalars(again).one_or_none()
    if delivery is None:
        raise NotFound
    delivery.due_at, delivery.attempts, delivery.outcome, delivery.finished_at = now(), 0, "", None
    publish(DeliveriesQueued(actor_id=actor.id, count=1))


def _held(actor: Viewer, key: int) -> Webhook:
    _require_administrator(actor)
    hook = locked(select(Webhook).where(Webhook.id == key))
    if hook is None:
        raise NotFound
    return hook


def _tell(actor: Viewer, hook: Webhook, deed: str) -> None:
    publish(WebhookChanged(actor_id=actor.id, webhook_id=hook.id, deed=deed))


def _require_administrator(actor: Viewer) -> None:
    if not actor.standing.administrator:
        raise Forbidden
