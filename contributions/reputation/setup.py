"""Opens reputation: its lane, its checks, its pages, and where it names members."""

from flask import Flask

from accounts import sessions
from accounts.leaving.traces import Fate, Trace, add_cleaner, add_traces
from accounts.models import Member
from contributions.checks import counted
from contributions.reputation import ledger, pages, size_pages
from contributions.reputation.keeping import EVENTS, LANE, keep_reputation
from contributions.reputation.models import CommunitySize, ReputationEntry
from contributions.reputation.privileges import size_in_use
from contributions.reputation.sources import abuse, add_source
from contributions.trust import setup as trust
from core.database import db
from core.doctor import add_check
from core.outbox import add_lane

BY = "points stay what votes say; whoever gave them is but a number, and is told to nobody"
OFFICE = "what was decided for the community stays on record, without a name"


def register(app: Flask) -> None:
    """Register what this package brings."""
    sessions.community_size = size_in_use()
    add_source("abuse", abuse)
    add_lane(app, LANE, keep_reputation, *EVENTS)
    add_check(app, counted("points say what votes and acceptances say", ledger.reconcile))
    add_check(app, counted("reputation equals its points", ledger.recount))
    trust.register(app)
    for module in (pages, size_pages):
        app.register_blueprint(module.blueprint)
    add_traces(
        app,
        Trace(ReputationEntry.member_id, Fate.DELETED, without=("by_id",)),
        Trace(ReputationEntry.by_id, Fate.KEPT, BY, taken_along=False),
        Trace(CommunitySize.chosen_by_id, Fate.FORGOTTEN, OFFICE),
    )
    add_cleaner(app, _begin_again)


def _begin_again(member_id: int, _words: tuple[str, ...]) -> None:
    """Leave an erased member nothing that the ledger no longer says."""
    member = db.session.get_one(Member, member_id)
    member.reputation, member.trust_level = 1, 0
