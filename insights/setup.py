"""Opens the insights: the run with its stages, its lane, its nightly job and its commands."""

import logging

from flask import Flask

from accounts.leaving.traces import Fate, Trace, add_traces
from core.errors import Refused
from core.jobs import jobs_of
from core.outbox import add_lane
from insights import commands, forgetting
from insights.buzz import setup as buzz
from insights.dashboard import setup as dashboard
from insights.emerging import setup as emerging
from insights.graphs import setup as graphs
from insights.health import setup as health
from insights.lead_users import setup as lead_users
from insights.models import Run
from insights.opinions import setup as opinions
from insights.panels import setup as panels
from insights.running import analyse
from insights.topics import setup as topics

log = logging.getLogger(__name__)

JOB = "analyse"
OFFICE = "that an analysis was asked for stays on record, without a name"


def register(app: Flask) -> None:
    """Register what this package brings."""
    add_traces(app, Trace(Run.asked_by_id, Fate.FORGOTTEN, OFFICE))
    add_lane(app, forgetting.LANE, forgetting.forget_what_left, *forgetting.EVENTS)
    jobs_of(app).add(JOB, analyse_now)
    jobs_of(app).every("analyse everything", analyse_nightly, hour="3", minute="40")
    commands.register(app)
    topics.register(app)
    dashboard.register(app)
    emerging.register(app)
    graphs.register(app)
    lead_users.register(app)
    opinions.register(app)
    health.register(app)
    buzz.register(app)
    panels.register(app)


def analyse_now(member_id: int | None = None) -> None:
    """Run an analysis that a person asked for; what failed is told by the run itself and not tried again."""
    _analyse(member_id, whole=False)


def analyse_nightly() -> None:
    """Run the analysis of the night, which finds everything anew."""
    _analyse(None, whole=True)


def _analyse(member_id: int | None, *, whole: bool) -> None:
    try:
        analyse(whole=whole, asked_by=member_id)
    except Refused as problem:
        log.info("no analysis: %s", problem)
    except Exception:
        log.exception("the analysis failed; what the last one found stays")
