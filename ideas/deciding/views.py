"""Addresses of decisions: the page on which staff decides about an idea, and who looks after it."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from accounts.guard import current_viewer
from accounts.viewers import Viewer
from contributions.addresses import address_of
from contributions.kinds import KINDS
from contributions.policies import require
from contributions.queries import contribution_for
from core.database import db
from core.errors import Conflict, Refused, wants_json
from core.forms import Form, read_form
from core.limits import throttle
from core.pages import same_for_everyone
from core.translation import gettext as _
from ideas.board.queries import idea_row, status_of
from ideas.deciding.keeping import keep, keepers, keeping_of, set_target
from ideas.deciding.moving import decide
from ideas.deciding.policies import may_decide, may_decide_now
from ideas.deciding.schemas import Decision, Keeper, Target
from ideas.deciding.story import Story, story_of
from ideas.statuses import pipeline_of

blueprint = Blueprint("deciding", __name__)


@blueprint.get("/ideas/<int:key>/decide")
def page(key: int) -> ResponseReturnValue:
    """Show what was decided about an idea, and the form for the next decision."""
    return _page(current_viewer(), key, Form({}))


@blueprint.post("/ideas/<int:key>/decide")
def settle(key: int) -> ResponseReturnValue:
    """Move an idea, give the official response, or both."""
    viewer, form = current_viewer(), read_form(Decision)
    throttle("edit", viewer.id)
    if form.draft is None:
        return _page(viewer, key, form), 422
    try:
        idea = decide(viewer, key, form.draft)
    except Conflict:
        raise
    except Refused as refusal:
        if wants_json() or not may_decide_now(viewer, contribution_for(viewer, key)):
            raise
        db.session.rollback()
        return _page(viewer, key, form.refused("status", refusal)), 422
    flash(_("Decided. Everybody who voted on the idea or follows it will hear of it, once."), "success")
    return redirect(address_of(idea), 303)


@blueprint.post("/ideas/<int:key>/keeper")
def keeper(key: int) -> ResponseReturnValue:
    """Say who looks after an idea."""
    viewer, form = current_viewer(), read_form(Keeper)
    throttle("edit", viewer.id)
    if form.draft is None:
        return _page(viewer, key, form), 422
    keep(viewer, key, form.draft.keeper)
    flash(_("Kept."), "success")
    return redirect(f"/ideas/{key}/decide", 303)


@blueprint.post("/ideas/<int:key>/target")
def target(key: int) -> ResponseReturnValue:
    """Say what a picked idea is to reach, and whether it did."""
    viewer, form = current_viewer(), read_form(Target)
    throttle("edit", viewer.id)
    if form.draft is None:
        return _page(viewer, key, form), 422
    set_target(viewer, key, form.draft)
    flash(_("Kept."), "success")
    return redirect(f"/ideas/{key}/decide", 303)


@blueprint.get("/ideas/<int:key>/decisions")
def decisions(key: int) -> ResponseReturnValue:
    """Show everybody what was decided about an idea, with who, when and why."""
    viewer = current_viewer()
    row = idea_row(viewer, key)
    if not viewer.signed_in:
        same_for_everyone()
    story = story_of(viewer, row) if row.has_story else Story()
    url = KINDS["idea"].address(key, row.title)
    shown = {"story": story, "idea": row, "status": status_of(row), "url": url}
    return render_template("ideas/deciding/decisions.html", current="ideas", **shown)


def _page(viewer: Viewer, key: int, form: Form[Any]) -> str:
    require(may_decide(viewer))
    row = idea_row(viewer, key)
    steps = pipeline_of(row.area_id)
    return render_template(
        "ideas/deciding/decide.html",
        current="ideas",
        idea=row,
        url=KINDS["idea"].address(key, row.title),
        status=status_of(row),
        steps=[("", _("Leave it where it is")), *((step.key, step.name) for step in steps if step.key != row.status)],
        form=form,
        chosen=form.value("status") or request.args.get("status", ""),
        story=story_of(viewer, row) if row.has_story else Story(),
        kept=keeping_of(key),
        keepers=[("", _("Nobody yet")), *((str(one.id), one.name) for one in keepers())],
    )
