"""Providing a service: joining it, learning it, and becoming a provider once the training is complete."""

from sqlalchemy import func, select, update
from werkzeug.exceptions import NotFound

from accounts.viewers import Viewer
from contributions.policies import may_reply, require
from contributions.queries import hold_contribution
from core import markup
from core.clock import now
from core.database import db, once
from core.errors import Refused
from core.events import publish
from core.translation import gettext as _
from ideas.initiatives.events import ServiceChanged
from ideas.initiatives.models import Contributor, Service, ServicePerson, TrainingDone
from ideas.initiatives.schemas import ProviderPage
from ideas.initiatives.starting import may_keep


def join(actor: Viewer, key: int, part: str) -> Service:
    """Join a service to learn it, or to design it with those whom it serves. Raises NotFound or Refused."""
    service = hold_service(actor, key)
    require(may_reply(actor, service))
    given = {"service_id": key, "member_id": actor.id, "joined_at": now(), "part": part}
    db.session.execute(once(ServicePerson).values(given | {"area": "", "about": "", "html": ""}))
    if part == "co-designer":
        row = {"thread_id": key, "member_id": actor.id, "part": part, "from_id": None}
        db.session.execute(once(Contributor).values(row))
    _tell(actor, key, actor.id or 0, part)
    return service


def take_step(actor: Viewer, key: int, member_id: int, step: int) -> Service:
    """Note that somebody has taken a step of the training; all of them make it complete. Raises NotFound, Refused."""
    service, person = _held(actor, key, member_id)
    if not 1 <= step <= len(service.training):
        raise NotFound
    done = {"service_id": key, "member_id": member_id, "step": step, "seen_by_id": actor.id, "seen_at": now()}
    db.session.execute(once(TrainingDone).values(done))
    own = (TrainingDone.service_id == key) & (TrainingDone.member_id == member_id)
    count = db.session.scalar(select(func.count()).where(own)) or 0
    if count == len(service.training) and person.trained_at is None:
        person.trained_at = now()
    _tell(actor, key, member_id, "trained" if person.trained_at else "step")
    return service


def promote(actor: Viewer, key: int, member_id: int) -> Service:
    """Make a provider of somebody whose training is complete. Raises NotFound or Refused."""
    service, _person = _held(actor, key, member_id)
    own = (ServicePerson.service_id == key) & (ServicePerson.member_id == member_id)
    trained = own & ServicePerson.trained_at.is_not(None)
    given = {"part": "provider", "promoted_at": now(), "promoted_by_id": actor.id}
    if db.session.scalar(update(ServicePerson).where(trained).values(given).returning(ServicePerson.member_id)) is None:
        raise Refused(_("The training is not complete yet. Mark each step that was taken first."))
    row = {"thread_id": key, "member_id": member_id, "part": "provider", "from_id": None}
    db.session.execute(once(Contributor).values(row))
    _tell(actor, key, member_id, "provider")
    return service


def present(actor: Viewer, key: int, page: ProviderPage) -> Service:
    """Let a provider say who they are and where they work. Raises NotFound."""
    service = hold_service(actor, key)
    person = db.session.get(ServicePerson, (key, actor.id))
    if person is None or person.part != "provider":
        raise NotFound
    require(may_reply(actor, service))
    person.area, person.about, person.html = page.area, page.about, markup.render(page.about)
    _tell(actor, key, person.member_id, "page")
    return service


def hold_service(actor: Viewer, key: int) -> Service:
    """Return a service that an actor may see, held against other writers. Raises NotFound."""
    found = hold_contribution(actor, key)
    if not isinstance(found, Service):
        raise NotFound
    return found


def _held(actor: Viewer, key: int, member_id: int) -> tuple[Service, ServicePerson]:
    service = hold_service(actor, key)
    require(may_keep(actor, service))
    person = db.session.get(ServicePerson, (key, member_id))
    if person is None:
        raise NotFound
    if person.part == "co-designer":
        raise Refused(_("Who designs the service with you is not in its training."))
    return service, person


def _tell(actor: Viewer, key: int, member_id: int, what: str) -> None:
    publish(ServiceChanged(actor_id=actor.id, contribution_id=key, member_id=member_id, what=what))
