"""Addresses at which visitors let a museum write to them, and end it."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.guard import current_viewer
from accounts.schemas import Address
from accounts.security_pages import keep_private
from core.forms import Form, Schema, read_form
from core.limits import throttle
from core.translation import gettext as _
from museum_guide.models import Museum
from museum_guide.reports.contacting import agree, ask, asked, leave
from museum_guide.visibility import museum_shown

blueprint = Blueprint("letters", __name__)
blueprint.after_request(keep_private)


class ContactDraft(Schema):
    """An address to which a museum may write."""

    email: Address


@blueprint.route("/museums/<slug>/letters", methods=["GET", "POST"])
def wish(slug: str) -> ResponseReturnValue:
    """Ask to hear from a museum."""
    museum = museum_shown(current_viewer(), slug)
    if request.method == "GET":
        return _page(museum, Form({}), sent="sent" in request.args)
    form = read_form(ContactDraft)
    if form.draft is None:
        return _page(museum, form)
    throttle("visit mail", form.draft.email)
    throttle("visit mail")
    ask(museum, form.draft.email)
    return redirect(url_for("letters.wish", slug=slug, sent="yes"), 303)


def _page(museum: Museum, form: Form[Any], *, sent: bool = False) -> ResponseReturnValue:
    page = {"museum": museum, "form": form, "sent": sent}
    shown = render_template("museum_guide/reports/letters.html", current="museums", **page)
    return shown, 422 if form.errors else 200


@blueprint.route("/letters/<token>", methods=["GET", "POST"])
def answer(token: str) -> ResponseReturnValue:
    """Say yes to a museum that asks, or no; a mail program that only looks says nothing."""
    letter = asked(token)
    if request.method == "POST" and request.form.get("answer") == "yes":
        agree(letter)
        flash(_("Thank you. You will hear from %(museum)s.", museum=letter.museum.name), "success")
    elif request.method == "POST":
        leave(letter)
        flash(_("Your address is forgotten. You will not hear from them."), "success")
    if request.method == "POST":
        return redirect(url_for("letters.answer", token=token), 303)
    return render_template("museum_guide/reports/answer.html", current="museums", letter=letter, token=token)
