"""Which threads are about which product: the one place that knows, as SQL to join with."""

from typing import Any

from sqlalchemy import BindParameter, CompoundSelect, Row, ScalarSelect, select, union
from werkzeug.exceptions import NotFound

from accounts.viewers import Viewer
from contributions.models import Contribution, Space, Tagging
from contributions.products.models import Product, ProductThread
from contributions.visibility import readable_by
from core.database import db, once


def product_threads(
    *, product_id: int | BindParameter[int] | None = None, thread_id: int | None = None
) -> CompoundSelect[tuple[int, int]]:
    """Every pair of `product_id` and `thread_id`, each once: named by its author, by the product's tag, or its space.

    Give one of both where only its pairs are wanted: not every database limits a union by itself. Compose visibility
    where threads are read, as the pairs say nothing of who may see them.
    """
    named = select(ProductThread.product_id, ProductThread.thread_id)
    tagged = select(Product.id, Tagging.contribution_id).join(Tagging, Tagging.tag_id == Product.tag_id)
    inside = Product.whole_space & (Contribution.space_id == Product.space_id) & Contribution.thread_id.is_(None)
    there = select(Product.id, Contribution.id).join(Contribution, inside)
    parts = [named, tagged, there]
    if product_id is not None:
        ids = (ProductThread.product_id, Product.id, Product.id)
        parts = [part.where(column == product_id) for part, column in zip(parts, ids, strict=True)]
    if thread_id is not None:
        keys = (ProductThread.thread_id, Tagging.contribution_id, Contribution.id)
        parts = [part.where(column == thread_id) for part, column in zip(parts, keys, strict=True)]
    return union(*parts)


def products_of(thread_id: int) -> list[int]:
    """Return the ids of the products that a thread is about, rising."""
    return sorted(db.session.scalars(product_threads(thread_id=thread_id)))


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


def named_product(viewer: Viewer, column: Any) -> ScalarSelect[Any]:
    """A column of the product that the Contribution of an enclosing statement names, where a viewer may know of it."""
    known = Product.space_id.in_(select(Space.id).where(readable_by(viewer)))
    named = select(column).join(ProductThread, ProductThread.product_id == Product.id)
    return named.where(ProductThread.thread_id == Contribution.id, known).correlate(Contribution).scalar_subquery()


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
