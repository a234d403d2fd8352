"""Addresses of ideas."""

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from accounts.guard import current_viewer
from contributions.kinds import KINDS
from contributions.plain_lists import threads_page
from contributions.thread_pages import thread_page, thread_row
from core.pages import moved, same_for_everyone
from core.translation import gettext as _
from ideas.queries import statuses_of

blueprint = Blueprint("ideas", __name__)
ORDERS = ("newest", "active", "hot")


@blueprint.get("/ideas")
def ideas() -> ResponseReturnValue:
    """List all ideas."""
    viewer = current_viewer()
    if not viewer.signed_in:
        same_for_everyone()
    order = request.args.get("order", "newest")
    order = order if order in ORDERS else "newest"
    page = threads_page(viewer, "idea", order, request.args.get("page"), f"/ideas?order={order}")
    statuses = statuses_of([card.id for card in page["cards"]])
    for card in page["cards"]:
        card.status = statuses[card.id]
    return render_template("ideas/ideas.html", current="ideas", order=order, orders=_tabs(order), **page)


def _tabs(order: str) -> list[dict[str, Any]]:
    names = {"newest": _("Newest"), "active": _("Active"), "hot": _("Hot")}
    return [{"url": f"/ideas?order={key}", "text": text, "current": key == order} for key, text in names.items()]


@blueprint.get("/ideas/<int:key>")
@blueprint.get("/ideas/<int:key>/<slug>")
def idea(key: int, slug: str = "") -> ResponseReturnValue:
    """Show an idea with what is said about it."""
    row = thread_row(current_viewer(), "idea", key)
    url = KINDS["idea"].address(key, row.title)
    if slug != url.rsplit("/", 1)[1]:
        return moved(url)
    page = thread_page(current_viewer(), row, request.args.get("page"), request.args.get("at"))
    status = statuses_of([key])[key]
    crumbs = [(_("Ideas"), "/ideas"), (row.space_name, f"/spaces/{row.space_slug}")]
    return render_template("contributions/thread.html", current="ideas", crumbs=crumbs, status=status, **page)
