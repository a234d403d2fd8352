"""Where moderators suspend and silence a member, and see what was imposed before."""

from typing import Any

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts import sanctioning
from accounts.guard import current_viewer
from accounts.queries import member_shown
from accounts.sanctioning import Lifting, SanctionDraft
from accounts.security_pages import keep_private
from core.clock import now
from core.forms import Form, read_form
from core.limits import throttle
from core.translation import gettext as _
from core.translation import ngettext

blueprint = Blueprint("sanctions", __name__, url_prefix="/members/<int:member_id>/sanctions")
blueprint.after_request(keep_private)


def register(app: Flask) -> None:
    """Open the pages."""
    app.register_blueprint(blueprint)


@blueprint.route("", methods=["GET", "POST"])
def sanctions(member_id: int) -> ResponseReturnValue:
    """Show what was imposed on a member, and impose something."""
    if request.method == "GET":
        return _page(member_id, Form[SanctionDraft]({}))
    form = read_form(SanctionDraft)
    if form.draft is None:
        return _page(member_id, form)
    throttle("moderate", current_viewer().id)
    member_shown(member_id)
    sanctioning.sanction(current_viewer(), member_id, form.draft)
    flash(_("It is in force from now on."), "success")
    return redirect(url_for("sanctions.sanctions", member_id=member_id), 303)


@blueprint.post("/<int:sanction_id>/lift")
def lift(member_id: int, sanction_id: int) -> ResponseReturnValue:
    """End a sanction before its time."""
    form = read_form(Lifting)
    sanctioning.lift(current_viewer(), member_id, sanction_id, form.draft or Lifting())
    flash(_("It is lifted."), "success")
    return redirect(url_for("sanctions.sanctions", member_id=member_id), 303)


def _page(member_id: int, form: Form[SanctionDraft]) -> ResponseReturnValue:
    member = member_shown(member_id)
    rows = sanctioning.history(member_id)
    suggested = sanctioning.suggested_hours(len(rows))
    page = render_template(
        "accounts/sanctions.html",
        member=member,
        rows=[_shown(row[0], row[1]) for row in rows],
        form=form,
        hours=form.value("hours") or str(suggested),
        ladder=[(str(hours), _span(hours)) for hours in sanctioning.LADDER],
    )
    return page, 422 if form.errors else 200


def _shown(row: Any, by: str | None) -> dict[str, Any]:
    in_force = row.lifted_at is None and row.ends_at > now()
    kinds = {"suspension": _("Suspended"), "silence": _("Silenced")}
    state = _("in force") if in_force else _("lifted") if row.lifted_at else _("over")
    return {"row": row, "by": by or _("Atrium"), "kind": kinds[row.kind], "state": state, "in_force": in_force}


def _span(hours: int) -> str:
    return ngettext("%(num)s day", "%(num)s days", hours // 24)
