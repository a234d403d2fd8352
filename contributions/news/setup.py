"""Opens news by mail: its pages, its lane, and its work on the schedule."""

from flask import Flask

from contributions.events import NewsQueued
from contributions.news import digests, mailing, pages
from core.jobs import jobs_of
from core.outbox import add_lane


def register(app: Flask) -> None:
    """Register what this package brings."""
    pages.register(app)
    add_lane(app, mailing.LANE, mailing.on_queued, NewsQueued)
    jobs = jobs_of(app)
    jobs.every("send news that waited", _send_waiting, minute="*")
    jobs.every("queue digests", digests.queue_digests, minute="10")
    jobs.every("sweep mails about news", mailing.sweep, hour="4", minute="10")


def _send_waiting() -> None:
    mailing.send_due()
