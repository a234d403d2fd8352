"""What a thread's own statement says of where its reader left off, so that it costs no further one."""

from typing import Any

from sqlalchemy import SQLColumnExpression, func, null, select
from sqlalchemy.orm import aliased

from accounts.viewers import Standing
from contributions.models import Contribution, State
from contributions.resuming.models import ReadPosition
from contributions.visibility import past_gates, typical, viewer_id


def resume_columns(standing: Standing) -> tuple[SQLColumnExpression[Any], ...]:
    """When the reader was last here, how many posts of others are new since, and the first of them."""
    if not standing.signed_in:
        return null().label("read_at"), null().label("new_posts"), null().label("first_new")
    own = (ReadPosition.member_id == viewer_id(), ReadPosition.thread_id == Contribution.id)
    post = aliased(Contribution, flat=True)
    position = select(ReadPosition.read_to).where(*own).correlate(Contribution).scalar_subquery()
    new = (
        post.thread_id == Contribution.id,
        post.id > position,
        post.state == State.PUBLISHED,
        post.concealed.is_(False),
        func.coalesce(post.author_id, 0) != viewer_id(),
        past_gates(typical(standing), post),
    )
    return (
        select(ReadPosition.read_at).where(*own).correlate(Contribution).scalar_subquery().label("read_at"),
        select(func.count()).select_from(post).where(*new).correlate(Contribution).scalar_subquery().label("new_posts"),
        select(func.min(post.id)).where(*new).correlate(Contribution).scalar_subquery().label("first_new"),
    )
