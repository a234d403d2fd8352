"""What pages read of areas."""

from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select
from werkzeug.exceptions import NotFound

from accounts.viewers import Standing, Viewer
from contributions.models import Contribution, Space, State
from contributions.products.models import Product
from contributions.visibility import readable_by, typical
from core.database import db, read
from core.paging import AnySelect
from ideas.models import Area, Idea


def known_to(viewer: Viewer) -> ColumnElement[bool]:
    """Areas that a viewer may know of: those of spaces that they may read."""
    return Area.space_id.in_(select(Space.id).where(readable_by(viewer)))


def area_named(viewer: Viewer, slug: str) -> Area:
    """Return the area of an address that a viewer may know of. Raises NotFound."""
    return _one(viewer, Area.slug == slug)


def area_for(viewer: Viewer, key: int) -> Area:
    """Return an area that a viewer may know of. Raises NotFound."""
    return _one(viewer, Area.id == key)


def _one(viewer: Viewer, which: ColumnElement[bool]) -> Area:
    found = db.session.scalars(select(Area).where(which, known_to(viewer))).one_or_none()
    if found is None:
        raise NotFound
    return found


def areas_of(viewer: Viewer) -> list[Row[Any]]:
    """Return the areas that a viewer may know of, with their product and how many ideas stand there: one statement."""
    return list(read(_areas(viewer.standing), {"viewer_id": viewer.id}).all())


@lru_cache(maxsize=32)
def _areas(standing: Standing) -> AnySelect:
    idea: Any = Idea.__table__
    stands = (Contribution.state == State.PUBLISHED) & Contribution.concealed.is_(False)
    counted = (
        select(func.count())
        .select_from(idea)
        .join(Contribution, Contribution.id == idea.c.id)
        .where(idea.c.area_id == Area.id, Contribution.space_id == Area.space_id, stands)
        .correlate(Area)
        .scalar_subquery()
    )
    product = select(Product.name).where(Product.id == Area.product_id, Product.space_id == Area.space_id)
    columns = (Area.id, Area.name, Area.slug, Area.description, Area.space_id, Area.counts_hidden)
    return (
        select(*columns, Space.visibility, Space.posting, product.scalar_subquery().label("product"))
        .add_columns(counted.label("ideas"))
        .join(Space, Space.id == Area.space_id)
        .where(readable_by(typical(standing)))
        .order_by(Area.position, Area.id)
    )
