"""Lets trust levels follow what members do, behind the pages."""

from collections.abc import Sequence

from flask import Flask

from accounts.leaving.traces import Fate, Trace, add_traces
from contributions.checks import counted
from contributions.events import ContributionsImported
from contributions.reputation.events import CommunitySizeChosen
from contributions.resuming.models import ReadingDay
from contributions.trust.models import LevelChange
from contributions.trust.settling import recount_levels, settle_all, settle_lately, welcome_known
from core.doctor import add_check
from core.jobs import jobs_of
from core.outbox import Delivery, add_lane

LANE = "levels"
OFFICE = "what was decided for the community stays on record, without a name"


def register(app: Flask) -> None:
    """Register the jobs, and where this names members."""
    jobs = jobs_of(app)
    jobs.every("raise levels", settle_lately, minute="*/10")
    jobs.every("settle levels at night", settle_all, hour="4", minute="40")
    add_lane(app, LANE, _follow, ContributionsImported, CommunitySizeChosen)
    add_check(app, counted("levels equal their last change", recount_levels))
    add_traces(
        app,
        Trace(LevelChange.member_id, Fate.DELETED, without=("by_id",)),
        Trace(LevelChange.by_id, Fate.FORGOTTEN, OFFICE, taken_along=False),
        Trace(ReadingDay.member_id, Fate.DELETED),
    )


def _follow(deliveries: Sequence[Delivery]) -> None:
    """Settle everyone where other bars hold, and welcome those whom an import brought."""
    if any(delivery.event == CommunitySizeChosen.name() for delivery in deliveries):
        settle_all()
    else:
        welcome_known()
