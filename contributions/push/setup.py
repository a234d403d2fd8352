"""Opens news on devices: its pages, its lane, its work on the schedule, and what becomes of it at an erasure."""

from flask import Flask

from accounts.leaving.traces import Fate, Trace, add_traces
from contributions.events import NewsQueued
from contributions.push import pages, sending
from contributions.push.models import PushChoice, PushSubscription
from core.fetching import ask
from core.jobs import jobs_of
from core.outbox import add_lane


def register(app: Flask) -> None:
    """Register what this package brings."""
    app.extensions["outgoing"] = ask
    pages.register(app)
    add_lane(app, sending.LANE, sending.on_queued, NewsQueued)
    add_traces(
        app,
        Trace(PushSubscription.member_id, Fate.DELETED, without=("endpoint", "endpoint_digest", "key", "secret")),
        Trace(PushChoice.member_id, Fate.DELETED),
    )
    jobs = jobs_of(app)
    jobs.every("send notes that waited", _send_waiting, minute="*")
    jobs.every("sweep notes to devices", sending.sweep, hour="4", minute="20")


def _send_waiting() -> None:
    sending.send_due()
