"""The page of all comments below one contribution."""

from typing import Any

from accounts.viewers import Viewer
from contributions.addresses import address_of
from contributions.models import Contribution
from contributions.policies import may_reply
from contributions.posts import Post, post
from contributions.queries import contribution_for
from contributions.rows import COMMENTS_PAGE, comments_statement, own_state
from core.database import read
from core.markup import as_markup
from core.paging import Cursor, Order, Page, page_of


def comments_page(viewer: Viewer, key: int, at: str | None) -> dict[str, Any]:
    """Return what the page of a contribution's comments shows. Raises NotFound and CursorError."""
    host = contribution_for(viewer, key)
    page, comments = comments_of(viewer, key, at)
    return {
        "host": host,
        "host_html": as_markup(host.html),
        "host_url": address_of(host),
        "comments": comments,
        "page": page,
        "may_comment": bool(may_reply(viewer, host)),
    }


def comments_of(viewer: Viewer, host: int, at: str | None, limit: int = COMMENTS_PAGE) -> tuple[Page[Any], list[Post]]:
    """Return one page of the comments below a contribution, the oldest first: two statements, one signed out."""
    page = comment_rows(viewer, host, Cursor.decode(at, 2) if at else None, limit)
    votes, _following = own_state(viewer, [row.id for row in page.rows])
    return page, [post(viewer, row, votes, f"/contributions/{row.id}") for row in page.rows]


def comment_rows(viewer: Viewer, host: int, cursor: Cursor | None, limit: int) -> Page[Any]:
    """Return the rows of one page of the comments below a contribution, the oldest first: one statement."""
    order = Order((Contribution.created_at, Contribution.id), descending=False)
    statement = order.apply(comments_statement(viewer.standing), cursor, limit)
    rows = read(statement, {"viewer_id": viewer.id, "host": host}).all()
    return page_of(rows, cursor, limit, lambda row: (row.created_at, row.id))
