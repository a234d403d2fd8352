"""Where members add and remove second factors and passkeys."""

from typing import Any

import segno
from flask import Blueprint, Flask, Response, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.account_pages import oneself
from accounts.account_pages import page as account_page
from accounts.factors import one_time_codes, passkeys, second_factor
from accounts.factors.models import Authenticator
from accounts.fields import attempt
from accounts.freshness import needs_proof
from accounts.models import Member
from accounts.security_pages import keep_private, read
from accounts.sessions import session_of_request
from accounts.sign_on import connecting
from core.forms import Form, Schema
from core.settings import Settings
from core.translation import gettext as _

blueprint = Blueprint("factors", __name__, url_prefix="/account/safety")
blueprint.after_request(keep_private)


def register(app: Flask) -> None:
    """Open the pages."""
    app.register_blueprint(blueprint)


@blueprint.get("")
def safety() -> ResponseReturnValue:
    """Show what is asked for at sign-in beside the password."""
    found = session_of_request()
    member = oneself()
    state = second_factor.state_of(member.id) | connecting.more_ways(
        member.id, asleep=found.roles_asleep and not found.provided
    )
    return account_page("safety", Form({}), asleep=found.roles_asleep, **state)


@blueprint.route("/app", methods=["GET", "POST"])
@needs_proof
def app() -> ResponseReturnValue:
    """Begin with an app, or show the picture that it reads."""
    member = oneself()
    form = attempt(read(Schema), lambda _draft: second_factor.begin_app(member))
    if form.draft:
        return redirect(url_for("factors.app"), 303)
    return _app_page(member, form)


@blueprint.post("/app/confirm")
@needs_proof
def confirm_app() -> ResponseReturnValue:
    """Confirm an app with its first code, and show the recovery codes once."""
    member = oneself()
    shown: list[str] = []
    form = attempt(read(second_factor.CodeDraft), lambda draft: shown.extend(second_factor.confirm_app(member, draft)))
    return _codes_page(shown) if form.draft else _app_page(member, form)


@blueprint.post("/app/remove")
@needs_proof
def remove_app() -> ResponseReturnValue:
    """Take the app away."""
    second_factor.remove_app(oneself())
    return redirect(url_for("factors.safety"), 303)


@blueprint.post("/codes")
@needs_proof
def codes() -> ResponseReturnValue:
    """Make new recovery codes, and show them once."""
    member = oneself()
    if not second_factor.has_factor(member.id):
        return redirect(url_for("factors.safety"), 303)
    return _codes_page(second_factor.new_codes(member))


@blueprint.post("/passkeys/options")
@needs_proof
def passkey_options() -> ResponseReturnValue:
    """Tell the browser what a new passkey must be."""
    return Response(passkeys.creation_options(oneself()), content_type="application/json")


@blueprint.post("/passkeys")
@needs_proof
def add_passkey() -> ResponseReturnValue:
    """Keep a passkey that the browser made."""
    member = oneself()
    form = attempt(read(passkeys.NewPasskey), lambda draft: passkeys.add_passkey(member, draft))
    if form.draft is None:
        return {"problem": next(iter(form.errors.values()))}, 422
    flash(_("Your passkey is ready."), "success")
    return {"url": url_for("factors.safety")}


@blueprint.post("/passkeys/<int:key>/remove")
@needs_proof
def remove_passkey(key: int) -> ResponseReturnValue:
    """Forget a passkey."""
    passkeys.remove_passkey(oneself(), key)
    return redirect(url_for("factors.safety"), 303)


def _app_page(member: Member, form: Form[Any]) -> ResponseReturnValue:
    waiting = second_factor.waiting_app(member.id)
    shown = {"secret": waiting.secret, "picture": _picture(member, waiting)} if waiting else {}
    words = render_template("accounts/authenticator.html", form=form, **shown)
    return words, 422 if form.errors else 200


def _codes_page(codes: list[str]) -> str:
    return render_template("accounts/recovery_codes.html", codes=codes)


def _picture(member: Member, waiting: Authenticator) -> str:
    settings: Settings = current_app.extensions["settings"]
    address = one_time_codes.address_for_app(waiting.secret, member.email or member.name, settings.site_name)
    return str(segno.make(address, micro=False, error="m").svg_data_uri(scale=5, border=4, light="white"))
