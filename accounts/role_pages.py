"""Where administrators decide about one member."""

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.guard import current_viewer
from accounts.models import Role
from accounts.people import role_names
from accounts.queries import member_shown
from accounts.roles import set_roles, switch_account
from accounts.security_pages import keep_private
from core.translation import gettext as _

blueprint = Blueprint("roles", __name__, url_prefix="/members/<int:member_id>")
blueprint.after_request(keep_private)


def register(app: Flask) -> None:
    """Open the pages."""
    app.register_blueprint(blueprint)


@blueprint.route("/roles", methods=["GET", "POST"])
def roles(member_id: int) -> ResponseReturnValue:
    """Show and change the roles of a member."""
    member = member_shown(member_id)
    if request.method == "POST":
        chosen = set(request.form.getlist("role"))
        wanted = (role for role, _name, _hint in role_names() if str(int(role)) in chosen)
        set_roles(current_viewer(), member_id, sum(wanted, start=Role.NONE))
        flash(_("Saved. It counts from their next page on."), "success")
        return redirect(url_for("roles.roles", member_id=member_id), 303)
    return render_template("accounts/roles.html", member=member, choices=role_names())


@blueprint.post("/disable")
def disable(member_id: int) -> ResponseReturnValue:
    """Close an account and end its sessions."""
    switch_account(current_viewer(), member_id, active=False)
    return redirect(url_for("roles.roles", member_id=member_id), 303)


@blueprint.post("/enable")
def enable(member_id: int) -> ResponseReturnValue:
    """Open a closed account again."""
    switch_account(current_viewer(), member_id, active=True)
    return redirect(url_for("roles.roles", member_id=member_id), 303)
