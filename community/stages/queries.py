"""What pages read of buying stages: one's own in full, those of others as counts."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Row, func, select

from accounts.models import Member
from accounts.viewers import Viewer
from community.stages.models import ProductStage, StageMove, StageWish
from community.stages.rules import ORDER
from contributions.models import Space
from contributions.products.models import Product
from contributions.visibility import readable_by
from core.database import read
from core.paging import Cursor, Order, Page, page_of

PAGE = 30
MOST_OWN = 100
# Fewer than these are not told as a number, so that nobody can be guessed.
FEWEST = 5
NEWEST = Order((StageMove.id,))
LATEST = Order((ProductStage.moved_at, ProductStage.member_id))


class Counted(NamedTuple):
    """How many members stand in a stage; None where they are too few to be told."""

    stage: str
    members: int | None


def own_stages(viewer: Viewer) -> Sequence[Row[Any]]:
    """Return where a viewer stands, the latest move first: rows of (slug, name, stage)."""
    own = (
        select(Product.slug, Product.name, ProductStage.stage)
        .join(ProductStage, ProductStage.product_id == Product.id)
        .join(Space, Space.id == Product.space_id)
        .where(ProductStage.member_id == viewer.id, readable_by(viewer))
        .order_by(ProductStage.moved_at.desc(), Product.id)
    )
    return read(own.limit(MOST_OWN)).all()


def moves_page(viewer: Viewer, page_key: str | None) -> Page[Row[Any]]:
    """Return one page of a viewer's own moves, the latest first."""
    cursor = Cursor.decode(page_key, 1) if page_key else None
    columns = (StageMove.id, StageMove.before, StageMove.after, StageMove.cause, StageMove.contribution_id)
    own = (
        select(*columns, StageMove.created_at, Product.name)
        .join(Product, Product.id == StageMove.product_id)
        .join(Space, Space.id == Product.space_id)
        .where(StageMove.member_id == viewer.id, readable_by(viewer))
    )
    rows = read(NEWEST.apply(own, cursor, PAGE)).all()
    return page_of(rows, cursor, PAGE, lambda row: (row.id,))


def wish_of(viewer: Viewer) -> Row[Any] | None:
    """Return what a viewer chose, or None where they never did."""
    return read(select(StageWish.kept, StageWish.named).where(StageWish.member_id == viewer.id)).one_or_none()


def counts_of(product: Product) -> list[Counted]:
    """Return how many members stand in each stage, in the order of the stages."""
    grouped = select(ProductStage.stage, func.count().label("members")).where(ProductStage.product_id == product.id)
    found = {row.stage: row.members for row in read(grouped.group_by(ProductStage.stage))}
    return [Counted(stage, _told(found.get(stage, 0))) for stage in ORDER]


def named_page(product: Product, page_key: str | None) -> Page[Row[Any]]:
    """Return one page of the members who let staff see their stage."""
    cursor = Cursor.decode(page_key, 2) if page_key else None
    named = (
        select(Member.id, Member.name, Member.roles_held.label("roles"), ProductStage.stage, ProductStage.moved_at)
        .join(ProductStage, ProductStage.member_id == Member.id)
        .join(StageWish, StageWish.member_id == Member.id)
        .where(ProductStage.product_id == product.id, StageWish.named)
    )
    rows = read(LATEST.apply(named, cursor, PAGE)).all()
    return page_of(rows, cursor, PAGE, lambda row: (row.moved_at, row.id))


def _told(count: int) -> int | None:
    return None if 0 < count < FEWEST else count
