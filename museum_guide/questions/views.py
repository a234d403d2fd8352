"""Where a visitor asks."""

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from accounts.guard import current_viewer
from contributions.addresses import address_of
from core.errors import NotYet
from core.forms import read_form
from core.limits import throttle
from museum_guide.addresses import artefact_address
from museum_guide.artefacts.queries import artefact_numbered
from museum_guide.questions.asking import ask_of_artefact
from museum_guide.questions.schemas import ArtefactQuestion

blueprint = Blueprint("artefact_questions", __name__)


@blueprint.route("/museums/<slug>/<int:number>/ask", methods=["GET", "POST"])
def ask(slug: str, number: int) -> ResponseReturnValue:
    """Ask of an artefact, or whether something is so."""
    viewer = current_viewer()
    row, form = artefact_numbered(viewer, slug, number), read_form(ArtefactQuestion)
    if request.method == "POST" and form.draft is not None:
        throttle("post", viewer.id)
        try:
            return redirect(address_of(ask_of_artefact(viewer, row, form.draft)), 303)
        except NotYet as refusal:
            form = form.refused("title", refusal)
    sent = request.method == "POST"
    page = render_template(
        "museum_guide/questions/ask.html",
        current="museums",
        artefact=row,
        url=artefact_address(slug, number),
        values=dict(form.values) if sent else request.args.to_dict(),
        errors=form.errors if sent else {},
    )
    return page, 422 if sent else 200
