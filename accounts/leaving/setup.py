"""Opens what members need to take their data along or to leave, and the jobs behind it."""

from flask import Flask

from accounts.leaving import erasing, own_traces, pages, taking_along
from accounts.leaving.events import ErasureAsked, ErasureBegun, TakeoutAsked
from core.jobs import jobs_of
from core.outbox import add_lane


def register(app: Flask) -> None:
    """Register pages, lanes and jobs."""
    own_traces.register(app)
    pages.register(app)
    add_lane(app, "takeouts", taking_along.make_takeouts, TakeoutAsked)
    add_lane(app, "erasures", erasing.carry_on, ErasureAsked, ErasureBegun)
    jobs = jobs_of(app)
    jobs.every("close who is due", erasing.close_due, minute="7")
    jobs.every("clean behind the erased", erasing.sweep_again, hour="*", minute="37")
    jobs.every("sweep copies", taking_along.sweep_takeouts, hour="3", minute="50")
