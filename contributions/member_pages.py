"""The list of what one member has written, as far as the viewer may see it."""

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select
from werkzeug.exceptions import NotFound

from accounts.guard import current_viewer
from accounts.models import Member
from accounts.people import person
from accounts.viewers import Viewer
from contributions.kinds import KINDS
from contributions.models import Contribution, Space
from contributions.secrecy import with_score
from contributions.visibility import listed_to
from core.database import read
from core.pages import ago, full_time, iso, same_for_everyone
from core.paging import Cursor, Order, page_of

blueprint = Blueprint("written", __name__)
PAGE = 30
LATEST_FIRST = Order((Contribution.created_at, Contribution.id))


def written_by(viewer: Viewer, member_id: int, page_key: str | None) -> dict[str, Any]:
    """Return one page of a member's contributions, the latest first: two statements. Raises NotFound, CursorError."""
    member = read(
        select(Member.id, Member.name, Member.roles_held.label("roles_held")).where(
            Member.id == member_id, Member.erased_at.is_(None), ~Member.is_pending
        )
    ).one_or_none()
    if member is None:
        raise NotFound
    cursor = Cursor.decode(page_key, 2) if page_key else None
    root: Any = Contribution.__table__.alias("root")
    columns = (
        Contribution.id,
        Contribution.kind,
        Contribution.thread_id,
        Contribution.created_at,
        Contribution.excerpt,
        Contribution.score,
        func.coalesce(Contribution.title, root.c.title).label("thread_title"),
        Space.name.label("space_name"),
    )
    statement = (
        select(*with_score(columns, viewer))
        .outerjoin(root, root.c.id == Contribution.thread_id)
        .join(Space, Space.id == Contribution.space_id)
        .where(Contribution.author_id == member_id, listed_to(viewer))
    )
    rows = read(LATEST_FIRST.apply(statement, cursor, PAGE)).all()
    page = page_of(rows, cursor, PAGE, lambda row: (row.created_at, row.id))
    return {
        "member": person(member.id, member.name, member.roles_held),
        "rows": [_brief(row) for row in page.rows],
        "pager": page.links(f"/members/{member_id}/contributions"),
    }


def _brief(row: Any) -> dict[str, Any]:
    opens = row.thread_id is None
    return {
        "url": KINDS[row.kind].address(row.id, row.thread_title) if opens else f"/contributions/{row.id}",
        "title": row.thread_title,
        "excerpt": row.excerpt,
        "meta": [KINDS[row.kind].label, row.space_name],
        "score": row.score,
        "created_iso": iso(row.created_at),
        "created_text": ago(row.created_at),
        "created_full": full_time(row.created_at),
    }


@blueprint.get("/members/<int:member_id>/contributions")
def by_member(member_id: int) -> ResponseReturnValue:
    """List what a member has written."""
    viewer = current_viewer()
    if not viewer.signed_in:
        same_for_everyone()
    page = written_by(viewer, member_id, request.args.get("page"))
    return render_template("contributions/by_member.html", current="members", **page)
