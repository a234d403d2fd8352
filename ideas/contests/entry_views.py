"""Addresses of the entries of a contest."""

from typing import Any, BinaryIO

from flask import Blueprint, current_app, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest, NotFound

from accounts.guard import current_viewer
from contributions.editing import latest_revision
from contributions.policies import require
from contributions.schemas import ReplyEdit
from core.database import db
from core.errors import Conflict, Forbidden, NotYet
from core.files import FileNotKept, FilePort
from core.forms import Form, read_form
from core.limits import throttle
from core.translation import gettext as _
from ideas.contests import entering
from ideas.contests.judging import score as score_entry
from ideas.contests.models import EntryFile
from ideas.contests.pages import entry_address, entry_page
from ideas.contests.policies import is_author, may_enter
from ideas.contests.queries import contest_row, entry_for, files_of
from ideas.contests.schemas import Answer, EntryDraft, Invitation, Scores
from ideas.contests.uploading import LARGEST_REQUEST, FileRefused, Sent

blueprint = Blueprint("entries", __name__, url_prefix="/contests/<int:key>")


def _files() -> list[Sent]:
    return [Sent(file.filename or "", file.read()) for file in request.files.getlist("files") if file.filename]


@blueprint.route("/enter", methods=["GET", "POST"])
def enter(key: int) -> ResponseReturnValue:
    """Send in an entry."""
    request.max_content_length = LARGEST_REQUEST
    viewer = current_viewer()
    row = contest_row(viewer, key)
    require(may_enter(row))
    form = read_form(EntryDraft)
    if request.method == "POST" and form.draft is not None:
        throttle("post", viewer.id)
        try:
            entry = entering.enter(viewer, key, form.draft, _files())
            return redirect(entry_address(key, entry.id), 303)
        except FileRefused as refusal:
            form = form.refused("files", refusal)
        except NotYet as refusal:
            form = form.refused("body", refusal)
    values = dict(form.values) if request.method == "POST" else {}
    return _form_page(row.title, key, request.path, form, values, [])


@blueprint.get("/entries/<int:entry>")
def entry(key: int, entry: int) -> ResponseReturnValue:
    """Show an entry."""
    page = entry_page(current_viewer(), key, entry, request.args.get("at"))
    return render_template("ideas/contests/entry.html", current="ideas", **page)


@blueprint.route("/entries/<int:entry>/change", methods=["GET", "POST"])
def change(key: int, entry: int) -> ResponseReturnValue:
    """Give an entry other words and further files."""
    request.max_content_length = LARGEST_REQUEST
    viewer = current_viewer()
    found, row = entry_for(viewer, key, entry), contest_row(viewer, key)
    if not is_author(viewer, entry):
        raise Forbidden(_("Only its authors change an entry."))
    require(may_enter(row))
    form, revision = read_form(EntryDraft), read_form(ReplyEdit).values.get("revision", 0)
    if request.method == "POST" and form.draft is not None:
        throttle("edit", viewer.id)
        try:
            entering.change_entry(viewer, entry, form.draft, _number(revision), _files())
            return redirect(entry_address(key, entry), 303)
        except FileRefused as refusal:
            form = form.refused("files", refusal)
        except Conflict as refusal:
            form = form.refused("body", refusal)
    sent = request.method == "POST"
    values = dict(form.values) if sent else {"name": found.name, "body": found.body}
    values |= {"revision": latest_revision(entry)}
    return _form_page(row.title, key, request.path, form, values, files_of([entry]).get(entry, []))


def _number(value: Any) -> int:
    return int(value) if str(value).isdecimal() and len(str(value)) < 18 else 0


def _form_page(
    title: str, key: int, action: str, form: Form[EntryDraft], values: dict[str, Any], files: list[Any]
) -> ResponseReturnValue:
    errors = form.errors if request.method == "POST" else {}
    page = render_template(
        "ideas/contests/enter.html",
        current="ideas",
        title=title,
        url=url_for("contests.contest", key=key),
        action=action,
        values=values,
        errors=errors,
        files=files,
    )
    return page, 422 if errors else 200


@blueprint.get("/entries/<int:entry>/files/<int:file>")
def file(key: int, entry: int, file: int) -> ResponseReturnValue:
    """Send a file of an entry: pictures to look at, everything else to keep."""
    entry_for(current_viewer(), key, entry)
    row = db.session.get(EntryFile, file)
    if row is None or row.entry_id != entry:
        raise NotFound
    port: FilePort = current_app.extensions["files"]
    try:
        opened: BinaryIO = port.open(row.digest)
    except FileNotKept:
        raise NotFound from None
    picture = row.media_type.startswith("image/")
    response = send_file(opened, row.media_type, as_attachment=not picture, download_name=row.name)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox; frame-ancestors 'none'"
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


@blueprint.post("/entries/<int:entry>/files/<int:file>/remove")
def remove(key: int, entry: int, file: int) -> ResponseReturnValue:
    """Take a file off an entry."""
    viewer = current_viewer()
    entry_for(viewer, key, entry)
    throttle("edit", viewer.id)
    entering.remove_file(viewer, entry, file)
    return redirect(url_for("entries.change", key=key, entry=entry), 303)


@blueprint.post("/entries/<int:entry>/team")
def invite(key: int, entry: int) -> ResponseReturnValue:
    """Ask a member to be an author of an entry."""
    viewer, form = current_viewer(), read_form(Invitation)
    entry_for(viewer, key, entry)
    if form.draft is None:
        raise BadRequest
    throttle("edit", viewer.id)
    entering.invite(viewer, entry, form.draft.member)
    flash(_("%(name)s is asked to join the team.", name=form.draft.member), "success")
    return redirect(entry_address(key, entry), 303)


@blueprint.post("/entries/<int:entry>/answer")
def answer(key: int, entry: int) -> ResponseReturnValue:
    """Join a team that one was asked to, or leave it."""
    viewer, form = current_viewer(), read_form(Answer)
    entry_for(viewer, key, entry)
    if form.draft is None:
        raise BadRequest
    throttle("edit", viewer.id)
    (entering.accept if form.draft.answer == "accept" else entering.leave)(viewer, entry)
    return redirect(entry_address(key, entry), 303)


@blueprint.post("/entries/<int:entry>/score")
def score(key: int, entry: int) -> ResponseReturnValue:
    """Take the points of a juror."""
    viewer, form = current_viewer(), read_form(Scores)
    entry_for(viewer, key, entry)
    if form.draft is None:
        raise BadRequest
    throttle("vote", viewer.id)
    score_entry(viewer, entry, form.draft.points)
    flash(_("Your points are kept. Nobody else sees them until the jury ends."), "success")
    return redirect(url_for("contests.jury", key=key), 303)
