"""Addresses of ideas."""

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from accounts.guard import current_viewer
from contributions.kinds import KINDS
from contributions.lists import Filter
from core.pages import moved, same_for_everyone
from ideas.board.lists import board_page, order_named
from ideas.board.pages import idea_page
from ideas.board.queries import idea_row
from ideas.ranking.impressions import note_read
from ideas.slots import board_orders

blueprint = Blueprint("ideas", __name__)


@blueprint.get("/ideas")
def ideas() -> ResponseReturnValue:
    """List all ideas."""
    viewer = current_viewer()
    if not viewer.signed_in:
        same_for_everyone()
    order = order_named(request.args.get("order"))
    page = board_page(viewer, order, Filter(), request.args.get("page"), f"/ideas?order={order.key}")
    return render_template("ideas/ideas.html", current="ideas", orders=_tabs(order.key), **page)


def _tabs(chosen: str) -> list[dict[str, Any]]:
    orders = board_orders().values()
    return [{"url": f"/ideas?order={one.key}", "text": one.text, "current": one.key == chosen} for one in orders]


@blueprint.get("/ideas/<int:key>")
@blueprint.get("/ideas/<int:key>/<slug>")
def idea(key: int, slug: str = "") -> ResponseReturnValue:
    """Show an idea with what is said about it."""
    row = idea_row(current_viewer(), key)
    url = KINDS["idea"].address(key, row.title)
    if slug != url.rsplit("/", 1)[1]:
        return moved(url)
    note_read(current_viewer(), key)
    page = idea_page(current_viewer(), row, request.args.get("page"), request.args.get("at"))
    return render_template("ideas/idea.html", current="ideas", **page)
