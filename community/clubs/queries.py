"""What the pages of owners' clubs read. Reviews are told apart by stars alone, and counted even where taken down."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Row, exists, func, literal, or_, select

from accounts.models import Member
from accounts.viewers import Viewer
from community.clubs.models import OwnerNote, ProductReview, StarterThread
from community.owners.models import Ownership
from community.owners.queries import verified_now
from contributions.models import Contribution, Space, State
from contributions.products.models import Product
from contributions.visibility import listed_to, readable_by
from core.database import read
from core.paging import Cursor, Order, Page, page_of

PAGE = 20
NOTES = {
    "best": Order((Contribution.score, Contribution.id)),
    "newest": Order((Contribution.created_at, Contribution.id)),
}
REVIEW: Any = ProductReview.__table__
NOTE: Any = OwnerNote.__table__
REVIEWS = {
    "newest": Order((Contribution.created_at, Contribution.id)),
    "lowest": Order((REVIEW.c.rating, Contribution.id), descending=False),
    "highest": Order((REVIEW.c.rating, Contribution.id)),
}
COLUMNS = (
    Contribution.id,
    Contribution.kind,
    Contribution.title,
    Contribution.body,
    Contribution.excerpt,
    Contribution.score,
    Contribution.comment_count,
    Contribution.created_at,
    Contribution.author_id,
    Contribution.author_roles,
    Member.name.label("author_name"),
)


class TakenDown(NamedTuple):
    """How many reviews moderators took off the page, and the reason that they gave."""

    reason: str
    number: int


class Stars(NamedTuple):
    """How many reviews that stand have each number of stars, from one to five."""

    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """How many reviews there are."""
        return sum(self.counts)

    @property
    def mean(self) -> float:
        """The mean number of stars; 0 without any review."""
        return sum(stars * count for stars, count in enumerate(self.counts, 1)) / self.total if self.total else 0.0


def reviews_page(
    viewer: Viewer, product: Product, order: str, stars: int | None, page_key: str | None, limit: int = PAGE
) -> Page[Row[Any]]:
    """Return one page of the reviews of a product in one of REVIEWS, all of them or those of so many stars."""
    chosen = REVIEWS[order]
    cursor = Cursor.decode(page_key, 2) if page_key else None
    statement = (
        select(*COLUMNS, REVIEW.c.rating)
        .join(REVIEW, REVIEW.c.id == Contribution.id)
        .outerjoin(Member, Member.id == Contribution.author_id)
        .where(REVIEW.c.product_id == product.id, listed_to(viewer))
    )
    if stars is not None:
        statement = statement.where(REVIEW.c.rating == stars)
    rows = read(chosen.apply(statement, cursor, limit)).all()
    return page_of(rows, cursor, limit, lambda row: tuple(getattr(row, column.key) for column in chosen.columns))


def stars_of(viewer: Viewer, product: Product) -> Stars:
    """Return how many reviews have how many stars: one statement."""
    counted = (
        select(REVIEW.c.rating, func.count())
        .join(Contribution, Contribution.id == REVIEW.c.id)
        .where(REVIEW.c.product_id == product.id, listed_to(viewer))
        .group_by(REVIEW.c.rating)
    )
    found = {row[0]: row[1] for row in read(counted)}
    return Stars(tuple(found.get(stars, 0) for stars in range(1, 6)))


def taken_down(viewer: Viewer, product: Product) -> list[TakenDown]:
    """Return why reviews do not stand that others than their authors took down: one statement."""
    others = or_(Contribution.state_by_id.is_(None), Contribution.state_by_id != Contribution.author_id)
    counted = (
        select(Contribution.state_reason, func.count())
        .join(REVIEW, REVIEW.c.id == Contribution.id)
        .join(Space, Space.id == Contribution.space_id)
        .where(REVIEW.c.product_id == product.id, readable_by(viewer), others)
        .where(Contribution.state.in_([State.HIDDEN, State.DELETED]))
        .group_by(Contribution.state_reason)
        .order_by(func.count().desc(), Contribution.state_reason)
    )
    return [TakenDown(*row) for row in read(counted.limit(PAGE))]


def reviewer(viewer: Viewer, product: Product) -> Row[Any]:
    """Return whether a viewer is a verified owner, with the stars and words of their review as far as there is one."""
    own = (Ownership.product_id == product.id) & (Ownership.member_id == viewer.id) & verified_now()
    mine = (REVIEW.c.product_id == product.id) & (REVIEW.c.member_id == viewer.id)
    viewing = select(literal(1).label("one")).subquery()
    statement = (
        select(exists().where(own).label("is_owner"), REVIEW.c.rating, Contribution.title, Contribution.body)
        .select_from(viewing)
        .outerjoin(REVIEW, mine)
        .outerjoin(Contribution, Contribution.id == REVIEW.c.id)
    )
    return read(statement).one()


def notes_page(viewer: Viewer, product: Product, about: str, order: str, page_key: str | None) -> Page[Row[Any]]:
    """Return one page of owners' notes of one sort, in one of NOTES."""
    chosen = NOTES[order]
    cursor = Cursor.decode(page_key, 2) if page_key else None
    statement = (
        select(*COLUMNS)
        .join(NOTE, NOTE.c.id == Contribution.id)
        .outerjoin(Member, Member.id == Contribution.author_id)
        .where(NOTE.c.product_id == product.id, NOTE.c.about == about, listed_to(viewer))
    )
    rows = read(chosen.apply(statement, cursor, PAGE)).all()
    return page_of(rows, cursor, PAGE, lambda row: tuple(getattr(row, column.key) for column in chosen.columns))


def starters(viewer: Viewer, product: Product) -> Sequence[Row[Any]]:
    """Return the threads of a product's starter pack that a viewer may see, in their order."""
    chosen = (
        select(Contribution.id, Contribution.kind, Contribution.title, Contribution.reply_count, StarterThread.step)
        .join(StarterThread, StarterThread.thread_id == Contribution.id)
        .where(StarterThread.product_id == product.id, listed_to(viewer))
        .order_by(StarterThread.step)
    )
    return read(chosen).all()


def rating_of(key: int) -> Row[Any]:
    """Return the stars of a review and the name and address of its product."""
    known = select(REVIEW.c.rating, Product.name, Product.slug).join(Product, Product.id == REVIEW.c.product_id)
    return read(known.where(REVIEW.c.id == key)).one()


def product_of_note(key: int) -> Row[Any]:
    """Return the name and address of the product of a note."""
    known = select(Product.name, Product.slug).join(NOTE, NOTE.c.product_id == Product.id)
    return read(known.where(NOTE.c.id == key)).one()
