"""A member's own data: a copy to take along, leaving for good, and the proof that is asked for before."""

from flask import Blueprint, Flask, Response, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from accounts.account_pages import oneself
from accounts.account_pages import page as account_page
from accounts.fields import attempt
from accounts.freshness import ask_for_proof, needs_proof, try_proof
from accounts.guard import current_viewer
from accounts.leaving import erasing, taking_along
from accounts.redirects import safe_next
from accounts.schemas import TypedName
from accounts.security_pages import keep_private, read
from core.forms import Form
from core.translation import gettext as _

blueprint = Blueprint("personal", __name__, url_prefix="/account")
blueprint.after_request(keep_private)


def register(app: Flask) -> None:
    """Open the pages."""
    app.register_blueprint(blueprint)


@blueprint.get("/data")
def data() -> ResponseReturnValue:
    """Show the copies that are there, and the way out."""
    member = oneself()
    copies = [(copy, taking_along.secret_of(copy)) for copy in taking_along.takeouts_of(member.id)]
    return account_page("data", Form({}), copies=copies, erasure=erasing.erasure_of(member.id))


@blueprint.post("/data/copy")
@needs_proof
def take_along() -> ResponseReturnValue:
    """Ask for a copy of everything."""
    taking_along.ask_for_takeout(oneself())
    flash(_("Your copy is being made. You get a mail when it is here."), "success")
    return redirect(url_for("personal.data"), 303)


@blueprint.get("/data/copy/<word>")
@needs_proof
def copy(word: str) -> ResponseReturnValue:
    """Hand a copy to its owner."""
    takeout, content = taking_along.takeout_named(word, oneself().id)
    name = f"atrium-{takeout.asked_at:%Y-%m-%d}.zip"
    response: Response = send_file(content, mimetype="application/zip", as_attachment=True, download_name=name)
    return response


@blueprint.route("/leave", methods=["GET", "POST"])
@needs_proof
def leave() -> ResponseReturnValue:
    """Ask to be erased."""
    member = oneself()
    form = attempt(read(TypedName), lambda draft: erasing.ask_to_be_erased(member, draft.name))
    if form.draft:
        return redirect(url_for("personal.data"), 303)
    days = erasing.days_of_grace()
    words = render_template("accounts/leave.html", form=form, member=member, days=days)
    return words, 422 if form.errors else 200


@blueprint.post("/leave/call-off")
def stay() -> ResponseReturnValue:
    """Call an erasure off."""
    if erasing.call_off(current_viewer().id or 0):
        flash(_("Good. Nothing will be erased."), "success")
    return redirect(url_for("personal.data"), 303)


@blueprint.route("/prove", methods=["GET", "POST"])
def prove() -> ResponseReturnValue:
    """Ask for the password, and lead on to what needs it."""
    target = safe_next(request.args.get("next"), url_for("accounts.account"))
    if request.method == "GET":
        return ask_for_proof("", [])
    problem = try_proof()
    if problem is not None:
        return ask_for_proof(problem, [])
    return redirect(target, 303)
