"""The pages of news on devices: which kinds, on which browsers, and the way to take part with this one."""

from typing import Any

from flask import Blueprint, Flask, current_app, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from accounts.account_pages import oneself, page
from accounts.devices import device_in_words
from accounts.guard import current_viewer
from accounts.security_pages import keep_private
from accounts.sessions import session_of_request
from contributions.news.choices import kinds_shown, paces_of
from contributions.push import subscribing
from contributions.push.subscribing import Browser, PushKinds
from core.errors import NotFound
from core.forms import Form, read_form
from core.pages import places
from core.settings import Settings
from core.translation import gettext as _

blueprint = Blueprint("push", __name__)
blueprint.after_request(keep_private)


def register(app: Flask) -> None:
    """Open the pages, and put the first among those of one's account."""
    app.register_blueprint(blueprint)
    with app.app_context():
        places().fill("account tabs", lambda: ("push.choices", _("Devices")))


@blueprint.route("/account/push", methods=["GET", "POST"])
def choices() -> ResponseReturnValue:
    """Choose which news comes to one's devices."""
    # Loads what encrypts, which few processes need.
    from core.webpush import padless, public_point, site_key

    member = oneself()
    form: Form[Any] = read_form(PushKinds) if request.method == "POST" else Form({})
    if form.draft:
        subscribing.choose(member.id, form.draft)
        flash(_("Saved."), "success")
        return redirect(url_for("push.choices"), 303)
    settings: Settings = current_app.extensions["settings"]
    shown = kinds_shown(member, paces_of(member.id))
    return page(
        "push",
        form,
        kinds=[kind for kind in shown if kind.name in subscribing.KINDS],
        chosen=subscribing.kinds_of(member.id),
        browsers=subscribing.browsers_of(member.id),
        here=session_of_request().session_id,
        device=device_in_words,
        site_key=padless(public_point(site_key(settings.secret_key))),
    )


@blueprint.post("/account/push/browsers")
def subscribe() -> ResponseReturnValue:
    """Let the browser that asks take news."""
    form = read_form(Browser)
    session_id, member_id = session_of_request().session_id, current_viewer().id
    if form.draft is None or session_id is None or member_id is None:
        return jsonify(problem=_("This browser cannot take news.")), 422
    subscribing.subscribe(member_id, session_id, form.draft)
    return jsonify(url=url_for("push.choices"))


@blueprint.post("/account/push/browsers/<int:key>/end")
def end(key: int) -> ResponseReturnValue:
    """Let one of one's browsers take no more news."""
    if not subscribing.end(oneself().id, key):
        raise NotFound
    return redirect(url_for("push.choices"), 303)
