"""Where the forum names a member."""

from flask import Flask

from accounts.leaving.traces import Fate, Trace, add_traces
from community.models import Question

CHOSEN = "which answer was chosen stays, and by nobody once the member is erased"


def register(app: Flask) -> None:
    """Write them down."""
    accepted = ("id", "accepted_answer_id", "accepted_at")
    official = ("id", "official_answer_id", "official_at")
    add_traces(
        app,
        Trace(Question.accepted_by_id, Fate.FORGOTTEN, CHOSEN, only=accepted),
        Trace(Question.official_by_id, Fate.FORGOTTEN, CHOSEN, only=official),
    )
