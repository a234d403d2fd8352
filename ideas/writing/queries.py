"""What the pages of writing read."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select

from accounts.models import Member
from accounts.viewers import Viewer
from contributions.models import Contribution
from contributions.visibility import listed_to
from core.database import read
from ideas.models import CoAuthor


def ideas_numbered(viewer: Viewer, numbers: Sequence[int]) -> list[Row[Any]]:
    """Return those of these ideas that a viewer may see, as (id, title, author's name), in this order."""
    wanted = (
        select(Contribution.id, Contribution.title, Member.name)
        .outerjoin(Member, Member.id == Contribution.author_id)
        .where(Contribution.kind == "idea", Contribution.id.in_(numbers), listed_to(viewer))
    )
    found = {row.id: row for row in read(wanted)} if numbers else {}
    return [found[number] for number in numbers if number in found]


def coauthors_of(idea_id: int) -> list[Row[Any]]:
    """Return who has an idea together with its author, or is asked to: (id, name, roles, accepted_at)."""
    rows = select(Member.id, Member.name, Member.roles_held.label("roles"), CoAuthor.accepted_at)
    own = rows.join(CoAuthor, CoAuthor.member_id == Member.id).where(CoAuthor.idea_id == idea_id)
    return list(read(own.order_by(CoAuthor.asked_at, Member.id)))
