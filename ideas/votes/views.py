"""Addresses around votes on ideas: rings, what was decided about oneself, votes for customers, and the score alone."""

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from werkzeug.exceptions import NotFound

from accounts.guard import current_viewer
from accounts.security_pages import keep_private
from contributions.kinds import KINDS
from contributions.models import Contribution
from contributions.queries import contribution_of_kind
from contributions.secrecy import with_score
from contributions.visibility import visible_to
from core.database import read
from core.errors import Refused, wants_json
from core.forms import Form, read_form
from core.limits import throttle
from core.pages import same_for_everyone
from core.translation import gettext as _
from ideas.models import Idea
from ideas.votes import deciding
from ideas.votes.behalf import BehalfDraft, vote_on_behalf
from ideas.votes.pages import doubts_of, rings_page

blueprint = Blueprint("votes", __name__)


@blueprint.get("/ideas/<int:key>/score")
def score(key: int) -> ResponseReturnValue:
    """Tell the score of an idea, for pages that stay open; null where it is kept from the reader."""
    viewer = current_viewer()
    if not viewer.signed_in:
        same_for_everyone()
    statement = select(*with_score([Contribution.score], viewer, "idea"))
    seen = statement.where(Contribution.id == key, Contribution.kind == "idea", visible_to(viewer))
    row = read(seen, {"viewer_id": viewer.id}).one_or_none()
    if row is None:
        raise NotFound
    return jsonify(score=row.score)


@blueprint.get("/ideas/rings")
def rings() -> ResponseReturnValue:
    """List accounts that seem to vote as one."""
    page, shown = rings_page(current_viewer(), request.args.get("page"))
    pager = page.links(url_for("votes.rings"))
    return keep_private(Response(render_template("ideas/votes/rings.html", current="ideas", rings=shown, pager=pager)))


@blueprint.post("/ideas/rings/decide")
def decide() -> ResponseReturnValue:
    """Decide about a ring."""
    throttle("moderate", current_viewer().id)
    form = read_form(deciding.Decision)
    if form.draft is None:
        flash(_("Say what you decide, and why."), "warning")
    else:
        deciding.decide(current_viewer(), form.draft)
        flash(_("It is decided. Whom it concerns is told, and can answer."), "success")
    return redirect(url_for("votes.rings"), 303)


@blueprint.route("/ideas/doubts", methods=["GET", "POST"])
def doubts() -> ResponseReturnValue:
    """Show what was decided about votes of the reader, and take what they say to that."""
    viewer = current_viewer()
    if request.method == "POST":
        throttle("comment", viewer.id)
        form = read_form(deciding.Appeal)
        if form.draft is None:
            flash(_("Please say it in a few words."), "warning")
        else:
            deciding.appeal(viewer, form.draft)
            flash(_("Thank you. Staff reads it."), "success")
        return redirect(url_for("votes.doubts"), 303)
    return render_template("ideas/votes/doubts.html", current="ideas", doubts=doubts_of(viewer))


@blueprint.route("/ideas/<int:key>/behalf", methods=["GET", "POST"])
def behalf(key: int) -> ResponseReturnValue:
    """Vote in the name of a customer."""
    viewer = current_viewer()
    idea = contribution_of_kind(viewer, key, Idea)
    if request.method == "GET":
        return _behalf_page(idea, Form[BehalfDraft]({}))
    form = read_form(BehalfDraft)
    if form.draft is None:
        return _behalf_page(idea, form)
    throttle("vote", viewer.id)
    try:
        vote_on_behalf(viewer, key, form.draft)
    except Refused as refusal:
        if wants_json():
            raise
        return _behalf_page(idea, form.refused("name", refusal))
    flash(_("The vote counts. The customer is told, and can take it back."), "success")
    return redirect(KINDS["idea"].address(key, idea.title or ""), 303)


def _behalf_page(idea: Idea, form: Form[BehalfDraft]) -> ResponseReturnValue:
    url = KINDS["idea"].address(idea.id, idea.title or "")
    return render_template("ideas/votes/behalf.html", current="ideas", idea=idea, url=url, form=form), (
        422 if form.errors else 200
    )
