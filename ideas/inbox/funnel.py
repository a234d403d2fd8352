"""What became of ideas, in figures that open their rows: picked, delivered, hit, closed, and how long it took."""

from datetime import datetime, timedelta
from statistics import quantiles
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, select, true

from accounts.viewers import Viewer
from contributions.models import Contribution
from contributions.visibility import listed_to
from core.database import read
from core.paging import Cursor, Order, Page, page_of
from ideas.board.queries import IDEA, with_idea
from ideas.deciding.models import PickTarget
from ideas.inbox.queries import staff_moved, staff_said
from ideas.models import StatusMove

PAGE = 30
NEWEST = Order((Contribution.id,))
FIGURES = ("posted", "answered", "picked", "delivered", "judged", "hit", "closed")


class Funnel(NamedTuple):
    """How many ideas came how far, and the quartiles of days from idea to release, None below two releases."""

    counts: dict[str, int]
    days: tuple[float, float, float] | None

    @property
    def hit_rate(self) -> int | None:
        """Percent of delivered picks that met their target; None where nothing was delivered."""
        delivered = self.counts["delivered"]
        return round(100 * self.counts["hit"] / delivered) if delivered else None


def condition(figure: str) -> ColumnElement[bool]:
    """Return which ideas a figure counts; 'delivered', 'judged' and 'hit' are parts of 'picked'."""
    picked = select(StatusMove.id).where(StatusMove.idea_id == Contribution.id, StatusMove.phase == "active").exists()
    delivered = IDEA.c.phase == "delivered"
    target = select(PickTarget.idea_id).where(PickTarget.idea_id == Contribution.id)
    conditions: dict[str, ColumnElement[bool]] = {
        "posted": true(),
        "answered": staff_said() | staff_moved(),
        "picked": IDEA.c.phase.in_(["active", "delivered"]) | picked,
        "delivered": delivered,
        "judged": and_(delivered, target.where(PickTarget.met.is_not(None)).exists()),
        "hit": and_(delivered, target.where(PickTarget.met.is_(True)).exists()),
        "closed": IDEA.c.phase == "closed",
    }
    return conditions[figure]


def funnel(viewer: Viewer) -> Funnel:
    """Return the figures over the ideas that a viewer may see: two statements."""
    counted = [func.coalesce(func.sum(case((condition(name), 1), else_=0)), 0).label(name) for name in FIGURES]
    row = read(_ideas(viewer, *counted)).one()
    took = sorted((at - began) / timedelta(days=1) for began, at in read(_releases(viewer)))
    first, middle, third = quantiles(took, n=4, method="inclusive") if len(took) > 1 else (0.0, 0.0, 0.0)
    days = (first, middle, third) if len(took) > 1 else None
    return Funnel({name: int(getattr(row, name)) for name in FIGURES}, days)


def figure_page(viewer: Viewer, figure: str, page_key: str | None) -> Page[Row[Any]]:
    """Return one page of the ideas that a figure counts, the newest first: one statement."""
    cursor = Cursor.decode(page_key, 1) if page_key else None
    columns = (Contribution.id, Contribution.title, Contribution.created_at, Contribution.score)
    statement = select(*columns).where(Contribution.kind == "idea", listed_to(viewer))
    found = with_idea(statement).where(condition(figure)).add_columns(_released().label("released_at"))
    return page_of(read(NEWEST.apply(found, cursor, PAGE)).all(), cursor, PAGE, lambda row: (row.id,))


def _ideas(viewer: Viewer, *columns: Any) -> Select[Any]:
    joined = select(*columns).select_from(Contribution).join(IDEA, IDEA.c.id == Contribution.id)
    return joined.where(Contribution.kind == "idea", listed_to(viewer))


def _released() -> Any:
    """The moment at which an idea was first delivered; of one that came with an archive, when its status changed."""
    first = select(func.min(StatusMove.created_at)).where(
        StatusMove.idea_id == Contribution.id, StatusMove.phase == "delivered"
    )
    return func.coalesce(first.correlate(Contribution).scalar_subquery(), IDEA.c.status_changed_at)


def _releases(viewer: Viewer) -> Select[Any]:
    known: Select[tuple[datetime, datetime]] = _ideas(viewer, Contribution.created_at, _released())
    return known.where(IDEA.c.phase == "delivered", _released().is_not(None))
