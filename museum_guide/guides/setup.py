"""Opens the guides: their pages, the command that checks cards, and where their rows name a member."""

from flask import Flask

from accounts.leaving.traces import Fate, Trace, add_traces
from core.pages import places
from museum_guide.guides import cli, desk, tour_views, views
from museum_guide.guides.models import Guide, GuideDeed, GuideReview
from museum_guide.guides.pages import desk_links, museum_panels
from museum_guide.slots import DESK_LINKS, MUSEUM_PANELS

REGISTER = "a museum's register of guides stays as it is, without the account"
AUDIT = "who decided about a guide stays written down"
OFFICE = "what was hidden stays hidden, without a name"
CARD = ("id", "name", "licence", "issuer", "places", "languages", "valid_from", "valid_until", "standing")


def register(app: Flask) -> None:
    """Register what this part brings."""
    for part in (views, tour_views, desk):
        app.register_blueprint(part.blueprint)
    cli.register(app)
    add_traces(
        app,
        Trace(Guide.member_id, Fate.FORGOTTEN, REGISTER, only=CARD),
        Trace(GuideDeed.by_id, Fate.KEPT, AUDIT, only=("id", "deed", "reason", "at")),
        Trace(GuideReview.hidden_by_id, Fate.FORGOTTEN, OFFICE, only=("id", "hidden_at", "hidden_reason")),
    )
    with app.app_context():
        places().fill(MUSEUM_PANELS, museum_panels)
        places().fill(DESK_LINKS, desk_links)
