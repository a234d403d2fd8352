"""Saying what one expects of a promise, and once it is delivered, on the same scale, what one got."""

from typing import Any, NamedTuple

from sqlalchemy import ScalarSelect, SQLColumnExpression, func, select

from accounts.viewers import Viewer
from contributions.policies import YES, Verdict, may_reply, may_write_now, require
from contributions.queries import contribution_of_kind
from core.clock import now
from core.database import db, insert_into, locked, read
from core.errors import Refused
from core.events import publish
from core.intervals import Interval, interval_of_sums
from core.translation import gettext as _
from ideas.roadmap.events import ExpectationGiven, PromiseDoubted
from ideas.roadmap.evidence import dream
from ideas.roadmap.models import Expectation, Outcome, Promise

DELIVERED = {Outcome.KEPT, Outcome.LATE}


class Told(NamedTuple):
    """What members expect of a promise, and by how much what they got fell short, of those who said both.

    Means and their 95 % intervals are None below five answers; a gap above zero is disappointment.
    """

    answers: int
    mean: float | None
    expected: Interval | None
    got_count: int
    gap: Interval | None


def may_expect(actor: Viewer, promise: Any) -> Verdict:
    """Whether an actor may say what they expect or got: everybody but those who make the promises."""
    if actor.standing.employee:
        return Verdict(False, _("This is asked of those to whom it was promised."))
    if promise.outcome in {Outcome.BROKEN, Outcome.WITHDRAWN}:
        return Verdict(False, _("This will not come, so there is nothing to expect."))
    return may_reply(actor, promise) if actor.signed_in else Verdict(False, _("Sign in to take part."))


def expect(actor: Viewer, key: int, value: int) -> None:
    """Keep what an actor expects of an open promise, or got of a delivered one. Raises NotFound or Refused.

    What was expected can be changed until the promise is settled, and never after.
    """
    contribution_of_kind(actor, key, Promise)
    promise = locked(select(Promise).where(Promise.id == key))
    require(may_expect(actor, promise) if promise else YES)
    require(may_write_now(actor))
    if promise is None or (promise.outcome in DELIVERED and not _say_got(actor, key, value)):
        raise Refused(_("Only those who said before what they expected can say what they got."))
    delivered = promise.outcome in DELIVERED
    if not delivered:
        _say_expected(actor, key, value)
    publish(ExpectationGiven(actor_id=actor.id, contribution_id=key, wave="got" if delivered else "expected"))
    if not delivered:
        _warn(promise)


def _say_expected(actor: Viewer, key: int, value: int) -> None:
    at = now()
    said = insert_into(Expectation).values(promise_id=key, member_id=actor.id, expected=value, expected_at=at)
    changed = {"expected": value, "expected_at": at}
    db.session.execute(said.on_conflict_do_update(index_elements=["promise_id", "member_id"], set_=changed))


def _say_got(actor: Viewer, key: int, value: int) -> bool:
    own = db.session.get(Expectation, (key, actor.id))
    if own is None:
        return False
    own.got, own.got_at = value, now()
    db.session.flush()
    return True


def _warn(promise: Promise) -> None:
    """Tell the house once, while there is time, that a promise outruns its evidence."""
    if promise.warned_at is not None:
        return
    told = told_of(read(select(*sums(promise.id))).one())
    if dream(promise.evidence, promise.confidence, told.expected).expected:
        promise.warned_at = now()
        db.session.flush()
        publish(PromiseDoubted(actor_id=None, contribution_id=promise.id))


def sums(promise: Any) -> list[SQLColumnExpression[Any]]:
    """Return what `told_of` needs to know of a promise (an id or a column), as columns of an enclosing statement."""
    gap = Expectation.expected - Expectation.got
    counted = {
        "expected_count": func.count(),
        "expected_total": func.sum(Expectation.expected),
        "expected_squares": func.sum(Expectation.expected * Expectation.expected),
        "got_count": func.count(Expectation.got),
        "gap_total": func.sum(gap),
        "gap_squares": func.sum(gap * gap),
    }
    return [_one(column, promise).label(name) for name, column in counted.items()]


def _one(column: Any, promise: Any) -> ScalarSelect[Any]:
    found = select(column).select_from(Expectation).where(Expectation.promise_id == promise)
    return found.correlate_except(Expectation).scalar_subquery()


def told_of(row: Any) -> Told:
    """Return what members said of a promise, of a row with `sums`."""
    count, got = int(row.expected_count), int(row.got_count)
    total = int(row.expected_total or 0)
    expected = interval_of_sums(count, total, int(row.expected_squares or 0))
    gap = interval_of_sums(got, int(row.gap_total or 0), int(row.gap_squares or 0))
    return Told(count, total / count if count else None, expected, got, gap)
