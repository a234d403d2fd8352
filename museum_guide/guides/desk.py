"""Addresses of guides for those who keep a museum: the register, one guide, and what is decided about them."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.guard import current_viewer
from accounts.security_pages import keep_private
from accounts.viewers import Viewer
from core.errors import Refused, wants_json
from core.forms import Form, SchemaType, read_form
from core.limits import throttle
from core.translation import gettext as _
from museum_guide.artefacts.pictures import LARGEST_FILE, keep_image
from museum_guide.fields import Field, Group, form_page
from museum_guide.guides import deciding
from museum_guide.guides.pages import desk_list, desk_page
from museum_guide.guides.schemas import DecisionDraft, GuideDraft, PriceDraft, RenewalDraft
from museum_guide.visibility import museum_kept

blueprint = Blueprint("guide_desk", __name__, url_prefix="/museums/<slug>/desk/guides")
blueprint.after_request(keep_private)


@blueprint.get("")
def guides(slug: str) -> ResponseReturnValue:
    """List the guides of a museum."""
    page = desk_list(museum_kept(current_viewer(), slug))
    return render_template("museum_guide/guides/desk.html", current="museums", **page)


@blueprint.route("/new", methods=["GET", "POST"])
def issue(slug: str) -> ResponseReturnValue:
    """Register a guide."""
    request.max_content_length = LARGEST_FILE + 1_000_000
    viewer, form = current_viewer(), read_form(GuideDraft)
    museum = museum_kept(viewer, slug)
    if request.method == "POST" and form.draft is not None:
        throttle("edit", viewer.id)
        try:
            guide = deciding.issue(viewer, slug, form.draft, _photo())
            return redirect(url_for("guide_desk.guide", slug=slug, code=guide.code), 303)
        except Refused as refusal:
            form = form.refused("licence", refusal)
    back = _("Guides"), url_for("guide_desk.guides", slug=slug)
    return form_page(_("Register a guide"), back, _fields(), form, {"issuer": museum.name})


def _photo() -> str | None:
    """Keep the photograph that was sent, in its smallest size."""
    sent = request.files.get("photo")
    return str(keep_image(sent.read(), webp=True).sizes[0]["file"]) if sent and sent.filename else None


def _fields() -> list[Group]:
    return [
        Group(
            "",
            [
                Field("name", _("Name"), required=True),
                Field("licence", _("Licence number"), required=True),
                Field("issuer", _("Who issued the licence"), required=True),
                Field("places", _("Where they guide"), hint=_("Such as: all floors, the roof, the old town.")),
                Field("languages", _("Languages"), hint=_("By their codes, such as: en, de."), required=True),
                Field("member", _("Name of their account here"), hint=_("On that account they see their card.")),
                Field("photo", _("Photograph"), "file", _("PNG, JPEG or WebP: the face, as on a passport.")),
                Field("valid_from", _("First day"), hint=_("As year-month-day."), required=True),
                Field("valid_until", _("Last day"), hint=_("As year-month-day."), required=True),
                Field("reason", _("Reason"), hint=_("What this rests on; it stays written down."), required=True),
            ],
        )
    ]


@blueprint.get("/<code>")
def guide(slug: str, code: str) -> ResponseReturnValue:
    """Show a guide to those who keep the museum."""
    return _page(slug, code)


@blueprint.post("/<code>/decide")
def decide(slug: str, code: str) -> ResponseReturnValue:
    """Suspend, let lead again, or revoke."""
    return _tried(slug, code, "decide", DecisionDraft, deciding.decide)


@blueprint.post("/<code>/renew")
def renew(slug: str, code: str) -> ResponseReturnValue:
    """Let a guide lead until a later day."""
    return _tried(slug, code, "renew", RenewalDraft, deciding.renew)


@blueprint.post("/<code>/prices")
def price(slug: str, code: str) -> ResponseReturnValue:
    """Put a price on the list."""
    return _tried(slug, code, "price", PriceDraft, deciding.add_price)


@blueprint.post("/<code>/prices/<int:key>/drop")
def drop_price(slug: str, code: str, key: int) -> ResponseReturnValue:
    """Take a price off the list."""
    deciding.drop_price(current_viewer(), slug, code, key)
    return redirect(url_for("guide_desk.guide", slug=slug, code=code), 303)


def _tried(
    slug: str,
    code: str,
    name: str,
    schema: type[SchemaType],
    deed: Callable[[Viewer, str, str, SchemaType], object],
) -> ResponseReturnValue:
    """Do a deed with what was sent, and show the page again with what is wrong where it cannot be done."""
    form = read_form(schema)
    if form.draft is None:
        return _page(slug, code, **{name: form})
    throttle("moderate", current_viewer().id)
    try:
        deed(current_viewer(), slug, code, form.draft)
    except Refused as refusal:
        if wants_json():
            raise
        return _page(slug, code, **{name: form.refused("amount" if name == "price" else "reason", refusal)})
    flash(_("Done."), "success")
    return redirect(url_for("guide_desk.guide", slug=slug, code=code), 303)


def _page(slug: str, code: str, **forms: Form[Any]) -> ResponseReturnValue:
    page = desk_page(*deciding.guide_kept(current_viewer(), slug, code, held=False))
    given: dict[str, Form[Any]] = {name: forms.get(name, Form({})) for name in ("decide", "renew", "price")}
    status = 422 if forms else 200
    return render_template("museum_guide/guides/desk_guide.html", current="museums", forms=given, **page), status
