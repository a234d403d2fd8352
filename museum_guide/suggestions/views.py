"""Addresses of suggestions."""

from flask import Blueprint, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from accounts.guard import current_viewer
from accounts.redirects import safe_next
from core.errors import Refused
from core.limits import throttle
from core.pages import same_for_everyone
from core.translation import gettext as _
from museum_guide.addresses import artefact_address
from museum_guide.reports.referring import lead_to
from museum_guide.suggestions.dismissing import dismiss, note_opened
from museum_guide.suggestions.pages import next_page, visit_page
from museum_guide.suggestions.queries import address_of, standing_before
from museum_guide.visits.current import current_visit, latest_visit

blueprint = Blueprint("suggestions", __name__)


@blueprint.get("/museums/<slug>/<int:number>/next")
def after(slug: str, number: int) -> ResponseReturnValue:
    """Show what to see after an artefact: a page, or with `part` what other pages take up."""
    visit = current_visit()
    if visit is None and not current_viewer().signed_in:
        same_for_everyone()
    return _shown("next", next_page(visit, standing_before(slug, number)))


@blueprint.get("/visit/next")
def whole() -> ResponseReturnValue:
    """Show what to see next in a visit, also when the museum has closed."""
    return _shown("visit", visit_page(latest_visit()))


def _shown(template: str, page: dict[str, object]) -> str:
    name = "part" if "part" in request.args else template
    return render_template(f"museum_guide/suggestions/{name}.html", current="museums", **page)


@blueprint.post("/visit/away/<int:artefact>")
def away(artefact: int) -> ResponseReturnValue:
    """Suggest something no more."""
    visit = latest_visit()
    if visit is None:
        raise Refused(_("Your visit has ended, so there is nothing to put away."))
    throttle("suggest", f"visit {visit.id}")
    dismiss(visit, artefact)
    return redirect(safe_next(request.form.get("back"), "/visit/next"), 303)


@blueprint.get("/visit/to/<int:artefact>")
def lead(artefact: int) -> ResponseReturnValue:
    """Lead to something in another museum, and note that the suggestion was taken up."""
    museum_id, slug, number = address_of(artefact)
    visit = latest_visit()
    response = make_response(redirect(f"{artefact_address(slug, number)}?by=suggestion", 303))
    if visit is None or visit.museum_id == museum_id:
        return response
    note_opened(visit, artefact)
    return lead_to(response, visit, artefact)
