"""Addresses of the versions of an area, and of deciding about changes."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from accounts.guard import current_viewer
from core.errors import Conflict
from core.forms import Form, read_form
from core.limits import throttle
from core.markup import as_markup
from core.pages import same_for_everyone
from core.translation import gettext as _
from ideas.areas.queries import area_named
from ideas.models import Area
from ideas.versions.models import AreaVersion
from ideas.versions.queries import requests_of, versions_of
from ideas.versions.requesting import ChangeDecision, VersionDraft, decide_change, keep_version, version_for

blueprint = Blueprint("versions", __name__)


@blueprint.get("/ideas/areas/<slug>/versions")
def versions(slug: str) -> ResponseReturnValue:
    """Show the versions of an area, each with its record of changes."""
    viewer = current_viewer()
    area = area_named(viewer, slug)
    if not viewer.signed_in:
        same_for_everyone()
    rows = versions_of(area.id)
    asked = requests_of(viewer, [row.id for row in rows]) if rows else []
    shown = [
        {
            "row": row,
            "html": as_markup(row.html),
            "took_in": [one for one in asked if one.into_id == row.id],
            "open": [one for one in asked if one.of_id == row.id and one.decision == "open"],
            "declined": [one for one in asked if one.of_id == row.id and one.decision == "declined"],
        }
        for row in rows
    ]
    return render_template("ideas/versions/versions.html", current="ideas", area=area, versions=shown)


@blueprint.route("/ideas/areas/<slug>/versions/new", methods=["GET", "POST"])
def new(slug: str) -> ResponseReturnValue:
    """Open a version of an area."""
    return _form(area_named(current_viewer(), slug), None)


@blueprint.route("/ideas/areas/<slug>/versions/<int:key>", methods=["GET", "POST"])
def edit(slug: str, key: int) -> ResponseReturnValue:
    """Change a version of an area."""
    area, version = version_for(current_viewer(), key)
    if area.slug != slug:
        raise NotFound
    return _form(area, version)


def _form(area: Area, version: AreaVersion | None) -> ResponseReturnValue:
    form: Form[Any] = Form({})
    if version is not None:
        form = Form({"name": version.name, "notes": version.notes, "released": version.released_at})
    if request.method == "POST":
        form = read_form(VersionDraft)
        if form.draft is not None:
            try:
                keep_version(current_viewer(), area, version, form.draft)
                return redirect(url_for("versions.versions", slug=area.slug), 303)
            except Conflict as conflict:
                form = form.refused("name", conflict)
    page = render_template("ideas/versions/form.html", current="ideas", area=area, version=version, form=form)
    return page, 422 if form.errors else 200


@blueprint.post("/ideas/<int:key>/change")
def decide(key: int) -> ResponseReturnValue:
    """Accept or decline a change that an idea asks for."""
    throttle("edit", current_viewer().id)
    form = read_form(ChangeDecision)
    if form.draft is None:
        flash(_("Say in a few words why, so that whoever asked understands."), "danger")
    else:
        decide_change(current_viewer(), key, form.draft)
    return redirect(f"/contributions/{key}", 303)
