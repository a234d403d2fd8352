"""Addresses of what can be done with any contribution."""

from typing import Any

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest, NotFound

from accounts.fields import FieldRefused
from accounts.guard import current_viewer
from contributions import drafting, editing, following, notifying, posting, taking_down, voting
from contributions.addresses import address_of, key_of
from contributions.comments_page import comments_page
from contributions.models import Contribution
from contributions.policies import may_edit, may_reply, require
from contributions.problems import problem_of, states_problem
from contributions.queries import contribution_for
from contributions.revisions import changes, history_page, revision_pair
from contributions.schemas import Ballot, CommentDraft, Reason, ReplyEdit, SavedDraft, ThreadEdit
from contributions.secrecy import score_for
from contributions.sentences import sentence
from contributions.tagging import tags_of
from core import markup
from core.errors import Conflict, NotYet, wants_json
from core.forms import Form, read_form
from core.limits import throttle
from core.pages import iso
from core.translation import gettext as _

blueprint = Blueprint("contributions", __name__)


def back_to(contribution: Contribution) -> Response:
    """Send the reader to where a contribution stands."""
    return redirect(address_of(contribution), 303)  # type: ignore[return-value]


@blueprint.get("/contributions/<int:key>")
def permalink(key: int) -> ResponseReturnValue:
    """Lead to the page on which a contribution stands."""
    return redirect(address_of(contribution_for(current_viewer(), key)), 302)


@blueprint.post("/contributions/<int:key>/vote")
def vote(key: int) -> ResponseReturnValue:
    """Take a vote."""
    viewer = current_viewer()
    throttle("vote", viewer.id)
    form = read_form(Ballot)
    if form.draft is None:
        raise BadRequest
    contribution = voting.cast_vote(viewer, key, form.draft.value)
    if wants_json():
        return jsonify(score=score_for(viewer, contribution), value=form.draft.value)
    return back_to(contribution)


@blueprint.get("/contributions/<int:key>/comments")
def comments(key: int) -> ResponseReturnValue:
    """Show all comments below a contribution, page by page."""
    return render_template(
        "contributions/comments.html", **comments_page(current_viewer(), key, request.args.get("page"))
    )


@blueprint.route("/contributions/<int:key>/comment", methods=["GET", "POST"])
def comment(key: int) -> ResponseReturnValue:
    """Write a comment."""
    viewer = current_viewer()
    parent = contribution_for(viewer, key)
    require(may_reply(viewer, parent))
    form = read_form(CommentDraft)
    if request.method == "POST" and form.draft is not None:
        throttle("comment", viewer.id)
        try:
            return back_to(posting.comment(viewer, key, form.draft))
        except NotYet as refusal:
            if wants_json():
                raise
            form = form.refused("body", refusal)
    errors = form.errors if request.method == "POST" else {}
    draft = drafting.draft_at(viewer, f"comment:{key}")
    body = form.value("body") if request.method == "POST" else (draft.fields["body"] if draft else "")
    page = render_template(
        "contributions/comment.html",
        parent=parent,
        parent_html=markup.as_markup(parent.html),
        parent_url=address_of(parent),
        body=body,
        errors=errors,
        place=f"comment:{key}",
    )
    return page, 422 if errors else 200


@blueprint.route("/contributions/<int:key>/edit", methods=["GET", "POST"])
def edit(key: int) -> ResponseReturnValue:
    """Change the words of a contribution."""
    viewer = current_viewer()
    contribution = contribution_for(viewer, key)
    require(may_edit(viewer, contribution))
    form: Form[Any] = read_form(ThreadEdit if contribution.title is not None else ReplyEdit)
    if request.method == "POST" and form.draft is not None:
        throttle("edit", viewer.id)
        try:
            return back_to(editing.edit(viewer, key, form.draft))
        except Conflict as conflict:
            return _somebody_was_quicker(contribution, dict(form.values), conflict)
        except FieldRefused as refusal:
            if wants_json():
                raise
            form = form.refused(refusal.field, refusal)
    if request.method == "POST":
        return _edit_page(contribution, dict(form.values), dict(form.errors)), 422
    draft = drafting.draft_at(viewer, f"edit:{key}")
    stored = {"title": contribution.title, "body": contribution.body, "tags": ", ".join(tags_of(key))}
    stored["problem"] = problem_of(contribution)
    stored["revision"] = str(editing.latest_revision(key))
    return _edit_page(contribution, {**stored, **({k: v for k, v in draft.fields.items() if v} if draft else {})}, {})


def _somebody_was_quicker(
    contribution: Contribution, values: dict[str, object], conflict: Conflict
) -> ResponseReturnValue:
    """Show what was typed again, now on top of the latest wording; a program is only told."""
    if wants_json():
        raise conflict
    values["revision"] = str(editing.latest_revision(contribution.id))
    return _edit_page(contribution, values, {"body": str(conflict)}, conflict=True), 409


