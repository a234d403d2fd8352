"""Addresses of rights and royalties."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.guard import current_viewer
from contributions.kinds import KINDS
from core.errors import Refused
from core.forms import Form, Schema, read_form
from core.limits import throttle
from core.translation import gettext as _
from ideas.contests.policies import may_lead
from ideas.contests.queries import contest_row, entry_for
from ideas.rights.booking import accept_agreement, book_sales, correct, offer_agreement
from ideas.rights.pages import rights_page, statements, terms_shown
from ideas.rights.permitting import offer_terms, permit, withdraw
from ideas.rights.queries import statement_rows, terms_of_contest
from ideas.rights.schemas import AgreementDraft, Consent, Correction, SalesDraft, TermsDraft, UseDraft
from ideas.rights.tables import statement_csv
from ideas.rights.using import end_use, use

blueprint = Blueprint("rights", __name__)
ENTRY = "/contests/<int:key>/entries/<int:entry>"
Sent = TypeVar("Sent", bound=Schema)


@blueprint.get("/contests/<int:key>/terms")
def terms(key: int) -> ResponseReturnValue:
    """Show the terms of a contest, every version."""
    return _terms_page(key, {}, {})


@blueprint.post("/contests/<int:key>/terms")
def publish(key: int) -> ResponseReturnValue:
    """Publish the next version of the terms."""
    viewer, form = current_viewer(), read_form(TermsDraft)
    if form.draft is None:
        return _terms_page(key, form.values, form.errors)
    throttle("edit", viewer.id)
    offer_terms(viewer, key, form.draft)
    return redirect(url_for("rights.terms", key=key), 303)


def _terms_page(key: int, values: Any, errors: Any) -> ResponseReturnValue:
    viewer = current_viewer()
    row = contest_row(viewer, key)
    page = render_template(
        "ideas/rights/terms.html",
        current="ideas",
        title=row.title,
        url=KINDS["contest"].address(key, row.title),
        versions=[terms_shown(one) for one in terms_of_contest(key)],
        leads=bool(may_lead(viewer)),
        values=values,
        errors=errors,
    )
    return page, 422 if errors else 200


@blueprint.get(f"{ENTRY}/rights")
def rights(key: int, entry: int) -> ResponseReturnValue:
    """Show what was permitted, used and agreed about an entry to its authors and to staff."""
    return _page(key, entry, {})


def _page(key: int, entry: int, errors: dict[str, str], values: Any = None) -> ResponseReturnValue:
    page = rights_page(current_viewer(), key, entry)
    shown = render_template(
        "ideas/rights/rights.html", current="ideas", errors=errors, values=values or {}, key=key, entry=entry, **page
    )
    return shown, 422 if errors else 200


def _done(key: int, entry: int, schema: type[Sent], deed: Callable[[Sent], object], said: str) -> ResponseReturnValue:
    """Do what a form on the page of rights asks for, or show the page again with what is wrong."""
    viewer, form = current_viewer(), read_form(schema)
    entry_for(viewer, key, entry)
    form = _tried(form, deed)
    if form.errors:
        return _page(key, entry, dict(form.errors), form.values)
    flash(said, "success")
    return redirect(url_for("rights.rights", key=key, entry=entry), 303)


def _tried(form: Form[Sent], deed: Callable[[Sent], object]) -> Form[Sent]:
    if form.draft is None:
        return form
    throttle("edit", current_viewer().id)
    try:
        deed(form.draft)
    except ValueError as problem:
        return form.refused("sales", problem)
    except Refused as refusal:
        return form.refused("form", refusal)
    return form


@blueprint.post(f"{ENTRY}/permission")
def give(key: int, entry: int) -> ResponseReturnValue:
    """Permit the use of an entry."""
    said = _("Your permission is recorded.")
    return _done(key, entry, Consent, lambda draft: permit(current_viewer(), entry, draft), said)


@blueprint.post(f"{ENTRY}/permission/<int:terms>/withdraw")
def take_back(key: int, entry: int, terms: int) -> ResponseReturnValue:
    """Withdraw a permission from now on."""
    said = _("Your permission is withdrawn from now on.")
    return _done(key, entry, Schema, lambda _draft: withdraw(current_viewer(), entry, terms), said)


@blueprint.post(f"{ENTRY}/uses")
def mark_used(key: int, entry: int) -> ResponseReturnValue:
    """Mark an entry as used."""
    said = _("The use is recorded.")
    return _done(key, entry, UseDraft, lambda draft: use(current_viewer(), entry, draft), said)


@blueprint.post(f"{ENTRY}/uses/<int:used>/end")
def end(key: int, entry: int, used: int) -> ResponseReturnValue:
    """Note that a use has ended."""
    said = _("The use has ended.")
    return _done(key, entry, Schema, lambda _draft: end_use(current_viewer(), entry, used), said)


@blueprint.post(f"{ENTRY}/agreements")
def offer(key: int, entry: int) -> ResponseReturnValue:
    """Offer the authors a royalty."""
    said = _("The agreement is offered. It is in force once every author has accepted.")
    return _done(key, entry, AgreementDraft, lambda draft: offer_agreement(current_viewer(), entry, draft), said)


@blueprint.post(f"{ENTRY}/agreements/<int:agreement>/accept")
def accept(key: int, entry: int, agreement: int) -> ResponseReturnValue:
    """Accept a royalty."""
    said = _("You have accepted the agreement.")
    return _done(key, entry, Schema, lambda _draft: accept_agreement(current_viewer(), entry, agreement), said)


@blueprint.post(f"{ENTRY}/agreements/<int:agreement>/sales")
def sales(key: int, entry: int, agreement: int) -> ResponseReturnValue:
    """Book sales."""
    said = _("The line is booked.")
    return _done(key, entry, SalesDraft, lambda draft: book_sales(current_viewer(), entry, agreement, draft), said)


@blueprint.post(f"{ENTRY}/lines/<int:line>/correct")
def put_right(key: int, entry: int, line: int) -> ResponseReturnValue:
    """Correct a line."""
    said = _("The line is taken back, and the right one is booked.")
    return _done(key, entry, Correction, lambda draft: correct(current_viewer(), entry, line, draft), said)


@blueprint.get("/royalties")
def own() -> ResponseReturnValue:
    """Show a member their own statements."""
    page = statements(current_viewer(), False, request.args.get("page"))
    return render_template("ideas/rights/statements.html", current="ideas", **page)


@blueprint.get("/royalties/all")
def everybody() -> ResponseReturnValue:
    """Show staff everybody's statements."""
    page = statements(current_viewer(), True, request.args.get("page"))
    return render_template("ideas/rights/statements.html", current="ideas", **page)


@blueprint.get("/royalties.csv")
def own_table() -> ResponseReturnValue:
    """Send a member their own statements as a table."""
    return _table(everybody=False)


@blueprint.get("/royalties/all.csv")
def whole_table() -> ResponseReturnValue:
    """Send staff everybody's statements as a table."""
    return _table(everybody=True)


def _table(*, everybody: bool) -> Response:
    headers = {"Content-Disposition": "attachment; filename=royalties.csv", "Cache-Control": "no-store"}
    text = statement_csv(statement_rows(current_viewer(), everybody))
    return Response(text, content_type="text/csv; charset=utf-8", headers=headers)
