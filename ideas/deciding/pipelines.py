"""The statuses of an area: staff gives it steps of its own, or those of the house again."""

from collections.abc import Sequence

from sqlalchemy import delete, select
from werkzeug.exceptions import NotFound

from accounts.viewers import Viewer
from contributions.models import Space
from contributions.policies import require
from contributions.visibility import readable_by
from core.database import db, locked
from core.errors import Refused
from core.events import publish
from core.translation import gettext as _
from ideas.deciding.events import PipelineChanged
from ideas.deciding.policies import may_decide
from ideas.deciding.schemas import MOST_STATUSES, Step
from ideas.models import Area, AreaStatus, Idea
from ideas.statuses import HOUSE


def area_named(viewer: Viewer, slug: str) -> Area:
    """Return the area of an address that a viewer may read. Raises NotFound."""
    statement = select(Area).join(Space, Space.id == Area.space_id).where(Area.slug == slug, readable_by(viewer))
    found = db.session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound
    return found


def set_pipeline(actor: Viewer, slug: str, steps: Sequence[Step]) -> Area:
    """Give an area its own statuses in this order, or with none those of the house. Raises NotFound or Refused.

    A status in which ideas stand can be renamed but not taken away, and one at least is for new ideas.
    """
    require(may_decide(actor))
    area = area_named(actor, slug)
    locked(select(Area).where(Area.id == area.id))
    _check(area, steps)
    db.session.execute(delete(AreaStatus).where(AreaStatus.area_id == area.id))
    rows = [AreaStatus(area_id=area.id, position=at, **step.model_dump()) for at, step in enumerate(steps)]
    db.session.add_all(rows)
    db.session.flush()
    publish(PipelineChanged(actor_id=actor.id, area_id=area.id, own=bool(steps)))
    return area


def _check(area: Area, steps: Sequence[Step]) -> None:
    keys: dict[str, str] = {step.key: step.phase for step in steps}
    if not steps:
        keys = {status.key: status.phase for status in HOUSE}
    elif len(keys) < len(steps):
        raise Refused(_("Two statuses have the same name."))
    elif len(steps) > MOST_STATUSES:
        raise Refused(_("An area has at most %(count)s statuses.", count=MOST_STATUSES))
    elif "open" not in keys or keys["open"] != "open":
        raise Refused(_("New ideas begin as “open”: keep that status, and let it mean open."))
    idea = Idea.__table__
    taken = select(idea.c.status, idea.c.phase).where(idea.c.area_id == area.id).distinct()
    for status, phase in db.session.execute(taken):
        if keys.get(status) != phase:
            raise Refused(_("Ideas stand in “%(status)s”: move them first.", status=status))
