"""Addresses of duplicates: say that a question was asked before, answer that, merge, and take a merge back."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from werkzeug.exceptions import NotFound

from accounts.guard import current_viewer
from accounts.models import Member
from accounts.viewers import Viewer
from community.duplicates.marking import judge_duplicate, link_of, mark_duplicate, space_of, unmark_duplicate
from community.duplicates.merging import merge_question, unmerge_question
from community.duplicates.policies import may_mark_duplicate, may_merge, may_move_posts
from community.duplicates.related import related_threads
from community.duplicates.schemas import Original
from community.models import Question
from community.queries import question_for
from contributions.addresses import address_of
from contributions.merging.models import ThreadMerge
from contributions.models import Contribution, Space
from contributions.policies import require
from contributions.visibility import readable_by, visible_to
from core.database import db, read
from core.errors import Conflict, Refused, wants_json
from core.forms import Form, read_form
from core.limits import throttle
from core.pages import ago, full_time, iso
from core.translation import gettext as _

blueprint = Blueprint("duplicates", __name__)
MOST = 50


@blueprint.get("/questions/<int:key>/duplicate")
def duplicate(key: int) -> ResponseReturnValue:
    """Show what a question may be a duplicate of, or what it is one of, and what was merged into it."""
    return _page(current_viewer(), key, Form({}))


@blueprint.post("/questions/<int:key>/duplicate")
def mark(key: int) -> ResponseReturnValue:
    """Mark a question as a duplicate."""
    viewer = current_viewer()
    form = read_form(Original)
    if form.draft is None:
        return _page(viewer, key, form), 422
    throttle("edit", viewer.id)
    question_for(viewer, key)
    try:
        question = mark_duplicate(viewer, key, form.draft.of)
    except NotFound:
        return _page(viewer, key, form.refused("of", _("There is no such question that you can read."))), 422
    except Conflict:
        raise
    except Refused as refusal:
        if wants_json() or not may_mark_duplicate(viewer, question_for(viewer, key)):
            raise
        return _page(viewer, key, form.refused("of", refusal)), 422
    flash(_("Readers now find the way to that question. This can be taken back."), "success")
    return redirect(address_of(question), 303)


@blueprint.post("/questions/<int:key>/duplicate/unmark")
def unmark(key: int) -> ResponseReturnValue:
    """Take the mark back."""
    throttle("edit", current_viewer().id)
    return redirect(address_of(unmark_duplicate(current_viewer(), key)), 303)


@blueprint.post("/questions/<int:key>/duplicate/judge")
def judge(key: int) -> ResponseReturnValue:
    """Let whoever asked agree or object."""
    throttle("edit", current_viewer().id)
    return redirect(address_of(judge_duplicate(current_viewer(), key, request.values.get("value") != "no")), 303)


@blueprint.post("/questions/<int:key>/merge")
def merge(key: int) -> ResponseReturnValue:
    """Merge a question into the one that it is a duplicate of."""
    throttle("edit", current_viewer().id)
    target = merge_question(current_viewer(), key)
    flash(_("The questions are one now. What was moved can go back from “Asked before?” on this page."), "success")
    return redirect(address_of(target), 303)


@blueprint.post("/questions/<int:key>/unmerge")
def unmerge(key: int) -> ResponseReturnValue:
    """Take a merge back."""
    throttle("edit", current_viewer().id)
    question = unmerge_question(current_viewer(), key)
    flash(_("The question stands on its own again, with what came from it."), "success")
    return redirect(address_of(question), 303)


def _page(viewer: Viewer, key: int, form: Form[Any]) -> str:
    question = question_for(viewer, key)
    if not may_merge(viewer):
        require(may_mark_duplicate(viewer, question))
    related, link = related_threads(viewer, question), link_of(key)
    target = db.session.get(Question, question.duplicate_of_id) if question.duplicate_of_id else None
    moves = may_move_posts(space_of(question), space_of(target)) if target else None
    return render_template(
        "community/duplicate.html",
        current="questions",
        question=question,
        url=address_of(question),
        form=form,
        related=related,
        marked=link is not None,
        may_mark=bool(may_mark_duplicate(viewer, question)),
        may_merge=bool(may_merge(viewer)) and related.original is not None and not related.doubted,
        no_merge="" if moves is None or moves else moves.reason,
        merges=_merged_into(viewer, key) if may_merge(viewer) else [],
    )


def _merged_into(viewer: Viewer, key: int) -> list[dict[str, Any]]:
    """Return what was merged into a question, the latest first, at most fifty."""
    source: Any = Contribution.__table__.alias("source")
    statement = (
        select(ThreadMerge.source_id, ThreadMerge.merged_at, source.c.title, Member.name)
        .join(source, source.c.id == ThreadMerge.source_id)
        .join(Contribution, Contribution.id == ThreadMerge.target_id)
        .outerjoin(Member, Member.id == ThreadMerge.merged_by_id)
        .where(ThreadMerge.target_id == key, visible_to(viewer))
        .where(source.c.space_id.in_(select(Space.id).where(readable_by(viewer))))
        .order_by(ThreadMerge.merged_at.desc(), ThreadMerge.source_id)
        .limit(MOST)
    )
    return [
        {
            # What does not stand is read by moderators alone.
            "title": row.title if viewer.standing.moderator else _("A question that was merged"),
            "url": f"/questions/{row.source_id}/unmerge",
            "by": row.name or _("A former member"),
            "when": (iso(row.merged_at), ago(row.merged_at), full_time(row.merged_at)),
        }
        for row in read(statement)
    ]
