"""Addresses at which curators bring in a collection: send a file, look at its columns, read what became of its rows."""

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from accounts.guard import current_viewer
from accounts.security_pages import keep_private
from core.errors import Conflict, Refused
from core.limits import throttle
from core.pages import ago, full_time, iso
from core.translation import gettext as _
from museum_guide.importing.fields import choices
from museum_guide.importing.models import ImportRun
from museum_guide.importing.sending_in import preview, run_of, runs_of, send_in, start
from museum_guide.importing.tables import LARGEST_FILE
from museum_guide.visibility import museum_kept

blueprint = Blueprint("importing", __name__, url_prefix="/museums/<slug>/desk/import")
blueprint.after_request(keep_private)
REST_OF_FORM = 1_000_000


@blueprint.route("", methods=["GET", "POST"])
def files(slug: str) -> ResponseReturnValue:
    """List what was sent in, and take a file."""
    viewer, error = current_viewer(), ""
    museum = museum_kept(viewer, slug)
    if request.method == "POST":
        throttle("post", viewer.id or 0)
        request.max_content_length = LARGEST_FILE + REST_OF_FORM
        sent = request.files.get("file")
        try:
            run = send_in(viewer, museum, sent.filename or "", sent.read()) if sent else None
            error = "" if run else _("Choose a file first.")
            if run:
                return redirect(f"/museums/{slug}/desk/import/{run.id}", 303)
        except Refused as refusal:
            error = str(refusal)
    shown = {"museum": museum, "runs": runs_of(museum), "error": error, "iso": iso, "told": ago, "full": full_time}
    page = render_template("museum_guide/importing/files.html", current="museums", **shown)
    return page, 422 if error else 200


@blueprint.route("/<int:key>", methods=["GET", "POST"])
def run(slug: str, key: int) -> ResponseReturnValue:
    """Show what the columns of a file mean and what became of its rows, and bring it in."""
    viewer, problem = current_viewer(), ""
    museum = museum_kept(viewer, slug)
    sent = run_of(museum, key)
    if request.method == "POST":
        throttle("edit", viewer.id or 0)
        try:
            _start(sent)
        except Conflict:
            raise
        except Refused as refusal:
            problem = str(refusal)
        else:
            return redirect(f"/museums/{slug}/desk/import/{key}", 303)
    shown = None
    try:
        shown = preview(sent, museum) if sent.state == "waiting" else None
    except Refused as refusal:
        problem = problem or str(refusal)
    page = {"museum": museum, "run": sent, "report": sent.report, "preview": shown, "problem": problem}
    html = render_template("museum_guide/importing/run.html", current="museums", choices=choices(), **page)
    return html, 422 if problem and request.method == "POST" else 200


def _start(sent: ImportRun) -> None:
    names = request.form.getlist("name")[:500]
    columns = {name: request.form.get(f"meant-{place}", "")[:60] for place, name in enumerate(names, start=1)}
    start(current_viewer(), sent, columns, dry_run=request.form.get("deed") == "try")
