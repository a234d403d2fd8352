"""Having a question too: one row for each member and question; whoever asked it counts without one."""

from sqlalchemy import delete, select
from werkzeug.exceptions import NotFound

from accounts.viewers import Viewer
from community import counters
from community.events import QuestionShared
from community.models import Question, SharedQuestion
from community.policies import may_share
from contributions.following import follow
from contributions.policies import require
from contributions.queries import hold_contribution
from core.clock import now
from core.database import db
from core.events import publish


def share_question(actor: Viewer, key: int, shared: bool) -> Question:
    """Say that an actor has a question too, and follow it; or take that back. Raises NotFound or Refused."""
    question = hold_contribution(actor, key)
    if not isinstance(question, Question):
        raise NotFound
    require(may_share(actor, question))
    own = (SharedQuestion.question_id == key) & (SharedQuestion.member_id == actor.id)
    known = db.session.scalar(select(SharedQuestion.since).where(own)) is not None
    if known == shared:
        return question
    if shared:
        db.session.add(SharedQuestion(question_id=key, member_id=actor.id, since=now()))
        follow(actor, key)
    else:
        db.session.execute(delete(SharedQuestion).where(own))
    db.session.flush()
    counters.recount_shared(key)
    publish(QuestionShared(actor_id=actor.id, contribution_id=key, shared=shared))
    return question
