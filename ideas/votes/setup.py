"""Opens what looks closely at votes: its pages and panels, and the search for rings at night."""

from flask import Flask

from accounts.leaving.traces import Fate, Trace, add_traces
from core.jobs import jobs_of
from core.pages import places
from ideas.slots import IDEA_COLUMNS, IDEA_DEEDS, IDEA_PANELS
from ideas.votes import numbers, watching
from ideas.votes.models import RingMember, VoteOnBehalf, VoteRing
from ideas.votes.views import blueprint

OFFICE = "what was decided about votes stays on record, without a name"
CAST = "the vote is the customer's; who of staff cast it is forgotten"


def register(app: Flask) -> None:
    """Register what this part brings."""
    app.register_blueprint(blueprint)
    jobs_of(app).every("look for rings", watching.look_for_rings, hour="4", minute="40")
    add_traces(
        app,
        Trace(VoteRing.decided_by_id, Fate.FORGOTTEN, OFFICE, only=("id", "state", "words", "decided_at")),
        Trace(RingMember.member_id, Fate.DELETED),
        Trace(VoteOnBehalf.member_id, Fate.DELETED),
        Trace(VoteOnBehalf.by_id, Fate.FORGOTTEN, CAST, only=("contribution_id", "created_at")),
    )
    with app.app_context():
        places().fill(IDEA_COLUMNS, numbers.columns)
        places().fill(IDEA_PANELS, numbers.panels)
        places().fill(IDEA_DEEDS, numbers.deeds)
