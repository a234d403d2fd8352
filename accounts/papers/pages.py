"""Terms and privacy notes to read, to agree to, and to publish."""

from flask import Blueprint, Flask, after_this_request, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.fields import attempt
from accounts.guard import current_viewer
from accounts.leaving.traces import Fate, Trace, add_traces
from accounts.papers import agreeing
from accounts.papers.models import Agreement, PaperKind
from accounts.redirects import safe_next
from accounts.security_pages import keep_private, read
from core.errors import NotFound
from core.markup import as_markup
from core.pages import same_for_everyone
from core.translation import gettext as _

blueprint = Blueprint("papers", __name__)


def register(app: Flask) -> None:
    """Open the pages."""
    app.register_blueprint(blueprint)
    add_traces(app, Trace(Agreement.member_id, Fate.DELETED))


def titles() -> dict[str, str]:
    """Return what each kind of paper is called."""
    return {PaperKind.TERMS: _("Terms"), PaperKind.PRIVACY: _("Privacy")}


@blueprint.get("/papers/<kind>")
def paper(kind: str) -> ResponseReturnValue:
    """Show the version that is in force."""
    if not current_viewer().signed_in:
        same_for_everyone()
    shown = next((row.Paper for row in agreeing.papers_in_force(None) if row.Paper.kind == kind), None)
    if shown is None:
        raise NotFound
    return render_template("accounts/paper.html", paper=shown, title=titles()[kind], text=as_markup(shown.html))


@blueprint.route("/account/agreements", methods=["GET", "POST"])
def agreements() -> ResponseReturnValue:
    """Ask a member to agree to what is in force, and show what they agreed to."""
    viewer = current_viewer()
    target = safe_next(request.values.get("next"), url_for("personal.data"))
    if request.method == "POST":
        shown = {int(key) for key in request.form.getlist("paper")[:10] if key.isdecimal() and len(key) < 19}
        agreeing.agree(viewer, shown)
        return redirect(target, 303)
    rows = [(row.Paper, row.agreed_at, as_markup(row.Paper.html)) for row in agreeing.papers_in_force(viewer.id)]
    before = agreeing.agreed_before(viewer.id or 0)
    after_this_request(keep_private)
    return render_template("accounts/agreements.html", rows=rows, before=before, titles=titles(), next=target)


@blueprint.route("/papers", methods=["GET", "POST"])
def publish() -> ResponseReturnValue:
    """Publish a version."""
    form = attempt(read(agreeing.PaperDraft), lambda draft: agreeing.publish_paper(current_viewer(), draft))
    if form.draft:
        flash(_("Published. Everybody is asked to agree to it."), "success")
        return redirect(url_for("papers.publish"), 303)
    rows = agreeing.papers_in_force(None)
    words = render_template("accounts/papers.html", form=form, rows=rows, titles=titles())
    return words, 422 if form.errors else 200
