"""Addresses of museums for those who visit them."""

from typing import Any

import orjson
from flask import Blueprint, Response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from accounts.guard import current_viewer
from core.database import read
from core.pages import same_for_everyone
from core.translation import gettext as _
from museum_guide.addresses import artefact_address
from museum_guide.artefacts.codes import number_typed
from museum_guide.artefacts.files import open_to_other_sites, send_kept
from museum_guide.artefacts.iiif import MEDIA_TYPE, museum_collection, room_collection
from museum_guide.artefacts.queries import is_shown, works_of_room
from museum_guide.artefacts.views import wished_language
from museum_guide.museums.pages import floor_page, museum_list, museum_page, room_page, works_list
from museum_guide.museums.queries import museum_row, plan_of, room_row, rooms_of
from museum_guide.visits.current import current_visit

blueprint = Blueprint("museums", __name__, url_prefix="/museums")


def _shown(template: str, status: int = 200, **page: Any) -> ResponseReturnValue:
    if status == 200 and not current_viewer().signed_in and current_visit() is None:
        same_for_everyone()
    return render_template(f"museum_guide/museums/{template}.html", current="museums", **page), status


@blueprint.get("")
def museums() -> ResponseReturnValue:
    """List the museums."""
    return _shown("museums", **museum_list(current_viewer(), request.args.get("page")))


@blueprint.get("/<slug>")
def museum(slug: str) -> ResponseReturnValue:
    """Show a museum."""
    return _shown("museum", **museum_page(current_viewer(), slug, wished_language()))


@blueprint.get("/<slug>/works")
def works(slug: str) -> ResponseReturnValue:
    """List everything that a museum shows, or what answers to some words."""
    asked, page = request.args.get("q", ""), request.args.get("page")
    return _shown("works", **works_list(current_viewer(), slug, asked, wished_language(), page))


@blueprint.get("/<slug>/rooms/<room>")
def room(slug: str, room: str) -> ResponseReturnValue:
    """Show what stands in a room."""
    return _shown("room", **room_page(current_viewer(), slug, room, wished_language(), request.args.get("page")))


@blueprint.get("/<slug>/floors/<int:floor>")
def floor(slug: str, floor: int) -> ResponseReturnValue:
    """Show the plan of a floor."""
    page = floor_page(current_viewer(), slug, floor)
    if page is None:
        raise NotFound
    return _shown("floor", **page)


@blueprint.get("/<slug>/floors/<int:floor>/plan")
def plan(slug: str, floor: int) -> ResponseReturnValue:
    """Send the picture of a plan."""
    found = read(plan_of(current_viewer(), slug, floor)).one_or_none()
    if found is None or found.plan_file is None:
        raise NotFound
    return send_kept(found.plan_file, "image/webp", shared=found.published)


@blueprint.get("/<slug>/keypad")
def keypad(slug: str) -> ResponseReturnValue:
    """Lead to the artefact whose number was typed, or say that there was a slip."""
    viewer = current_viewer()
    row, typed = museum_row(viewer, slug), request.args.get("number", "").strip()[:20]
    number = number_typed(typed)
    if number is not None and is_shown(viewer, row.id, number):
        return redirect(artefact_address(slug, number), 303)
    problem = _("No label has this number. Please look at it again, and type all of its digits.") if typed else ""
    return _shown("keypad", 422 if problem else 200, museum=row, typed=typed, problem=problem)


@blueprint.get("/<slug>/collection.json")
def collection(slug: str) -> ResponseReturnValue:
    """List the rooms of a museum for the viewers of other sites."""
    viewer = current_viewer()
    row = museum_row(viewer, slug)
    return _json(museum_collection(row, rooms_of(viewer, row.id)), shared=row.published)


@blueprint.get("/<slug>/rooms/<room>/collection.json")
def contents(slug: str, room: str) -> ResponseReturnValue:
    """List what stands in a room for the viewers of other sites."""
    viewer = current_viewer()
    row = room_row(viewer, slug, room)
    return _json(room_collection(row, works_of_room(viewer, row.id)), shared=not viewer.signed_in)


def _json(said: object, *, shared: bool) -> Response:
    response = Response(orjson.dumps(said), content_type=MEDIA_TYPE)
    return open_to_other_sites(response) if shared else response
