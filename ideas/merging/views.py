"""Addresses of merging: which ideas may be the same, merge, take back, and “not mine”."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from accounts.guard import current_viewer
from accounts.viewers import Viewer
from contributions.addresses import address_of
from contributions.kinds import KINDS
from contributions.policies import require
from contributions.queries import contribution_of_kind
from core.database import db
from core.errors import Refused, wants_json
from core.forms import Form, read_form
from core.limits import throttle
from core.pages import ago, full_time, iso
from core.paging import Cursor
from core.translation import gettext as _
from ideas.deciding.policies import may_decide
from ideas.merging.joining import merge_idea, refuse_vote, unmerge_idea
from ideas.merging.queries import joined_into, suggestions_of, suggestions_page
from ideas.merging.schemas import Into
from ideas.merging.suggesting import decline
from ideas.models import Idea

blueprint = Blueprint("merging", __name__)


@blueprint.get("/ideas/<int:key>/merge")
def page(key: int) -> ResponseReturnValue:
    """Show which ideas may be the same as one, and what was merged into it."""
    return _page(current_viewer(), key, Form({}))


@blueprint.post("/ideas/<int:key>/merge")
def merge(key: int) -> ResponseReturnValue:
    """Merge an idea into another one."""
    viewer, form = current_viewer(), read_form(Into)
    throttle("edit", viewer.id)
    if form.draft is None:
        return _page(viewer, key, form), 422
    contribution_of_kind(viewer, key, Idea)
    try:
        target = merge_idea(viewer, key, form.draft.into)
    except NotFound:
        return _page(viewer, key, form.refused("into", _("There is no such idea that you can read."))), 422
    except Refused as refusal:
        if wants_json() or not may_decide(viewer):
            raise
        db.session.rollback()
        return _page(viewer, key, form.refused("into", refusal)), 422
    flash(_("The ideas are one now. It can be taken back from “Merge” under this idea."), "success")
    return redirect(address_of(target), 303)


@blueprint.post("/ideas/<int:key>/unmerge")
def unmerge(key: int) -> ResponseReturnValue:
    """Take a merge back."""
    throttle("edit", current_viewer().id)
    idea = unmerge_idea(current_viewer(), key)
    flash(_("The idea stands on its own again, with what came from it."), "success")
    return redirect(address_of(idea), 303)


@blueprint.post("/ideas/<int:key>/not-mine")
def not_mine(key: int) -> ResponseReturnValue:
    """Withdraw the vote that a merge carried to an idea."""
    throttle("vote", current_viewer().id)
    idea = refuse_vote(current_viewer(), key)
    flash(_("Withdrawn. Your vote counts for the idea that you gave it to, and for no other."), "success")
    return redirect(address_of(idea), 303)


@blueprint.get("/staff/ideas/same")
def suggestions() -> ResponseReturnValue:
    """Show the pairs of ideas that seem to be the same."""
    viewer, page_key = current_viewer(), request.args.get("page")
    require(may_decide(viewer))
    found = suggestions_page(viewer, Cursor.decode(page_key, 2) if page_key else None)
    shown = {"pairs": [_pair(row) for row in found.rows], "pager": found.links("/staff/ideas/same")}
    return render_template("ideas/merging/suggestions.html", current="ideas", **shown)


@blueprint.post("/staff/ideas/same/<int:key>/decline")
def part(key: int) -> ResponseReturnValue:
    """Say of a pair that these are two ideas."""
    throttle("edit", current_viewer().id)
    decline(current_viewer(), key)
    flash(_("They stay two ideas, and are not suggested again."), "success")
    return redirect("/staff/ideas/same", 303)


def _page(viewer: Viewer, key: int, form: Form[Any]) -> str:
    require(may_decide(viewer))
    idea = contribution_of_kind(viewer, key, Idea)
    return render_template(
        "ideas/merging/merge.html",
        current="ideas",
        idea=idea,
        url=address_of(idea),
        form=form,
        pairs=[_pair(row) for row in suggestions_of(viewer, key)],
        joined=[_joined(row) for row in joined_into(viewer, key)],
    )


def _pair(row: Any) -> dict[str, Any]:
    """Return a pair as pages show it: `into` is the one with more votes, or the older of two with as many."""
    ends = [_end(row, prefix) for prefix in ("first", "second")]
    ends.sort(key=lambda end: (-end["score"], end["created_at"], end["id"]))
    return {"id": row.id, "into": ends[0], "other": ends[1], "percent": round(100 * row.likeness)}


def _end(row: Any, prefix: str) -> dict[str, Any]:
    end = {name: getattr(row, f"{prefix}_{name}") for name in ("id", "title", "excerpt", "score", "created_at")}
    at = end["created_at"]
    return end | {"url": KINDS["idea"].address(end["id"], end["title"]), "when": (iso(at), ago(at), full_time(at))}


def _joined(row: Any) -> dict[str, Any]:
    return {
        "title": row.title,
        "url": f"/ideas/{row.source_id}/unmerge",
        "by": row.name or _("A former member"),
        "when": (iso(row.merged_at), ago(row.merged_at), full_time(row.merged_at)),
    }
