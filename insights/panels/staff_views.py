"""The pages on which product managers keep beta panels."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.fields import attempt
from accounts.guard import current_viewer
from accounts.people import person
from contributions.products.threads import product_choices
from core.errors import NotFound
from core.forms import Form, read_form
from core.limits import throttle
from core.translation import gettext as _
from insights.dashboard.views import told
from insights.panels import items, opening, queries, reporting, seating
from insights.panels.models import Status
from insights.panels.phrases import phrases
from insights.panels.schemas import Invitation, ItemDraft, Move, PanelDraft, TermsDraft
from insights.panels.suggesting import suggested
from insights.running import latest_run

blueprint = Blueprint("beta_panels", __name__, url_prefix="/insights/beta")


@blueprint.get("")
def panels() -> ResponseReturnValue:
    """List all panels."""
    page = queries.panels_page(request.args.get("page"))
    return render_template("insights/panels/panels.html", rows=page.rows, pager=page.links(request.path))


@blueprint.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Open a panel."""
    viewer, made = current_viewer(), []
    form: Form[PanelDraft] = Form({})
    if request.method == "POST":
        throttle("edit", viewer.id)
        form = attempt(read_form(PanelDraft), lambda draft: made.append(opening.open_panel(viewer, draft)))
    if made:
        return redirect(url_for("beta_panels.suggestions", key=made[0].id), 303)
    choices = [("", _("No product")), *((str(row.id), row.name) for row in product_choices(viewer))]
    words = render_template("insights/panels/new.html", form=form, products=choices)
    return words, 422 if form.errors else 200


@blueprint.get("/<int:key>")
def panel(key: int) -> ResponseReturnValue:
    """Show a panel: who sits in it with their yield, and its terms."""
    return _panel(key, Form({}))


@blueprint.post("/<int:key>/terms")
def terms(key: int) -> ResponseReturnValue:
    """Put new terms in force."""
    viewer = current_viewer()
    throttle("edit", viewer.id)
    form = attempt(read_form(TermsDraft), lambda draft: opening.publish_terms(viewer, key, draft))
    if form.draft is None:
        return _panel(key, form)
    flash(_("In force. Panellists are asked to agree before they go on."), "success")
    return _back(key)


def _panel(key: int, form: Form[TermsDraft]) -> ResponseReturnValue:
    viewer = current_viewer()
    found = opening.panel_of(viewer, key)
    page = queries.seats_page(found, request.args.get("page"))
    words = render_template(
        "insights/panels/panel.html",
        panel=found,
        around=queries.around(viewer, found),
        terms=opening.terms_in_force(key),
        rows=[(row, person(row.member_id, row.name, row.roles)) for row in page.rows],
        pager=page.links(url_for("beta_panels.panel", key=key)),
        words=phrases(),
        form=form,
    )
    return words, 422 if form.errors else 200


@blueprint.get("/<int:key>/suggestions")
def suggestions(key: int) -> ResponseReturnValue:
    """Show who fits a panel, and why."""
    viewer, run = current_viewer(), latest_run()
    found = opening.panel_of(viewer, key)
    page = suggested(viewer, found, run, request.args.get("page")) if run else None
    return render_template(
        "insights/panels/suggestions.html",
        panel=found,
        run=told(run) if run else None,
        rows=page.rows if page else [],
        pager=page.links(request.path) if page else None,
    )


@blueprint.post("/<int:key>/invite")
def invite(key: int) -> ResponseReturnValue:
    """Invite a member."""
    viewer = current_viewer()
    throttle("edit", viewer.id)
    seating.invite(viewer, key, _sent(read_form(Invitation)))
    flash(_("Invited. The member hears of it by mail, once."), "success")
    return redirect(url_for("beta_panels.suggestions", key=key), 303)


@blueprint.post("/<int:key>/panellists/<int:member_id>/revoke")
def revoke(key: int, member_id: int) -> ResponseReturnValue:
    """Shut a panellist out."""
    seating.revoke(current_viewer(), key, member_id)
    flash(_("Shut out. Nothing of the panel is open to them any more."), "success")
    return _back(key)


@blueprint.route("/<int:key>/items", methods=["GET", "POST"])
def content(key: int) -> ResponseReturnValue:
    """List what panellists may open, and publish more of it."""
    viewer = current_viewer()
    found = opening.panel_of(viewer, key)
    form: Form[ItemDraft] = Form({})
    if request.method == "POST":
        throttle("edit", viewer.id)
        form = attempt(read_form(ItemDraft), lambda draft: items.publish_item(viewer, key, draft))
        if form.draft:
            return redirect(url_for("beta_panels.content", key=key), 303)
    page = queries.items_page(key, (), request.args.get("page"))
    shown = {"rows": page.rows, "pager": page.links(request.path), "words": phrases()}
    return render_template("insights/panels/content.html", panel=found, form=form, **shown), 422 if form.errors else 200


@blueprint.post("/<int:key>/items/<int:item>/withdraw")
def withdraw(key: int, item: int) -> ResponseReturnValue:
    """Close an item to everybody."""
    items.withdraw_item(current_viewer(), key, item)
    return redirect(url_for("beta_panels.content", key=key), 303)


@blueprint.get("/<int:key>/reports")
def reports(key: int) -> ResponseReturnValue:
    """List what panellists reported."""
    found, status = opening.panel_of(current_viewer(), key), request.args.get("status", "")
    if status not in {"", *Status}:
        raise NotFound
    page = queries.reports_page(key, status, request.args.get("page"))
    return render_template(
        "insights/panels/reports.html",
        panel=found,
        status=status,
        statuses=list(Status),
        rows=[(row, person(row.author_id, row.name, row.roles)) for row in page.rows],
        moves=queries.moves_of([row.id for row in page.rows]),
        pager=page.links(url_for("beta_panels.reports", key=key, status=status)),
        words=phrases(),
    )


@blueprint.post("/<int:key>/reports/<int:report>")
def move(key: int, report: int) -> ResponseReturnValue:
    """Say what became of a report."""
    reporting.move_report(current_viewer(), key, report, _sent(read_form(Move)))
    return redirect(url_for("beta_panels.reports", key=key), 303)


@blueprint.get("/<int:key>/openings")
def openings(key: int) -> ResponseReturnValue:
    """Show who opened what, and when."""
    return _log(key, "openings", queries.openings_page)


@blueprint.get("/<int:key>/leaks")
def leaks(key: int) -> ResponseReturnValue:
    """Show what is said to have leaked."""
    return _log(key, "leaks", queries.leaks_page)


def _log(key: int, name: str, read_page: Any) -> ResponseReturnValue:
    found = opening.panel_of(current_viewer(), key)
    page = read_page(key, request.args.get("page"))
    pager = page.links(request.path)
    return render_template(f"insights/panels/{name}.html", panel=found, rows=page.rows, pager=pager)


def _sent(form: Form[Any]) -> Any:
    """Return what a button sent. Raises NotFound where it is no button of ours."""
    if form.draft is None:
        raise NotFound
    return form.draft


def _back(key: int) -> ResponseReturnValue:
    return redirect(url_for("beta_panels.panel", key=key), 303)
