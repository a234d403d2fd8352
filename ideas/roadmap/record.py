"""How promises of each author were kept: how many as promised, and how late; each number opens its rows."""

from typing import Any, NamedTuple

from sqlalchemy import Row, and_, func, or_

from accounts.models import Member
from accounts.people import Person, person
from accounts.viewers import Viewer
from contributions.models import Contribution
from core.database import read
from core.paging import Cursor, Order, page_of
from core.times import decimal
from core.translation import gettext as _
from ideas.links import idea_links
from ideas.roadmap.cards import OUTCOMES, cards, today_number
from ideas.roadmap.models import Outcome
from ideas.roadmap.queries import promise, promises_statement

PAGE = 20
AUTHORS = Order((Contribution.author_id,))
NEWEST = Order((Contribution.id,))


class Record(NamedTuple):
    """How an author kept promises. `due` counts those that are settled, and open ones whose first last day is over.

    `rate` is the share of kept ones among the due, so leaving a promise open, moving it or withdrawing it never
    improves it; `slip` the mean number of days by which delivered ones came after the last day promised first (below
    zero: before it). Both are None where there is nothing to divide by.
    """

    author: Person | None
    url: str
    promises: int
    due: int
    kept: int
    late: int
    broken: int
    withdrawn: int
    rate: float | None
    slip: float | None

    @property
    def rate_text(self) -> str:
        """The rate in percent."""
        return "" if self.rate is None else _("%(percent)s %%", percent=round(100 * self.rate))

    @property
    def slip_text(self) -> str:
        """The mean slip in days, with its sign."""
        return "" if self.slip is None else decimal(f"{self.slip:+.1f}")


def records_page(viewer: Viewer, page_key: str | None) -> dict[str, Any]:
    """Return the records of one page of authors: one statement. Raises CursorError."""
    cursor = Cursor.decode(page_key, 1) if page_key else None
    found = read(AUTHORS.apply(_counted(viewer), cursor, PAGE), {"viewer_id": viewer.id}).all()
    page = page_of(found, cursor, PAGE, lambda row: (row.author_id,))
    return {"records": [_record(row) for row in page.rows], "pager": page.links("/roadmap/record")}


def record_of(viewer: Viewer, member_id: int) -> Record | None:
    """Return the record of one author, or None where a viewer can see no promise of theirs: one statement."""
    statement = _counted(viewer).where(Contribution.author_id == member_id)
    row = read(statement, {"viewer_id": viewer.id}).one_or_none()
    return _record(row) if row else None


def rows_page(viewer: Viewer, member_id: int, outcome: str, page_key: str | None) -> dict[str, Any]:
    """Return the promises behind a record, or those of one outcome, the latest first: two statements."""
    cursor = Cursor.decode(page_key, 1) if page_key else None
    statement = promises_statement(viewer.standing).where(Contribution.author_id == member_id)
    base = f"/roadmap/record/{member_id}"
    if outcome in OUTCOMES:
        statement, base = statement.where(promise.c.outcome == outcome), f"{base}?outcome={outcome}"
    elif outcome == "due":
        statement, base = statement.where(_due()), f"{base}?outcome=due"
    found = read(NEWEST.apply(statement, cursor, PAGE), {"viewer_id": viewer.id}).all()
    page = page_of(found, cursor, PAGE, lambda row: (row.id,))
    links = idea_links(viewer, [row.idea_id for row in page.rows if row.idea_id is not None])
    return {"cards": cards(viewer, page.rows, links), "pager": page.links(base)}


def _due() -> Any:
    return or_(promise.c.outcome != Outcome.OPEN, promise.c.first_latest_day < today_number())


def _counted(viewer: Viewer) -> Any:
    """Promises that a viewer may see, counted by author."""
    delivered = promise.c.delivered_day.is_not(None)
    slip = promise.c.delivered_day - promise.c.first_latest_day
    counts = [func.count().filter(promise.c.outcome == outcome).label(outcome.value) for outcome in Outcome]
    columns = [
        Contribution.author_id,
        Member.name.label("author_name"),
        Member.roles_held.label("roles_held"),
        func.count().label("promises"),
        func.count().filter(_due()).label("due"),
        func.sum(slip).filter(delivered).label("slips"),
        *counts,
    ]
    statement = promises_statement(viewer.standing).with_only_columns(*columns, maintain_column_froms=True)
    known = and_(Contribution.author_id.is_not(None), Member.erased_at.is_(None))
    return statement.where(known).group_by(Contribution.author_id, Member.name, Member.roles_held)


def _record(row: Row[Any]) -> Record:
    delivered = row.kept + row.late
    return Record(
        author=person(row.author_id, row.author_name, row.roles_held),
        url=f"/roadmap/record/{row.author_id}",
        promises=row.promises,
        due=row.due,
        kept=row.kept,
        late=row.late,
        broken=row.broken,
        withdrawn=row.withdrawn,
        rate=row.kept / row.due if row.due else None,
        slip=int(row.slips) / delivered if delivered else None,
    )
