"""Who of staff looks after an idea, and what a picked one is to reach."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, delete, select, type_coerce

from accounts.models import Member, Role
from accounts.viewers import Viewer
from core.clock import now
from core.database import Key, db, insert_into, read
from core.errors import Refused
from core.events import publish
from core.translation import gettext as _
from ideas.deciding.events import IdeaKept
from ideas.deciding.models import IdeaKeeper, PickTarget
from ideas.deciding.moving import held_idea
from ideas.deciding.schemas import Target

KEEPS = Role.STAFF | Role.PRODUCT_MANAGER | Role.ADMINISTRATOR
MOST = 200


def keep(actor: Viewer, key: int, member_id: int | None) -> None:
    """Let one of staff look after an idea, or nobody. Raises NotFound or Refused."""
    held_idea(actor, key)
    if member_id is None:
        db.session.execute(delete(IdeaKeeper).where(IdeaKeeper.idea_id == key))
    elif member_id not in {one.id for one in keepers()}:
        raise Refused(_("Choose somebody of staff."))
    else:
        row = {"member_id": member_id, "since": now()}
        upsert = insert_into(IdeaKeeper).values(idea_id=key, **row)
        db.session.execute(upsert.on_conflict_do_update(index_elements=["idea_id"], set_=row))
    publish(IdeaKept(actor_id=actor.id, contribution_id=key, what="keeper", keeper_id=member_id))


def set_target(actor: Viewer, key: int, target: Target) -> None:
    """Keep what a picked idea is to reach and whether it did. Raises NotFound or Refused."""
    held_idea(actor, key)
    at, judged = now(), target.met != ""
    row = {
        "words": target.words,
        "met": target.met == "yes" if judged else None,
        "set_by_id": actor.id,
        "set_at": at,
        "judged_by_id": actor.id if judged else None,
        "judged_at": at if judged else None,
    }
    upsert = insert_into(PickTarget).values(idea_id=key, **row)
    db.session.execute(upsert.on_conflict_do_update(index_elements=["idea_id"], set_=row))
    publish(IdeaKept(actor_id=actor.id, contribution_id=key, what="target"))


def keepers() -> Sequence[Row[Any]]:
    """Return the members who can look after ideas, by name: rows of (id, name)."""
    held = type_coerce(Member.roles_held, Key).bitwise_and(int(KEEPS)) != 0
    active = select(Member.id, Member.name).where(held, Member.active.is_(True), Member.erased_at.is_(None))
    return read(active.order_by(Member.name, Member.id).limit(MOST)).all()


def keeping_of(key: int) -> dict[str, Any]:
    """Return who looks after an idea and what it is to reach: the fields of both forms."""
    keeper = db.session.get(IdeaKeeper, key)
    target = db.session.get(PickTarget, key)
    met = "" if target is None or target.met is None else "yes" if target.met else "no"
    return {"keeper": str(keeper.member_id) if keeper else "", "words": target.words if target else "", "met": met}
