"""Pages of buying stages: one's own, with every move; and for staff, counts."""

from typing import Any, Literal

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from accounts.guard import current_viewer
from accounts.people import person
from community.products.registering import may_keep_products
from community.stages.moving import choose_stages, correct_stage
from community.stages.queries import counts_of, moves_page, named_page, own_stages, wish_of
from community.stages.rules import Deed, Stage
from contributions.policies import require
from contributions.products.threads import product_named
from core.forms import Schema, read_form
from core.limits import throttle
from core.pages import ago, full_time, iso
from core.translation import gettext as _

blueprint = Blueprint("stages", __name__)


class Correction(Schema):
    """How far a member says that they are."""

    stage: Literal["need", "information", "evaluation", "purchase", "after"]


class Wish(Schema):
    """Whether stages are kept, and whether staff sees them by name."""

    kept: bool = False
    named: bool = False


def stage_names() -> dict[str, str]:
    """Return what each stage is called."""
    return {
        Stage.NEED: _("Sees a need"),
        Stage.INFORMATION: _("Gathers information"),
        Stage.EVALUATION: _("Weighs alternatives"),
        Stage.PURCHASE: _("Has bought"),
        Stage.AFTER: _("Uses it"),
    }


def deed_names() -> dict[str, str]:
    """Return what each deed is called, as the cause of a move."""
    return {
        Deed.NEEDS: _("You wrote that you need something"),
        Deed.ASKED_WHICH: _("You asked which to choose"),
        Deed.COMPARED: _("You compared it with something else"),
        Deed.BOUGHT: _("Your purchase was verified"),
        Deed.ASKED_HOW: _("You asked how it works"),
        Deed.CORRECTED: _("You said so yourself"),
    }


@blueprint.get("/account/stages")
def stages() -> ResponseReturnValue:
    """Show a member where they stand, and every move that led there."""
    viewer = current_viewer()
    page = moves_page(viewer, request.args.get("page"))
    return render_template(
        "stages/stages.html",
        rows=own_stages(viewer),
        moves=[_move(row) for row in page.rows],
        pager=page.links("/account/stages"),
        wish=wish_of(viewer),
        names=stage_names(),
    )


@blueprint.post("/account/stages")
def wish() -> ResponseReturnValue:
    """Keep whether stages are kept at all."""
    viewer = current_viewer()
    throttle("edit", viewer.id)
    form = read_form(Wish)
    if form.draft is not None:
        choose_stages(viewer, kept=form.draft.kept, named=form.draft.named)
        flash(_("Your choices are kept."), "success")
    return redirect(url_for("stages.stages"), 303)


@blueprint.post("/account/stages/<slug>")
def correct(slug: str) -> ResponseReturnValue:
    """Say oneself how far one is."""
    viewer = current_viewer()
    throttle("edit", viewer.id)
    product, form = product_named(viewer, slug), read_form(Correction)
    if form.draft is None:
        raise NotFound
    correct_stage(viewer, product, Stage(form.draft.stage))
    flash(_("Corrected."), "success")
    return redirect(url_for("stages.stages"), 303)


@blueprint.get("/staff/products/<slug>/stages")
def counts(slug: str) -> ResponseReturnValue:
    """Show staff how many stand where, and by name those who allow it."""
    viewer = current_viewer()
    require(may_keep_products(viewer))
    product = product_named(viewer, slug)
    page = named_page(product, request.args.get("page"))
    names = stage_names()
    rows = [
        {"member": person(row.id, row.name, row.roles), "stage": names[row.stage], "when": _when(row.moved_at)}
        for row in page.rows
    ]
    shown = {"counts": counts_of(product), "rows": rows, "pager": page.links(request.path), "names": names}
    return render_template("stages/counts.html", product=product, **shown)


def _move(row: Any) -> dict[str, Any]:
    names = stage_names()
    return {
        "product": row.name,
        "before": names.get(row.before, ""),
        "after": names[row.after],
        "cause": deed_names()[row.cause],
        "post": row.contribution_id,
        "when": _when(row.created_at),
    }


def _when(moment: Any) -> tuple[str, str, str]:
    return iso(moment), ago(moment), full_time(moment)
