"""What visitors choose: how they are told of things, and what they keep in mind."""

from sqlalchemy import delete, func, select, update
from werkzeug.exceptions import NotFound

from accounts.viewers import ANONYMOUS
from core.clock import now
from core.database import begin_write, db, once
from core.errors import Refused
from core.translation import gettext as _
from museum_guide.artefacts.models import Artefact
from museum_guide.visibility import artefacts_shown_to
from museum_guide.visits.current import VisitRow
from museum_guide.visits.models import Favourite, Visit
from museum_guide.visits.schemas import Choices

MOST_KEPT = 500


def choose(visit_id: int, draft: Choices) -> None:
    """Change how a visit is guided."""
    db.session.execute(update(Visit).where(Visit.id == visit_id).values(**draft.model_dump()))


def keep_in_mind(visit: VisitRow, artefact_id: int) -> bool:
    """Keep an artefact in mind, or no longer where it was; return which. Raises NotFound, or Refused for too many."""
    begin_write()
    own = (Favourite.visit_id == visit.id, Favourite.artefact_id == artefact_id)
    if db.session.scalars(delete(Favourite).where(*own).returning(Favourite.artefact_id)).all():
        return False
    shown = select(Artefact.id).where(Artefact.id == artefact_id, artefacts_shown_to(ANONYMOUS))
    if db.session.scalar(shown) is None:
        raise NotFound
    if db.session.scalar(select(func.count()).where(Favourite.visit_id == visit.id)) >= MOST_KEPT:  # type: ignore[operator]
        raise Refused(_("You keep %(most)s things in mind already.", most=MOST_KEPT))
    db.session.execute(once(Favourite).values(visit_id=visit.id, artefact_id=artefact_id, kept_at=now()))
    return True


def liked_by(visit_id: int) -> frozenset[int]:
    """Return the ids of what a visit keeps in mind."""
    return frozenset(db.session.scalars(select(Favourite.artefact_id).where(Favourite.visit_id == visit_id)))
