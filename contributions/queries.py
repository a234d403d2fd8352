"""Fetches one contribution for someone: found and allowed, or NotFound."""

from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import bindparam, select
from werkzeug.exceptions import NotFound

from accounts.viewers import Standing, Viewer
from contributions.models import Contribution, Space
from contributions.visibility import readable_by, typical, visible_to
from core.database import Key, db, locked

Kind = TypeVar("Kind", bound=Contribution)


def contribution_for(viewer: Viewer, key: int) -> Contribution:
    """Return a contribution that a viewer may see. Raises NotFound."""
    return contribution_of_kind(viewer, key, Contribution)


def contribution_of_kind(viewer: Viewer, key: int, kind: type[Kind]) -> Kind:
    """Return a contribution of one kind that a viewer may see. Raises NotFound."""
    parameters = {"key": key, "viewer_id": viewer.id}
    found: Kind | None = db.session.scalars(_seen(viewer.standing, kind), parameters).one_or_none()
    if found is None:
        raise NotFound
    return found


@lru_cache(maxsize=256)
def _seen(standing: Standing, kind: type[Contribution]) -> Any:
    """One contribution (`key`) of a kind that a viewer of a standing may see; put together once."""
    return select(kind).where(Contribution.id == bindparam("key", type_=Key), visible_to(typical(standing)))


def hold_contribution(actor: Viewer, key: int) -> Contribution:
    """Return a contribution that an actor may see, held against other writers. Raises NotFound."""
    parameters = {"key": key, "viewer_id": actor.id}
    found: Contribution | None = locked(_seen(actor.standing, Contribution), parameters)
    if found is None:
        raise NotFound
    return found


def hold_thread(actor: Viewer, key: int) -> Contribution:
    """Return the opening contribution of the thread in which a contribution stands, held against other writers."""
    return hold_contribution(actor, contribution_for(actor, key).root_id)


def space_for(viewer: Viewer, key: int) -> Space:
    """Return a space that a viewer may read. Raises NotFound."""
    found = db.session.scalars(select(Space).where(Space.id == key, readable_by(viewer))).one_or_none()
    if found is None:
        raise NotFound
    return found


def space_named(viewer: Viewer, slug: str) -> Space:
    """Return the space of an address that a viewer may read. Raises NotFound."""
    found = db.session.scalars(select(Space).where(Space.slug == slug, readable_by(viewer))).one_or_none()
    if found is None:
        raise NotFound
    return found


def spaces_of(viewer: Viewer) -> list[Space]:
    """Return the spaces that a viewer may read, in their order."""
    return list(db.session.scalars(select(Space).where(readable_by(viewer)).order_by(Space.position, Space.id)))
