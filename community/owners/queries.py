"""What pages read of ownership: counts of what is verified, and names of those alone who wish to be named."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, ScalarSelect, func, select

from accounts.models import Member
from community.owners.models import Ownership, OwnerState
from contributions.products.models import Product
from core.database import read
from core.paging import Cursor, Order, Page, page_of

PAGE = 30
SHOWN = 24
OLDEST_FIRST = Order((Ownership.claimed_at, Ownership.id), descending=False)


def verified_now() -> ColumnElement[bool]:
    """Ownerships that count: verified, and not over."""
    return (Ownership.state == OwnerState.VERIFIED) & Ownership.ended_at.is_(None)


def owners_by_product(keys: Sequence[int]) -> dict[int, int]:
    """Return the number of verified owners of each of these products that has any: one statement."""
    counted = select(Ownership.product_id, func.count()).where(Ownership.product_id.in_(keys), verified_now())
    return {row[0]: row[1] for row in read(counted.group_by(Ownership.product_id))}


def owner_count(product: Product) -> ScalarSelect[int]:
    """The number of verified owners of a product, as a column."""
    return select(func.count()).where(Ownership.product_id == product.id, verified_now()).scalar_subquery()


def owners_shown(product: Product) -> Sequence[Row[Any]]:
    """Return the latest verified owners who wish to be named: rows of (id, name, roles)."""
    named = (
        select(Member.id, Member.name, Member.roles_held.label("roles"))
        .join(Ownership, Ownership.member_id == Member.id)
        .where(Ownership.product_id == product.id, verified_now(), Ownership.shown, Member.erased_at.is_(None))
        .order_by(Ownership.verified_at.desc(), Ownership.id.desc())
    )
    return read(named.limit(SHOWN)).all()


def claims_page(product: Product, page_key: str | None) -> Page[Row[Any]]:
    """Return one page of the claims that wait for staff, the oldest first: one statement."""
    cursor = Cursor.decode(page_key, 2) if page_key else None
    waiting = (
        select(
            Ownership.id,
            Ownership.proof,
            Ownership.bought_at,
            Ownership.claimed_at,
            Member.id.label("member_id"),
            Member.name.label("member_name"),
            Member.roles_held.label("roles"),
        )
        .join(Member, Member.id == Ownership.member_id)
        .where(Ownership.product_id == product.id, Ownership.state == OwnerState.CLAIMED, Ownership.ended_at.is_(None))
    )
    rows = read(OLDEST_FIRST.apply(waiting, cursor, PAGE)).all()
    return page_of(rows, cursor, PAGE, lambda row: (row.claimed_at, row.id))
