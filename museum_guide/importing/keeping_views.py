"""Addresses at which administrators found museums and say who keeps them."""

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from accounts.fields import attempt
from accounts.guard import current_viewer
from accounts.schemas import Whom
from accounts.security_pages import keep_private, read
from core.errors import Conflict
from core.forms import Form, read_form
from museum_guide.importing.founding import MuseumDraft, found_museum
from museum_guide.importing.keeping import add_keeper, keepers_of, remove_keeper
from museum_guide.visibility import museum_kept

blueprint = Blueprint("keepers", __name__, url_prefix="/museums")
blueprint.after_request(keep_private)


@blueprint.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Found a museum."""
    form: Form[MuseumDraft] = read_form(MuseumDraft) if request.method == "POST" else Form({"language": "en"})
    if form.draft:
        try:
            return redirect(f"/museums/{found_museum(current_viewer(), form.draft).slug}", 303)
        except Conflict as conflict:
            form = form.refused("slug", conflict)
    page = render_template("museum_guide/keepers/new.html", current="museums", form=form)
    return page, 422 if form.errors else 200


@blueprint.route("/<slug>/desk/keepers", methods=["GET", "POST"])
def keepers(slug: str) -> ResponseReturnValue:
    """Show who keeps a museum, and add a member."""
    viewer = current_viewer()
    museum = museum_kept(viewer, slug)
    form = attempt(read(Whom), lambda draft: add_keeper(viewer, museum, draft))
    if form.draft:
        return redirect(f"/museums/{slug}/desk/keepers", 303)
    shown = {"museum": museum, "rows": keepers_of(museum), "form": form}
    return render_template("museum_guide/keepers/keepers.html", current="museums", **shown), 422 if form.errors else 200


@blueprint.post("/<slug>/desk/keepers/<int:member_id>/remove")
def remove(slug: str, member_id: int) -> ResponseReturnValue:
    """Let a member keep a museum no longer."""
    viewer = current_viewer()
    remove_keeper(viewer, museum_kept(viewer, slug), member_id)
    return redirect(f"/museums/{slug}/desk/keepers", 303)
