"""Opens webhooks: their pages, their lanes, and their work on the schedule."""

from flask import Flask

from accounts.leaving.traces import Fate, Trace, add_traces
from contributions.webhooks import delivering, pages
from contributions.webhooks.events import DeliveriesQueued
from contributions.webhooks.kinds import LANE, add_own_kinds
from contributions.webhooks.models import Webhook
from core.jobs import jobs_of
from core.outbox import add_lane

HOUSE = "a webhook is the site's; it tells no more than everybody may see once nobody keeps it"


def register(app: Flask) -> None:
    """Register what this folder brings."""
    app.register_blueprint(pages.blueprint)
    add_own_kinds()
    add_lane(app, LANE, delivering.queue_deliveries, batch=50)
    add_lane(app, delivering.SENDING, delivering.on_queued, DeliveriesQueued)
    jobs = jobs_of(app)
    jobs.every("send to webhooks again", _send_again, minute="*")
    jobs.every("sweep deliveries to webhooks", delivering.sweep, hour="4", minute="20")
    add_traces(app, Trace(Webhook.owner_id, Fate.FORGOTTEN, HOUSE, only=("id", "name", "created_at")))


def _send_again() -> None:
    delivering.send_due()
