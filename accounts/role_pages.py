"""Where administrators decide about one member."""

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.fields import attempt
from accounts.freshness import needs_proof
from accounts.guard import current_viewer
from accounts.leaving.erasing import erase_at_once
from accounts.models import Role
from accounts.people import role_names
from accounts.queries import member_shown
from accounts.roles import lose_factors, set_roles, switch_account
from accounts.schemas import TypedName
from accounts.security_pages import keep_private, read
from accounts.sessions import leave
from core.errors import NotFound
from core.translation import gettext as _

blueprint = Blueprint("roles", __name__, url_prefix="/members/<int:member_id>")
blueprint.after_request(keep_private)


def register(app: Flask) -> None:
    """Open the pages."""
    app.register_blueprint(blueprint)


@blueprint.route("/roles", methods=["GET", "POST"])
@needs_proof
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
@needs_proof
def disable(member_id: int) -> ResponseReturnValue:
    """Close an account and end its sessions."""
    actor = current_viewer()
    switch_account(actor, member_id, active=False)
    if actor.id == member_id:
        leave()
    return redirect(url_for("roles.roles", member_id=member_id), 303)


@blueprint.post("/enable")
@needs_proof
def enable(member_id: int) -> ResponseReturnValue:
    """Open a closed account again."""
    switch_account(current_viewer(), member_id, active=True)
    return redirect(url_for("roles.roles", member_id=member_id), 303)


@blueprint.route("/erase", methods=["GET", "POST"])
@needs_proof
def erase(member_id: int) -> ResponseReturnValue:
    """Erase a member without days of grace."""
    member = member_shown(member_id)
    if member.erased_at is not None:
        raise NotFound
    form = attempt(read(TypedName), lambda draft: erase_at_once(current_viewer(), member_id, draft.name))
    if form.draft:
        flash(_("The erasure is under way."), "success")
        return redirect(url_for("accounts.members"), 303)
    return render_template("accounts/erase_member.html", member=member, form=form), 422 if form.errors else 200


@blueprint.post("/clear-factors")
@needs_proof
def clear_factors(member_id: int) -> ResponseReturnValue:
    """Take the second factors of a member away who lost them."""
    lose_factors(current_viewer(), member_id)
    flash(_("Their password alone lets them in now. They were told by mail."), "success")
    return redirect(url_for("roles.roles", member_id=member_id), 303)
