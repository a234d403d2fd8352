"""The address of the learning log of an idea."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from accounts.fields import attempt
from accounts.guard import current_viewer
from accounts.models import Member
from accounts.people import person
from accounts.viewers import Viewer
from contributions.addresses import address_of
from contributions.kinds import KINDS
from contributions.models import Contribution
from contributions.queries import contribution_of_kind
from contributions.visibility import listed_to
from core.database import read
from core.forms import Form, read_form
from core.limits import throttle
from core.pages import ago, full_time, iso
from core.paging import Cursor, Order, page_of
from core.translation import gettext as _
from ideas.changelog.models import ReleaseLesson
from ideas.lessons.learning import LessonDraft, authors_of_idea, learn, may_learn
from ideas.lessons.models import Lesson
from ideas.lessons.quality import quality_of
from ideas.models import Idea

blueprint = Blueprint("lessons", __name__)
PAGE = 20
LATEST = Order((Lesson.id,))


@blueprint.get("/ideas/<int:key>/lessons")
def lessons(key: int) -> ResponseReturnValue:
    """Show what was learned about an idea."""
    return _log(key, Form({}))


@blueprint.post("/ideas/<int:key>/lessons")
def write(key: int) -> ResponseReturnValue:
    """Write down what was learned about an idea."""
    viewer = current_viewer()
    throttle("edit", viewer.id)
    form = attempt(read_form(LessonDraft), lambda draft: learn(viewer, key, draft))
    if form.draft is None:
        return _log(key, form)
    flash(_("It is in the log."), "success")
    return redirect(request.path, 303)


def _log(key: int, form: Form[LessonDraft]) -> ResponseReturnValue:
    viewer = current_viewer()
    idea = contribution_of_kind(viewer, key, Idea)
    authors = authors_of_idea(idea)
    page = render_template(
        "ideas/lessons/lessons.html",
        current="ideas",
        idea=idea,
        url=address_of(idea),
        form=form,
        may_learn=bool(may_learn(viewer, idea, authors)),
        quality=quality_of(viewer, key, idea.author_id, authors),
        **_page(viewer, key),
    )
    return page, 422 if form.errors else 200


def _page(viewer: Viewer, idea_id: int) -> dict[str, Any]:
    cursor = Cursor.decode(request.args["page"], 1) if request.args.get("page") else None
    statement = (
        select(*Lesson.__table__.c, Member.name, Member.roles_held.label("roles_held"))
        .outerjoin(Member, Member.id == Lesson.by_id)
        .where(Lesson.idea_id == idea_id)
    )
    page = page_of(read(LATEST.apply(statement, cursor, PAGE)).all(), cursor, PAGE, lambda row: (row.id,))
    used = _releases(viewer, [row.id for row in page.rows])
    return {"lessons": [_shown(row, used) for row in page.rows], "pager": page.links(request.path)}


def _releases(viewer: Viewer, keys: list[int]) -> dict[int, list[tuple[str, str]]]:
    """Return the releases that used each of these lessons, of those that a viewer may see, as titles and addresses."""
    statement = (
        select(ReleaseLesson.lesson_id, Contribution.id, Contribution.title)
        .join(Contribution, Contribution.id == ReleaseLesson.release_id)
        .where(ReleaseLesson.lesson_id.in_(keys), listed_to(viewer))
        .order_by(Contribution.id)
    )
    used: dict[int, list[tuple[str, str]]] = {}
    for row in read(statement, {"viewer_id": viewer.id}):
        address = KINDS["release"].address(row.id, row.title or "")
        used.setdefault(row.lesson_id, []).append((row.title or "", address))
    return used


def _shown(row: Any, used: dict[int, list[tuple[str, str]]]) -> dict[str, Any]:
    return {
        "learned": row.learned,
        "changed": row.changed,
        "author": person(row.by_id, row.name, row.roles_held),
        "when": (iso(row.created_at), ago(row.created_at), full_time(row.created_at)),
        "releases": used.get(row.id, []),
    }
