"""What pages of threads without ranked answers (discussions, ideas) show: the opening post and its replies in time."""

from functools import lru_cache
from typing import Any

from sqlalchemy import Row
from werkzeug.exceptions import NotFound

from accounts.viewers import Standing, Viewer
from contributions import drafting
from contributions.models import Contribution
from contributions.policies import may_reply
from contributions.posts import Thread, post, thread
from contributions.rows import comments_statement, own_state, thread_statement
from core.database import db
from core.pages import same_for_everyone, viewed
from core.paging import AnySelect, Cursor, Order, microseconds, page_of
from core.translation import ngettext

REPLIES = 30
IN_TIME = Order((Contribution.created_at, Contribution.id), descending=False)


@lru_cache(maxsize=32)
def _statement(standing: Standing, kind: str) -> AnySelect:
    return thread_statement(standing, kind)


def thread_row(viewer: Viewer, kind: str, key: int) -> Row[Any]:
    """Return the row of a thread of one kind. Raises NotFound."""
    parameters = {"viewer_id": viewer.id, "thread": key}
    row = db.session.execute(_statement(viewer.standing, kind), parameters).one_or_none()
    if row is None:
        raise NotFound
    return row


def thread_page(viewer: Viewer, row: Row[Any], page_key: str | None, at: str | None) -> dict[str, Any]:
    """Return what the page of a thread with plain replies shows. Raises CursorError."""
    cursor = Cursor.decode(page_key, 2) if page_key else _place_of(viewer, row.id, at)
    statement = IN_TIME.apply(comments_statement(viewer.standing), cursor, REPLIES)
    rows = db.session.execute(statement, {"viewer_id": viewer.id, "host": row.id}).all()
    page = page_of(rows, cursor, REPLIES, lambda reply: (reply.created_at, reply.id))
    votes, follows = own_state(viewer, [row.id, *(reply.id for reply in page.rows)])
    shown: Thread = thread(viewer, row, votes, row.id in follows, "open")
    viewed(row.id)
    if not viewer.signed_in:
        same_for_everyone()
    place = f"comment:{row.id}"
    draft = drafting.draft_at(viewer, place)
    return {
        "thread": shown,
        "replies": [post(viewer, reply, votes, f"/contributions/{reply.id}") for reply in page.rows],
        "replies_text": ngettext("%(num)s reply", "%(num)s replies", row.comment_count),
        "pager": page.links(shown.url),
        "may_reply": bool(may_reply(viewer, row)),
        "place": place,
        "body": draft.fields["body"] if draft else "",
    }


def _place_of(viewer: Viewer, host: int, at: str | None) -> Cursor | None:
    """Begin the page with the reply that an address asks for, unless it stands on the first page anyway."""
    if not at or not at.isdecimal():
        return None
    statement = comments_statement(viewer.standing).where(Contribution.id <= int(at))
    rows = db.session.execute(IN_TIME.apply(statement, None, REPLIES), {"viewer_id": viewer.id, "host": host}).all()
    target = next((row for row in rows if row.id == int(at)), None)
    if target is not None or len(rows) <= REPLIES:
        return None
    found = db.session.execute(
        comments_statement(viewer.standing).where(Contribution.id == int(at)), {"viewer_id": viewer.id, "host": host}
    ).one_or_none()
    return Cursor((microseconds(found.created_at), found.id - 1)) if found else None
