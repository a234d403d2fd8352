"""Addresses of the changelog."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from accounts.fields import FieldRefused
from accounts.guard import current_viewer
from contributions.kinds import KINDS
from contributions.policies import require
from contributions.thread_pages import thread_page, thread_row
from core.forms import Form
from core.pages import moved, same_for_everyone
from core.translation import gettext as _
from ideas.changelog.publishing import (
    PLACE,
    ReleaseDraft,
    ideas_named,
    lessons_of,
    may_publish,
    publish_release,
    split,
)
from ideas.changelog.reading import changelog_page, ideas_of, lessons_used
from ideas.thread_forms import opened, thread_form

blueprint = Blueprint("changelog", __name__)


@blueprint.get("/changelog")
def changelog() -> ResponseReturnValue:
    """List what was released, the latest first."""
    viewer = current_viewer()
    if not viewer.signed_in:
        same_for_everyone()
    page = changelog_page(viewer, request.args.get("page"))
    may = bool(may_publish(viewer))
    return render_template("ideas/changelog/changelog.html", current="ideas", may_publish=may, **page)


@blueprint.get("/changelog/<int:key>")
@blueprint.get("/changelog/<int:key>/<slug>")
def release(key: int, slug: str = "") -> ResponseReturnValue:
    """Show an entry with the ideas it came from, the lessons it used, and what is said about it."""
    viewer = current_viewer()
    row = thread_row(viewer, "release", key)
    url = KINDS["release"].address(key, row.title)
    if slug != url.rsplit("/", 1)[1]:
        return moved(url)
    page = thread_page(viewer, row, request.args.get("page"), request.args.get("at"))
    crumbs = [(_("Changelog"), "/changelog"), (row.space_name, f"/spaces/{row.space_slug}")]
    named = {"ideas": ideas_of(viewer, [key]).get(key, []), "lessons": lessons_used(viewer, key)}
    return render_template("ideas/changelog/release.html", current="ideas", crumbs=crumbs, **named, **page)


@blueprint.route("/changelog/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Write an entry; asked to look, show the lessons of the ideas that are named so far."""
    require(may_publish(current_viewer()))
    if "look" in request.form:
        return _form(Form(request.form.to_dict()))
    return opened(ReleaseDraft, publish_release, _form)


def _form(form: Form[ReleaseDraft]) -> ResponseReturnValue:
    words = form.values.get("ideas") if request.method == "POST" else request.args.get("ideas")
    try:
        ideas = ideas_named(current_viewer(), split(words or ""))
    except FieldRefused as refusal:
        form, ideas = form if form.errors else form.refused("ideas", refusal), []
    found = {"lessons": lessons_of([idea.id for idea in ideas]), "titles": {idea.id: idea.title for idea in ideas}}
    return thread_form("ideas/changelog/new.html", form, PLACE, **found)
