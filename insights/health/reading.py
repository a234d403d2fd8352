"""What the pages of the health read: the sums of the run that is shown, and the rows behind each of its numbers."""

from typing import Any

from sqlalchemy import ColumnElement, and_, select
from werkzeug.exceptions import NotFound

from accounts.models import Member
from accounts.viewers import Viewer
from contributions.models import Contribution, Space
from contributions.visibility import listed_to
from core.database import read
from core.paging import Cursor, Order, Page, page_of
from insights.health.ladder import AXES
from insights.health.models import HealthSheet, MemberStep, ThreadFact
from insights.health.sums import PARTS, SIDES, SPANS
from insights.running import latest_run_id

PAGE = 30
NEWEST = Order((ThreadFact.begun_at, ThreadFact.thread_id))
FIRST_STEPS = Order((MemberStep.at, MemberStep.id))


def sheet() -> dict[str, Any] | None:
    """Return the sums of the run that is shown, or None before the first: one statement."""
    found: dict[str, Any] | None = read(
        select(HealthSheet.content).where(HealthSheet.run_id == latest_run_id())
    ).scalar_one_or_none()
    return found


def waiting(viewer: Viewer, limit: int) -> list[Any]:
    """Return the questions without an answer that most others voted for, then those that wait longest."""
    order = (Contribution.score.desc(), ThreadFact.begun_at, ThreadFact.thread_id)
    return list(read(_facts(viewer).where(condition("unanswered")).order_by(*order).limit(limit)).all())


def threads(viewer: Viewer, figure: str, cursor: Cursor | None) -> Page[Any]:
    """Return a page of the threads that a figure counts, the newest first. Raises NotFound."""
    rows = read(NEWEST.apply(_facts(viewer).where(condition(figure)), cursor, PAGE)).all()
    return page_of(rows, cursor, PAGE, lambda row: (row.begun_at, row.thread_id))


def steps(viewer: Viewer, axis: str, cursor: Cursor | None) -> Page[Any]:
    """Return a page of the members who came on an axis, the latest first, each with the post by which. NotFound."""
    if axis not in AXES:
        raise NotFound
    columns = (
        *(MemberStep.id, MemberStep.at, MemberStep.member_id, Member.name, Member.roles_held.label("roles_held")),
        *(Contribution.id.label("post_id"), Contribution.kind, Contribution.title, Contribution.thread_id),
    )
    statement = (
        select(*columns)
        .join(Member, Member.id == MemberStep.member_id)
        .join(Contribution, Contribution.id == MemberStep.contribution_id)
        .where(MemberStep.run_id == latest_run_id(), MemberStep.axis == axis, listed_to(viewer))
    )
    rows = read(FIRST_STEPS.apply(statement, cursor, PAGE)).all()
    return page_of(rows, cursor, PAGE, lambda row: (row.at, row.id))


def condition(figure: str) -> ColumnElement[bool]:
    """Return what a thread must be that a figure counts. Raises NotFound for a figure that there is not."""
    part, _dash, rest = figure.partition("-")
    if figure == "unanswered":
        return and_(
            ThreadFact.kind == "question", ThreadFact.peer_seconds.is_(None), ThreadFact.staff_seconds.is_(None)
        )
    if figure in {"question", "idea"}:
        return ThreadFact.kind == figure
    if part in PARTS and rest in {"met", "missed"}:
        column: Any = getattr(ThreadFact, part)
        return and_(column.is_(rest == "met"))
    if part in SIDES and rest in {str(number) for number in range(len(SPANS) + 1)}:
        return and_(ThreadFact.kind == "question", *_span(getattr(ThreadFact, SIDES[part]), int(rest)))
    raise NotFound


def _span(column: Any, number: int) -> list[ColumnElement[bool]]:
    found = [column >= SPANS[number - 1]] if number else [column.is_not(None)]
    return [*found, column < SPANS[number]] if number < len(SPANS) else found


def _facts(viewer: Viewer) -> Any:
    columns = (
        *(ThreadFact.thread_id, ThreadFact.begun_at, Contribution.kind, Contribution.title),
        *(Contribution.score, Contribution.views, Space.name.label("space")),
    )
    return (
        select(*columns)
        .join(Contribution, Contribution.id == ThreadFact.thread_id)
        .join(Space, Space.id == Contribution.space_id)
        .where(ThreadFact.run_id == latest_run_id(), listed_to(viewer))
    )
