"""Opens the insights."""

from flask import Flask

from accounts.leaving.traces import Fate, Trace, add_traces
from insights.dashboard import setup as dashboard
from insights.models import Run

OFFICE = "that an analysis was asked for stays on record, without a name"


def register(app: Flask) -> None:
    """Register what this package brings."""
    add_traces(app, Trace(Run.asked_by_id, Fate.FORGOTTEN, OFFICE))
    dashboard.register(app)
