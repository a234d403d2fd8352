"""Addresses at which administrators say who keeps a museum."""

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from accounts.fields import attempt
from accounts.guard import current_viewer
from accounts.schemas import Whom
from accounts.security_pages import keep_private, read
from museum_guide.importing.keeping import add_keeper, keepers_of, remove_keeper
from museum_guide.visibility import museum_kept

blueprint = Blueprint("keepers", __name__, url_prefix="/museums")
blueprint.after_request(keep_private)


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
