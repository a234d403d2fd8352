"""Addresses at which administrators keep the spaces."""

from typing import Any

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from accounts.guard import current_viewer
from contributions.models import Space
from contributions.queries import space_named
from contributions.spaces import SpaceDraft, change_space, group_choices, next_position, open_space
from core.errors import Conflict
from core.forms import read_form

blueprint = Blueprint("spaces", __name__)


@blueprint.route("/spaces/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Open a space."""
    return _space_form(None, {"position": next_position()} if request.method == "GET" else {})


@blueprint.route("/spaces/<slug>/edit", methods=["GET", "POST"])
def edit(slug: str) -> ResponseReturnValue:
    """Change a space."""
    space = space_named(current_viewer(), slug)
    stored = {
        "name": space.name,
        "description": space.description,
        "visibility": space.visibility,
        "posting": space.posting,
        "group": space.group_id,
        "position": space.position,
    }
    return _space_form(space, stored)


def _space_form(space: Space | None, values: dict[str, Any]) -> ResponseReturnValue:
    errors: dict[str, str] = {}
    if request.method == "POST":
        form = read_form(SpaceDraft)
        values, errors = dict(form.values), dict(form.errors)
        if form.draft is not None:
            try:
                return redirect(f"/spaces/{_keep(space, form.draft).slug}", 303)
            except Conflict as conflict:
                errors = {"name": str(conflict)}
    page = render_template(
        "contributions/space_form.html", space=space, values=values, errors=errors, groups=group_choices()
    )
    return page, 422 if errors else 200


def _keep(space: Space | None, draft: SpaceDraft) -> Space:
    if space is None:
        return open_space(current_viewer(), draft)
    change_space(current_viewer(), space, draft)
    return space