def _edit_page(
    contribution: Contribution, values: dict[str, object], errors: dict[str, str], conflict: bool = False
) -> str:
    return render_template(
        "contributions/edit.html",
        conflict=conflict,
        contribution=contribution,
        with_problem=states_problem(contribution),
        url=address_of(contribution),
        values=values,
        errors=errors,
        place=f"edit:{contribution.id}",
    )


@blueprint.post("/contributions/<int:key>/delete")
def delete(key: int) -> ResponseReturnValue:
    """Delete a contribution."""
    return _taken_down(taking_down.delete(current_viewer(), key, _reason()))


@blueprint.post("/contributions/<int:key>/hide")
def hide(key: int) -> ResponseReturnValue:
    """Hide a contribution."""
    return _taken_down(taking_down.hide(current_viewer(), key, _reason()))


@blueprint.post("/contributions/<int:key>/restore")
def restore(key: int) -> ResponseReturnValue:
    """Put a contribution back."""
    contribution = taking_down.restore(current_viewer(), key)
    flash(_("It is back where it was."), "success")
    return back_to(contribution)


def _taken_down(contribution: Contribution) -> Response:
    flash(_("It has been taken off the page. It can be restored from there."), "success")
    return back_to(contribution)


def _reason() -> str:
    form = read_form(Reason)
    return form.draft.reason if form.draft else ""


@blueprint.get("/contributions/<int:key>/history")
def history(key: int) -> ResponseReturnValue:
    """Show all versions of a contribution."""
    contribution, page = history_page(current_viewer(), key, request.args.get("page"))
    return render_template(
        "contributions/history.html",
        contribution=contribution,
        page=page,
        latest=editing.latest_revision(key),
        url=address_of(contribution),
    )


@blueprint.get("/contributions/<int:key>/history/<int:number>")
def revision(key: int, number: int) -> ResponseReturnValue:
    """Show what one version changed, against the one before or any other."""
    viewer = current_viewer()
    contribution, before, after = revision_pair(viewer, key, number, key_of(request.args.get("against")))
    return render_template(
        "contributions/revision.html",
        contribution=contribution,
        url=address_of(contribution),
        before=before,
        after=after,
        title=changes(before.title or "" if before else "", after.title or ""),
        body=changes(before.body if before else "", after.body),
        problem=changes(before.problem if before else "", after.problem),
        tags=(before.tags if before else [], after.tags),
        may_revert=bool(may_edit(viewer, contribution)),
    )


@blueprint.post("/contributions/<int:key>/history/<int:number>/revert")
def revert(key: int, number: int) -> ResponseReturnValue:
    """Go back to an earlier version."""
    throttle("edit", current_viewer().id)
    revision_pair(current_viewer(), key, number)
    return back_to(editing.revert(current_viewer(), key, number))


@blueprint.post("/contributions/<int:key>/follow")
def follow(key: int) -> ResponseReturnValue:
    """Begin or cease to follow a thread."""
    viewer = current_viewer()
    following.set_following(viewer, key, request.values.get("following") != "no")
    return back_to(contribution_for(viewer, key))


@blueprint.post("/preview")
def preview() -> ResponseReturnValue:
    """Show how a text will look."""
    throttle("preview", current_viewer().id)
    form = read_form(SavedDraft)
    return markup.render(form.draft.body if form.draft else "")


@blueprint.route("/drafts/<place>", methods=["PUT", "POST"])
def save_draft(place: str) -> ResponseReturnValue:
    """Keep what stands in a form: quietly for a script, with a page for a person."""
    viewer = current_viewer()
    throttle("draft", viewer.id)
    form = read_form(SavedDraft)
    if form.draft is None:
        return jsonify(errors=dict(form.errors)), 422
    saved_at = drafting.save_draft(viewer, place, form.draft)
    if request.method == "PUT":
        return jsonify(saved=iso(saved_at))
    flash(_("Your draft is kept. You find it under Drafts."), "success")
    return redirect("/drafts", 303)


@blueprint.get("/drafts")
def drafts() -> ResponseReturnValue:
    """List the reader's drafts."""
    return render_template("contributions/drafts.html", drafts=drafting.drafts_of(current_viewer()))


@blueprint.post("/drafts/<place>/discard")
def discard_draft(place: str) -> ResponseReturnValue:
    """Throw a draft away."""
    drafting.discard_draft(current_viewer(), place)
    return redirect("/drafts", 303)


@blueprint.get("/notifications")
def notifications() -> ResponseReturnValue:
    """List what is new in the threads that the reader follows."""
    page = notifying.notifications_page(current_viewer(), request.args.get("page"))
    return render_template("contributions/notifications.html", page=page, sentence=sentence)


@blueprint.post("/notifications/<int:key>/open")
def open_notification(key: int) -> ResponseReturnValue:
    """Mark a notification as read and lead to what it is about."""
    about = notifying.mark_read(current_viewer(), key)
    if about is None:
        raise NotFound
    return back_to(contribution_for(current_viewer(), about))


@blueprint.post("/notifications/read")
def read_notifications() -> ResponseReturnValue:
    """Mark every notification as read."""
    notifying.mark_read(current_viewer())
    return redirect("/notifications", 303)
