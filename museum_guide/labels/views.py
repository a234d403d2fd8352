"""Addresses at which curators get labels to print."""

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from accounts.guard import current_viewer
from accounts.security_pages import keep_private
from core.limits import throttle
from museum_guide.addresses import base_url
from museum_guide.labels.queries import MOST_AT_ONCE, labels_of, rooms_of
from museum_guide.labels.sheets import SIZES, sheet
from museum_guide.models import Museum
from museum_guide.visibility import museum_kept

blueprint = Blueprint("labels", __name__, url_prefix="/museums/<slug>/desk")
blueprint.after_request(keep_private)


@blueprint.get("/labels")
def labels(slug: str) -> ResponseReturnValue:
    """Choose what is printed, and how large."""
    museum = museum_kept(current_viewer(), slug)
    return _page(museum, {})


@blueprint.get("/labels.pdf")
def pdf(slug: str) -> ResponseReturnValue:
    """Send a sheet of labels."""
    viewer = current_viewer()
    museum = museum_kept(viewer, slug)
    throttle("edit", viewer.id or 0)
    size, room = request.args.get("size", "30cm"), request.args.get("room", "")
    found = labels_of(viewer, museum.id, room, MOST_AT_ONCE) if size in SIZES else []
    if not found:
        return _page(museum, {"size": size, "room": room}, empty=True)
    response = Response(sheet(found, museum.name, base_url(), size), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="labels-{museum.id}.pdf"'
    return response


def _page(museum: Museum, chosen: dict[str, str], empty: bool = False) -> ResponseReturnValue:
    rooms = rooms_of(museum.id)
    shown = {"museum": museum, "rooms": rooms, "chosen": chosen, "empty": empty, "most": MOST_AT_ONCE}
    page = render_template("museum_guide/labels/labels.html", current="museums", **shown)
    return page, 422 if empty else 200
