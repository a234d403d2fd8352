"""The page of questions that were offered to a member, each with what they solved before as the reason."""

from datetime import datetime
from typing import Any

from flask import Blueprint, Flask, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.guard import current_viewer
from community.routing import offering
from community.routing.queries import offers_page, reasons_for
from contributions.kinds import KINDS
from core.outbox import add_lane
from core.pages import ago, full_time, iso

blueprint = Blueprint("offers", __name__)


def register(app: Flask) -> None:
    """Open the page, and offer what is asked."""
    app.register_blueprint(blueprint)
    add_lane(app, offering.LANE, offering.offer_questions, *offering.EVENTS)


@blueprint.get("/offers")
def offers() -> ResponseReturnValue:
    """List the questions that were offered to the reader."""
    viewer = current_viewer()
    page = offers_page(viewer, request.args.get("page"))
    reasons = reasons_for(viewer, [row.id for row in page.rows])
    return render_template(
        "community/offers.html",
        rows=[_shown(row, reasons.get(row.id, [])) for row in page.rows],
        pager=page.links("/offers"),
    )


@blueprint.post("/offers/<int:key>/decline")
def decline(key: int) -> ResponseReturnValue:
    """Say that a question is not for oneself."""
    offering.decline_offer(current_viewer(), key)
    return redirect(url_for("offers.offers"), 303)


def _shown(row: Any, reasons: list[dict[str, str]]) -> dict[str, Any]:
    offered_at: datetime = row.offered_at
    return {
        "id": row.id,
        "url": KINDS[row.kind].address(row.id, row.title),
        "title": row.title,
        "excerpt": row.excerpt,
        "space": row.space_name,
        "answers": row.reply_count,
        "reasons": reasons,
        "doubted": row.doubted and not reasons,
        "offered": (iso(offered_at), ago(offered_at), full_time(offered_at)),
    }
