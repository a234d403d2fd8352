"""Opens what keeps order: its pages, its lane, and what watches over held posts."""

from flask import Flask

from contributions.moderation import audit, audit_pages, flag_views, holding, speed, views
from contributions.moderation.spam import cli, learning
from contributions.taking_down import state_changed
from core.doctor import Check, add_check
from core.jobs import jobs_of
from core.outbox import add_lane

BLUEPRINTS = (views.blueprint, flag_views.blueprint, audit_pages.blueprint)


def register(app: Flask) -> None:
    """Register what this package brings."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    speed.register(app)
    state_changed.connect(holding.settle)
    add_lane(app, audit.LANE, audit.keep_audit, *audit.EVENTS)
    add_check(app, Check("held posts wait in the queue", _unqueued, holding.queue_the_unqueued))
    cli.register(app)
    jobs_of(app).every("learn spam", learning.learn_again, hour="4", minute="10")
    jobs_of(app).every("queue held posts", holding.queue_the_unqueued, minute="*/10")


def _unqueued() -> list[str]:
    keys = holding.unqueued()
    return [f"{len(keys)} held contributions stand in no queue, such as {keys[0]}"] if keys else []
