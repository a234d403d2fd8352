"""Addresses of a visit: its page, its link, what is kept in mind, how it begins and ends, and the beats of phones."""

from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from pydantic import ValidationError
from werkzeug.exceptions import NotFound

from accounts.guard import current_viewer
from accounts.redirects import safe_next
from accounts.security_pages import keep_private
from core.forms import Form, read_form
from core.limits import throttle
from museum_guide.visibility import museum_shown
from museum_guide.visits import starting
from museum_guide.visits.beats import Beats, take
from museum_guide.visits.choosing import choose, keep_in_mind, liked_by
from museum_guide.visits.current import VisitRow, carry, current_visit, forget, latest_visit
from museum_guide.visits.linking import send_link, visit_linked
from museum_guide.visits.pages import linked_page, visit_page
from museum_guide.visits.schemas import Choices, Ending, LetterDraft

blueprint = Blueprint("visits", __name__)
blueprint.after_request(keep_private)
PLAIN = "text/plain"


def _own_visit() -> VisitRow:
    visit = latest_visit()
    if visit is None:
        raise NotFound
    return visit


@blueprint.get("/visit")
def own() -> ResponseReturnValue:
    """Show the visit that this phone follows, or how to begin one."""
    visit = latest_visit()
    if visit is None:
        return render_template("museum_guide/visits/none.html", current="museums", over="over" in request.args)
    return _page(visit, Form({}), sent="sent" in request.args)


def _page(visit: VisitRow, form: Form[Any], *, sent: bool = False) -> ResponseReturnValue:
    page = render_template("museum_guide/visits/visit.html", current="museums", **visit_page(visit, form, sent))
    return page, 422 if form.errors else 200


@blueprint.post("/museums/<slug>/visit")
def begin(slug: str) -> ResponseReturnValue:
    """Begin a visit without a ticket."""
    throttle("visit")
    visit, token = starting.begin(museum_shown(current_viewer(), slug))
    address = safe_next(request.form.get("next"), f"/museums/{slug}")
    return carry(make_response(redirect(address, 303)), token, visit.ends_at)


@blueprint.post("/visit/choices")
def choices() -> ResponseReturnValue:
    """Choose the language, how much is told at once, and ways without steps."""
    form, visit = read_form(Choices), current_visit()
    if visit is not None and form.draft is not None:
        choose(visit.id, form.draft)
    return redirect(safe_next(request.form.get("next"), url_for("visits.own")), 303)


@blueprint.post("/visit/kept/<int:artefact_id>")
def keep(artefact_id: int) -> ResponseReturnValue:
    """Keep an artefact in mind, or no longer."""
    kept = keep_in_mind(_own_visit(), artefact_id)
    if request.is_json:
        return {"kept": kept}
    return redirect(safe_next(request.form.get("next"), url_for("visits.own")), 303)


@blueprint.post("/visit/mail")
def mail() -> ResponseReturnValue:
    """Mail the link to the visit to whoever makes it."""
    form, visit = read_form(LetterDraft), latest_visit()
    if visit is None:
        return redirect(url_for("visits.own"), 303)
    if form.draft is None:
        return _page(visit, form)
    throttle("visit mail", visit.id)
    throttle("visit mail", form.draft.email)
    send_link(visit.id, form.draft.email)
    return redirect(url_for("visits.own", sent="yes"), 303)


@blueprint.post("/visit/end")
def end() -> ResponseReturnValue:
    """End the visit, and let the phone forget it."""
    visit, form = latest_visit(), read_form(Ending)
    if visit is not None and form.draft is not None:
        (starting.erase if form.draft.erase else starting.end)(visit.id)
    return forget(make_response(redirect(url_for("visits.own", over="yes"), 303)))


@blueprint.get("/visit/of/<token>")
def linked(token: str) -> ResponseReturnValue:
    """Show a visit to whoever has its link."""
    visit = visit_linked(token)
    page = linked_page(visit, liked_by(visit.id), token)
    response = make_response(render_template("museum_guide/visits/linked.html", current="museums", **page))
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@blueprint.post("/visit/of/<token>/follow")
def follow(token: str) -> ResponseReturnValue:
    """Let a second phone follow a visit that goes on."""
    visit = visit_linked(token)
    throttle("visit")
    second = starting.follow(visit)
    return carry(make_response(redirect(url_for("visits.own"), 303)), second, visit.ends_at)


@blueprint.post("/visit/beats")
def beats() -> ResponseReturnValue:
    """Take what a phone says of the time with artefacts; 410 tells it that its visit is not there any more."""
    try:
        said = Beats.model_validate_json(request.get_data())
    except ValidationError:
        return Response(status=422, mimetype=PLAIN)
    return Response(status=204 if take(said) else 410, mimetype=PLAIN)
