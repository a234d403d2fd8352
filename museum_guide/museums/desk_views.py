"""Addresses for those who keep a museum: its desk, and forms of the museum, its rooms and its floors."""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from werkzeug.exceptions import NotFound

from accounts.guard import current_viewer
from contributions.policies import require
from core.database import db
from core.errors import Refused
from core.forms import read_form
from core.limits import throttle
from core.translation import gettext as _
from museum_guide.addresses import museum_address, room_address
from museum_guide.artefacts.pictures import LARGEST_FILE, keep_image
from museum_guide.fields import form_page
from museum_guide.models import Building, Floor, Museum, Room
from museum_guide.museums import forms, keeping
from museum_guide.museums.pages import desk_page
from museum_guide.museums.schemas import FloorDraft, MuseumDraft, RoomDraft
from museum_guide.visibility import museum_kept

blueprint = Blueprint("museum_desk", __name__, url_prefix="/museums")


@blueprint.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Open a museum."""
    viewer, form = current_viewer(), read_form(MuseumDraft)
    require(keeping.may_open_museum(viewer))
    if request.method == "POST" and form.draft is not None:
        throttle("edit", viewer.id)
        return redirect(f"{museum_address(keeping.open_museum(viewer, form.draft).slug)}/desk", 303)
    kept = {"timezone": "UTC", "language": "en", "shares": True}
    return form_page(_("Open a museum"), (_("Museums"), "/museums"), forms.of_museum(viewer), form, kept)


@blueprint.get("/<slug>/desk")
def desk(slug: str) -> ResponseReturnValue:
    """Show those who keep a museum what there is to do."""
    viewer = current_viewer()
    page = desk_page(viewer, museum_kept(viewer, slug), request.args.get("page"))
    return render_template("museum_guide/museums/desk.html", current="museums", **page)


@blueprint.route("/<slug>/edit", methods=["GET", "POST"])
def edit(slug: str) -> ResponseReturnValue:
    """Change what is said of a museum."""
    viewer, form = current_viewer(), read_form(MuseumDraft)
    museum = museum_kept(viewer, slug)
    if request.method == "POST" and form.draft is not None:
        throttle("edit", viewer.id)
        keeping.change_museum(viewer, museum, form.draft)
        return _done(museum)
    kept = forms.museum_values(museum, request.args.get("said_in", ""))
    return form_page(_("Edit the museum"), _desk(museum), forms.of_museum(viewer, museum), form, kept)


@blueprint.route("/<slug>/rooms/new", methods=["GET", "POST"])
def new_room(slug: str) -> ResponseReturnValue:
    """Add a room."""
    viewer, form = current_viewer(), read_form(RoomDraft)
    museum = museum_kept(viewer, slug)
    if request.method == "POST" and form.draft is not None:
        throttle("edit", viewer.id)
        return redirect(room_address(slug, keeping.add_room(viewer, museum, form.draft).slug), 303)
    return form_page(_("Add a room"), _desk(museum), forms.of_room(), form, {"step_free": True, "level": 0})


@blueprint.route("/<slug>/rooms/<room>/edit", methods=["GET", "POST"])
def edit_room(slug: str, room: str) -> ResponseReturnValue:
    """Change a room."""
    viewer, form = current_viewer(), read_form(RoomDraft)
    museum = museum_kept(viewer, slug)
    found = db.session.scalars(select(Room).where(Room.museum_id == museum.id, Room.slug == room)).one_or_none()
    if found is None:
        raise NotFound
    if request.method == "POST" and form.draft is not None:
        throttle("edit", viewer.id)
        keeping.change_room(viewer, found, form.draft)
        return _done(museum)
    floor = db.session.get_one(Floor, found.floor_id)
    house = db.session.get_one(Building, floor.building_id)
    kept = {name: getattr(found, name) for name in RoomDraft.model_fields if hasattr(found, name)}
    kept |= {"building": house.name, "level": floor.level, "floor": floor.name}
    return form_page(_("Edit the room"), _desk(museum), forms.of_room(), form, kept)


@blueprint.route("/<slug>/floors/<int:floor>/edit", methods=["GET", "POST"])
def edit_floor(slug: str, floor: int) -> ResponseReturnValue:
    """Change a floor, and give it a plan."""
    request.max_content_length = LARGEST_FILE + 1_000_000
    viewer, form = current_viewer(), read_form(FloorDraft)
    museum = museum_kept(viewer, slug)
    found = keeping.floor_kept(viewer, museum, floor)
    if request.method == "POST" and form.draft is not None:
        throttle("edit", viewer.id)
        try:
            sent = request.files.get("plan")
            if sent and sent.filename:
                plan = keep_image(sent.read(), webp=True)
                keeping.draw_plan(viewer, museum, found, plan.file, plan.width, plan.height)
            keeping.change_floor(viewer, museum, found, form.draft)
            return _done(museum)
        except Refused as refusal:
            form = form.refused("plan", refusal)
    kept = {name: getattr(found, name) for name in FloorDraft.model_fields}
    return form_page(_("Edit the floor"), _desk(museum), forms.of_floor(), form, kept)


def _desk(museum: Museum) -> tuple[str, str]:
    return museum.name, f"{museum_address(museum.slug)}/desk"


def _done(museum: Museum) -> ResponseReturnValue:
    flash(_("It is saved."), "success")
    return redirect(_desk(museum)[1], 303)
