"""Addresses of guides for everybody: the page behind a card, who guides where, and what checking cards needs."""

import orjson
from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from accounts.guard import current_viewer
from accounts.security_pages import keep_private
from core.errors import Refused
from core.forms import read_form
from core.limits import throttle
from core.translation import gettext as _
from museum_guide.artefacts.files import open_to_other_sites, send_kept
from museum_guide.guides.pages import check_page, guide_page, list_page, unknown_page
from museum_guide.guides.publishing import published_keys, published_list
from museum_guide.guides.queries import guide_row
from museum_guide.guides.schemas import HidingDraft
from museum_guide.guides.signing import LONGEST
from museum_guide.guides.touring import hide_review
from museum_guide.museums.queries import museum_row

blueprint = Blueprint("guides", __name__)
# Whether a card counts is told anew each time; nothing of it is kept on the way.
blueprint.after_request(keep_private)


@blueprint.get("/guides/<code>")
def guide(code: str) -> ResponseReturnValue:
    """Show whether a card counts now, and compare the digits that the guide reads out."""
    said = request.args.get("digits", "").strip()[:20]
    throttle("guide digits" if said else "guide card")
    try:
        page = guide_page(current_viewer(), code, said)
    except NotFound:
        return render_template("museum_guide/guides/unknown.html", current="museums", **unknown_page()), 404
    return render_template("museum_guide/guides/guide.html", current="museums", **page)


@blueprint.get("/guides/<code>/photo")
def photo(code: str) -> ResponseReturnValue:
    """Send the photograph on a card."""
    row = guide_row(current_viewer(), code)
    if row.photo is None:
        raise NotFound
    return send_kept(row.photo, "image/webp", shared=False)


@blueprint.get("/museums/<slug>/guides")
def of_museum(slug: str) -> ResponseReturnValue:
    """List who may guide in a museum today."""
    page = list_page(museum_row(current_viewer(), slug))
    return render_template("museum_guide/guides/guides.html", current="museums", **page)


@blueprint.get("/guides/check")
def check() -> ResponseReturnValue:
    """Check a certificate that somebody pasted."""
    throttle("guide card")
    text, museum = request.args.get("certificate", "")[: 2 * LONGEST], request.args.get("museum", "")[:100]
    return render_template("museum_guide/guides/check.html", current="museums", **check_page(text, museum))


@blueprint.get("/guides/key.json")
def keys() -> Response:
    """Publish the keys with which certificates are checked."""
    return open_to_other_sites(_json(published_keys()))


@blueprint.get("/guides/revoked.json")
def revoked() -> Response:
    """Publish which cards were suspended or revoked before their time."""
    return open_to_other_sites(_json(published_list()))


def _json(said: object) -> Response:
    return Response(orjson.dumps(said), content_type="application/json")


@blueprint.post("/guides/reviews/<int:key>/hide")
def hide(key: int) -> ResponseReturnValue:
    """Take a review off the page."""
    form = read_form(HidingDraft)
    throttle("moderate", current_viewer().id)
    if form.draft is None:
        raise Refused(_("Say why it is hidden."))
    found = hide_review(current_viewer(), key, form.draft)
    return redirect(url_for("guides.guide", code=found.code), 303)
