"""Opens contests: their kinds, their pages, the watch over their dates, and who hears of them."""

from flask import Flask

from accounts.leaving.traces import Fate, Trace, add_traces
from accounts.viewers import Viewer
from contributions.kinds import Kind, add_kind
from core.jobs import jobs_of
from core.outbox import add_lane
from core.pages import places
from core.translation import lazy_gettext as _
from ideas.contests import archive, entry_views, staging, telling, views
from ideas.contests.api import section
from ideas.contests.models import Decision, Juror, JuryScore, TeamMember
from ideas.contests.policies import closed
from ideas.slots import BOARD_LINKS, BoardLink

AUTHORS = "an entry stays for those who read and voted on it, by an author without a name; permissions rest on it"
JURY = "the points count on, so that winners stay who they are; nobody can tell whose they were"
OFFICE = "what was decided about a contest stays on record, without a name"
ASKED = "who was asked to join a team knows of it; the row is theirs"


def register(app: Flask) -> None:
    """Register what this package brings."""
    add_kind(Kind("contest", _("Contest"), "contests", opens_thread=True, replied_by="entry", closed=closed))
    add_kind(Kind("entry", _("Contest entry")))
    app.register_blueprint(views.blueprint)
    app.register_blueprint(entry_views.blueprint)
    archive.register_archive(app)
    section.register(app)
    add_lane(app, telling.LANE, telling.tell_of_contests, *telling.EVENTS, batch=20)
    jobs_of(app).every("begin phases of contests", staging.begin_phases, minute="*")
    add_traces(
        app,
        Trace(TeamMember.member_id, Fate.KEPT, AUTHORS),
        Trace(TeamMember.invited_by_id, Fate.FORGOTTEN, ASKED, taken_along=False),
        Trace(Juror.member_id, Fate.KEPT, JURY),
        Trace(JuryScore.juror_id, Fate.KEPT, JURY),
        Trace(Decision.by_id, Fate.FORGOTTEN, OFFICE, only=("id", "act", "words", "created_at")),
    )
    with app.app_context():
        places().fill(BOARD_LINKS, _links)


def _links(_viewer: Viewer) -> list[BoardLink]:
    return [BoardLink("contests", _("Contests"), "/contests", 70)]
