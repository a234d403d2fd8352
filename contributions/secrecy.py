"""Counts that are kept from whoever has not voted: until then, the score of such a thread is no number at all."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, false, null, or_, select, text

from accounts.viewers import Viewer
from contributions.kinds import KINDS
from contributions.models import Contribution, Vote
from contributions.visibility import viewer_id
from core.database import read

VOTE: Any = Vote.__table__


def score_kept_from(viewer: Viewer) -> ColumnElement[bool]:
    """Whether the score of a contribution is kept from a viewer: never from staff, nor from whoever has voted on it."""
    if viewer.standing.employee:
        return false()
    secret = [
        and_(Contribution.kind == text(f"'{kind.name}'"), kind.secret())
        for kind in KINDS.values()
        if kind.secret is not None
    ]
    if not secret or not viewer.signed_in:
        return or_(false(), *secret)
    own = VOTE.alias("own_vote")
    voted = exists().where(own.c.contribution_id == Contribution.id, own.c.member_id == viewer_id(viewer))
    return and_(or_(*secret), ~voted)


def with_score(columns: Iterable[Any], viewer: Viewer, kind: str | None = None) -> list[Any]:
    """Return columns with the score as a viewer may see it, for contributions of one kind or of any; None is kept."""
    if viewer.standing.employee or (kind is not None and KINDS[kind].secret is None):
        return list(columns)
    shown = case((score_kept_from(viewer), null()), else_=Contribution.score).label("score")
    return [shown if column is Contribution.score else column for column in columns]


def score_for(viewer: Viewer, contribution: Contribution) -> int | None:
    """Return the score of a contribution as a viewer may see it."""
    if KINDS[contribution.kind].secret is None:
        return contribution.score
    kept = read(select(score_kept_from(viewer)).where(Contribution.id == contribution.id)).scalar()
    return None if kept else contribution.score
