"""Reads when every question was asked, first answered by peers and by staff, and solved."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, case, func, select
from sqlalchemy.orm import aliased

from accounts.viewers import Viewer
from community.models import Question
from community.queues.queries import by_staff
from contributions.models import Contribution, Space, State, Tag, Tagging
from contributions.visibility import listed_to
from core.clock import now
from core.database import read

PEERS, STAFF = "peers", "staff"
FIRST, SOLUTION = "first", "solution"


class Limits(NamedTuple):
    """What is looked at: questions asked in the last so many months (None for all), of a space, with a tag."""

    months: int | None = 12
    space: int | None = None
    tag: str = ""


class Asked(NamedTuple):
    """A question and the seconds until each thing happened to it; None where it has not."""

    id: int
    space: str
    month: str
    seconds: dict[tuple[str, str], float]


def asked(viewer: Viewer, limits: Limits) -> list[Asked]:
    """Return every question that a viewer may see within the limits: one statement, whatever their number."""
    answer, accepted = aliased(Contribution, flat=True), aliased(Contribution, flat=True)
    question: Any = Question.__table__
    of_staff = by_staff(answer.author_roles)
    by_another = func.coalesce(answer.author_id, 0) != func.coalesce(Contribution.author_id, -1)
    stands = (answer.state == State.PUBLISHED) & answer.concealed.is_(False) & by_another
    statement = (
        select(
            Contribution.id,
            Contribution.created_at,
            Contribution.space_id,
            func.min(case((stands & ~of_staff, answer.created_at))).label("peers"),
            func.min(case((stands & of_staff, answer.created_at))).label("staff"),
            func.coalesce(question.c.accepted_at, accepted.created_at).label("solved_at"),
            by_staff(accepted.author_roles).label("solved_by_staff"),
        )
        .join(question, question.c.id == Contribution.id)
        .outerjoin(answer, (answer.thread_id == Contribution.id) & (answer.kind == "answer"))
        .outerjoin(accepted, (accepted.id == question.c.accepted_answer_id) & (accepted.state == State.PUBLISHED))
        .where(Contribution.kind == "question", listed_to(viewer), *_conditions(limits))
        .group_by(Contribution.id, question.c.accepted_at, accepted.created_at, accepted.author_roles, accepted.id)
    )
    return [_asked(row) for row in read(statement).all()]


def _conditions(limits: Limits) -> Iterable[ColumnElement[bool]]:
    if limits.months:
        yield Contribution.created_at >= now() - timedelta(days=30.44 * limits.months)
    if limits.space:
        yield Contribution.space_id == limits.space
    if limits.tag:
        tagged = select(Tagging.contribution_id).join(Tag, Tag.id == Tagging.tag_id).where(Tag.name == limits.tag)
        yield Contribution.id.in_(tagged)


def _asked(row: Any) -> Asked:
    moments = {(FIRST, PEERS): row.peers, (FIRST, STAFF): row.staff}
    if row.solved_by_staff is not None:
        moments[SOLUTION, STAFF if row.solved_by_staff else PEERS] = row.solved_at
    seconds = {name: _seconds(row.created_at, at) for name, at in moments.items() if at is not None}
    return Asked(row.id, str(row.space_id), f"{row.created_at.year}-{row.created_at.month:02}", seconds)


def _seconds(begin: datetime, end: datetime) -> float:
    """Imports may hold an answer that is dated before its question: that took no time."""
    return max((end - begin).total_seconds(), 0.0)


def described(viewer: Viewer, keys: Sequence[int]) -> dict[int, Row[Any]]:
    """Return what a list says of questions, of those that a viewer may still see: one statement."""
    shown = (Contribution.id, Contribution.kind, Contribution.title, Contribution.created_at, Space.name.label("space"))
    statement = select(*shown).join(Space, Space.id == Contribution.space_id)
    return {row.id: row for row in read(statement.where(Contribution.id.in_(keys), listed_to(viewer)))}
