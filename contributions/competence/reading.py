"""Counts deeds and lists them; both read the same statement, so a figure is the number of the rows that it opens."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, CompoundSelect, Row, Subquery, case, func, literal, select, union_all

from accounts.models import Member
from accounts.viewers import Viewer
from contributions.competence.months import later
from contributions.competence.registry import Measure, measures
from contributions.models import Contribution, Space
from contributions.products.models import Product
from contributions.products.threads import known_to, product_threads
from contributions.visibility import listed_to
from core.database import Key, read
from core.paging import Cursor, Order, Page, page_of

PAGE = 30
CUSTOMERS, STAFF = "customers", "staff"
# What stands in the place of a product where a thread is about none that the viewer may know of.
NO_PRODUCT = 0


class Chosen(NamedTuple):
    """What is looked at: the months, and where given one product (or NO_PRODUCT), one measure, or one side."""

    months: tuple[datetime, ...]
    product: int | None = None
    measure: str = ""
    who: str = ""


class Counted(NamedTuple):
    """A number of deeds of one measure, by customers or by staff, in a month (its place) or for a product."""

    measure: str
    staff: bool
    place: int
    deeds: int


def _deeds(viewer: Viewer, chosen: Chosen) -> Subquery:
    """Every deed within what is chosen that a viewer may see: number of its measure, id, thread, staff, at."""
    kinds = [measure for measure in measures() if chosen.measure in {"", measure.key}]
    return _all(viewer, kinds, chosen).subquery("deed")


def _all(viewer: Viewer, kinds: Sequence[Measure], chosen: Chosen) -> CompoundSelect[Any]:
    begins, ends = chosen.months[0], later(chosen.months[-1], 1)
    parts = []
    for measure in kinds:
        one = measure.deeds().where(listed_to(viewer)).subquery()
        within = (one.c.at >= begins) & (one.c.at < ends)
        if chosen.product is not None:
            within &= _about(viewer, chosen.product, one.c.thread)
        if chosen.who:
            within &= one.c.staff == int(chosen.who == STAFF)
        parts.append(select(literal(measure.number, Key).label("number"), *one.c).where(within))
    return union_all(*parts)


def _about(viewer: Viewer, product: int, thread: ColumnElement[int]) -> ColumnElement[bool]:
    pairs = _pairs(viewer)
    if product == NO_PRODUCT:
        return thread.not_in(select(pairs.c.thread_id))
    return thread.in_(select(pairs.c.thread_id).where(pairs.c.product_id == product))


def _pairs(viewer: Viewer) -> Subquery:
    """Every pair of a product that a viewer may know of and a thread about it."""
    pairs = product_threads().subquery()
    known = select(Product.id).where(known_to(viewer))
    return select(pairs).where(pairs.c.product_id.in_(known)).subquery("pair")


def by_month(viewer: Viewer, chosen: Chosen) -> list[Counted]:
    """Count deeds by measure, side and month (its place among those chosen): one statement."""
    deed = _deeds(viewer, chosen)
    steps = [(deed.c.at < later(month, 1), place) for place, month in enumerate(chosen.months)]
    return _counted(viewer, select(deed.c.number, deed.c.staff, case(*steps, else_=-1).label("place")))


def by_product(viewer: Viewer, chosen: Chosen) -> list[Counted]:
    """Count deeds by measure, side and product: one statement. What concerns two products counts for each."""
    deed, pairs = _deeds(viewer, chosen), _pairs(viewer)
    place = func.coalesce(pairs.c.product_id, literal(NO_PRODUCT, Key)).label("place")
    statement = select(deed.c.number, deed.c.staff, place)
    return _counted(viewer, statement.outerjoin(pairs, pairs.c.thread_id == deed.c.thread))


def _counted(viewer: Viewer, statement: Any) -> list[Counted]:
    groups = statement.subquery()
    counted = select(groups.c.number, groups.c.staff, groups.c.place, func.count().label("deeds"))
    rows = read(counted.group_by(groups.c.number, groups.c.staff, groups.c.place), {"viewer_id": viewer.id})
    keys = {measure.number: measure.key for measure in measures()}
    return [Counted(keys[row.number], bool(row.staff), row.place, row.deeds) for row in rows]


def deeds_page(viewer: Viewer, chosen: Chosen, cursor: Cursor | None) -> Page[Row[Any]]:
    """Return one page of deeds with their posts, the latest first: one statement."""
    deed, root = _deeds(viewer, chosen), Contribution.__table__.alias("root")
    order = Order((deed.c.at, deed.c.id, deed.c.number))
    statement = (
        select(
            deed.c.number,
            deed.c.id,
            deed.c.at,
            Contribution.kind,
            Contribution.excerpt,
            Contribution.author_id,
            Contribution.author_roles,
            func.coalesce(Contribution.title, root.c.title).label("title"),
            Member.name.label("author_name"),
            Space.name.label("space"),
        )
        .join(Contribution, Contribution.id == deed.c.id)
        .join(Space, Space.id == Contribution.space_id)
        .outerjoin(root, root.c.id == Contribution.thread_id)
        .outerjoin(Member, Member.id == Contribution.author_id)
    )
    rows = read(order.apply(statement, cursor, PAGE), {"viewer_id": viewer.id}).all()
    return page_of(rows, cursor, PAGE, lambda row: (row.at, row.id, row.number))
