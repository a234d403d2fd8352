"""The page of questions that were offered to a member, each with what they solved before as the reason."""

from datetime import datetime
from typing import Any

from flask import Blueprint, Flask, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Exists, exists, func, select, update
from sqlalchemy.orm import aliased
from werkzeug.exceptions import NotFound

from accounts.guard import current_viewer
from accounts.viewers import Viewer
from community.clubs.models import Doubt
from community.models import Question
from community.routing import offering
from community.routing.models import Offer
from contributions.kinds import KINDS
from contributions.models import Contribution, Space, Tag, Tagging
from contributions.visibility import listed_to
from core.clock import now
from core.database import db, read
from core.outbox import add_lane
from core.pages import ago, full_time, iso
from core.paging import Cursor, Order, Page, page_of

blueprint = Blueprint("offers", __name__)
PAGE = 20
REASONS = 3
LATEST = Order((Offer.offered_at, Offer.question_id))


def register(app: Flask) -> None:
    """Open the page, and offer what is asked."""
    app.register_blueprint(blueprint)
    add_lane(app, offering.LANE, offering.offer_questions, *offering.EVENTS)


@blueprint.get("/offers")
def offers() -> ResponseReturnValue:
    """List the questions that were offered to the reader."""
    viewer = current_viewer()
    page = _page(viewer, request.args.get("page"))
    reasons = _reasons(viewer, [row.id for row in page.rows])
    return render_template(
        "community/offers.html",
        rows=[_shown(row, reasons.get(row.id, [])) for row in page.rows],
        pager=page.links("/offers"),
    )


@blueprint.post("/offers/<int:key>/decline")
def decline(key: int) -> ResponseReturnValue:
    """Say that a question is not for oneself."""
    own = (Offer.question_id == key) & (Offer.member_id == current_viewer().id)
    changed: Any = db.session.execute(update(Offer).where(own).values(declined_at=now()))
    if not changed.rowcount:
        raise NotFound
    return redirect(url_for("offers.offers"), 303)


def _page(viewer: Viewer, page_key: str | None) -> Page[Any]:
    cursor = Cursor.decode(page_key, 2) if page_key else None
    statement = (
        select(
            Contribution.id,
            Contribution.kind,
            Contribution.title,
            Contribution.excerpt,
            Contribution.reply_count,
            Space.name.label("space_name"),
            Offer.offered_at,
            _doubted().label("doubted"),
        )
        .join(Offer, Offer.question_id == Contribution.id)
        .join(Space, Space.id == Contribution.space_id)
        .where(Offer.member_id == viewer.id, Offer.declined_at.is_(None), listed_to(viewer))
    )
    rows = read(LATEST.apply(statement, cursor, PAGE)).all()
    return page_of(rows, cursor, PAGE, lambda row: (row.offered_at, row.id))


def _doubted() -> Exists:
    """Whether somebody doubted a product in the thread of a question."""
    post = aliased(Contribution, flat=True)
    there = (post.id == Contribution.id) | (post.thread_id == Contribution.id)
    return exists().where(Doubt.contribution_id == post.id, there)


def _reasons(viewer: Viewer, keys: list[int]) -> dict[int, list[dict[str, str]]]:
    """Return what the reader solved that is like each question, shared tags first, as far as they still see it."""
    asked, answer = aliased(Contribution, flat=True), aliased(Contribution, flat=True)
    question: Any = Question.__table__
    here, there = aliased(Tagging), aliased(Tagging)
    common = (
        select(func.aggregate_strings(Tag.name, " "))
        .join(here, here.tag_id == Tag.id)
        .join(there, there.tag_id == Tag.id)
        .where(here.contribution_id == asked.id, there.contribution_id == Contribution.id)
        .scalar_subquery()
    )
    place = func.row_number().over(partition_by=asked.id, order_by=(common.is_(None), Contribution.id.desc()))
    found = (
        select(asked.id.label("asked"), answer.id, Contribution.title, common.label("tags"), place.label("place"))
        .select_from(question)
        .join(Contribution, Contribution.id == question.c.id)
        .join(answer, answer.id == question.c.accepted_answer_id)
        .join(asked, asked.id.in_(keys))
        .where(answer.author_id == viewer.id, Contribution.id != asked.id, listed_to(viewer))
        .where((Contribution.space_id == asked.space_id) | common.is_not(None))
        .subquery()
    )
    reasons: dict[int, list[dict[str, str]]] = {}
    for row in read(select(found).where(found.c.place <= REASONS).order_by(found.c.asked, found.c.place)):
        solved = {"url": f"/contributions/{row.id}", "title": row.title, "tags": row.tags or ""}
        reasons.setdefault(row.asked, []).append(solved)
    return reasons


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
