"""Which threads are about which product: the one place that knows, as SQL to join with."""

from typing import Any

from sqlalchemy import CompoundSelect, Row, select, union
from werkzeug.exceptions import NotFound

from accounts.viewers import Viewer
from contributions.models import Contribution, Space, Tagging
from contributions.products.models import Product, ProductThread
from contributions.visibility import readable_by
from core.database import db, once


def product_threads() -> CompoundSelect[tuple[int, int]]:
    """Every pair of `product_id` and `thread_id`, each once: named by its author, by the product's tag, or its space.

    Compose visibility where threads are read: the pairs say nothing of who may see them.
    """
    named = select(ProductThread.product_id, ProductThread.thread_id)
    tagged = select(Product.id, Tagging.contribution_id).join(Tagging, Tagging.tag_id == Product.tag_id)
    there = select(Product.id, Contribution.id).join(Contribution, Contribution.space_id == Product.space_id)
    return union(named, tagged, there.where(Product.whole_space, Contribution.thread_id.is_(None)))


def products_of(thread_id: int) -> list[int]:
    """Return the ids of the products that a thread is about, rising."""
    pairs = product_threads().subquery()
    found = select(pairs.c.product_id).where(pairs.c.thread_id == thread_id).order_by(pairs.c.product_id)
    return list(db.session.scalars(found))


def product_named(viewer: Viewer, slug: str) -> Product:
    """Return the product of an address that a viewer may know of. Raises NotFound."""
    return _one(viewer, Product.slug == slug)


def product_for(viewer: Viewer, key: int) -> Product:
    """Return a product that a viewer may know of. Raises NotFound."""
    return _one(viewer, Product.id == key)


def product_choices(viewer: Viewer) -> list[Row[Any]]:
    """Return what a viewer may name as a product: rows of (id, name), by name."""
    known = select(Product.id, Product.name).join(Space, Space.id == Product.space_id).where(readable_by(viewer))
    return list(db.session.execute(known.order_by(Product.name)))


def name_product(viewer: Viewer, thread: Contribution, product_id: int) -> None:
    """Say that a thread is about a product. Raises NotFound for one that the viewer may not know of."""
    product = product_for(viewer, product_id)
    db.session.execute(once(ProductThread).values(thread_id=thread.id, product_id=product.id))


def _one(viewer: Viewer, which: Any) -> Product:
    known = select(Product).join(Space, Space.id == Product.space_id).where(which, readable_by(viewer))
    found = db.session.scalars(known).one_or_none()
    if found is None:
        raise NotFound
    return found
