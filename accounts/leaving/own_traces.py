"""Where the tables of accounts and the event log name a member."""

from flask import Flask

from accounts.leaving.models import Erasure, Takeout
from accounts.leaving.traces import Fate, Trace, add_traces
from accounts.models import AccountMail, LoginSession, Membership
from accounts.sanction_models import Sanction
from core.events import LoggedEvent

ABOUT_OTHERS = "what was done about somebody else is theirs"
EVENTS = "the log says what was done, and by nobody once its member is erased; what is about the account alone goes"


def register(app: Flask) -> None:
    """Write them down."""
    add_traces(
        app,
        Trace(LoginSession.member_id, Fate.DELETED, without=("token_digest",)),
        Trace(Membership.member_id, Fate.DELETED),
        Trace(AccountMail.member_id, Fate.DELETED),
        Trace(Takeout.member_id, Fate.DELETED, without=("file_key",)),
        Trace(Erasure.member_id, Fate.DELETED),
        Trace(Erasure.asked_by_id, Fate.FORGOTTEN, "about somebody else", taken_along=False),
        Trace(Sanction.member_id, Fate.DELETED),
        Trace(Sanction.imposed_by_id, Fate.FORGOTTEN, ABOUT_OTHERS, taken_along=False),
        Trace(Sanction.lifted_by_id, Fate.KEPT, ABOUT_OTHERS, taken_along=False),
        Trace(LoggedEvent.actor_id, Fate.KEPT, EVENTS),
    )
