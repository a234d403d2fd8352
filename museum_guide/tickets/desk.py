"""Addresses of tickets for those who keep a museum: kinds, batches, and single tickets at the desk."""

import csv
import io
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.guard import current_viewer
from accounts.security_pages import keep_private
from accounts.viewers import Viewer
from core.clock import now
from core.errors import Refused, wants_json
from core.forms import Form, Schema, SchemaType, read_form
from core.limits import throttle
from core.money import plain, shown
from core.paging import Cursor
from core.times import written_day
from core.translation import gettext as _
from core.translation import ngettext
from museum_guide.slots import DeskLink
from museum_guide.tickets.codes import grouped
from museum_guide.tickets.issuing import make_batch, offer_type, refund, release, switch_type, take_back
from museum_guide.tickets.models import TicketBatch
from museum_guide.tickets.queries import batches_page, types_of
from museum_guide.tickets.schemas import MOST, BatchDraft, CodeDraft, TypeDraft
from museum_guide.visibility import museum_kept
from museum_guide.visits.closing import today_at

blueprint = Blueprint("tickets", __name__, url_prefix="/museums/<slug>/tickets")
blueprint.after_request(keep_private)
# What a spreadsheet would take for a formula.
FORMULAS = ("=", "+", "-", "@", "\t", "\r")


@blueprint.get("")
def tickets(slug: str) -> ResponseReturnValue:
    """Show the kinds of tickets of a museum, and what was made."""
    return _page(slug)


@blueprint.post("")
def offer(slug: str) -> ResponseReturnValue:
    """Offer a kind of ticket."""
    return _tried(slug, "offer", TypeDraft, lambda viewer, draft: offer_type(viewer, slug, draft))


@blueprint.post("/types/<int:key>")
def switch(slug: str, key: int) -> ResponseReturnValue:
    """Offer a kind of ticket no longer, or again."""
    switch_type(current_viewer(), slug, key, request.form.get("offered") == "yes")
    return redirect(url_for("tickets.tickets", slug=slug), 303)


@blueprint.post("/make")
def make(slug: str) -> ResponseReturnValue:
    """Make tickets and show their codes, once."""
    form = read_form(BatchDraft)
    if form.draft is None:
        return _page(slug, make=form)
    throttle("moderate", current_viewer().id)
    try:
        batch, codes = make_batch(current_viewer(), slug, form.draft)
    except Refused as refusal:
        if wants_json():
            raise
        return _page(slug, make=form.refused("day", refusal))
    kind = next(row.name for row in types_of(batch.museum_id) if row.id == batch.type_id)
    if request.form.get("as") == "csv":
        return _csv(batch, kind, codes)
    museum = museum_kept(current_viewer(), slug)
    return render_template(
        "museum_guide/tickets/codes.html",
        current="museums",
        museum=museum,
        kind=kind,
        day=written_day(batch.day),
        codes=[grouped(code) for code in codes],
        price=shown(batch.price, batch.currency),
    )


def _csv(batch: TicketBatch, kind: str, codes: list[str]) -> Response:
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow(["code", "kind", "day", "price", "of it for the guide", "currency"])
    name = f"'{kind}" if kind.startswith(FORMULAS) else kind
    costs = [plain(amount, batch.currency) for amount in (batch.price, batch.surcharge)]
    writer.writerows([grouped(code), name, batch.day.isoformat(), *costs, batch.currency] for code in codes)
    headers = {"Content-Disposition": f"attachment; filename=tickets-{batch.day}-{batch.id}.csv"}
    return Response(sheet.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)


@blueprint.post("/batches/<int:key>/take-back")
def take_batch_back(slug: str, key: int) -> ResponseReturnValue:
    """Make every ticket of a batch worthless that nobody has used."""
    count = take_back(current_viewer(), slug, key)
    flash(ngettext("One ticket was taken back.", "%(num)s tickets were taken back.", count), "success")
    return redirect(url_for("tickets.tickets", slug=slug), 303)


@blueprint.post("/release")
def release_ticket(slug: str) -> ResponseReturnValue:
    """Let a ticket start a visit once more."""
    return _tried(slug, "code", CodeDraft, lambda viewer, draft: release(viewer, slug, draft))


@blueprint.post("/refund")
def refund_ticket(slug: str) -> ResponseReturnValue:
    """Note that the money of a ticket was given back."""
    return _tried(slug, "code", CodeDraft, lambda viewer, draft: refund(viewer, slug, draft))


def _tried(
    slug: str, name: str, schema: type[SchemaType], deed: Callable[[Viewer, SchemaType], object]
) -> ResponseReturnValue:
    """Do a deed with what was sent, and show the page again with what is wrong where it cannot be done."""
    form = read_form(schema)
    if form.draft is None:
        return _page(slug, **{name: form})
    throttle("moderate", current_viewer().id)
    try:
        deed(current_viewer(), form.draft)
    except Refused as refusal:
        if wants_json():
            raise
        return _page(slug, **{name: form.refused("name" if name == "offer" else "code", refusal)})
    flash(_("Done."), "success")
    return redirect(url_for("tickets.tickets", slug=slug), 303)


def _page(slug: str, **forms: Form[Any]) -> ResponseReturnValue:
    museum, key = museum_kept(current_viewer(), slug), request.args.get("page")
    page = batches_page(museum.id, Cursor.decode(key, 1) if key else None)
    kinds = types_of(museum.id)
    given: dict[str, Form[Any]] = {name: forms.get(name, Form[Schema]({})) for name in ("offer", "make", "code")}
    shown_page = render_template(
        "museum_guide/tickets/tickets.html",
        current="museums",
        museum=museum,
        kinds=[{"row": row, "price": _costs(row)} for row in kinds],
        batches=[{"row": row, "price": _costs(row), "day": written_day(row.day)} for row in page.rows],
        pager=page.links(url_for("tickets.tickets", slug=slug)),
        forms=given,
        today=today_at(museum.timezone, now()).isoformat(),
        currency=kinds[0].currency if kinds else "",
        most=MOST,
    )
    return shown_page, 422 if any(form.errors for form in given.values()) else 200


def _costs(row: Any) -> str:
    price, part = shown(row.price, row.currency), shown(row.surcharge, row.currency)
    return _("%(price)s, of it %(part)s for the guide", price=price, part=part)


def desk_links(_viewer: Viewer, museum_id: int) -> list[DeskLink]:
    """Return the way to the tickets of a museum."""
    slug = (request.view_args or {}).get("slug", "")
    return [DeskLink(_("Tickets"), url_for("tickets.tickets", slug=slug), 30)] if museum_id and slug else []
