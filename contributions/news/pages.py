"""The pages of mail: what a member wants to get, and the way out that stands in every mail."""

from typing import Any

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from accounts.account_pages import oneself, page
from accounts.security_pages import keep_private
from contributions.news import choices as choosing
from contributions.news.models import NewsHabit
from contributions.news.schemas import MailChoices
from contributions.news.tokens import subscription_of
from core.database import db
from core.forms import Form, read_form
from core.limits import throttle
from core.pages import places
from core.translation import gettext as _

blueprint = Blueprint("news", __name__)
blueprint.after_request(keep_private)


def register(app: Flask) -> None:
    """Open the pages, and put the first among those of one's account."""
    app.register_blueprint(blueprint)
    with app.app_context():
        places().fill("account tabs", lambda: ("news.choices", _("Mail")))


@blueprint.route("/account/mail", methods=["GET", "POST"])
def choices() -> ResponseReturnValue:
    """Choose what comes by mail, and how soon."""
    member = oneself()
    form: Form[Any] = read_form(MailChoices) if request.method == "POST" else Form({})
    if form.draft:
        choosing.choose(member.id, form.draft)
        flash(_("Saved."), "success")
        return redirect(url_for("news.choices"), 303)
    habit = db.session.get(NewsHabit, member.id)
    return page(
        "mail",
        form,
        kinds=choosing.kinds_shown(member, choosing.paces_of(member.id)),
        offers=habit.takes_offers if habit else True,
        address=member.email,
    )


@blueprint.route("/unsubscribe/<token>", methods=["GET", "POST"])
def unsubscribe(token: str) -> ResponseReturnValue:
    """End mails of a kind: the page asks, one click in the page or in a mail program ends them. Works signed out."""
    throttle("unsubscribe")
    subscription = subscription_of(token)
    if subscription is None:
        raise NotFound
    done = request.method == "POST"
    if done:
        choosing.unsubscribe(*subscription)
    return render_template("news/unsubscribe.html", token=token, kind=subscription.kind, done=done)
