"""What pages read of versions and of the changes that were asked for."""

from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import aliased

from accounts.models import Member
from accounts.viewers import Viewer
from contributions.models import Contribution
from contributions.visibility import listed_to
from core.database import read
from ideas.versions.models import AreaVersion, ChangeRequest

MOST_SHOWN = 100


def versions_of(area_id: int) -> list[Row[Any]]:
    """Return the latest versions of an area, the newest first: one statement."""
    table: Any = AreaVersion.__table__
    rows = select(*table.c).where(table.c.area_id == area_id).order_by(table.c.id.desc()).limit(MOST_SHOWN)
    return list(read(rows))


def requests_of(viewer: Viewer, version_ids: list[int]) -> list[Row[Any]]:
    """Return what was asked to be changed in these versions, or went into them, as far as a viewer may see it."""
    table: Any = ChangeRequest.__table__
    rows = (
        select(*table.c, Contribution.title, Contribution.score, Contribution.author_id, Member.name)
        .join(Contribution, Contribution.id == table.c.idea_id)
        .outerjoin(Member, Member.id == Contribution.author_id)
        .where(table.c.of_id.in_(version_ids) | table.c.into_id.in_(version_ids), listed_to(viewer))
        .order_by(Contribution.score.desc(), Contribution.id)
    )
    return list(read(rows))


def columns(_standing: Any) -> list[Any]:
    """Return, for the row of an idea, what it asks to be changed and what became of that."""
    of, into = aliased(AreaVersion), aliased(AreaVersion)
    asked = select(ChangeRequest).where(ChangeRequest.idea_id == Contribution.id).correlate(Contribution)
    named = asked.join(of, of.id == ChangeRequest.of_id).outerjoin(into, into.id == ChangeRequest.into_id)
    wanted = {
        "change_decision": ChangeRequest.decision,
        "change_reason": ChangeRequest.reason,
        "change_of": of.name,
        "change_into": into.name,
    }
    return [named.with_only_columns(column).scalar_subquery().label(name) for name, column in wanted.items()]
