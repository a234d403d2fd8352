"""The door for those whom a provider vouches for, and the page on which members connect and disconnect."""

import logging
from typing import Any

from flask import Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.account_pages import oneself
from accounts.factors.steps import SECOND, pending_step
from accounts.fields import FieldRefused, attempt
from accounts.freshness import needs_proof
from accounts.guard import current_viewer
from accounts.redirects import safe_next
from accounts.security_pages import page, read
from accounts.sign_on import connecting, proofs, way
from accounts.sign_on.proofs import Proof
from accounts.sign_on.providers import Provider, provider_named
from core.errors import Refused
from core.fetching import Unreachable
from core.forms import Form, Schema
from core.limits import throttle
from core.translation import gettext as _

log = logging.getLogger(__name__)
LONGEST_CODE = 2000


def register(app: Flask) -> None:
    """Open the pages; by their names they belong to the door and to the page of safety, and are as private."""
    app.add_url_rule("/login/with/<name>", "security.provider", go)
    app.add_url_rule("/login/with/<name>/back", "security.provider_back", back, methods=["GET", "POST"])
    app.add_url_rule("/login/with/<name>/new", "security.provider_new", new)
    app.add_url_rule("/login/with/<name>/join", "security.provider_join", join, methods=["POST"])
    app.add_url_rule("/login/with/<name>/connect", "security.provider_connect", connect_by_password, methods=["POST"])
    app.add_url_rule("/account/safety/connect/<name>", "factors.connect", connect, methods=["GET", "POST"])
    app.add_url_rule("/account/safety/identities/<int:key>", "factors.disconnect", disconnect, methods=["POST"])


def go(name: str) -> ResponseReturnValue:
    """Send the browser to a provider."""
    provider = provider_named(name)
    throttle("provider")
    try:
        return redirect(way.begin(provider, safe_next(request.args.get("next"))), 303)
    except Unreachable as trouble:
        log.warning("%s", trouble)
        return _not_this_time(provider)


def back(name: str) -> ResponseReturnValue:
    """Take the browser back: a GET from the provider shows what goes on with one press, and the POST does it."""
    provider = provider_named(name)
    if request.method == "GET":
        sent = {key: request.args.get(key, "")[:LONGEST_CODE] for key in ("code", "state", "iss")}
        if not sent["code"]:
            return _not_this_time(provider)
        return render_template("security/provider_back.html", provider=provider, sent=sent)
    throttle("provider")
    found = _proved(provider)
    if found is None:
        return _not_this_time(provider)
    return _go_on(provider, *found)


def _proved(provider: Provider) -> tuple[Proof, str] | None:
    # The libraries that check signatures are opened by the first who comes back from a provider.
    from accounts.sign_on import proving

    sent = {key: request.form.get(key, "")[:LONGEST_CODE] for key in ("code", "state", "iss")}
    taken = way.take(provider, sent["state"])
    if taken is None or sent["iss"] not in {"", provider.issuer}:
        return None
    nonce, verifier = way.made_of(taken["token"], "nonce"), way.made_of(taken["token"], "verifier")
    proof = proving.prove(provider, sent["code"], way.redirect_uri(provider), nonce, verifier)
    return (proof, safe_next(taken["next"])) if proof else None


def _go_on(provider: Provider, proof: Proof, target: str) -> ResponseReturnValue:
    if current_viewer().signed_in:
        proofs.keep(proof, target)
        return redirect(url_for("factors.connect", name=provider.name), 303)
    member = connecting.member_of_identity(proof)
    if member is None:
        proofs.keep(proof, target)
        return redirect(url_for("security.provider_new", name=provider.name), 303)
    try:
        connecting.come_in(provider, proof, member)
    except FieldRefused as refusal:
        return page("login", Form({}, {"": str(refusal)}), next=target)
    return _inside(target)


def new(name: str) -> ResponseReturnValue:
    """Ask somebody whom a provider vouches for, and nobody here knows yet, how to go on."""
    provider = provider_named(name)
    kept = proofs.kept(provider)
    return _new_page(provider, kept[0], Form({"name": kept[0].name[:50]})) if kept else _not_this_time(provider)


def join(name: str) -> ResponseReturnValue:
    """Open an account."""
    provider = provider_named(name)
    kept = proofs.kept(provider)
    if kept is None:
        return _not_this_time(provider)
    proof, target = kept
    form = attempt(read(connecting.JoinDraft), lambda draft: connecting.join(provider, proof, draft))
    return _inside(target) if form.draft else _new_page(provider, proof, form)


def connect_by_password(name: str) -> ResponseReturnValue:
    """Connect the account that has the address already."""
    provider = provider_named(name)
    kept = proofs.kept(provider)
    if kept is None:
        return _not_this_time(provider)
    proof, target = kept
    form = attempt(read(connecting.ConnectDraft), lambda draft: connecting.connect_by_password(provider, proof, draft))
    return _inside(target) if form.draft else _new_page(provider, proof, form)


@needs_proof
def connect(name: str) -> ResponseReturnValue:
    """Let a member confirm that an identity is to open their account."""
    provider = provider_named(name)
    kept = proofs.kept(provider)
    if kept is None:
        return redirect(url_for("factors.safety"), 303)
    form = attempt(read(Schema), lambda _draft: connecting.connect(oneself(), provider, kept[0]))
    if form.draft:
        proofs.forget()
        flash(_("You can sign in through %(provider)s from now on.", provider=provider.label), "success")
        return redirect(url_for("factors.safety"), 303)
    return page("provider_connect", form, provider=provider, proof=kept[0])


@needs_proof
def disconnect(key: int) -> ResponseReturnValue:
    """Take a connection away."""
    try:
        connecting.disconnect(oneself(), key)
    except Refused as refusal:
        flash(str(refusal), "careful")
    return redirect(url_for("factors.safety"), 303)


def _new_page(provider: Provider, proof: Proof, form: Form[Any]) -> ResponseReturnValue:
    known = connecting.owner_of_address(proof) is not None
    may_join = connecting.may_join(provider, proof)
    return page("provider_new", form, provider=provider, proof=proof, known=known, may_join=may_join)


def _inside(target: str) -> ResponseReturnValue:
    return redirect(url_for("security.second", next=target) if pending_step(SECOND) else target, 303)


def _not_this_time(provider: Provider) -> ResponseReturnValue:
    flash(_("Signing in through %(provider)s did not work. Please try again.", provider=provider.label), "careful")
    return redirect(url_for("factors.safety" if current_viewer().signed_in else "security.login"), 303)
