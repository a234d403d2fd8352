"""Lets trust levels follow what members do, behind the pages."""

from collections.abc import Sequence

from flask import Flask

from accounts.leaving.traces import Fate, Trace, add_traces
from contributions.events import ContributionsImported
from contributions.resuming.models import ReadingDay
from contributions.trust.models import LevelChange
from contributions.trust.settling import settle_all, settle_lately, welcome_known
from core.jobs import jobs_of
from core.outbox import Delivery, add_lane

LANE = "levels"
OFFICE = "what was decided for the community stays on record, without a name"


def register(app: Flask) -> None:
    """Register the jobs, and where this names members."""
    jobs = jobs_of(app)
    jobs.add("settle levels", settle_all)
    jobs.every("raise levels", settle_lately, minute="*/10")
    jobs.every("settle levels at night", settle_all, hour="4", minute="40")
    add_lane(app, LANE, _welcome, ContributionsImported)
    add_traces(
        app,
        Trace(LevelChange.member_id, Fate.DELETED, without=("by_id",)),
        Trace(LevelChange.by_id, Fate.FORGOTTEN, OFFICE, taken_along=False),
        Trace(ReadingDay.member_id, Fate.DELETED),
    )


def _welcome(_deliveries: Sequence[Delivery]) -> None:
    welcome_known()
