"""The page on which staff chooses the starter pack, and sees what the club does to doubt."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from accounts.fields import attempt
from accounts.guard import current_viewer
from community.clubs.doubting import together
from community.clubs.packing import choose_starters
from community.clubs.queries import starters
from community.clubs.schemas import StarterDraft
from community.clubs.survey import effect_of
from community.products.registering import may_keep_products
from contributions.policies import require
from contributions.products.threads import product_named
from core.forms import Form, read_form
from core.intervals import FEWEST
from core.limits import throttle
from core.translation import gettext as _

blueprint = Blueprint("keeping_clubs", __name__)
FIELDS = ("first", "second", "third")


@blueprint.route("/staff/products/<slug>/club", methods=["GET", "POST"])
def keep(slug: str) -> ResponseReturnValue:
    """Choose the threads of the starter pack, and see its effect."""
    viewer = current_viewer()
    require(may_keep_products(viewer))
    product = product_named(viewer, slug)
    stored: dict[str, Any] = {FIELDS[row.step - 1]: row.id for row in starters(viewer, product)}
    form: Form[StarterDraft] = Form(stored)
    if request.method == "POST":
        throttle("edit", viewer.id)
        form = attempt(read_form(StarterDraft), lambda draft: choose_starters(viewer, product, draft))
        if form.draft:
            flash(_("The starter pack is kept."), "success")
            return redirect(request.path, 303)
    shown = {"doubts": together(viewer, product), "effect": effect_of(product), "fewest": FEWEST}
    page = render_template("clubs/keep.html", product=product, form=form, **shown)
    return page, 422 if form.errors else 200
