"""Opens rounds: their pages, the watch over their dates, and who counts them."""

from collections.abc import Iterator
from typing import Any

from flask import Flask
from sqlalchemy import select

from accounts.leaving.taking_along import plain_rows
from accounts.leaving.traces import Fate, Trace, add_takeout_file, add_traces
from accounts.viewers import Viewer
from contributions.opinions import CONVERSATIONS
from core.archive.sending import add_forms
from core.jobs import jobs_of
from core.outbox import add_lane
from core.pages import places
from core.translation import lazy_gettext as _
from ideas.rounds import api, archive, counting, leading, leading_views, opinions, polis, standing, views
from ideas.rounds.events import RoundClosed
from ideas.rounds.models import BallotEntry, Round, RoundBallot, RoundOption
from ideas.slots import BOARD_LINKS, IDEA_COLUMNS, IDEA_PANELS, BoardLink

COUNTED = "the ballot counts on, so that the result stays what its rows say; nobody can tell whose it was"
OFFICE = "what was done for the community stays on record, without a name"


def register(app: Flask) -> None:
    """Register what this package brings."""
    app.register_blueprint(views.blueprint)
    app.register_blueprint(leading_views.blueprint)
    api.section.register(app)
    archive.register_archive(app)
    add_forms(app, polis.FORM)
    add_traces(
        app,
        Trace(RoundBallot.member_id, Fate.KEPT, COUNTED),
        Trace(Round.created_by_id, Fate.FORGOTTEN, OFFICE, only=("id", "title", "created_at")),
    )
    add_takeout_file(app, "rows/what your ballots say.json", _entries)
    add_lane(app, counting.LANE, counting.count_rounds, RoundClosed, batch=1)
    with app.app_context():
        places().fill(BOARD_LINKS, _links)
        places().fill(IDEA_COLUMNS, standing.columns)
        places().fill(IDEA_PANELS, standing.panels)
        places().fill(CONVERSATIONS, opinions.round_conversations)
    jobs_of(app).every("keep time of rounds", leading.keep_time, minute="*")


def _links(_viewer: Viewer) -> list[BoardLink]:
    return [BoardLink("rounds", _("Rounds"), "/rounds", rank=60)]


def _entries(member_id: int) -> Iterator[dict[str, Any]]:
    """Yield what each ballot of a member gives to what."""
    columns: Any = (RoundBallot.round_id, RoundBallot.code, RoundOption.number, RoundOption.title, BallotEntry.value)
    joined = select(*columns).select_from(BallotEntry)
    joined = joined.join(RoundBallot, RoundBallot.id == BallotEntry.ballot_id)
    joined = joined.join(RoundOption, RoundOption.id == BallotEntry.option_id)
    return plain_rows(joined.where(RoundBallot.member_id == member_id).order_by(RoundBallot.id, RoundOption.number))
