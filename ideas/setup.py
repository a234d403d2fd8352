"""Opens the ideas room: its kind of contribution and its pages."""

from flask import Flask

from accounts.guard import current_viewer
from accounts.leaving.traces import Fate, Trace, add_traces
from contributions.competence import registry
from contributions.kinds import Kind, add_kind
from core.pages import places
from core.translation import lazy_gettext as _
from ideas.api import section
from ideas.archive import register_archive
from ideas.board.lists import own_orders
from ideas.competence import measures
from ideas.models import CoAuthor, StatusMove
from ideas.panels import panels
from ideas.ranking import setup as ranking
from ideas.secrecy import counts_hidden
from ideas.slots import BOARD_ORDERS, board_links
from ideas.views import blueprint
from ideas.votes import setup as votes

OFFICE = "what was decided about an idea stays on record, without a name"
ASKED = "who is asked to be an author knows of it; the row is theirs"


def register(app: Flask) -> None:
    """Register what this package brings."""
    register_archive(app)
    add_kind(Kind("idea", _("Idea"), "ideas", opens_thread=True, replied_by="comment", secret=counts_hidden))
    app.register_blueprint(blueprint)
    section.register(app)
    add_traces(
        app,
        Trace(StatusMove.by_id, Fate.FORGOTTEN, OFFICE),
        Trace(CoAuthor.member_id, Fate.DELETED),
        Trace(CoAuthor.asked_by_id, Fate.FORGOTTEN, ASKED, taken_along=False),
    )
    ranking.register(app)
    votes.register(app)
    app.jinja_env.globals.update(board_links=lambda: board_links(current_viewer()))
    with app.app_context():
        places().fill(BOARD_ORDERS, own_orders)
        places().fill("home panels", panels)
        places().fill(registry.PLACE, measures)
