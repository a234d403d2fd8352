"""The pages on the way in and out: sign in, register, confirm, recover, sign out."""

from typing import Any

from flask import Blueprint, Flask, Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts import changing, recovering, registering, signing_in
from accounts.factors.remembering import holds_token
from accounts.factors.steps import SECOND, pending_step
from accounts.fields import attempt
from accounts.guard import current_viewer
from accounts.links import member_of
from accounts.redirects import safe_next
from accounts.schemas import AddressOnly, PasswordOnly, PasswordReset, Registration, SignIn
from accounts.sessions import leave
from core.forms import Form, Schema, SchemaType, read_form
from core.settings import Settings
from core.translation import gettext as _

blueprint = Blueprint("security", __name__)


def register(app: Flask) -> None:
    """Open the pages."""
    app.register_blueprint(blueprint)


@blueprint.after_request
def keep_private(response: Response) -> Response:
    """Let no cache keep an answer that may hold something private."""
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.route("/login", methods=["GET", "POST"], endpoint="login")
def login() -> ResponseReturnValue:
    """Sign in."""
    target = safe_next(request.values.get("next"))
    if current_viewer().signed_in:
        return redirect(target, 303)
    form = attempt(read(SignIn), signing_in.sign_in)
    if form.draft:
        return redirect(url_for("security.second", next=target) if pending_step(SECOND) else target, 303)
    return page("login", form, next=target)


@blueprint.post("/logout", endpoint="logout")
def logout() -> ResponseReturnValue:
    """Sign out, and let the browser forget what it kept of the visit."""
    leave()
    response = redirect("/", 303)
    # A device that is remembered stays so: its token opens nothing without the password.
    response.headers["Clear-Site-Data"] = '"cache"' if holds_token() else '"cache", "cookies"'
    return response


@blueprint.route("/register", methods=["GET", "POST"], endpoint="register")
def register_member() -> ResponseReturnValue:
    """Ask for an account."""
    if current_viewer().signed_in:
        return redirect(url_for("accounts.account"), 303)
    form = attempt(read(Registration), registering.register_member)
    if form.draft:
        return redirect(url_for("security.mail_sent"), 303)
    return page("register", form, open=registering.is_open())


@blueprint.get("/mail-sent", endpoint="mail_sent")
def mail_sent() -> ResponseReturnValue:
    """Say that a mail is on its way; the same for every address."""
    settings: Settings = current_app.extensions["settings"]
    return render_template("security/mail_sent.html", kept_in_a_folder=not settings.mail_url)


@blueprint.route("/confirm/<token>", methods=["GET", "POST"], endpoint="confirm_email")
def confirm_email(token: str) -> ResponseReturnValue:
    """Open an account with the link of a mail and the password that was chosen."""
    if member_of(token, "confirm") is None:
        return gone()
    form = attempt(read(PasswordOnly), lambda draft: registering.confirm_address(token, draft))
    if form.draft:
        flash(_("Welcome. Your account is open."), "success")
        return redirect(url_for("home.index"), 303)
    return page("confirm", form)


@blueprint.route("/reset", methods=["GET", "POST"], endpoint="forgot_password")
def forgot_password() -> ResponseReturnValue:
    """Ask for a mail that helps to sign in."""
    form = attempt(read(AddressOnly), recovering.ask_for_help)
    if form.draft:
        return redirect(url_for("security.mail_sent"), 303)
    return page("forgot", form)


@blueprint.route("/reset/<token>", methods=["GET", "POST"], endpoint="reset_password")
def reset_password(token: str) -> ResponseReturnValue:
    """Choose a new password with the link of a mail."""
    if member_of(token, *recovering.LINKS) is None:
        return gone()
    form = attempt(read(PasswordReset), lambda draft: recovering.reset_password(token, draft))
    if form.draft:
        flash(_("Your new password is set. Sign in with it."), "success")
        return redirect(url_for("security.login"), 303)
    return page("reset", form)


@blueprint.route("/change-email/<token>", methods=["GET", "POST"], endpoint="change_email_confirm")
def change_email_confirm(token: str) -> ResponseReturnValue:
    """Take a new address into use with the link that was sent there."""
    member = member_of(token, "change-email")
    if member is None:
        return gone()
    form = attempt(read(Schema), lambda _draft: changing.take_address(token))
    if form.draft:
        flash(_("Your new address is in use."), "success")
        return redirect(url_for("accounts.account"), 303)
    return page("change_email", form, address=member.pending_email)


def read(schema: type[SchemaType]) -> Form[SchemaType]:
    """Read what was sent; a form that is only looked at is empty."""
    return read_form(schema) if request.method == "POST" else Form({})


def page(name: str, form: Form[Any], **values: object) -> ResponseReturnValue:
    """Show a form, with what was typed and what is wrong with it."""
    return render_template(f"security/{name}.html", form=form, **values), 422 if form.errors else 200


def gone() -> ResponseReturnValue:
    """Say that a link is no longer good, whatever the reason."""
    return render_template("security/gone.html"), 410
