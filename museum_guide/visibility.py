"""The read predicate of the museum guide: which museums and artefacts a viewer may see, as SQL; and who keeps a museum.

The statements of pages are made once for a standing and get the reader's id as `viewer_id` when they run.
"""

from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select, true
from werkzeug.exceptions import NotFound

from accounts.viewers import Viewer
from contributions.visibility import viewer_id
from core.database import db, read
from museum_guide.artefacts.models import Artefact
from museum_guide.models import Museum, MuseumCurator


def kept_by(viewer: Viewer) -> ColumnElement[bool]:
    """Museums that a viewer keeps: all for administrators, and for curators those that name them."""
    if viewer.standing.administrator:
        return true()
    if not viewer.standing.curator:
        return false()
    return Museum.id.in_(select(MuseumCurator.museum_id).where(MuseumCurator.member_id == viewer_id(viewer)))


def museums_shown_to(viewer: Viewer) -> ColumnElement[bool]:
    """Museums that a viewer may see: published ones, and those that they keep."""
    return or_(Museum.published.is_(True), kept_by(viewer))


def artefacts_shown_to(viewer: Viewer) -> ColumnElement[bool]:
    """Artefacts that a viewer may see: published ones of published museums, and all of museums that they keep."""
    published = and_(
        Artefact.state == "published",
        Artefact.museum_id.in_(select(Museum.id).where(Museum.published.is_(True))),
    )
    if viewer.standing.administrator:
        return true()
    if not viewer.standing.curator:
        return published
    return or_(published, Artefact.museum_id.in_(select(Museum.id).where(kept_by(viewer))))


def keeps(viewer: Viewer, museum_id: int) -> bool:
    """Whether a viewer keeps a museum; asks the database only of curators."""
    if viewer.standing.administrator or not viewer.standing.curator:
        return viewer.standing.administrator
    statement = select(Museum.id).where(Museum.id == museum_id, kept_by(viewer))
    return read(statement).one_or_none() is not None


def museum_kept(viewer: Viewer, slug: str) -> Museum:
    """Return the museum of an address for one who keeps it. Raises NotFound for everybody else."""
    return _one(select(Museum).where(Museum.slug == slug, kept_by(viewer)))  # type: ignore[no-any-return]


def museum_shown(viewer: Viewer, slug: str) -> Museum:
    """Return the museum of an address that a viewer may see. Raises NotFound."""
    return _one(select(Museum).where(Museum.slug == slug, museums_shown_to(viewer)))  # type: ignore[no-any-return]


def artefact_shown(viewer: Viewer, key: int) -> Artefact:
    """Return an artefact that a viewer may see. Raises NotFound."""
    return _one(select(Artefact).where(Artefact.id == key, artefacts_shown_to(viewer)))  # type: ignore[no-any-return]


def _one(statement: Any) -> Any:
    found = db.session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound
    return found
