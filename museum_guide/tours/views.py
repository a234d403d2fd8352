"""Addresses of tours for visitors, and of plans for whoever has so many minutes."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from pydantic import ValidationError

from accounts.guard import current_viewer
from core.forms import explain
from core.pages import same_for_everyone
from museum_guide.artefacts.files import send_kept
from museum_guide.artefacts.opening import require_open
from museum_guide.tours.pages import list_page, stop_page, tour_page
from museum_guide.tours.queries import sound_of
from museum_guide.tours.schemas import TimeBudget
from museum_guide.tours.timing import plan_for
from museum_guide.visibility import keeps, museum_shown
from museum_guide.visits.current import current_visit

blueprint = Blueprint("tours", __name__, url_prefix="/museums/<slug>")
MINUTES = (20, 40, 60, 90, 120)


def _shown(template: str, **page: object) -> str:
    if not current_viewer().signed_in and current_visit() is None:
        same_for_everyone()
    return render_template(f"museum_guide/tours/{template}.html", current="museums", **page)


@blueprint.get("/tours")
def tours(slug: str) -> ResponseReturnValue:
    """List the tours of a museum."""
    viewer = current_viewer()
    museum = museum_shown(viewer, slug)
    kept = keeps(viewer, museum.id)
    return _shown("tours", **list_page(viewer, museum, request.args.get("page"), kept=kept))


@blueprint.get("/tours/<int:key>")
def tour(slug: str, key: int) -> ResponseReturnValue:
    """Show a tour."""
    return _shown("tour", **tour_page(current_viewer(), slug, key))


@blueprint.get("/tours/<int:key>/<int:at>")
def stop(slug: str, key: int, at: int) -> ResponseReturnValue:
    """Show a stop of a tour."""
    return _shown("stop", **stop_page(current_viewer(), slug, key, at))


@blueprint.get("/tours/<int:key>/sounds/<int:stop>")
def sound(slug: str, key: int, stop: int) -> ResponseReturnValue:
    """Send the sound of a stop, or the part that is asked for."""
    row = sound_of(current_viewer(), slug, key, stop)
    require_open(row)
    return send_kept(row.sound_file, row.sound_type, shared=False)


@blueprint.get("/time")
def time(slug: str) -> ResponseReturnValue:
    """Plan a visit of so many minutes: fewer places, and time enough at each."""
    museum = museum_shown(current_viewer(), slug)
    try:
        budget, errors = TimeBudget.model_validate(request.args.to_dict()), dict[str, str]()
    except ValidationError as error:
        budget, errors = TimeBudget(), explain(error)
    visit = current_visit()
    own = visit if visit and visit.museum_id == museum.id else None
    stops = plan_for(own, museum, budget.minutes) if not errors else []
    page = {"museum": museum, "stops": stops, "minutes": budget.minutes, "choices": MINUTES, "errors": errors}
    page["spent"] = round(sum(stop["seconds"] for stop in stops) / 60)
    return _shown("time", **page), 422 if errors else 200
