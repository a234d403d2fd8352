"""Addresses of exercises."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.guard import current_viewer
from community.exercises.answering import answer_square
from community.exercises.leading import end_exercise, open_exercise, open_ready_made
from community.exercises.merging import merge_answers
from community.exercises.pages import grid_page, square_address, square_page
from community.exercises.policies import may_lead
from community.exercises.queries import (
    choices_for_merging,
    gate_at,
    merged_text,
    place_of,
    square_of_gate,
    square_row,
)
from community.exercises.schemas import CellDraft, ExerciseDraft, MergeDraft, ReadyDraft
from contributions.addresses import address_of, key_of
from contributions.editing import latest_revision
from contributions.plain_lists import threads_page
from contributions.policies import may_open_thread, require
from contributions.queries import spaces_of
from core.errors import Conflict, NotYet, wants_json
from core.forms import Form, read_form
from core.limits import throttle
from core.pages import moved, same_for_everyone, viewed
from core.translation import gettext as _

blueprint = Blueprint("exercises", __name__, url_prefix="/exercises")


@blueprint.get("")
def exercises() -> ResponseReturnValue:
    """List the exercises."""
    viewer = current_viewer()
    if not viewer.signed_in:
        same_for_everyone()
    page = threads_page(viewer, "exercise", "active", request.args.get("page"), "/exercises")
    leads = bool(may_lead(viewer))
    return render_template(
        "community/exercises/list.html", current="questions", leads=leads, spaces=_spaces() if leads else [], **page
    )


def _spaces() -> list[tuple[str, str]]:
    viewer = current_viewer()
    return [(str(space.id), space.name) for space in spaces_of(viewer) if may_open_thread(viewer, space)]


@blueprint.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Open an exercise."""
    form = read_form(ExerciseDraft)
    if form.draft is not None and request.method == "POST":
        throttle("post", current_viewer().id)
        return redirect(address_of(open_exercise(current_viewer(), form.draft)), 303)
    errors = dict(form.errors) if request.method == "POST" else {}
    values = dict(form.values) if request.method == "POST" else request.args.to_dict()
    page = render_template(
        "community/exercises/form.html", current="questions", spaces=_spaces(), values=values, errors=errors
    )
    return page, 422 if errors else 200


@blueprint.post("/ready")
def ready() -> ResponseReturnValue:
    """Begin the exercise that comes with Atrium."""
    form = read_form(ReadyDraft)
    if form.draft is None:
        return redirect(url_for("exercises.exercises"), 303)
    throttle("post", current_viewer().id)
    return redirect(address_of(open_ready_made(current_viewer(), form.draft.space)), 303)


@blueprint.get("/<int:key>")
@blueprint.get("/<int:key>/<slug>")
def exercise(key: int, slug: str = "") -> ResponseReturnValue:
    """Show the grid of an exercise; where a post in it is asked for, lead to its square."""
    viewer, at = current_viewer(), key_of(request.args.get("at"))
    place = place_of(viewer, key, at) if at else None
    if place:
        return redirect(f"{square_address(key, place)}?at={at}", 302)
    page = grid_page(viewer, key)
    if slug != page["thread"].url.rsplit("/", 1)[1]:
        return moved(page["thread"].url)
    viewed(key)
    if not viewer.signed_in:
        same_for_everyone()
    return render_template("community/exercises/grid.html", current="questions", **page)


@blueprint.get("/gates/<int:gate>")
def gate(gate: int) -> ResponseReturnValue:
    """Lead to the square of a draft."""
    found = square_of_gate(current_viewer(), gate)
    return redirect(square_address(found.exercise_id, (found.row_number, found.column_number)), 302)


@blueprint.get("/<int:key>/<int:row>/<int:column>")
def square(key: int, row: int, column: int) -> ResponseReturnValue:
    """Show a square: one's own answer first, then those of the others."""
    page = square_page(current_viewer(), key, (row, column), request.args.get("page"), request.args.get("at"))
    return render_template("community/exercises/square.html", current="questions", **page)


@blueprint.post("/<int:key>/<int:row>/<int:column>/answer")
def answer(key: int, row: int, column: int) -> ResponseReturnValue:
    """Take one's own answer; where it is not complete, show the page again with what was typed."""
    viewer, form = current_viewer(), read_form(CellDraft)
    if form.draft is not None:
        throttle("post", viewer.id)
        try:
            answer_square(viewer, key, (row, column), form.draft)
            return redirect(f"{square_address(key, (row, column))}#answers", 303)
        except NotYet as refusal:
            if wants_json():
                raise
            form = form.refused("body", refusal)
    page = square_page(viewer, key, (row, column), None, None)
    if page["form"]:
        page["form"].update(body=form.value("body"), error=form.errors.get("body"))
    return render_template("community/exercises/square.html", current="questions", **page), 422


@blueprint.route("/<int:key>/<int:row>/<int:column>/merge", methods=["GET", "POST"])
def merge(key: int, row: int, column: int) -> ResponseReturnValue:
    """Merge the answers of a square."""
    form, place = read_form(MergeDraft), (row, column)
    if request.method == "POST" and form.draft is not None:
        throttle("edit", current_viewer().id)
        try:
            merge_answers(current_viewer(), key, place, form.draft)
            return redirect(square_address(key, place), 303)
        except Conflict as conflict:
            if wants_json():
                raise
            return _merge_page(key, place, form.refused("body", conflict), 409)
    return _merge_page(key, place, form, 422 if request.method == "POST" else 200)


def _merge_page(key: int, place: tuple[int, int], form: Form[Any], code: int) -> ResponseReturnValue:
    viewer = current_viewer()
    require(may_lead(viewer))
    found, gate = square_row(viewer, key, place), gate_at(key, place)
    merged, choices = merged_text(viewer, gate), choices_for_merging(viewer, gate)
    sent = request.method == "POST"
    chosen = {f"credit_{row.id}" for row in choices if row.credited}
    page = render_template(
        "community/exercises/merge.html",
        current="questions",
        name=_("%(row)s, %(column)s", row=found.row_names[place[0] - 1], column=found.column_names[place[1] - 1]),
        title=found.title,
        url=square_address(key, place),
        choices=choices,
        chosen=set(form.values) if sent else chosen,
        body=form.value("body") if sent else (merged.body if merged else ""),
        errors=form.errors if sent else {},
        present="yes" if merged else "no",
        revision=latest_revision(merged.id) if merged else 0,
    )
    return page, code


@blueprint.post("/<int:key>/end")
def end(key: int) -> ResponseReturnValue:
    """End an exercise, which opens all answers."""
    throttle("edit", current_viewer().id)
    ended = end_exercise(current_viewer(), key)
    flash(_("The exercise has ended. All answers are open now."), "success")
    return redirect(address_of(ended), 303)
