"""What people say of lead users, and the choice of each member not to be looked at."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field
from sqlalchemy import delete, func, select

from accounts.models import Member
from accounts.viewers import Viewer
from contributions.schemas import clean_text
from core.clock import now
from core.database import db, insert_into, once
from core.errors import NotFound
from core.events import publish
from core.forms import Schema
from insights.events import LeadUserJudged, ProfilingChosen
from insights.graphs.models import Standing, Tie
from insights.lead_users.models import Lead, LeadVerdict, NotProfiled, Reason


class Judgement(Schema):
    """Yes or no, and why."""

    lead_user: Literal["yes", "no"]
    because: Annotated[str, BeforeValidator(clean_text), Field(min_length=3, max_length=500)]


class ProfilingChoice(Schema):
    """Whether a member may be ranked and drawn."""

    allowed: bool = False


def judge(actor: Viewer, member_id: int, draft: Judgement) -> None:
    """Keep what an actor says of a member in a ranking; a later word replaces the earlier. Raises NotFound."""
    if db.session.scalar(select(func.count()).select_from(Lead).where(Lead.member_id == member_id)) == 0:
        raise NotFound
    confirmed = draft.lead_user == "yes"
    said = {"confirmed": confirmed, "because": draft.because, "said_at": now()}
    row = insert_into(LeadVerdict).values(member_id=member_id, by_id=actor.id, **said)
    db.session.execute(row.on_conflict_do_update(index_elements=["member_id", "by_id"], set_=said))
    publish(LeadUserJudged(actor_id=actor.id, member_id=member_id, confirmed=confirmed))


def choose_profiling(member: Member, draft: ProfilingChoice) -> None:
    """Let a member be ranked and drawn from the next run on, or take them out of everything at once."""
    if draft.allowed:
        db.session.execute(delete(NotProfiled).where(NotProfiled.member_id == member.id))
    else:
        db.session.execute(once(NotProfiled).values(member_id=member.id, since=now()))
        for column in (
            Lead.member_id,
            Reason.member_id,
            LeadVerdict.member_id,
            Standing.member_id,
            Tie.first_id,
            Tie.second_id,
        ):
            db.session.execute(delete(column.class_).where(column == member.id))
    publish(ProfilingChosen(actor_id=member.id, member_id=member.id, allowed=draft.allowed))


def is_profiled(member_id: int) -> bool:
    """Whether a member may be ranked and drawn."""
    return db.session.get(NotProfiled, member_id) is None
