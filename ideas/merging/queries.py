"""What pages of merging read: pairs that seem to be the same, and what went into an idea."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import aliased

from accounts.models import Member
from accounts.viewers import Viewer
from contributions.merging.models import ThreadMerge
from contributions.models import Contribution, Space
from contributions.visibility import listed_to, readable_by
from core.database import read
from core.paging import Cursor, Order, Page, page_of
from ideas.merging.models import DuplicateSuggestion

PAGE = 20
MOST = 50
LIKEST = Order((DuplicateSuggestion.likeness, DuplicateSuggestion.id))
First, Second = (aliased(Contribution, flat=True, name=name) for name in ("first", "second"))
IDEA_COLUMNS = ("id", "title", "excerpt", "score", "created_at")


def suggestions_page(viewer: Viewer, cursor: Cursor | None) -> Page[Row[Any]]:
    """Return one page of the pairs that wait for a decision, the likest first; both must be there for the viewer."""
    rows = read(LIKEST.apply(_pairs(viewer), cursor, PAGE)).all()
    return page_of(rows, cursor, PAGE, lambda row: (row.likeness, row.id))


def suggestions_of(viewer: Viewer, key: int) -> Sequence[Row[Any]]:
    """Return the pairs of one idea that wait for a decision, the likest first."""
    pairs = _pairs(viewer).where((First.id == key) | (Second.id == key))
    return read(pairs.order_by(DuplicateSuggestion.likeness.desc(), DuplicateSuggestion.id).limit(MOST)).all()


def _pairs(viewer: Viewer) -> Select[Any]:
    columns = [
        getattr(end, name).label(f"{prefix}_{name}")
        for end, prefix in ((First, "first"), (Second, "second"))
        for name in IDEA_COLUMNS
    ]
    seen = select(Contribution.id).where(listed_to(viewer))
    return (
        select(DuplicateSuggestion.id, DuplicateSuggestion.likeness, *columns)
        .join(First, First.id == DuplicateSuggestion.first_id)
        .join(Second, Second.id == DuplicateSuggestion.second_id)
        .where(DuplicateSuggestion.state == "pending")
        .where(*(seen.where(Contribution.id == end.id).exists() for end in (First, Second)))
    )


def joined_into(viewer: Viewer, key: int) -> Sequence[Row[Any]]:
    """Return what was merged into an idea, the latest first, at most fifty."""
    source: Any = Contribution.__table__.alias("source")
    statement = (
        select(ThreadMerge.source_id, ThreadMerge.merged_at, source.c.title, Member.name)
        .join(source, source.c.id == ThreadMerge.source_id)
        .outerjoin(Member, Member.id == ThreadMerge.merged_by_id)
        .where(ThreadMerge.target_id == key, source.c.space_id.in_(select(Space.id).where(readable_by(viewer))))
        .order_by(ThreadMerge.merged_at.desc(), ThreadMerge.source_id)
        .limit(MOST)
    )
    return read(statement, {"viewer_id": viewer.id}).all()
