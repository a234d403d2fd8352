"""What the ledger groups by: spaces stand in for products, and this is the one place that says so."""

from typing import Any

from sqlalchemy import Row, select

from accounts.viewers import Viewer
from contributions.models import Contribution, Space
from contributions.visibility import readable_by
from core.database import read
from core.paging import AnySelect


def product_threads() -> AnySelect:
    """Every pair of `product_id` and `thread_id`; a thread may be about several products, or about none."""
    pairs = select(Contribution.space_id.label("product_id"), Contribution.id.label("thread_id"))
    return pairs.where(Contribution.thread_id.is_(None))


def product_choices(viewer: Viewer) -> list[Row[Any]]:
    """Return the products that a viewer may know of: rows of (id, name), in their order; one statement."""
    known = select(Space.id, Space.name).where(readable_by(viewer)).order_by(Space.position, Space.id)
    return list(read(known, {"viewer_id": viewer.id}))
