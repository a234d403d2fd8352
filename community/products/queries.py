"""What the pages of products read."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, func, select
from sqlalchemy.orm import aliased

from accounts.viewers import Viewer
from community.models import Question
from community.owners.queries import owner_count
from contributions.models import Contribution, Space, Tag
from contributions.products.models import Product
from contributions.products.threads import product_threads
from contributions.visibility import listed_to, readable_by
from core.database import read
from core.paging import Cursor, Order, Page, page_of

PAGE = 24
NEWEST = Order((Product.created_at, Product.id))
TOP = 5


class Around(NamedTuple):
    """What stands before and after a product, as far as the reader may know of it; name and slug, or None."""

    before: Row[Any] | None
    after: Row[Any] | None


def products_page(viewer: Viewer, page_key: str | None, limit: int = PAGE) -> Page[Row[Any]]:
    """Return one page of the products that a viewer may know of, the newest first: one statement."""
    cursor = Cursor.decode(page_key, 2) if page_key else None
    columns = (Product.id, Product.name, Product.slug, Product.purpose, Product.sold_until, Product.created_at)
    known = select(*columns, Space.visibility).join(Space, Space.id == Product.space_id).where(readable_by(viewer))
    rows = read(NEWEST.apply(known, cursor, limit)).all()
    return page_of(rows, cursor, limit, lambda row: (row.created_at, row.id))


def around(viewer: Viewer, product: Product) -> Around:
    """Return predecessor and successor of a product: one statement."""
    other = aliased(Product)
    near = (other.id == product.predecessor_id) | (other.predecessor_id == product.id)
    known = select(other.id, other.name, other.slug).join(Space, Space.id == other.space_id)
    rows = read(known.where(near, readable_by(viewer))).all()
    before = next((row for row in rows if row.id == product.predecessor_id), None)
    return Around(before, next((row for row in rows if row is not before), None))


def top_questions(viewer: Viewer, product: Product) -> tuple[list[Row[Any]], list[Row[Any]]]:
    """Return the questions about a product that were voted up most, solved ones and others: one statement."""
    question: Any = Question.__table__
    about = select(product_threads(product_id=product.id).subquery().c.thread_id)
    solved = question.c.accepted_answer_id.is_not(None)
    best = (Contribution.score.desc(), Contribution.active_at.desc(), Contribution.id.desc())
    ranked = (
        select(
            Contribution.id,
            Contribution.title,
            Contribution.reply_count,
            solved.label("solved"),
            func.row_number().over(partition_by=solved, order_by=best).label("place"),
        )
        .join(question, question.c.id == Contribution.id)
        .where(Contribution.id.in_(about), listed_to(viewer))
        .subquery()
    )
    rows = read(select(ranked).where(ranked.c.place <= TOP).order_by(ranked.c.place)).all()
    return [row for row in rows if row.solved], [row for row in rows if not row.solved]


def tag_and_owners(product: Product) -> tuple[str, int]:
    """Return the tag of a product, or nothing, and the number of its verified owners: one statement."""
    tag = select(Tag.name).where(Tag.id == product.tag_id).scalar_subquery()
    row = read(select(tag, owner_count(product))).one()
    return row[0] or "", row[1]


def still_sold(until: datetime | None, at: datetime) -> bool:
    """Whether a product is to be had at a moment, by the day on which it leaves the shops."""
    return until is None or until > at
