"""The second step at the door, and the door for passkeys."""

from flask import Flask, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from accounts.factors import passkeys, second_factor
from accounts.factors.steps import SECOND, pending_step
from accounts.fields import attempt
from accounts.guard import current_viewer
from accounts.redirects import safe_next
from accounts.security_pages import page, read


def register(app: Flask) -> None:
    """Open the pages; by their names they belong to the door, and are kept as private as it."""
    app.add_url_rule("/login/second", "security.second", second, methods=["GET", "POST"])
    app.add_url_rule("/login/passkey/options", "security.passkey_options", passkey_options, methods=["POST"])
    app.add_url_rule("/login/passkey", "security.passkey", passkey, methods=["POST"])


def second() -> ResponseReturnValue:
    """Ask for the second factor of whoever gave the right password."""
    target = safe_next(request.values.get("next"))
    step = pending_step(SECOND)
    if current_viewer().signed_in:
        return redirect(target, 303)
    form = attempt(read(second_factor.CodeDraft), second_factor.answer_second)
    if form.draft:
        return redirect(target, 303)
    if pending_step(SECOND) is None and not form.errors:
        return redirect(url_for("security.login", next=target), 303)
    has_passkey = step is not None and step.member_id is not None and passkeys.has_passkey(step.member_id)
    return page("second", form, next=target, has_passkey=has_passkey)


def passkey_options() -> ResponseReturnValue:
    """Tell the browser what to sign."""
    return Response(passkeys.request_options(), content_type="application/json")


def passkey() -> ResponseReturnValue:
    """Sign in with what the browser signed."""
    form = attempt(read(passkeys.KeyAnswer), passkeys.sign_in_with_passkey)
    if form.draft is None:
        return {"problem": next(iter(form.errors.values()))}, 422
    return {"url": safe_next(form.draft.next)}
