"""The list of suggested edits: for editors what waits, for everybody else what they suggested."""

from typing import Any

from sqlalchemy import Row, select

from accounts.models import Member
from accounts.people import person
from accounts.viewers import Viewer
from community.knowledge.models import Suggestion
from community.knowledge.policies import may_edit_knowledge
from contributions.models import Contribution
from contributions.visibility import visible_to
from core.database import read
from core.pages import ago, full_time, iso
from core.paging import Cursor, Order, page_of

PAGE = 20
LATEST = Order((Suggestion.id,))


def suggestions_page(viewer: Viewer, page_key: str | None) -> dict[str, Any]:
    """Return one page of suggestions, the latest first: one statement. Raises CursorError."""
    cursor, editor = Cursor.decode(page_key, 1) if page_key else None, bool(may_edit_knowledge(viewer))
    mine = Suggestion.state == "open" if editor else Suggestion.author_id == viewer.id
    statement = (
        select(
            Suggestion.id,
            Suggestion.title,
            Suggestion.comment,
            Suggestion.state,
            Suggestion.created_at,
            Suggestion.author_id,
            Contribution.title.label("page_title"),
            Member.name,
            Member.roles_held.label("roles_held"),
        )
        .join(Contribution, Contribution.id == Suggestion.article_id)
        .outerjoin(Member, Member.id == Suggestion.author_id)
        .where(mine, visible_to(viewer))
    )
    page = page_of(read(LATEST.apply(statement, cursor, PAGE)).all(), cursor, PAGE, lambda row: (row.id,))
    return {"rows": [_shown(row) for row in page.rows], "pager": page.links("/knowledge/suggestions"), "editor": editor}


def _shown(row: Row[Any]) -> dict[str, Any]:
    return {
        "url": f"/knowledge/suggestions/{row.id}",
        "title": row.page_title,
        "comment": row.comment,
        "state": row.state,
        "author": person(row.author_id, row.name, row.roles_held),
        "when": (iso(row.created_at), ago(row.created_at), full_time(row.created_at)),
    }
