"""Where members make tokens, see what they are good for, and revoke them."""

from typing import Any

from flask import Blueprint, Flask, redirect, request, url_for
from flask.typing import ResponseReturnValue
from pydantic import ValidationError

from accounts.account_pages import oneself
from accounts.account_pages import page as account_page
from accounts.fields import attempt
from accounts.freshness import needs_proof
from accounts.security_pages import keep_private
from accounts.sessions import session_of_request
from accounts.tokens.ending import end_tokens
from accounts.tokens.granting import DAYS, TokenDraft, make_token, tokens_of
from accounts.tokens.scopes import Scope, scope_words, scopes_open_to
from core.errors import NotFound
from core.forms import Form, explain
from core.pages import places
from core.translation import gettext as _

blueprint = Blueprint("tokens", __name__, url_prefix="/account/tokens")
blueprint.after_request(keep_private)


def register(app: Flask) -> None:
    """Open the pages."""
    app.register_blueprint(blueprint)
    with app.app_context():
        places().fill("account tabs", lambda: ("tokens.tokens", _("Tokens")))


@blueprint.get("")
def tokens() -> ResponseReturnValue:
    """List the member's tokens, with the form for a new one."""
    return _page(Form({"scopes": [Scope.READ], "days": "90"}))


@blueprint.post("")
@needs_proof
def make() -> ResponseReturnValue:
    """Make a token, and show it this once."""
    found, made = session_of_request(), list[str]()
    viewer = found.viewer

    def deed(draft: TokenDraft) -> None:
        made.append(make_token(viewer.id, oneself().id, viewer.roles, draft, two_factors=found.two_factors))

    form = attempt(_read(), deed)
    return _page(Form({"scopes": [Scope.READ], "days": "90"}) if made else form, made[0] if made else "")


@blueprint.post("/<int:key>/revoke")
def revoke(key: int) -> ResponseReturnValue:
    """Make one token worthless."""
    member = oneself()
    if not end_tokens(member.id, member.id, "revoked", only=key):
        raise NotFound
    return redirect(url_for("tokens.tokens"), 303)


def _read() -> Form[TokenDraft]:
    values: dict[str, Any] = {**request.form.to_dict(), "scopes": request.form.getlist("scopes")}
    try:
        return Form(values, draft=TokenDraft.model_validate(values))
    except ValidationError as error:
        return Form(values, errors=explain(error))


def _page(form: Form[Any], made: str = "") -> ResponseReturnValue:
    words = scope_words()
    return account_page(
        "tokens",
        form,
        rows=tokens_of(oneself().id),
        made=made,
        scopes=[(scope, *words[scope]) for scope in scopes_open_to(session_of_request().viewer.roles)],
        days=DAYS,
        names={scope: name for scope, (name, _hint) in words.items()},
    )
