"""Opens guest staff: its pages, its part of profiles, and where its rows name a member."""

from flask import Flask

from accounts.leaving.traces import Fate, Trace, add_traces
from contributions.guests import views
from contributions.guests.models import GuestTerm
from core.pages import places

OFFICE = "what was done for the community stays on record, without a name"


def register(app: Flask) -> None:
    """Register what this package brings."""
    app.register_blueprint(views.blueprint)
    add_traces(
        app,
        Trace(GuestTerm.member_id, Fate.KEPT, OFFICE, without=("named_by_id", "ended_by_id")),
        Trace(GuestTerm.named_by_id, Fate.KEPT, OFFICE, only=("id", "reason", "begins_at", "ends_at")),
        Trace(GuestTerm.ended_by_id, Fate.KEPT, OFFICE, only=("id", "ended_at", "end_reason")),
    )
    with app.app_context():
        places().fill("profile", views.profile_panels)
