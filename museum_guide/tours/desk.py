"""Addresses at which those who keep a museum make tours."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from werkzeug.exceptions import NotFound

from accounts.guard import current_viewer
from accounts.security_pages import keep_private
from core.database import db
from core.errors import Refused
from core.forms import Form, Schema, read_form
from core.limits import throttle
from core.translation import gettext as _
from museum_guide.models import Museum
from museum_guide.tours import keeping
from museum_guide.tours.models import Tour
from museum_guide.tours.pages import edit_page, tours_address
from museum_guide.tours.queries import stops_of
from museum_guide.tours.schemas import NewStop, StopDraft, StopMove, TourDraft
from museum_guide.visibility import museum_kept

blueprint = Blueprint("tour_desk", __name__, url_prefix="/museums/<slug>/tours")
blueprint.after_request(keep_private)


def _tour(slug: str, key: int) -> tuple[Museum, Tour]:
    museum = museum_kept(current_viewer(), slug)
    tour = db.session.scalars(select(Tour).where(Tour.id == key, Tour.museum_id == museum.id)).one_or_none()
    if tour is None:
        raise NotFound
    return museum, tour


@blueprint.route("/new", methods=["GET", "POST"])
def new(slug: str) -> ResponseReturnValue:
    """Begin a tour."""
    museum = museum_kept(current_viewer(), slug)
    if request.method == "GET":
        return _form(museum, Form({"language": museum.language}))
    form = read_form(TourDraft)
    if form.draft is None:
        return _form(museum, form)
    throttle("edit", current_viewer().id)
    tour = keeping.make_tour(current_viewer(), museum, form.draft.model_copy(update={"published": False}))
    return redirect(f"{tours_address(slug)}/{tour.id}/edit", 303)


def _form(museum: Museum, form: Form[Any]) -> ResponseReturnValue:
    page = render_template("museum_guide/tours/new.html", current="museums", museum=museum, form=form)
    return page, 422 if form.errors else 200


@blueprint.route("/<int:key>/edit", methods=["GET", "POST"])
def edit(slug: str, key: int) -> ResponseReturnValue:
    """Change what a tour is called, and whether visitors see it."""
    museum, tour = _tour(slug, key)
    if request.method == "GET":
        return _page(museum, tour, {})
    return _tried(museum, tour, "tour", TourDraft, lambda draft: keeping.change_tour(current_viewer(), tour, draft))


@blueprint.post("/<int:key>/stops")
def add(slug: str, key: int) -> ResponseReturnValue:
    """Add a stop."""
    museum, tour = _tour(slug, key)
    return _tried(museum, tour, "number", NewStop, lambda draft: keeping.add_stop(current_viewer(), tour, draft))


@blueprint.post("/<int:key>/stops/<int:stop>")
def change(slug: str, key: int, stop: int) -> ResponseReturnValue:
    """Change what is said at a stop."""
    museum, tour = _tour(slug, key)
    own, sent = keeping.stop_of(tour, stop), request.files.get("sound")
    recording = sent.read() if sent and sent.filename else b""

    def deed(draft: StopDraft) -> None:
        keeping.change_stop(current_viewer(), tour, own, draft, recording)

    return _tried(museum, tour, f"note-{stop}", StopDraft, deed)


@blueprint.post("/<int:key>/stops/<int:stop>/move")
def move(slug: str, key: int, stop: int) -> ResponseReturnValue:
    """Let a stop come earlier or later, or take it away."""
    museum, tour = _tour(slug, key)
    own = keeping.stop_of(tour, stop)
    return _tried(museum, tour, "", StopMove, lambda draft: keeping.move_stop(current_viewer(), tour, own, draft.to))


@blueprint.post("/<int:key>/remove")
def remove(slug: str, key: int) -> ResponseReturnValue:
    """Take a tour away."""
    _museum, tour = _tour(slug, key)
    keeping.remove_tour(current_viewer(), tour)
    flash(_("The tour is gone."), "success")
    return redirect(tours_address(slug), 303)


def _tried(
    museum: Museum, tour: Tour, field: str, schema: type[Any], deed: Callable[[Any], object]
) -> ResponseReturnValue:
    """Do what a form asks for, or show the page again with what is wrong beside the field that it is about."""
    form: Form[Schema] = read_form(schema)
    if form.draft is not None:
        throttle("edit", current_viewer().id)
        try:
            deed(form.draft)
            return redirect(f"{tours_address(museum.slug)}/{tour.id}/edit", 303)
        except Refused as refusal:
            db.session.rollback()
            form = form.refused(field, refusal)
    errors = form.errors if field in {"tour", "number"} else {field: next(iter(form.errors.values()))}
    return _page(*_tour(museum.slug, tour.id), dict(errors), form)


def _page(museum: Museum, tour: Tour, errors: dict[str, str], form: Form[Any] | None = None) -> ResponseReturnValue:
    stops = stops_of(tour.id, tour.language, drafts=True)
    page = edit_page(tour, stops, museum.slug)
    shown = render_template(
        "museum_guide/tours/edit.html", current="museums", museum=museum, errors=errors, form=form or Form({}), **page
    )
    return shown, 422 if errors else 200
