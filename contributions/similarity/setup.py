"""Opens the comparison of threads: its lane, its job, its check, its command and its address."""

from collections.abc import Iterator

from flask import Flask
from sqlalchemy import func, select

from contributions.similarity import cli, learning, views
from contributions.similarity.copying import Copy
from core.database import db
from core.doctor import Check, add_check
from core.jobs import jobs_of
from core.outbox import add_lane, waiting_lanes


def register(app: Flask) -> None:
    """Register what this folder brings."""
    app.extensions["likeness"] = Copy()
    add_lane(app, learning.LANE, learning.keep_likeness, *learning.EVENTS)
    jobs_of(app).add(learning.JOB, learning.learn_missing)
    jobs_of(app).every("look for what is not learned", learning.learn_missing, minute="*/5")
    add_check(app, Check("likeness of threads", differences, learning.learn_all))
    cli.register(app)
    app.register_blueprint(views.blueprint)


def differences() -> Iterator[str]:
    """Yield how many threads are not learned, or should not be, unless the worker is about to see to that."""
    if learning.LANE in waiting_lanes():
        return
    if count := len(learning.missing()):
        yield f"{count} threads cannot be compared yet; the worker learns them, or --fix now"
    if count := db.session.scalar(select(func.count()).select_from(learning.surplus().subquery())) or 0:
        yield f"{count} threads are compared although they do not stand"
