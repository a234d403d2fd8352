"""Addresses of ideas: the board, an area of it, one's own, and the page of each."""

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from accounts.guard import current_viewer
from contributions.addresses import address_of
from contributions.kinds import KINDS
from contributions.merging.joining import merged_into
from contributions.models import State
from core.markup import as_markup
from core.pages import moved, same_for_everyone
from core.translation import gettext as _
from ideas.areas.queries import area_named
from ideas.board.lists import MINE, areas_aside, board_page, chosen_by, order_named
from ideas.board.pages import idea_page
from ideas.board.queries import Chosen, idea_row
from ideas.models import Area
from ideas.ranking.impressions import note_read

blueprint = Blueprint("ideas", __name__)


@blueprint.get("/ideas")
def ideas() -> ResponseReturnValue:
    """List all ideas."""
    return _board("/ideas", None)


@blueprint.get("/ideas/areas/<slug>")
def area(slug: str) -> ResponseReturnValue:
    """List the ideas of an area."""
    found = area_named(current_viewer(), slug)
    return _board(f"/ideas/areas/{found.slug}", found)


def _board(base: str, area: Area | None) -> ResponseReturnValue:
    viewer = current_viewer()
    if not viewer.signed_in:
        same_for_everyone()
    chosen, words = chosen_by(viewer, request.args, area)
    order = order_named(request.args.get("order"))
    page = board_page(viewer, order, chosen, words, base, request.args.get("page"))
    aside = areas_aside(viewer, area.slug if area else "")
    about = {"area": area, "area_html": as_markup(area.html) if area else "", "areas": aside}
    return render_template("ideas/ideas.html", current="ideas", **about, **page)


@blueprint.get("/ideas/mine")
def mine() -> ResponseReturnValue:
    """List the reader's own ideas, and those that they voted for or follow."""
    viewer, show = current_viewer(), request.args.get("show", "written")
    show = show if show in MINE else "written"
    chosen = Chosen(mine=show)
    page = board_page(viewer, order_named("newest"), chosen, {"show": show}, "/ideas/mine", request.args.get("page"))
    return render_template("ideas/mine.html", current="ideas", show=show, shows=_shows(show), **page)


def _shows(show: str) -> list[dict[str, Any]]:
    names = {"written": _("Mine"), "voted": _("I voted for"), "followed": _("I follow")}
    return [{"url": f"/ideas/mine?show={key}", "text": text, "current": key == show} for key, text in names.items()]


@blueprint.get("/ideas/<int:key>")
@blueprint.get("/ideas/<int:key>/<slug>")
def idea(key: int, slug: str = "") -> ResponseReturnValue:
    """Show an idea with what is said about it."""
    viewer = current_viewer()
    try:
        row = idea_row(viewer, key)
    except NotFound:
        row = None
    if row is None or row.state == State.DELETED:
        target = merged_into(viewer, key)
        if target is not None:
            return moved(address_of(target))
    if row is None:
        raise NotFound
    url = KINDS["idea"].address(key, row.title)
    if slug != url.rsplit("/", 1)[1]:
        return moved(url)
    note_read(viewer, key)
    page = idea_page(viewer, row, request.args.get("page"), request.args.get("at"))
    return render_template("ideas/idea.html", current="ideas", **page)
