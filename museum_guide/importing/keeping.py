"""Says who keeps a museum. Only administrators do; whoever keeps one is a curator from then on."""

from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from accounts.fields import FieldRefused
from accounts.grouping import find_member
from accounts.models import Member, Role
from accounts.roles import set_roles
from accounts.schemas import Whom
from accounts.viewers import Viewer
from contributions.policies import require
from core.clock import now
from core.database import begin_write, db
from core.events import publish
from core.translation import gettext as _
from museum_guide.importing.events import KeepersChanged
from museum_guide.importing.founding import may_found
from museum_guide.models import Museum, MuseumCurator


def keepers_of(museum: Museum) -> list[Any]:
    """Return who keeps a museum, by name."""
    columns = select(Member.id, Member.name, MuseumCurator.added_at)
    joined = columns.join(MuseumCurator, MuseumCurator.member_id == Member.id)
    rows = joined.where(MuseumCurator.museum_id == museum.id).order_by(Member.name, Member.id).limit(500)
    return list(db.session.execute(rows))


def add_keeper(actor: Viewer, museum: Museum, draft: Whom) -> None:
    """Let a member keep a museum. Raises Refused, or FieldRefused for a name that nobody has."""
    require(may_found(actor))
    member = find_member(draft.who)
    if member is None:
        raise FieldRefused("who", _("There is nobody here of that name or address."))
    begin_write()
    try:
        with db.session.begin_nested():
            told = {"member_id": member.id, "added_by_id": actor.id, "added_at": now()}
            db.session.add(MuseumCurator(museum_id=museum.id, **told))
    except IntegrityError:
        return
    if not member.roles_held & Role.CURATOR:
        set_roles(actor, member.id, member.roles_held | Role.CURATOR)
    publish(KeepersChanged(actor_id=actor.id, museum_id=museum.id, member_id=member.id, added=True))


def remove_keeper(actor: Viewer, museum: Museum, member_id: int) -> None:
    """Let a member keep a museum no longer; who keeps none is no curator any more. Raises Refused."""
    require(may_found(actor))
    begin_write()
    gone = delete(MuseumCurator).where(MuseumCurator.museum_id == museum.id, MuseumCurator.member_id == member_id)
    if not db.session.scalars(gone.returning(MuseumCurator.member_id)).all():
        return
    others = select(MuseumCurator.museum_id).where(MuseumCurator.member_id == member_id).limit(1)
    member = db.session.get_one(Member, member_id)
    if db.session.scalar(others) is None:
        set_roles(actor, member_id, member.roles_held & ~Role.CURATOR)
    publish(KeepersChanged(actor_id=actor.id, museum_id=museum.id, member_id=member_id, added=False))
