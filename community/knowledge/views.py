"""Addresses of knowledge pages: read them, grow one, suggest an edit, decide about it."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from accounts.guard import current_viewer
from community.knowledge.growing import grow_page
from community.knowledge.models import Article
from community.knowledge.policies import may_edit_knowledge, may_suggest
from community.knowledge.reading import article_row, credits_of
from community.knowledge.schemas import Decision, SuggestedEdit
from community.knowledge.suggesting import decide_suggestion, suggest_edit, suggestion_for
from community.knowledge.waiting import suggestions_page
from contributions.addresses import address_of
from contributions.editing import latest_revision
from contributions.kinds import KINDS
from contributions.plain_lists import threads_page
from contributions.policies import require
from contributions.queries import contribution_of_kind
from contributions.revisions import changes
from contributions.thread_pages import thread_page
from core.forms import read_form
from core.limits import throttle
from core.pages import moved, same_for_everyone
from core.translation import gettext as _

blueprint = Blueprint("knowledge", __name__)


@blueprint.get("/knowledge")
def pages() -> ResponseReturnValue:
    """List all knowledge pages."""
    viewer = current_viewer()
    if not viewer.signed_in:
        same_for_everyone()
    page = threads_page(viewer, "article", "active", request.args.get("page"), "/knowledge")
    return render_template("community/knowledge.html", current="questions", **page)


@blueprint.get("/knowledge/<int:key>")
@blueprint.get("/knowledge/<int:key>/<slug>")
def page(key: int, slug: str = "") -> ResponseReturnValue:
    """Show a knowledge page with its credits and what is said about it."""
    viewer = current_viewer()
    row = article_row(viewer, key)
    url = KINDS["article"].address(key, row.title)
    if slug != url.rsplit("/", 1)[1]:
        return moved(url)
    shown = thread_page(viewer, row, request.args.get("page"), request.args.get("at"))
    edits = bool(may_edit_knowledge(viewer))
    return render_template(
        "community/article.html",
        current="questions",
        crumbs=[(_("Knowledge"), "/knowledge"), (row.space_name, f"/spaces/{row.space_slug}")],
        credits=credits_of(viewer, row),
        suggest_url=f"/knowledge/{key}/suggest" if not edits and may_suggest(viewer, row) else "",
        waiting=row.waiting if edits else 0,
        **shown,
    )


@blueprint.post("/questions/<int:key>/knowledge")
def grow(key: int) -> ResponseReturnValue:
    """Make a knowledge page of a question."""
    viewer = current_viewer()
    throttle("post", viewer.id)
    article = grow_page(viewer, key)
    flash(_("The page is there. Edit it until it reads as one text."), "success")
    return redirect(address_of(article), 303)


@blueprint.route("/knowledge/<int:key>/suggest", methods=["GET", "POST"])
def suggest(key: int) -> ResponseReturnValue:
    """Suggest an edit."""
    viewer = current_viewer()
    article = contribution_of_kind(viewer, key, Article)
    require(may_suggest(viewer, article))
    sent, form = request.method == "POST", read_form(SuggestedEdit)
    if sent and form.draft is not None:
        throttle("edit", viewer.id)
        suggestion = suggest_edit(viewer, key, form.draft)
        flash(_("Thank you. An editor will look at it, and you will hear of it."), "success")
        return redirect(f"/knowledge/suggestions/{suggestion.id}", 303)
    values: dict[str, Any] = dict(form.values) if sent else {"title": article.title, "body": article.body}
    errors = form.errors if sent else {}
    shown = {"article": article, "url": address_of(article), "values": values, "errors": errors}
    return render_template("community/suggest.html", current="questions", **shown), 422 if sent else 200


@blueprint.get("/knowledge/suggestions")
def suggestions() -> ResponseReturnValue:
    """List suggestions: for editors all that wait, for everybody else their own."""
    page = suggestions_page(current_viewer(), request.args.get("page"))
    return render_template("community/suggestions.html", current="questions", **page)


@blueprint.get("/knowledge/suggestions/<int:key>")
def suggestion(key: int) -> ResponseReturnValue:
    """Show what a suggestion would change."""
    viewer = current_viewer()
    article, found = suggestion_for(viewer, key)
    waits = found.state == "open"
    return render_template(
        "community/suggestion.html",
        current="questions",
        article=article,
        url=address_of(article),
        suggestion=found,
        title=changes(article.title or "", found.title),
        body=changes(article.body, found.body),
        revision=latest_revision(article.id),
        may_decide=waits and bool(may_edit_knowledge(viewer)),
        may_withdraw=waits and found.author_id == viewer.id,
    )


@blueprint.post("/knowledge/suggestions/<int:key>/decide")
def decide(key: int) -> ResponseReturnValue:
    """Accept, decline or withdraw a suggestion."""
    viewer = current_viewer()
    form = read_form(Decision)
    article, _found = suggestion_for(viewer, key)
    if form.draft is None:
        raise BadRequest
    throttle("edit", viewer.id)
    decided = decide_suggestion(viewer, key, form.draft)
    done = {"accepted": _("The page says it now."), "declined": _("Declined."), "withdrawn": _("Withdrawn.")}
    flash(done[decided.state], "success")
    return redirect(address_of(article), 303)
