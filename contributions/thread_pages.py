"""What pages of threads without ranked answers (discussions, ideas) show: the opening post and its replies in time."""

from functools import lru_cache
from typing import Any

from sqlalchemy import Row
from werkzeug.exceptions import NotFound

from accounts.viewers import Standing, Viewer
from contributions import drafting
from contributions.addresses import key_of
from contributions.models import Contribution
from contributions.policies import may_reply
from contributions.posts import Thread, post, thread
from contributions.resuming.reading import note_reading, resume_line
from contributions.rows import comments_statement, own_state, thread_statement
from core.database import read
from core.pages import same_for_everyone, viewed
from core.paging import AnySelect, Cursor, Order, Page, microseconds, page_of
from core.translation import ngettext

REPLIES = 30
IN_TIME = Order((Contribution.created_at, Contribution.id), descending=False)


@lru_cache(maxsize=32)
def _statement(standing: Standing, kind: str) -> AnySelect:
    return thread_statement(standing, kind).add_columns(drafting.begun_at("comment").label("begun"))


def thread_row(viewer: Viewer, kind: str, key: int) -> Row[Any]:
    """Return the row of a thread of one kind. Raises NotFound."""
    parameters = {"viewer_id": viewer.id, "thread": key}
    row = read(_statement(viewer.standing, kind), parameters).one_or_none()
    if row is None:
        raise NotFound
    return row


def thread_page(viewer: Viewer, row: Row[Any], page_key: str | None, at: str | None) -> dict[str, Any]:
    """Return what the page of a thread with plain replies shows. Raises CursorError."""
    page = _replies(viewer, row.id, Cursor.decode(page_key, 2) if page_key else None)
    asked_for = None if page_key else key_of(at)
    if asked_for and page.after and asked_for not in {reply.id for reply in page.rows}:
        cursor = _cursor_at(viewer, row.id, asked_for)
        page = _replies(viewer, row.id, cursor) if cursor else page
    votes, follows = own_state(viewer, [row.id, *(reply.id for reply in page.rows)])
    shown: Thread = thread(viewer, row, votes, row.id in follows, "open")
    viewed(row.id)
    if not viewer.signed_in:
        same_for_everyone()
    note_reading(viewer, row.id, [row.id, *(reply.id for reply in page.rows)])
    place = f"comment:{row.id}"
    return {
        "thread": shown,
        "replies": [post(viewer, reply, votes, f"/contributions/{reply.id}") for reply in page.rows],
        "replies_text": ngettext("%(num)s reply", "%(num)s replies", row.comment_count),
        "pager": page.links(shown.url),
        "resume": resume_line(row),
        "may_reply": bool(may_reply(viewer, row)),
        "place": place,
        "body": row.begun["body"] if row.begun else "",
    }


def _replies(viewer: Viewer, host: int, cursor: Cursor | None) -> Page[Row[Any]]:
    statement = IN_TIME.apply(comments_statement(viewer.standing), cursor, REPLIES)
    rows = read(statement, {"viewer_id": viewer.id, "host": host}).all()
    return page_of(rows, cursor, REPLIES, lambda reply: (reply.created_at, reply.id))


def _cursor_at(viewer: Viewer, host: int, key: int) -> Cursor | None:
    """Return the place from which a page begins with the reply that an address asks for."""
    statement = comments_statement(viewer.standing).where(Contribution.id == key)
    found = read(statement, {"viewer_id": viewer.id, "host": host}).one_or_none()
    return Cursor((microseconds(found.created_at), found.id - 1)) if found else None
