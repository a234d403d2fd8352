"""The task to respond to talk that turned: a product manager takes it, answers, and the answer stays on record."""

from typing import Annotated

from pydantic import BeforeValidator, Field
from sqlalchemy import select
from werkzeug.exceptions import NotFound

from accounts.viewers import Viewer
from contributions.schemas import clean_text
from core.clock import now
from core.database import db
from core.errors import Refused
from core.events import publish
from core.forms import Schema
from core.translation import gettext as _
from insights.buzz.events import BoomerangAnswered, BoomerangTaken
from insights.buzz.models import Boomerang


class Response(Schema):
    """What was answered, and where: it is kept as it stands and changes nothing of what was said."""

    answer: Annotated[str, BeforeValidator(clean_text), Field(min_length=2, max_length=4000)]


def take(actor: Viewer, key: int) -> Boomerang:
    """Take the task. Raises NotFound, and Refused where somebody else has it."""
    task = _task(key)
    if task.taken_by_id not in {None, actor.id}:
        raise Refused(_("Somebody else has taken this."))
    if task.taken_by_id is None:
        task.taken_by_id, task.taken_at = actor.id, now()
        db.session.flush()
        publish(BoomerangTaken(actor_id=actor.id, boomerang_id=key))
    return task


def respond(actor: Viewer, key: int, given: Response) -> Boomerang:
    """Record the answer of whoever took the task, once. Raises NotFound or Refused."""
    task = _task(key)
    if task.answered_at is not None:
        raise Refused(_("This is answered already."))
    if task.taken_by_id != actor.id:
        raise Refused(_("Take the task first."))
    task.answer, task.answered_at = given.answer, now()
    db.session.flush()
    publish(BoomerangAnswered(actor_id=actor.id, boomerang_id=key))
    return task


def _task(key: int) -> Boomerang:
    found = db.session.scalars(select(Boomerang).where(Boomerang.id == key).with_for_update()).one_or_none()
    if found is None:
        raise NotFound
    return found
