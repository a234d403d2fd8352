"""Opens the ideas room: its kind of contribution and its pages."""

from flask import Flask

from accounts.guard import current_viewer
from accounts.leaving.traces import Fate, Trace, add_traces
from contributions.competence import registry
from contributions.kinds import Kind, add_kind
from contributions.outcomes import MOVED
from core.pages import places
from core.translation import lazy_gettext as _
from ideas.api import section
from ideas.archive import register_archive
from ideas.areas import views as areas
from ideas.board.lists import own_orders
from ideas.changelog import setup as changelog
from ideas.competence import measures
from ideas.contests import setup as contests
from ideas.deciding import setup as deciding
from ideas.inbox import setup as inbox
from ideas.initiatives import setup as initiatives
from ideas.merging import setup as merging
from ideas.models import CoAuthor, Idea, StatusMove
from ideas.outcomes import idea_moves
from ideas.panels import panels
from ideas.ranking import setup as ranking
from ideas.rights import setup as rights
from ideas.roadmap import setup as roadmap
from ideas.rounds import setup as rounds
from ideas.scoring import setup as scoring
from ideas.secrecy import counts_hidden
from ideas.slots import BOARD_LINKS, BOARD_ORDERS, BoardLink, board_links
from ideas.versions import setup as versions
from ideas.views import blueprint
from ideas.votes import setup as votes
from ideas.word_of_mouth import setup as word_of_mouth
from ideas.writing import setup as writing
from ideas.writing.sharing import has_together

OFFICE = "what was decided about an idea stays on record, without a name"
ASKED = "who is asked to be an author knows of it; the row is theirs"

IDEA = Kind(
    "idea",
    _("Idea"),
    "ideas",
    opens_thread=True,
    replied_by="comment",
    shared_with=has_together,
    problem_in=Idea,
    secret=counts_hidden,
)


def register(app: Flask) -> None:
    """Register what this package brings."""
    register_archive(app)
    add_kind(IDEA)
    app.register_blueprint(blueprint)
    app.register_blueprint(areas.blueprint)
    section.register(app)
    roadmap.register(app)
    changelog.register(app)
    word_of_mouth.register(app)
    writing.register(app)
    versions.register(app)
    contests.register(app)
    rights.register(app)
    initiatives.register(app)
    rounds.register(app)
    add_traces(
        app,
        Trace(StatusMove.by_id, Fate.FORGOTTEN, OFFICE),
        Trace(CoAuthor.member_id, Fate.DELETED),
        Trace(CoAuthor.asked_by_id, Fate.FORGOTTEN, ASKED, taken_along=False),
    )
    deciding.register(app)
    merging.register(app)
    inbox.register(app)
    scoring.register(app)
    ranking.register(app)
    votes.register(app)
    app.jinja_env.globals.update(board_links=lambda: board_links(current_viewer()))
    with app.app_context():
        places().fill(BOARD_ORDERS, own_orders)
        places().fill(BOARD_LINKS, lambda _viewer: [BoardLink("areas", _("Areas"), "/ideas/areas", rank=5)])
        places().fill("home panels", panels)
        places().fill(registry.PLACE, measures)
        places().fill(MOVED, idea_moves)
