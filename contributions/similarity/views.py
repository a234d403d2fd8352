"""The address that forms ask for hints while somebody writes."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from accounts.guard import current_viewer
from contributions.similarity.finding import similar_to
from contributions.similarity.hints import hints, typed_words
from contributions.similarity.schemas import Writing
from core.forms import read_form
from core.limits import throttle

blueprint = Blueprint("similarity", __name__)


@blueprint.post("/similar")
def similar() -> ResponseReturnValue:
    """Return the list of threads that are like what is being written, as a piece of a page; empty where none is."""
    viewer, draft = current_viewer(), read_form(Writing).draft
    throttle("similar", viewer.id)
    found = similar_to(viewer, draft.kind, typed_words(draft.title, draft.body)) if draft else []
    return render_template("contributions/similar.html", found=hints(found))
