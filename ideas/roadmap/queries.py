"""What pages read of promises: cards of a list, one promise with all that was said of it, and its history."""

from functools import lru_cache
from typing import Any

from sqlalchemy import Row, bindparam, select
from werkzeug.exceptions import NotFound

from accounts.models import Member
from accounts.viewers import Standing, Viewer
from contributions.drafting import begun_at
from contributions.models import Contribution
from contributions.rows import thread_statement
from contributions.visibility import listed_to, typical
from core.database import Key, read
from core.paging import AnySelect
from ideas.roadmap.expecting import sums
from ideas.roadmap.models import Expectation, Promise, PromiseMove

MOST_MOVES = 100
promise: Any = Promise.__table__
SAID = (
    promise.c.idea_id,
    promise.c.earliest_day,
    promise.c.latest_day,
    promise.c.first_latest_day,
    promise.c.confidence,
    promise.c.evidence,
    promise.c.evidence_url,
    promise.c.outcome,
    promise.c.delivered_day,
    promise.c.settled_at,
    promise.c.warned_at,
)


@lru_cache(maxsize=32)
def promises_statement(standing: Standing) -> AnySelect:
    """The promises that a viewer of a standing may see, with the columns of a card; without an order."""
    return (
        select(
            Contribution.id,
            Contribution.title,
            Contribution.comment_count,
            Contribution.created_at,
            Contribution.author_id,
            Contribution.author_roles,
            Member.name.label("author_name"),
            *SAID,
            *sums(promise.c.id),
        )
        .join(promise, promise.c.id == Contribution.id)
        .outerjoin(Member, Member.id == Contribution.author_id)
        .where(listed_to(typical(standing)))
    )


@lru_cache(maxsize=32)
def _promise_statement(standing: Standing) -> AnySelect:
    own = (Expectation.promise_id == Contribution.id) & (Expectation.member_id == bindparam("viewer_id", type_=Key))
    said = [
        select(column).where(own).correlate(Contribution).scalar_subquery().label(name)
        for name, column in {"my_expected": Expectation.expected, "my_got": Expectation.got}.items()
    ]
    begun = begun_at("comment").label("begun")
    statement = thread_statement(standing, "promise").join(promise, promise.c.id == Contribution.id)
    return statement.add_columns(begun, *SAID, *sums(promise.c.id), *said)


def promise_row(viewer: Viewer, key: int) -> Row[Any]:
    """Return the row of a promise. Raises NotFound."""
    row = read(_promise_statement(viewer.standing), {"viewer_id": viewer.id, "thread": key}).one_or_none()
    if row is None:
        raise NotFound
    return row


def moves_of(key: int) -> list[Row[Any]]:
    """Return the history of a promise, the beginning first; of a long one the latest part."""
    statement = (
        select(*PromiseMove.__table__.c, Member.name.label("name"), Member.roles_held.label("roles_held"))
        .outerjoin(Member, Member.id == PromiseMove.by_id)
        .where(PromiseMove.promise_id == bindparam("promise", type_=Key))
        .order_by(PromiseMove.id.desc())
        .limit(MOST_MOVES)
    )
    return list(reversed(read(statement, {"promise": key}).all()))
