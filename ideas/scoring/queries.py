"""What pages read of judgements: the scores of an idea, and what lemons say."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from sqlalchemy import Row, func, select

from accounts.viewers import Viewer
from contributions.models import Contribution
from contributions.visibility import listed_to
from core.database import db, read
from core.paging import Cursor, Order, Page, page_of
from ideas.scoring.judging import ice, rice
from ideas.scoring.models import IdeaEstimate, JuryRating, Lemon, ScreenedIdea, Screening
from ideas.scoring.schemas import CRITERIA

PAGE = 30
NEWEST = Order((Screening.id,))


@dataclass(slots=True)
class Judged:
    """What an idea was judged at. The jury's means are shown to those of it who have rated; `spread` is 0 to 6."""

    estimate: IdeaEstimate | None = None
    rice: str = ""
    ice: str = ""
    own: dict[str, int] = field(default_factory=dict)
    judges: int = 0
    means: list[tuple[str, str, int]] = field(default_factory=list)
    overall: str = ""


def judged(viewer: Viewer, key: int) -> Judged:
    """Return what an idea was judged at: two statements."""
    found = Judged(estimate=db.session.get(IdeaEstimate, key))
    if one := found.estimate:
        of_rice = rice(one.reach, one.impact_percent, one.confidence_percent, one.effort_tenths)
        of_ice = ice(one.impact_percent, one.confidence_percent, one.ease)
        found.rice, found.ice = f"{float(of_rice):.1f}", f"{float(of_ice):.0f}"
    rows = read(select(JuryRating.member_id, JuryRating.criterion, JuryRating.rating).where(JuryRating.idea_id == key))
    given: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        given[row.criterion].append(row.rating)
        if row.member_id == viewer.id:
            found.own[row.criterion] = row.rating
    found.judges = len(given.get(CRITERIA[0], ()))
    if found.own:
        found.means = [
            (name, f"{sum(given[name]) / len(given[name]):.1f}", max(given[name]) - min(given[name]))
            for name in CRITERIA
        ]
        every = [rating for name in CRITERIA for rating in given[name]]
        found.overall = f"{sum(every) / len(every):.1f}"
    return found


def screenings_page(page_key: str | None) -> Page[Row[Any]]:
    """Return one page of the screenings, the newest first: one statement."""
    cursor = Cursor.decode(page_key, 1) if page_key else None
    judges = select(func.count(Lemon.member_id.distinct())).where(Lemon.screening_id == Screening.id)
    columns = (Screening.id, Screening.title, Screening.budget, Screening.opened_at, Screening.closed_at)
    statement = select(*columns, judges.correlate(Screening).scalar_subquery().label("judges"))
    return page_of(read(NEWEST.apply(statement, cursor, PAGE)).all(), cursor, PAGE, lambda row: (row.id,))


def screened(viewer: Viewer, screening: Screening) -> Sequence[Row[Any]]:
    """Return the ideas of a screening that a viewer may see, with their lemons: one statement.

    Judges meet them in an order of their own, the same each time; once it is closed the worst come first.
    """
    all_lemons = func.coalesce(func.sum(Lemon.lemons), 0).label("lemons")
    own = func.coalesce(func.sum(Lemon.lemons).filter(Lemon.member_id == viewer.id), 0).label("own")
    laid = (Lemon.idea_id == ScreenedIdea.idea_id) & (Lemon.screening_id == ScreenedIdea.screening_id)
    columns = (Contribution.id, Contribution.title, Contribution.excerpt)
    statement = (
        select(*columns, all_lemons, own)
        .join(ScreenedIdea, ScreenedIdea.idea_id == Contribution.id)
        .outerjoin(Lemon, laid)
        .where(ScreenedIdea.screening_id == screening.id, listed_to(viewer))
        .group_by(*columns)
        .order_by(all_lemons.desc(), Contribution.id)
    )
    rows = list(read(statement).all())
    if screening.closed_at is None:
        rows.sort(key=lambda row: row.id)
        Random(f"{screening.id} {viewer.id}").shuffle(rows)  # noqa: S311
    return rows
