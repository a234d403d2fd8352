"""What pages read of contributions: columns, statements built once for each standing, and the viewer's own state."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, ScalarSelect, SQLColumnExpression, bindparam, func, literal, select, union_all

from accounts.models import Member
from accounts.viewers import Standing, Viewer
from contributions.models import Contribution, Follow, Space, Tag, Tagging, Vote
from contributions.resuming.columns import resume_columns
from contributions.secrecy import with_score
from contributions.visibility import typical, visible_to
from core.database import Key, read
from core.paging import AnySelect

FOLLOWING = 2
COMMENTS_SHOWN = 5
COMMENTS_PAGE = 50


def tag_column() -> ScalarSelect[str]:
    """The tags of a contribution as one text, separated by spaces (no tag holds one)."""
    names = select(func.aggregate_strings(Tag.name, " ")).join(Tagging, Tagging.tag_id == Tag.id)
    return names.where(Tagging.contribution_id == Contribution.id).correlate(Contribution).scalar_subquery()


POST_COLUMNS: tuple[SQLColumnExpression[Any], ...] = (
    Contribution.id,
    Contribution.kind,
    Contribution.html,
    Contribution.language,
    Contribution.state,
    Contribution.concealed,
    Contribution.created_at,
    Contribution.edited_at,
    Contribution.score,
    Contribution.comment_count,
    Contribution.author_id,
    Contribution.author_roles,
    Contribution.host_id,
    Contribution.parent_id,
    Contribution.state_by_id,
    Contribution.state_reason,
    Member.name.label("author_name"),
    Member.reputation.label("author_reputation"),
    Member.trust_level.label("author_level"),
)
THREAD_COLUMNS: tuple[SQLColumnExpression[Any], ...] = (
    Contribution.title,
    Contribution.excerpt,
    Contribution.views,
    Contribution.reply_count,
    Contribution.active_at,
    Contribution.space_id,
    Space.name.label("space_name"),
    Space.slug.label("space_slug"),
    Space.posting.label("space_posting"),
    tag_column().label("tags"),
)


def thread_statement(standing: Standing, kind: str) -> AnySelect:
    """The opening contribution of a thread (`thread`) as a viewer of a standing may see it."""
    return (
        select(*with_score(POST_COLUMNS, typical(standing), kind), *THREAD_COLUMNS, *resume_columns(standing))
        .join(Space, Space.id == Contribution.space_id)
        .outerjoin(Member, Member.id == Contribution.author_id)
        .where(Contribution.id == bindparam("thread", type_=Key), Contribution.kind == kind)
        .where(visible_to(typical(standing)))
    )


def replies_statement(standing: Standing, kind: str) -> AnySelect:
    """The replies of one kind in a thread (`thread`) as a viewer of a standing may see them; without an order."""
    return (
        select(*POST_COLUMNS)
        .outerjoin(Member, Member.id == Contribution.author_id)
        .where(Contribution.thread_id == bindparam("thread", type_=Key), Contribution.kind == kind)
        .where(visible_to(typical(standing)))
    )


def comments_below(viewer: Viewer, hosts: Sequence[int], asked_for: int | None) -> dict[int, list[Row[Any]]]:
    """Return the first few comments below each of these contributions, and the one asked for: one statement."""
    found: dict[int, list[Row[Any]]] = {}
    values = {"viewer_id": viewer.id, "hosts": list(hosts), "asked_for": asked_for}
    rows = read(_first_comments(viewer.standing), values)
    for row in rows:
        found.setdefault(row.host_id, []).append(row)
    return found


@lru_cache(maxsize=32)
def _first_comments(standing: Standing) -> AnySelect:
    place = func.row_number().over(
        partition_by=Contribution.host_id, order_by=(Contribution.created_at, Contribution.id)
    )
    shown = (
        select(Contribution.id, place.label("place"))
        .where(Contribution.host_id.in_(bindparam("hosts", expanding=True, type_=Key)))
        .where(visible_to(typical(standing)))
        .subquery()
    )
    return (
        select(*POST_COLUMNS)
        .join(shown, shown.c.id == Contribution.id)
        .outerjoin(Member, Member.id == Contribution.author_id)
        .where((shown.c.place <= COMMENTS_SHOWN) | (shown.c.id == bindparam("asked_for", type_=Key)))
        .order_by(Contribution.created_at, Contribution.id)
    )


@lru_cache(maxsize=32)
def comments_statement(standing: Standing) -> AnySelect:
    """All comments below one contribution (`host`) as a viewer of a standing may see them; without an order."""
    return (
        select(*POST_COLUMNS)
        .outerjoin(Member, Member.id == Contribution.author_id)
        .where(Contribution.host_id == bindparam("host", type_=Key), Contribution.kind == "comment")
        .where(visible_to(typical(standing)))
    )


def own_state(viewer: Viewer, keys: Sequence[int]) -> tuple[dict[int, int], set[int]]:
    """Return the viewer's votes on these contributions, and which of them they follow, in one statement."""
    if not viewer.signed_in:
        return {}, set()
    rows = read(_own_state(), {"viewer_id": viewer.id, "keys": list(keys)}).all()
    votes = {key: value for key, value in rows if value != FOLLOWING}
    return votes, {key for key, value in rows if value == FOLLOWING}


@lru_cache(maxsize=1)
def _own_state() -> Any:
    me, keys = bindparam("viewer_id", type_=Key), bindparam("keys", expanding=True, type_=Key)
    votes = select(Vote.contribution_id, Vote.value).where(Vote.member_id == me, Vote.contribution_id.in_(keys))
    follows = select(Follow.contribution_id, literal(FOLLOWING)).where(
        Follow.member_id == me, Follow.contribution_id.in_(keys)
    )
    return union_all(votes, follows)
