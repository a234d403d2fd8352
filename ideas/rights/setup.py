"""Opens the pages of rights and royalties."""

from flask import Flask

from accounts.leaving.traces import Fate, Trace, add_traces
from ideas.rights.models import Agreement, AgreementShare, EntryUse, Permission, RoyaltyLine, RoyaltyShare, Terms
from ideas.rights.views import blueprint

RECORD = "who permitted a use must stay provable, for those who rely on it; of the author nothing is left but a number"
MONEY = "accounts must add up, and what is owed is owed; of the author nothing is left but a number"
OFFICE = "what was done for the community stays on record, without a name"


def register(app: Flask) -> None:
    """Register what this package brings."""
    app.register_blueprint(blueprint)
    add_traces(
        app,
        Trace(Permission.member_id, Fate.KEPT, RECORD),
        Trace(AgreementShare.member_id, Fate.KEPT, MONEY),
        Trace(RoyaltyShare.member_id, Fate.KEPT, MONEY),
        Trace(Terms.made_by_id, Fate.FORGOTTEN, OFFICE),
        Trace(EntryUse.marked_by_id, Fate.FORGOTTEN, OFFICE),
        Trace(Agreement.made_by_id, Fate.FORGOTTEN, OFFICE),
        Trace(RoyaltyLine.booked_by_id, Fate.FORGOTTEN, OFFICE),
    )
