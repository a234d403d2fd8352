"""Merging: staff makes one answer of what members wrote in a square, and names whose answers went into it."""

from collections.abc import Sequence

from sqlalchemy import delete, insert, select

from accounts.models import Member
from accounts.viewers import Viewer
from community.exercises.events import AnswersMerged
from community.exercises.models import Cell, Credit, Merged
from community.exercises.policies import may_lead
from community.exercises.queries import gate_at, hold_exercise
from community.exercises.schemas import MergeDraft
from contributions.editing import reword
from contributions.models import Contribution, State
from contributions.policies import may_reply, require
from contributions.posting import reply
from contributions.schemas import ReplyEdit
from contributions.telling import Tidings, queue_mails, tell
from core.database import db
from core.errors import Conflict
from core.events import publish
from core.outbox import Delivery
from core.translation import gettext as _

LANE = "merged answers"


def merge_answers(actor: Viewer, key: int, place: tuple[int, int], draft: MergeDraft) -> Merged:
    """Write the merged answer of a square, or give it new words and credits. Raises NotFound, Refused or Conflict."""
    require(may_lead(actor))
    exercise = hold_exercise(actor, key)
    require(may_reply(actor, exercise))
    gate = gate_at(key, place)
    merged = db.session.scalars(select(Merged).where(Merged.gate_id == gate)).one_or_none()
    if merged is None:
        merged = Merged(gate_id=gate)
        reply(actor, merged, key, draft.body, f"merged:{gate}")
    elif not draft.present:
        raise Conflict(_("Somebody has merged these answers meanwhile. Look at theirs, then save again."))
    else:
        reword(actor, merged, ReplyEdit(body=draft.body, revision=draft.revision))
    credited = _credit(merged.id, gate, draft.credited)
    publish(AnswersMerged(actor_id=actor.id, contribution_id=merged.id, thread_id=key, credited=credited))
    return merged


def _credit(merged_id: int, gate: int, chosen: Sequence[int]) -> list[int]:
    """Name the answers that went in, of those that stand in the square; returns them."""
    standing = select(Cell.id).where(Cell.gate_id == gate, Cell.id.in_(chosen), Cell.state == State.PUBLISHED)
    credited = list(db.session.scalars(standing.order_by(Cell.id)))
    db.session.execute(delete(Credit).where(Credit.merged_id == merged_id))
    if credited:
        db.session.execute(insert(Credit), [{"merged_id": merged_id, "cell_id": cell} for cell in credited])
    return credited


def tell_credited(deliveries: Sequence[Delivery]) -> None:
    """Tell authors that their answer went into a merged one, each answer once."""
    for delivery in deliveries:
        for key in delivery.payload["credited"]:
            author = select(Contribution.author_id).where(Contribution.id == key).scalar_subquery()
            told = Tidings(key, "credited", "credited", "accepted", delivery.actor_id, delivery.created_at)
            tell(told, Member.id == author)
            queue_mails(key, "credited", delivery.created_at)
