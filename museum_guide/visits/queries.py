"""What pages of a visit read, each in a fixed number of statements."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, and_, func, literal, select, union_all

from accounts.viewers import ANONYMOUS
from core.database import read
from core.paging import Cursor, Order, Page, page_of
from museum_guide.artefacts.models import Artefact, ArtefactText, ArtefactTitle
from museum_guide.models import Museum
from museum_guide.visibility import artefacts_shown_to
from museum_guide.visits.models import ArtefactView, Favourite

PAGE = 50
# Shorter looks are of somebody who passed by.
PASSED_MS = 3000


class Sum(NamedTuple):
    """What a visit comes to: artefacts that were looked at, and the time with them."""

    artefacts: int
    active_ms: int


def met(visit_id: int, language: str, cursor: Cursor | None = None, limit: int = PAGE) -> Page[Row[Any]]:
    """Return one page of what a visit looked at or liked, the first met last, as visitors may see it: one statement."""
    looks = select(ArtefactView.artefact_id, ArtefactView.opened_at.label("at"), ArtefactView.active_ms)
    likes = select(Favourite.artefact_id, Favourite.kept_at.label("at"), literal(0).label("active_ms"))
    every = union_all(
        looks.where(ArtefactView.visit_id == visit_id, ArtefactView.active_ms >= PASSED_MS),
        likes.where(Favourite.visit_id == visit_id),
    ).subquery()
    each = (
        select(every.c.artefact_id, func.min(every.c.at).label("at"), func.sum(every.c.active_ms).label("active_ms"))
        .group_by(every.c.artefact_id)
        .subquery()
    )
    statement: Select[Any] = (
        select(
            *(Artefact.id, Artefact.code, Artefact.number, Artefact.maker, each.c.at, each.c.active_ms),
            func.coalesce(ArtefactTitle.title, Artefact.title).label("title"),
        )
        .join(each, each.c.artefact_id == Artefact.id)
        .outerjoin(ArtefactTitle, and_(ArtefactTitle.artefact_id == Artefact.id, ArtefactTitle.language == language))
        .where(artefacts_shown_to(ANONYMOUS))
    )
    order = Order((each.c.at, Artefact.id))
    rows = read(order.apply(statement, cursor, limit)).all()
    return page_of(rows, cursor, limit, lambda row: (row.at, row.id))


def sum_of(visit_id: int) -> Sum:
    """Return what a visit comes to: one statement."""
    active_ms = func.coalesce(func.sum(ArtefactView.active_ms), 0)
    counted = select(func.count(ArtefactView.artefact_id.distinct()), active_ms)
    looked = counted.where(ArtefactView.visit_id == visit_id, ArtefactView.active_ms >= PASSED_MS)
    artefacts, active = read(looked).one()
    return Sum(int(artefacts), int(active))


def museum_of(museum_id: int) -> Row[Any]:
    """Return what the page of a visit says of its museum."""
    columns = select(Museum.id, Museum.name, Museum.slug, Museum.language, Museum.timezone)
    return read(columns.where(Museum.id == museum_id)).one()


def languages_of(museum_id: int) -> Sequence[str]:
    """Return the languages in which a museum tells anything."""
    told = select(ArtefactText.language).join(Artefact, Artefact.id == ArtefactText.artefact_id)
    return [row.language for row in read(told.where(Artefact.museum_id == museum_id).distinct())]
