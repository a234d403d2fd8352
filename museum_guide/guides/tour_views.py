"""Addresses of tours: what guides see on their own phones, and where visits take part and say how it was."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from accounts.guard import current_viewer
from accounts.security_pages import keep_private
from core.errors import Refused, wants_json
from core.forms import Form, read_form
from core.limits import throttle
from core.translation import gettext as _
from museum_guide.guides import touring
from museum_guide.guides.pages import own_page, tours_page
from museum_guide.guides.schemas import ReviewDraft
from museum_guide.visits.current import VisitRow, current_visit, latest_visit

blueprint = Blueprint("guide_tours", __name__, url_prefix="/guides")
blueprint.after_request(keep_private)


@blueprint.get("/mine")
def mine() -> ResponseReturnValue:
    """Show a guide their cards, and the digits of this minute."""
    return render_template("museum_guide/guides/mine.html", current="museums", **own_page(current_viewer()))


@blueprint.post("/<code>/tours")
def start(code: str) -> ResponseReturnValue:
    """Begin a tour."""
    throttle("post", current_viewer().id)
    touring.start(current_viewer(), code)
    return redirect(url_for("guide_tours.mine"), 303)


@blueprint.post("/tours/<int:key>/end")
def finish(key: int) -> ResponseReturnValue:
    """End a tour."""
    touring.finish(current_viewer(), key)
    flash(_("The tour is over. Those who took part can review it now."), "success")
    return redirect(url_for("guide_tours.mine"), 303)


@blueprint.get("/tours")
def tours() -> ResponseReturnValue:
    """Show a visit the tours that it takes part in, and how to take part in one."""
    return _page(latest_visit(), Form({"code": request.args.get("code", "")[:20]}))


@blueprint.post("/tours")
def join() -> ResponseReturnValue:
    """Let a visit take part in a tour."""
    visit, typed = current_visit(), request.form.get("code", "")[:40]
    if visit is None:
        return redirect(url_for("guide_tours.tours"), 303)
    throttle("post", f"visit {visit.id}")
    try:
        touring.join(visit, typed)
    except Refused as refusal:
        if wants_json():
            raise
        return _page(visit, Form[Any]({"code": typed}).refused("code", refusal))
    return redirect(url_for("guide_tours.tours"), 303)


@blueprint.post("/tours/<int:key>/review")
def review(key: int) -> ResponseReturnValue:
    """Keep what a visit says of a tour."""
    visit, form = latest_visit(), read_form(ReviewDraft)
    if visit is None:
        raise NotFound
    if form.draft is None:
        return _page(visit, form, key)
    throttle("post", f"visit {visit.id}")
    try:
        touring.review(visit, key, form.draft)
    except Refused as refusal:
        if wants_json():
            raise
        return _page(visit, form.refused("rating", refusal), key)
    flash(_("Thank you. Your review stands under the guide's card, without a name."), "success")
    return redirect(url_for("guide_tours.tours"), 303)


def _page(visit: VisitRow | None, form: Form[Any], key: int = 0) -> ResponseReturnValue:
    page = tours_page(visit) | {"form": form, "reviewed": key}
    return render_template("museum_guide/guides/tours.html", current="museums", **page), 422 if form.errors else 200
