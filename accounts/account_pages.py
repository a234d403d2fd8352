"""A member's own pages: what others see of them, e-mail address, password, and where they are signed in."""

from typing import Any

from flask import Blueprint, Flask, after_this_request, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts import changing
from accounts.devices import device_in_words
from accounts.factors import remembering
from accounts.fields import attempt
from accounts.guard import current_viewer
from accounts.models import Member
from accounts.schemas import AddressChange, PasswordChange, Profile
from accounts.security_pages import keep_private, read
from accounts.sessions import end_sessions, session_of_request, sessions_of
from core.database import db
from core.errors import NotFound
from core.forms import Form
from core.pages import places
from core.settings import Settings
from core.translation import gettext as _

blueprint = Blueprint("account", __name__, url_prefix="/account")
blueprint.after_request(keep_private)


def register(app: Flask) -> None:
    """Open the pages."""
    app.register_blueprint(blueprint)
    app.add_url_rule("/account", "accounts.account", account, methods=["GET", "POST"])


def account() -> ResponseReturnValue:
    """Show and change what others see."""
    after_this_request(keep_private)
    member = oneself()
    settings: Settings = current_app.extensions["settings"]
    form = attempt(read(Profile), lambda draft: changing.edit_profile(member, draft, settings))
    if form.draft:
        flash(_("Saved."), "success")
        return redirect(url_for("accounts.account"), 303)
    if request.method == "GET":
        form = Form({"name": member.name, "location": member.location, "about": member.about})
    return page("profile", form)


@blueprint.route("/password", methods=["GET", "POST"])
def password() -> ResponseReturnValue:
    """Change the password."""
    member = oneself()
    form = attempt(read(PasswordChange), lambda draft: changing.change_password(member, draft))
    if form.draft:
        flash(_("Your password is changed, and every other session has ended."), "success")
        return redirect(url_for("account.password"), 303)
    return page("password", form)


@blueprint.route("/email", methods=["GET", "POST"])
def email() -> ResponseReturnValue:
    """Ask for another e-mail address."""
    member = oneself()
    form = attempt(read(AddressChange), lambda draft: changing.ask_for_address(member, draft))
    if form.draft:
        flash(_("Look into the mail of your new address, and open the link there."), "success")
        return redirect(url_for("account.email"), 303)
    return page("email", form, address=member.email)


@blueprint.get("/sessions")
def sessions() -> ResponseReturnValue:
    """List where the member is signed in."""
    found = session_of_request()
    member = oneself()
    shown = {"rows": sessions_of(member.id), "devices": remembering.devices_of(member)}
    return page("sessions", Form({}), **shown, current_id=found.session_id, device=device_in_words)


@blueprint.post("/sessions/<int:session_id>/end")
def end_session(session_id: int) -> ResponseReturnValue:
    """End one session of the member's own."""
    if not end_sessions(oneself().id, "revoked", only=session_id):
        raise NotFound
    return redirect(url_for("account.sessions"), 303)


@blueprint.post("/sessions/end-others")
def end_other_sessions() -> ResponseReturnValue:
    """End every session but this one."""
    member = oneself()
    end_sessions(member.id, "revoked", but=session_of_request().session_id)
    remembering.forget_devices(member.id)
    flash(_("You are signed in nowhere else now."), "success")
    return redirect(url_for("account.sessions"), 303)


@blueprint.post("/devices/<int:key>/forget")
def forget_device(key: int) -> ResponseReturnValue:
    """Ask for the second factor again on a device."""
    remembering.forget_device(oneself().id, key)
    return redirect(url_for("account.sessions"), 303)


def oneself() -> Member:
    """Return the member who asks; the guard let nobody else in."""
    member = db.session.get(Member, current_viewer().id)
    if member is None:
        raise NotFound
    return member


def page(name: str, form: Form[Any], **values: object) -> ResponseReturnValue:
    """Show one of the account pages."""
    tabs = [
        {"url": url_for(endpoint), "text": text, "current": request.path == url_for(endpoint)}
        for endpoint, text in (
            ("accounts.account", _("Profile")),
            ("account.email", _("E-mail")),
            ("account.password", _("Password")),
            ("factors.safety", _("Safety")),
            ("account.sessions", _("Sessions")),
            *(tab() for tab in places().of("account tabs")),
            ("personal.data", _("Your data")),
        )
    ]
    words = render_template(f"accounts/{name}.html", form=form, tabs=tabs, **values)
    return words, 422 if form.errors else 200
