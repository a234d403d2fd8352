"""Addresses of what emerges: the cards with their map, one alarm with its posts, and the answer of staff."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.fields import attempt
from accounts.guard import current_viewer
from core.forms import Form, read_form
from core.limits import throttle
from core.translation import gettext as _
from insights.dashboard.views import told
from insights.emerging.answering import Answer, answer
from insights.emerging.clocks import FAMILIES, FAST, SLOW, WORDS_CHANCE
from insights.emerging.drawing import signals
from insights.emerging.queries import SHOWN, card_of, cards_page, confidence, drawn_cards
from insights.running import latest_run

blueprint = Blueprint("emerging", __name__, url_prefix="/insights/emerging")


@blueprint.get("")
def emerging() -> ResponseReturnValue:
    """Show what emerges, the latest first, and where it stands between weak and strong."""
    viewer, run = current_viewer(), latest_run()
    shown = "closed" if request.args.get("show") == "closed" else "open"
    page, cards = cards_page(viewer, shown, request.args.get("page"))
    base = url_for("emerging.emerging", show=shown)
    return render_template(
        "insights/emerging/emerging.html",
        current="insights",
        run=told(run) if run else None,
        shown=shown,
        cards=cards,
        most=SHOWN,
        confidence=confidence,
        map=signals(drawn_cards()) if shown == "open" and not request.args.get("page") else None,
        rates=_rates(),
        pager=page.links(base),
    )


@blueprint.get("/<int:key>")
def alarm(key: int) -> ResponseReturnValue:
    """Show one alarm with all its posts."""
    return _alarm(key, Form({}))


@blueprint.post("/<int:key>")
def reply(key: int) -> ResponseReturnValue:
    """Answer those who spoke of it."""
    viewer = current_viewer()
    throttle("comment", viewer.id)
    form = attempt(read_form(Answer), lambda draft: answer(viewer, key, draft))
    if form.draft is None:
        return _alarm(key, form)
    flash(_("It is said. Everybody who spoke of it hears of it."), "success")
    return redirect(url_for("emerging.alarm", key=key), 303)


def _alarm(key: int, form: Form[Answer]) -> ResponseReturnValue:
    run = latest_run()
    card = card_of(current_viewer(), key)
    page = render_template(
        "insights/emerging/alarm.html",
        current="insights",
        run=told(run) if run else None,
        card=card,
        confidence=confidence,
        form=form,
        reply_url=f"/contributions/{card.row.reply_id}" if card.row.reply_id else "",
        rates=_rates(),
    )
    return page, 422 if form.errors else 200


def _rates() -> dict[str, Any]:
    return {"fast": round(FAST.chance + FAMILIES * WORDS_CHANCE, 2), "slow": SLOW.chance}
