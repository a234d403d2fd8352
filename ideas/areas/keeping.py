"""Keeping areas of ideas: the work of staff."""

import secrets

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from accounts.viewers import Viewer
from contributions.kinds import slug
from contributions.policies import YES, Verdict, require
from contributions.products.threads import product_for
from contributions.queries import space_for
from core import markup
from core.clock import now
from core.database import begin_write, db
from core.errors import Conflict
from core.events import publish
from core.translation import gettext as _
from ideas.areas.events import AreaChanged
from ideas.areas.schemas import AreaDraft
from ideas.models import Area, AreaStatus, Idea
from ideas.statuses import HOUSE

OWN_ADDRESSES = {"new", "-"}


def may_keep_areas(actor: Viewer) -> Verdict:
    """Whether an actor may open and change areas."""
    return YES if actor.standing.employee else Verdict(False, _("Only staff keeps the areas."))


def open_area(actor: Viewer, draft: AreaDraft) -> Area:
    """Open an area. Raises Refused, NotFound for what it names, or Conflict."""
    require(may_keep_areas(actor))
    area = Area(slug=_free_slug(draft.name), created_at=now())
    _furnish(actor, area, draft)
    return area


def change_area(actor: Viewer, area: Area, draft: AreaDraft) -> None:
    """Change what is said of an area; its address stays. Raises Refused, NotFound or Conflict."""
    require(may_keep_areas(actor))
    _furnish(actor, area, draft)


def _furnish(actor: Viewer, area: Area, draft: AreaDraft) -> None:
    begin_write()
    _require_kept(area, draft)
    space = space_for(actor, draft.space)
    product = product_for(actor, draft.product) if draft.product else None
    area.name, area.description, area.html = draft.name, draft.description, markup.render(draft.description)
    area.space_id, area.product_id = space.id, product.id if product else None
    area.position, area.counts_hidden = draft.position, draft.counts_hidden
    try:
        with db.session.begin_nested():
            db.session.add(area)
    except IntegrityError:
        raise Conflict(_("Somebody has just opened an area of this name. Choose another one.")) from None
    db.session.execute(delete(AreaStatus).where(AreaStatus.area_id == area.id))
    for position, status in enumerate(draft.pipeline):
        key, name, phase = status.key, str(status.name), status.phase
        db.session.add(AreaStatus(area_id=area.id, key=key, name=name, phase=phase, position=position))
    db.session.flush()
    publish(AreaChanged(actor_id=actor.id, area_id=area.id))


def _require_kept(area: Area, draft: AreaDraft) -> None:
    """Refuse what would leave ideas without a place: another space, or a status fewer or of another phase."""
    if area.id is None:
        return
    stand = select(Idea.status, Idea.phase).where(Idea.area_id == area.id).distinct()
    used = db.session.execute(stand).all()
    if used and draft.space != area.space_id:
        raise Conflict(_("Ideas stand in this area, and their readers are those of its space: it has to stay there."))
    phases = {status.key: status.phase for status in draft.pipeline or HOUSE}
    for key, phase in used:
        if phases.get(key) != phase:
            raise Conflict(
                _("Ideas stand in the status “%(status)s”: keep it with its phase, or move them first.", status=key)
            )


def _free_slug(name: str) -> str:
    """Return an address for an area."""
    wanted = slug(name)
    taken = wanted in OWN_ADDRESSES or db.session.scalar(select(Area.id).where(Area.slug == wanted))
    return f"{wanted[:70]}-{secrets.token_hex(3)}" if taken else wanted
