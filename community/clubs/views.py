"""Addresses of owners' clubs, their notes and reviews."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.guard import current_viewer
from community.clubs.pages import club_page, review_list, reviews_shown
from community.clubs.queries import product_of_note, rating_of
from community.clubs.schemas import NoteDraft, ReviewDraft, SurveyDraft
from community.clubs.survey import answer_survey
from community.clubs.writing import note_down, review_product
from contributions.kinds import KINDS
from contributions.products.threads import product_named
from contributions.thread_pages import thread_page, thread_row
from core.errors import NotYet
from core.forms import Form, read_form
from core.limits import throttle
from core.pages import moved, same_for_everyone
from core.translation import gettext as _
from core.translation import ngettext

blueprint = Blueprint("clubs", __name__)


@blueprint.get("/products/<slug>/club")
def club(slug: str) -> ResponseReturnValue:
    """Show the owners' club of a product."""
    return _club(slug, Form({}))


@blueprint.post("/products/<slug>/notes")
def write_note(slug: str) -> ResponseReturnValue:
    """Take a note of an owner; where it is not complete, show the club again with what was typed."""
    viewer = current_viewer()
    product, form = product_named(viewer, slug), read_form(NoteDraft)
    if form.draft is not None:
        throttle("post", viewer.id)
        try:
            note = note_down(viewer, product, form.draft)
            flash(_("Thank you. Others will read this before they choose."), "success")
            return redirect(url_for("clubs.club", slug=slug, about=note.about, order="newest"), 303)
        except NotYet as refusal:
            form = form.refused("title", refusal)
    return _club(slug, form)


@blueprint.post("/products/<slug>/survey")
def survey(slug: str) -> ResponseReturnValue:
    """Take the answers to the two questions."""
    viewer = current_viewer()
    throttle("edit", viewer.id)
    form = read_form(SurveyDraft)
    if form.draft is None:
        flash(_("Answer both questions, please."), "error")
    else:
        answer_survey(viewer, product_named(viewer, slug), form.draft)
        flash(_("Thank you. Your answers are counted without your name."), "success")
    return redirect(url_for("clubs.club", slug=slug), 303)


@blueprint.get("/products/<slug>/reviews")
def reviews(slug: str) -> ResponseReturnValue:
    """List the reviews of a product: all of them, the newest first, unless the reader chooses otherwise."""
    viewer = current_viewer()
    if not viewer.signed_in:
        same_for_everyone()
    page = reviews_shown(viewer, product_named(viewer, slug), review_list(request.args), request.args.get("page"))
    return render_template("clubs/reviews.html", current="products", form=Form({}), **page)


@blueprint.post("/products/<slug>/reviews")
def write_review(slug: str) -> ResponseReturnValue:
    """Take a review, or new words and stars for one's own; show it again where it is not complete."""
    viewer = current_viewer()
    product, form = product_named(viewer, slug), read_form(ReviewDraft)
    if form.draft is not None:
        throttle("post", viewer.id)
        try:
            written = review_product(viewer, product, form.draft)
            return redirect(KINDS["review"].address(written.id, written.title or ""), 303)
        except NotYet as refusal:
            form = form.refused("body", refusal)
    page = reviews_shown(viewer, product, review_list({}), None)
    return render_template("clubs/reviews.html", current="products", form=form, **page), 422


@blueprint.get("/reviews/<int:key>")
@blueprint.get("/reviews/<int:key>/<slug>")
def review(key: int, slug: str = "") -> ResponseReturnValue:
    """Show a review with what is said about it."""
    row, page = _thread("review", key, slug)
    if page is None:
        return moved(KINDS["review"].address(key, row.title))
    about = rating_of(key)
    stars = ngettext("%(num)s star of 5", "%(num)s stars of 5", about.rating)
    crumbs = [(about.name, f"/products/{about.slug}"), (_("Reviews"), f"/products/{about.slug}/reviews")]
    return render_template("contributions/thread.html", current="products", crumbs=crumbs, stars=stars, **page)


@blueprint.get("/notes/<int:key>")
@blueprint.get("/notes/<int:key>/<slug>")
def note(key: int, slug: str = "") -> ResponseReturnValue:
    """Show a note of an owner with what is said about it."""
    row, page = _thread("note", key, slug)
    if page is None:
        return moved(KINDS["note"].address(key, row.title))
    about = product_of_note(key)
    crumbs = [(about.name, f"/products/{about.slug}"), (_("Club of owners"), f"/products/{about.slug}/club")]
    return render_template("contributions/thread.html", current="products", crumbs=crumbs, **page)


def _thread(kind: str, key: int, slug: str) -> tuple[Any, dict[str, Any] | None]:
    """Return the row of a thread, and what its page shows; None where the address is not the full one."""
    viewer = current_viewer()
    row = thread_row(viewer, kind, key)
    if slug != KINDS[kind].address(key, row.title).rsplit("/", 1)[1]:
        return row, None
    return row, thread_page(viewer, row, request.args.get("page"), request.args.get("at"))


def _club(slug: str, form: Form[NoteDraft]) -> ResponseReturnValue:
    viewer = current_viewer()
    if not viewer.signed_in:
        same_for_everyone()
    page = club_page(viewer, product_named(viewer, slug), request.args)
    shown = render_template("clubs/club.html", current="products", form=form, **page)
    return shown, 422 if form.errors else 200
