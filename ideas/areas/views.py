"""Addresses of areas: their list, and where staff keeps them. An area's own page is the board of its ideas."""

from typing import Any

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from accounts.guard import current_viewer
from contributions.products.threads import product_choices
from contributions.queries import spaces_of
from core.errors import Conflict
from core.forms import read_form
from core.pages import same_for_everyone
from ideas.areas.keeping import change_area, open_area
from ideas.areas.queries import area_named, areas_of
from ideas.areas.schemas import AreaDraft, written_statuses
from ideas.models import Area
from ideas.statuses import HOUSE, pipeline_of

blueprint = Blueprint("areas", __name__)


@blueprint.get("/ideas/areas")
def areas() -> ResponseReturnValue:
    """List the areas."""
    viewer = current_viewer()
    if not viewer.signed_in:
        same_for_everyone()
    return render_template("ideas/areas/areas.html", current="ideas", areas=areas_of(viewer))


@blueprint.route("/ideas/areas/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Open an area."""
    return _form(None, {})


@blueprint.route("/ideas/areas/<slug>/edit", methods=["GET", "POST"])
def edit(slug: str) -> ResponseReturnValue:
    """Change an area."""
    area = area_named(current_viewer(), slug)
    own = pipeline_of(area.id)
    stored = {
        "name": area.name,
        "description": area.description,
        "space": area.space_id,
        "product": area.product_id,
        "position": area.position,
        "counts_hidden": area.counts_hidden,
        "statuses": "" if own == list(HOUSE) else written_statuses(own),
    }
    return _form(area, stored)


def _form(area: Area | None, values: dict[str, Any]) -> ResponseReturnValue:
    viewer, errors = current_viewer(), dict[str, str]()
    if request.method == "POST":
        form = read_form(AreaDraft)
        values, errors = dict(form.values), dict(form.errors)
        if form.draft is not None:
            try:
                return redirect(f"/ideas/areas/{_keep(area, form.draft).slug}", 303)
            except Conflict as conflict:
                errors = {"statuses": str(conflict)}
    shown = {"area": area, "values": values, "errors": errors, "house": written_statuses(list(HOUSE))}
    products = [(row.id, row.name) for row in product_choices(viewer)]
    page = render_template(
        "ideas/areas/form.html", current="ideas", spaces=spaces_of(viewer), products=products, **shown
    )
    return page, 422 if errors else 200


def _keep(area: Area | None, draft: AreaDraft) -> Area:
    if area is None:
        return open_area(current_viewer(), draft)
    change_area(current_viewer(), area, draft)
    return area
