"""The home page: shows at once what the place is for, with what the rooms have to show."""

from typing import Any

from flask import Blueprint, Flask, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import Row

from accounts.guard import current_viewer
from accounts.panels.showing import shown_panels
from accounts.viewers import Viewer
from community.pages import popular_tags
from community.queries import Shelf, question_state, shelved_questions
from community.standing import community_figures, recent_helpers
from contributions.lists import Card, card
from contributions.models import Space, Visibility
from contributions.queries import spaces_of
from core.pages import same_for_everyone
from core.translation import gettext as _
from core.translation import ngettext

blueprint = Blueprint("home", __name__)
NEWEST = Shelf("newest", 8)
WAITING = Shelf("unanswered", 5)
SOLVED = Shelf("active", 5, solved=True)


def register(app: Flask) -> None:
    """Open the home page."""
    app.register_blueprint(blueprint)


@blueprint.get("/")
def index() -> ResponseReturnValue:
    """Show what is going on."""
    viewer = current_viewer()
    if viewer.signed_in:
        return _personal(viewer)
    same_for_everyone()
    newest, waiting, solved = map(_briefs, shelved_questions(viewer, NEWEST, WAITING, SOLVED))
    return render_template(
        "home/index.html",
        ask_url="/questions/ask",
        unanswered_url="/questions?order=unanswered",
        ideas_url="/ideas",
        newest_url="/questions",
        solved_url="/search?q=is:solved",
        newest=newest,
        waiting=waiting,
        solved=solved,
        spaces=[_tile(space) for space in spaces_of(viewer)],
        people=recent_helpers(viewer),
        numbers=community_figures(viewer),
        tags=popular_tags(18),
    )


def _personal(viewer: Viewer) -> ResponseReturnValue:
    return render_template(
        "home/personal.html",
        ask_url="/questions/ask",
        panels=shown_panels(viewer),
        spaces=[_tile(space) for space in spaces_of(viewer)],
    )


@blueprint.get("/styleguide")
def styleguide() -> ResponseReturnValue:
    """Show every component of the design in all its states."""
    return render_template("styleguide.html")


def _briefs(rows: list[Row[Any]]) -> list[Card]:
    cards = [card(row, question_state(row)) for row in rows]
    for shown in cards:
        shown.meta = [shown.space.name, ngettext("%(num)s answer", "%(num)s answers", shown.answers)]
    return cards


def _tile(space: Space) -> dict[str, Any]:
    private = {
        Visibility.MEMBERS: _("Members"),
        Visibility.GROUP: _("By invitation"),
        Visibility.STAFF: _("Staff"),
    }
    return {
        "url": f"/spaces/{space.slug}",
        "name": space.name,
        "description": space.description,
        "counts": [ngettext("%(num)s thread", "%(num)s threads", space.thread_count)],
        "private_label": private.get(Visibility(space.visibility), ""),
    }
