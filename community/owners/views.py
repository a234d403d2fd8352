"""Addresses at which members say what they own, and staff looks at their claims."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from accounts.fields import attempt
from accounts.guard import current_viewer
from accounts.people import person
from community.owners.claiming import choose, claim, give_away, judge, own_ownership
from community.owners.codes import CodeReport, load_codes
from community.owners.queries import claims_page
from community.owners.schemas import ClaimDraft, ClaimVerdict, CodeList, OwnerChoices
from community.products.registering import may_keep_products
from contributions.policies import require
from contributions.products.threads import product_for, product_named
from core.forms import Form, read_form
from core.limits import throttle
from core.pages import ago, calendar_day, full_time, iso
from core.translation import gettext as _
from core.translation import ngettext

blueprint = Blueprint("owners", __name__)


@blueprint.route("/products/<slug>/own", methods=["GET", "POST"])
def own(slug: str) -> ResponseReturnValue:
    """Claim a product, or see what is known of one's own."""
    viewer = current_viewer()
    product = product_named(viewer, slug)
    form: Form[ClaimDraft] = Form({})
    if request.method == "POST":
        throttle("claim", viewer.id)
        form = attempt(read_form(ClaimDraft), lambda draft: claim(viewer, product, draft))
        if form.draft:
            flash(_said_of_claim(form.draft), "success")
            return redirect(request.path, 303)
    shown = {"product": product, "form": form, "own": own_ownership(viewer, product)}
    return render_template("owners/own.html", current="products", **shown), 422 if form.errors else 200


def _said_of_claim(draft: ClaimDraft) -> str:
    if draft.code:
        return _("Your purchase is verified.")
    return _("Staff will look at your claim. Until then you are an owner who is not yet verified.")


@blueprint.post("/products/<slug>/own/choices")
def choices(slug: str) -> ResponseReturnValue:
    """Keep what an owner wishes."""
    viewer = current_viewer()
    throttle("edit", viewer.id)
    form = read_form(OwnerChoices)
    if form.draft is not None:
        choose(viewer, product_named(viewer, slug), form.draft)
        flash(_("Your choices are kept."), "success")
    return redirect(url_for("owners.own", slug=slug), 303)


@blueprint.post("/products/<slug>/own/end")
def end(slug: str) -> ResponseReturnValue:
    """Own a product no longer."""
    viewer = current_viewer()
    throttle("edit", viewer.id)
    give_away(viewer, product_named(viewer, slug))
    flash(_("You own this no longer. Its code can prove the purchase of whoever has it now."), "success")
    return redirect(url_for("products.product", slug=slug), 303)


@blueprint.route("/staff/products/<slug>/owners", methods=["GET", "POST"])
def claims(slug: str) -> ResponseReturnValue:
    """Show the claims that wait, and take lists of codes."""
    viewer = current_viewer()
    require(may_keep_products(viewer))
    product = product_named(viewer, slug)
    form, report = Form[CodeList]({}), CodeReport()
    if request.method == "POST":
        throttle("edit", viewer.id)
        form = read_form(CodeList)
        if form.draft is not None:
            report = load_codes(viewer, product, _sent_codes(form.draft))
            if not report.errors:
                flash(_said_of_codes(report), "success")
                return redirect(request.path, 303)
    page = claims_page(product, request.args.get("page"))
    rows = [_claim(row) for row in page.rows]
    shown = {"product": product, "rows": rows, "pager": page.links(request.path), "form": form, "report": report}
    return render_template("owners/claims.html", **shown), 422 if form.errors or report.errors else 200


@blueprint.post("/staff/claims/<int:key>")
def decide(key: int) -> ResponseReturnValue:
    """Verify a claim, or refuse it."""
    viewer = current_viewer()
    throttle("moderate", viewer.id)
    form = read_form(ClaimVerdict)
    if form.draft is None:
        raise NotFound
    own = judge(viewer, key, genuine=form.draft.verdict == "verify")
    flash(_("The purchase is verified.") if own.verified_at else _("The claim is refused."), "success")
    return redirect(url_for("owners.claims", slug=product_for(viewer, own.product_id).slug), 303)


def _sent_codes(draft: CodeList) -> str:
    """Return the codes that were typed, or those of the file that came along."""
    sent = request.files.get("file")
    return draft.codes or (sent.read().decode("utf-8-sig", errors="replace") if sent else "")


def _said_of_codes(report: CodeReport) -> str:
    new = ngettext("%(num)s new code is loaded.", "%(num)s new codes are loaded.", report.new)
    known = ngettext("%(num)s was there already.", "%(num)s were there already.", report.known)
    return f"{new} {known}" if report.known else new


def _claim(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "proof": row.proof,
        "bought": row.bought_at and calendar_day(row.bought_at),
        "member": person(row.member_id, row.member_name, row.roles),
        "when": (iso(row.claimed_at), ago(row.claimed_at), full_time(row.claimed_at)),
    }
