"""The pages of panellists: invitations, one panel, its items with the reader's name on them, reports and leaks."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.account_pages import page as account_page
from accounts.fields import attempt
from accounts.guard import current_viewer
from accounts.security_pages import keep_private
from accounts.viewers import Viewer
from core.database import db
from core.errors import NotFound
from core.forms import Form, read_form
from core.limits import throttle
from core.markup import as_markup
from core.translation import gettext as _
from insights.panels import items, queries, reporting, seating
from insights.panels.models import BetaPanel, PanelItem, Panellist, Seat
from insights.panels.opening import terms_in_force
from insights.panels.phrases import phrases
from insights.panels.schemas import LeakDraft, Reply, ReportDraft

blueprint = Blueprint("beta", __name__, url_prefix="/beta")


@blueprint.after_request
def _private(response: Response) -> Response:
    return keep_private(response)


@blueprint.get("")
def own() -> ResponseReturnValue:
    """Show to which panels one was invited."""
    return account_page("beta_panels", Form({}), rows=queries.own_panels(current_viewer()))


@blueprint.get("/<int:key>")
def panel(key: int) -> ResponseReturnValue:
    """Show a panel, or the terms that are to be agreed to first."""
    viewer = current_viewer()
    found, seat = _seated(viewer, key)
    if seat.state == Seat.INVITED or not items.agreed(viewer, key):
        terms = terms_in_force(key)
        return render_template("insights/panels/terms.html", panel=found, terms=terms, text=as_markup(terms.html))
    page = queries.items_page(key, queries.open_items(seat.core), request.args.get("page"))
    return render_template(
        "insights/panels/room.html",
        panel=found,
        around=queries.around(viewer, found),
        rows=page.rows,
        pager=page.links(request.path),
        words=phrases(),
    )


def _seated(viewer: Viewer, key: int) -> tuple[BetaPanel, Panellist]:
    seat, found = items.seat_of(viewer, key), db.session.get(BetaPanel, key)
    if found is None or seat is None or seat.state not in {Seat.INVITED, Seat.ACCEPTED}:
        raise NotFound
    return found, seat


@blueprint.post("/<int:key>/answer")
def answer(key: int) -> ResponseReturnValue:
    """Accept the terms, or decline."""
    viewer = current_viewer()
    throttle("edit", viewer.id)
    draft = read_form(Reply).draft
    if draft is None:
        raise NotFound
    seating.reply(viewer, key, draft)
    accepted = draft.accept == "yes"
    flash(_("Welcome to the panel.") if accepted else _("You are not in the panel. Nobody will ask again."), "success")
    return redirect(url_for("beta.panel", key=key) if accepted else url_for("beta.own"), 303)


@blueprint.post("/<int:key>/leave")
def leave(key: int) -> ResponseReturnValue:
    """Leave a panel."""
    seating.leave(current_viewer(), key)
    flash(_("You have left the panel."), "success")
    return redirect(url_for("beta.own"), 303)


@blueprint.get("/<int:key>/items/<int:item>")
def item(key: int, item: int) -> ResponseReturnValue:
    """Show the terms of an item, and the button that opens it."""
    viewer = current_viewer()
    found = items.item_of(viewer, key, item)
    return _item(found, agreed=items.has_agreed(viewer, found))


@blueprint.post("/<int:key>/items/<int:item>")
def open_item(key: int, item: int) -> ResponseReturnValue:
    """Show an item to whoever agrees to its terms; the line in the log is kept before the answer leaves."""
    viewer = current_viewer()
    throttle("preview", viewer.id)
    found, opening = items.open_item(viewer, key, item)
    return _item(found, opening=opening, text=as_markup(found.html), reader=viewer)


def _item(found: PanelItem, **more: object) -> str:
    terms = as_markup(found.terms_html)
    return render_template("insights/panels/item.html", item=found, terms=terms, words=phrases(), **more)


@blueprint.route("/<int:key>/report", methods=["GET", "POST"])
def report(key: int) -> ResponseReturnValue:
    """Report a bug, or how useful something is."""
    viewer = current_viewer()
    found, seat = _seated(viewer, key)
    if not items.may_enter(viewer, key):
        return redirect(url_for("beta.panel", key=key), 303)
    form: Form[ReportDraft] = Form({"item": request.args.get("item", "")})
    if request.method == "POST":
        throttle("comment", viewer.id)
        form = attempt(read_form(ReportDraft), lambda draft: reporting.report(viewer, key, draft))
        if form.draft:
            flash(_("Thank you. Your report is with the team."), "success")
            return redirect(url_for("beta.panel", key=key), 303)
    rows = queries.items_page(key, queries.open_items(seat.core), None).rows
    words = render_template("insights/panels/report.html", panel=found, form=form, items=rows, words=phrases())
    return words, 422 if form.errors else 200


@blueprint.route("/<int:key>/leak", methods=["GET", "POST"])
def leak(key: int) -> ResponseReturnValue:
    """Say that something was seen where it does not belong."""
    viewer = current_viewer()
    found, seat = _seated(viewer, key)
    if seat.state != Seat.ACCEPTED:
        raise NotFound
    form: Form[LeakDraft] = Form({})
    if request.method == "POST":
        throttle("flag", viewer.id)
        form = attempt(read_form(LeakDraft), lambda draft: reporting.tell_leak(viewer, key, draft))
        if form.draft:
            flash(_("Thank you. Whoever keeps the panel hears of it now."), "success")
            return redirect(url_for("beta.panel", key=key), 303)
    return render_template("insights/panels/leak.html", panel=found, form=form), 422 if form.errors else 200
