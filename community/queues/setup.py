"""Opens the queues: their page, and the watch over what waits too long."""

from flask import Flask

from community.queues import escalating, guest_views, views
from core.jobs import jobs_of


def register(app: Flask) -> None:
    """Register what this package brings."""
    app.register_blueprint(views.blueprint)
    app.register_blueprint(guest_views.blueprint)
    jobs_of(app).every("escalate questions", escalating.escalate, minute="*/10")
