"""Where administrators keep webhooks, and see what was sent to them."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from pydantic import ValidationError
from sqlalchemy import Row, select

from accounts.freshness import needs_proof
from accounts.guard import current_viewer
from accounts.security_pages import keep_private
from contributions.webhooks import keeping
from contributions.webhooks.keeping import WebhookDraft, calls_private, webhook_of
from contributions.webhooks.kinds import KINDS
from contributions.webhooks.models import WebhookDelivery
from core.database import read
from core.forms import Form, explain
from core.paging import Cursor, Order, Page, page_of
from core.translation import gettext as _

blueprint = Blueprint("webhooks", __name__, url_prefix="/webhooks")
blueprint.after_request(keep_private)
PAGE = 30
LATEST = Order((WebhookDelivery.id,))


@blueprint.get("")
def webhooks() -> ResponseReturnValue:
    """List the webhooks, with the form for a new one."""
    return _list(Form({}))


@blueprint.post("")
@needs_proof
def make() -> ResponseReturnValue:
    """Make a webhook, and show its secret this once."""
    values: dict[str, Any] = {**request.form.to_dict(), "kinds": request.form.getlist("kinds")}
    try:
        draft = WebhookDraft.model_validate(values)
    except ValidationError as error:
        return _list(Form(values, errors=explain(error)))
    hook = keeping.make_webhook(current_viewer(), draft)
    return _show(hook.id, hook.secret)


@blueprint.get("/<int:key>")
def webhook(key: int) -> ResponseReturnValue:
    """Show one webhook, and what was sent to it."""
    return _show(key)


@blueprint.post("/<int:key>/rotate")
@needs_proof
def rotate(key: int) -> ResponseReturnValue:
    """Give a webhook a new secret, and show it this once."""
    return _show(key, keeping.rotate(current_viewer(), key))


@blueprint.post("/<int:key>/switch")
def switch(key: int) -> ResponseReturnValue:
    """Stop a webhook, or start it again."""
    keeping.switch(current_viewer(), key, on=request.form.get("on") == "yes")
    return redirect(url_for("webhooks.webhook", key=key), 303)


@blueprint.post("/<int:key>/remove")
def remove(key: int) -> ResponseReturnValue:
    """Forget a webhook."""
    keeping.remove(current_viewer(), key)
    flash(_("The webhook is gone."), "success")
    return redirect(url_for("webhooks.webhooks"), 303)


@blueprint.post("/<int:key>/deliveries/<int:delivery>/again")
def again(key: int, delivery: int) -> ResponseReturnValue:
    """Send one delivery once more."""
    keeping.send_again(current_viewer(), key, delivery)
    flash(_("It is on its way again."), "success")
    return redirect(url_for("webhooks.webhook", key=key), 303)


def _list(form: Form[WebhookDraft]) -> ResponseReturnValue:
    shown = {"rows": keeping.webhooks(), "kinds": KINDS.values(), "private": calls_private()}
    return render_template("webhooks/webhooks.html", form=form, **shown), 422 if form.errors else 200


def _show(key: int, secret: str = "") -> ResponseReturnValue:
    hook, page = webhook_of(key), _deliveries(key, request.args.get("page"))
    pager = page.links(url_for("webhooks.webhook", key=key))
    shown = {"hook": hook, "rows": page.rows, "pager": pager, "kinds": KINDS}
    return render_template("webhooks/webhook.html", secret=secret, **shown)


def _deliveries(key: int, page_key: str | None) -> Page[Row[Any]]:
    cursor = Cursor.decode(page_key, 1) if page_key else None
    table: Any = WebhookDelivery.__table__
    statement = select(*table.c).where(WebhookDelivery.webhook_id == key)
    rows = read(LATEST.apply(statement, cursor, PAGE)).all()
    return page_of(rows, cursor, PAGE, lambda row: (row.id,))
