"""Addresses at which ideas are written, and shared with co-authors."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from accounts.fields import FieldRefused
from accounts.guard import current_viewer
from accounts.viewers import Viewer
from contributions import drafting
from contributions.addresses import address_of
from contributions.policies import may_open_thread
from contributions.queries import contribution_for, contribution_of_kind, spaces_of
from contributions.similarity.hints import asked_before
from core.database import LARGEST_KEY
from core.errors import NotYet, wants_json
from core.forms import Form, read_form
from core.limits import throttle
from core.translation import gettext as _
from ideas.areas.queries import areas_of
from ideas.models import Idea
from ideas.versions.requesting import version_for
from ideas.writing.posting import post_idea, quote_of
from ideas.writing.queries import coauthors_of, ideas_numbered
from ideas.writing.schemas import CoAuthorAnswer, CoAuthorName, IdeaDraft, idea_numbers
from ideas.writing.sharing import answer_coauthor, ask_coauthor, may_share, remove_coauthor

blueprint = Blueprint("writing_ideas", __name__)
PLACE = "idea"


@blueprint.route("/ideas/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Post an idea."""
    viewer = current_viewer()
    if request.method == "GET":
        return _form(viewer, Form(_begun(viewer)))
    form = read_form(IdeaDraft)
    if form.draft is not None:
        throttle("post", viewer.id)
        whole = form.draft.model_copy(update={"body": f"{form.draft.problem}\n\n{form.draft.body}"})
        if similar := asked_before(viewer, "idea", whole):
            return _form(viewer, form, similar)
        try:
            return redirect(address_of(post_idea(viewer, form.draft)), 303)
        except (FieldRefused, NotYet) as refusal:
            if wants_json():
                raise
            form = form.refused(refusal.field if isinstance(refusal, FieldRefused) else "body", refusal)
    return _form(viewer, form)


def _begun(viewer: Viewer) -> dict[str, Any]:
    """Return what the form begins with: what the address says, over the draft that is kept."""
    given = request.args.to_dict()
    draft = drafting.draft_at(viewer, PLACE)
    kept = {name: value for name, value in draft.fields.items() if value} if draft else {}
    return {**given, **kept, **{name: given[name] for name in ("parents", "origin", "version") if name in given}}


def _form(viewer: Viewer, form: Form[Any], similar: Any = None) -> ResponseReturnValue:
    values = form.values
    spaces = {space.id: space for space in spaces_of(viewer) if may_open_thread(viewer, space)}
    version = _numbered(values.get("version"))
    page = render_template(
        "ideas/writing/new.html",
        current="ideas",
        areas=[area for area in areas_of(viewer) if area.space_id in spaces],
        spaces=list(spaces.values()),
        values=values,
        errors=form.errors,
        place=PLACE,
        similar=similar,
        parents=_parents(viewer, values.get("parents")),
        origin=_origin(viewer, _numbered(values.get("origin"))),
        version=version_for(viewer, version)[1] if version else None,
    )
    return page, 422 if form.errors else 200


def _numbered(value: Any) -> int | None:
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() and 0 < int(text) <= LARGEST_KEY else None


def _parents(viewer: Viewer, given: Any) -> list[Any]:
    try:
        numbers = [number for one in idea_numbers(given or []) if (number := _numbered(one))]
    except ValueError:
        return []
    return ideas_numbered(viewer, numbers)


def _origin(viewer: Viewer, key: int | None) -> dict[str, Any] | None:
    """Return what an idea is drawn from, where the viewer may see it."""
    if key is None:
        return None
    found = contribution_for(viewer, key)
    return {"url": f"/contributions/{found.id}", "quote": quote_of(found)}


@blueprint.route("/ideas/<int:key>/coauthors", methods=["GET", "POST"])
def coauthors(key: int) -> ResponseReturnValue:
    """Show with whom an idea is had, to those whom it concerns; ask somebody."""
    viewer = current_viewer()
    if request.method == "GET":
        return _coauthors(viewer, key, Form[CoAuthorName]({}))
    throttle("edit", viewer.id)
    form = read_form(CoAuthorName)
    if form.draft is None:
        return _coauthors(viewer, key, form)
    try:
        member = ask_coauthor(viewer, key, form.draft.member)
    except FieldRefused as refusal:
        return _coauthors(viewer, key, form.refused(refusal.field, refusal))
    flash(_("%(name)s is asked now, and stands beside you once they agree.", name=member.name), "success")
    return redirect(url_for("writing_ideas.coauthors", key=key), 303)


def _coauthors(viewer: Viewer, key: int, form: Form[CoAuthorName]) -> ResponseReturnValue:
    idea = contribution_of_kind(viewer, key, Idea)
    rows = coauthors_of(key)
    own = next((row for row in rows if row.id == viewer.id), None)
    may_ask = bool(may_share(viewer, idea))
    if own is None and not may_ask:
        raise NotFound
    shown = {"idea": idea, "url": address_of(idea), "rows": rows, "own": own, "may_ask": may_ask, "form": form}
    return render_template("ideas/writing/coauthors.html", current="ideas", **shown), 422 if form.errors else 200


@blueprint.post("/ideas/<int:key>/coauthors/answer")
def answer(key: int) -> ResponseReturnValue:
    """Say yes or no to being a co-author."""
    viewer = current_viewer()
    throttle("edit", viewer.id)
    form = read_form(CoAuthorAnswer)
    yes = form.draft is not None and form.draft.value
    answer_coauthor(viewer, key, yes)
    flash(_("It is your idea, too, now.") if yes else _("You do not stand beside this idea."), "success")
    return redirect(address_of(contribution_of_kind(viewer, key, Idea)), 303)


@blueprint.post("/ideas/<int:key>/coauthors/<int:member_id>/remove")
def remove(key: int, member_id: int) -> ResponseReturnValue:
    """End that a member has an idea together with its author."""
    viewer = current_viewer()
    throttle("edit", viewer.id)
    remove_coauthor(viewer, key, member_id)
    return redirect(url_for("writing_ideas.coauthors", key=key), 303)
