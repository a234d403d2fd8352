"""Opens tickets: their pages, and where their rows name a member."""

from flask import Flask

from accounts.leaving.traces import Fate, Trace, add_traces
from core.pages import places
from museum_guide.slots import DESK_LINKS
from museum_guide.tickets import desk, door
from museum_guide.tickets.models import TicketBatch

OFFICE = "what was made for a museum stays made, without a name"


def register(app: Flask) -> None:
    """Register what this part brings."""
    app.register_blueprint(door.blueprint)
    app.register_blueprint(desk.blueprint)
    add_traces(app, Trace(TicketBatch.made_by_id, Fate.FORGOTTEN, OFFICE, only=("id", "day", "amount", "made_at")))
    with app.app_context():
        places().fill(DESK_LINKS, desk.desk_links)
