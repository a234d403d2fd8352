"""Addresses of the forum."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from accounts.fields import FieldRefused
from accounts.guard import current_viewer
from community.accepting import accept_answer, make_official
from community.answering import answer_question
from community.asking import ask_question, open_discussion
from community.duplicates.addresses import merged_into
from community.having import share_question
from community.pages import question_page
from community.queries import ANSWER_ORDERS
from community.schemas import AnswerDraft, DiscussionDraft, QuestionDraft
from contributions import drafting
from contributions.addresses import address_of
from contributions.kinds import KINDS
from contributions.old_addresses.finding import meant_before
from contributions.policies import may_open_thread
from contributions.products.threads import product_choices
from contributions.queries import spaces_of
from contributions.similarity.hints import asked_before
from contributions.thread_pages import thread_page, thread_row
from core.errors import NotYet, wants_json
from core.forms import Form, SchemaType, read_form
from core.limits import throttle
from core.pages import moved, same_for_everyone, viewed
from core.translation import gettext as _

blueprint = Blueprint("community", __name__)


@blueprint.get("/questions/<int:key>")
@blueprint.get("/questions/<int:key>/<slug>")
def question(key: int, slug: str = "") -> ResponseReturnValue:
    """Show a question with its answers."""
    viewer = current_viewer()
    order = request.args.get("order", "best")
    order = order if order in ANSWER_ORDERS else "best"
    try:
        page = question_page(viewer, key, order, request.args.get("page"), request.args.get("at"))
    except NotFound:
        page = None
    if page is None or page["thread"].deleted:
        target = merged_into(viewer, key)
        if target is not None:
            return moved(address_of(target))
    if page is None:
        raise NotFound
    if slug != page["thread"].url.rsplit("/", 1)[1]:
        elsewhere = meant_before(viewer, request.path) if slug else None
        return redirect(elsewhere, 301) if elsewhere else moved(page["thread"].url)
    viewed(key)
    if not viewer.signed_in:
        same_for_everyone()
    return render_template("community/question.html", current="questions", **page)


@blueprint.route("/questions/<int:key>/answers", methods=["POST"])
def answer(key: int) -> ResponseReturnValue:
    """Take an answer; where it is not complete, show the page again with what was typed."""
    viewer = current_viewer()
    form = read_form(AnswerDraft)
    # Whoever began to answer a question that has been merged since loses nothing.
    target = merged_into(viewer, key)
    key = target.id if target else key
    if form.draft is not None:
        throttle("post", viewer.id)
        try:
            return redirect(address_of(answer_question(viewer, key, form.draft)), 303)
        except NotYet as refusal:
            form = _shown_again(form, refusal)
    page = question_page(viewer, key, "best", None, None)
    if page["answer_form"]:
        page["answer_form"].update(body=form.value("body"), error=form.errors.get("body"))
    return render_template("community/question.html", current="questions", **page), 422


@blueprint.post("/answers/<int:key>/accept")
def accept(key: int) -> ResponseReturnValue:
    """Accept an answer, or take that back."""
    viewer = current_viewer()
    throttle("edit", viewer.id)
    question = accept_answer(viewer, key, request.values.get("value") != "no")
    return redirect(f"{address_of(question)}?at={key}#p{key}", 303)


@blueprint.post("/answers/<int:key>/official")
def official(key: int) -> ResponseReturnValue:
    """Make an answer official, or take that back."""
    viewer = current_viewer()
    throttle("edit", viewer.id)
    question = make_official(viewer, key, request.values.get("value") != "no")
    return redirect(f"{address_of(question)}?at={key}#p{key}", 303)


@blueprint.post("/questions/<int:key>/shared")
def share(key: int) -> ResponseReturnValue:
    """Have a question too, or no longer."""
    viewer = current_viewer()
    throttle("vote", viewer.id)
    return redirect(address_of(share_question(viewer, key, request.values.get("value") != "no")), 303)


@blueprint.route("/questions/ask", methods=["GET", "POST"])
def ask() -> ResponseReturnValue:
    """Ask a question."""
    form = read_form(QuestionDraft)
    products = product_choices(current_viewer())
    if request.method == "POST" and form.draft is not None:
        throttle("post", current_viewer().id)
        if similar := asked_before(current_viewer(), "question", form.draft):
            return _thread_form("community/ask.html", form, "ask", similar=similar, products=products)
        try:
            return redirect(address_of(ask_question(current_viewer(), form.draft)), 303)
        except (FieldRefused, NotYet) as refusal:
            form = _shown_again(form, refusal)
    return _thread_form("community/ask.html", form, "ask", products=products)


@blueprint.route("/discussions/new", methods=["GET", "POST"])
def discuss() -> ResponseReturnValue:
    """Open a discussion."""
    form = read_form(DiscussionDraft)
    if request.method == "POST" and form.draft is not None:
        throttle("post", current_viewer().id)
        try:
            return redirect(address_of(open_discussion(current_viewer(), form.draft)), 303)
        except (FieldRefused, NotYet) as refusal:
            form = _shown_again(form, refusal)
    return _thread_form("community/discuss.html", form, "discuss")


def _shown_again(form: Form[SchemaType], refusal: FieldRefused | NotYet) -> Form[SchemaType]:
    """Show a member's words again with what they may not do yet; a program is only told."""
    if wants_json():
        raise refusal
    return form.refused(refusal.field if isinstance(refusal, FieldRefused) else "body", refusal)


def _thread_form(template: str, form: Form[Any], place: str, **more: Any) -> ResponseReturnValue:
    """Show the form of a new thread with what was typed, or with the draft that is kept."""
    viewer = current_viewer()
    sent = request.method == "POST"
    draft = None if sent else drafting.draft_at(viewer, place)
    kept = {name: value for name, value in draft.fields.items() if value} if draft else {}
    values: dict[str, Any] = dict(form.values) if sent else {**request.args.to_dict(), **kept}
    spaces = [space for space in spaces_of(viewer) if may_open_thread(viewer, space)]
    errors = dict(form.errors) if sent else {}
    shown = {"spaces": spaces, "values": values, "errors": errors, "place": place, **more}
    return render_template(template, current="questions", **shown), 422 if errors else 200


@blueprint.get("/discussions/<int:key>")
@blueprint.get("/discussions/<int:key>/<slug>")
def discussion(key: int, slug: str = "") -> ResponseReturnValue:
    """Show a discussion with its replies."""
    row = thread_row(current_viewer(), "discussion", key)
    url = KINDS["discussion"].address(key, row.title)
    if slug != url.rsplit("/", 1)[1]:
        return moved(url)
    page = thread_page(current_viewer(), row, request.args.get("page"), request.args.get("at"))
    crumbs = [(_("Discussions"), url_for("community.discussions")), (row.space_name, f"/spaces/{row.space_slug}")]
    return render_template("contributions/thread.html", current="questions", crumbs=crumbs, **page)
