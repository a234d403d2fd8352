"""Moving an idea through its pipeline and speaking for the house: who, when and why are kept of every move."""

from sqlalchemy import delete, select

from accounts.viewers import Viewer
from contributions.mentioning import people_of
from contributions.merging.joining import same_readers
from contributions.models import Comment, Space
from contributions.policies import require
from contributions.posting import comment
from contributions.queries import contribution_of_kind, hold_thread
from contributions.schemas import CommentDraft
from core import markup
from core.clock import now
from core.database import db
from core.errors import Conflict, Refused
from core.events import publish
from core.translation import gettext as _
from ideas.deciding.events import IdeaAnswered, IdeaMoved
from ideas.deciding.models import NearestIdea, OfficialResponse
from ideas.deciding.policies import may_decide, may_decide_now
from ideas.deciding.schemas import Decision
from ideas.models import Idea, StatusMove
from ideas.statuses import Status, pipeline_of

LIVING = ("open", "active")


def decide(actor: Viewer, key: int, decision: Decision) -> Idea:
    """Move an idea, give the official response, or both in one. Raises NotFound, Refused or Conflict."""
    require(may_decide(actor))
    hold_thread(actor, key)
    idea = contribution_of_kind(actor, key, Idea)
    db.session.refresh(idea)
    require(may_decide_now(actor, idea))
    if not decision.status and not decision.respond:
        raise Refused(_("Choose where the idea goes, or let your words be the official response."))
    status = _next(idea, decision) if decision.status else None
    response = _respond(actor, idea, decision.reason) if decision.respond else None
    if status is not None:
        _move(actor, idea, status, decision, response)
    elif response is not None:
        publish(IdeaAnswered(actor_id=actor.id, contribution_id=key, response_id=response.comment_id))
    return idea


def held_idea(actor: Viewer, key: int) -> Idea:
    """Return an idea that stands, held against other writers, for whoever may decide. Raises NotFound or Refused."""
    require(may_decide(actor))
    hold_thread(actor, key)
    idea = contribution_of_kind(actor, key, Idea)
    require(may_decide_now(actor, idea))
    return idea


def _next(idea: Idea, decision: Decision) -> Status:
    """Return the status that an idea is to have, where it has another one that whoever decided has seen."""
    known = {status.key: status for status in pipeline_of(idea.area_id)}
    if decision.status not in known:
        raise Refused(_("There is no such status here."))
    if decision.before and decision.before != idea.status:
        raise Conflict(_("Somebody has moved this idea since. Look at it again before you decide."))
    if decision.status == idea.status:
        raise Refused(_("The idea stands there already."))
    return known[decision.status]


def _respond(actor: Viewer, idea: Idea, words: str) -> OfficialResponse:
    said: Comment = comment(actor, idea.id, CommentDraft(body=words))
    given = OfficialResponse(comment_id=said.id, idea_id=idea.id, given_by_id=actor.id, given_at=said.created_at)
    db.session.add(given)
    db.session.flush()
    return given


def _move(actor: Viewer, idea: Idea, to: Status, decision: Decision, response: OfficialResponse | None) -> None:
    at, html = now(), markup.render(decision.reason, people_of(idea, decision.reason))
    move = StatusMove(idea_id=idea.id, before=idea.status, after=to.key, phase=to.phase, by_id=actor.id, created_at=at)
    move.reason, move.html = decision.reason, html
    db.session.add(move)
    before, idea.status, idea.phase = idea.status, to.key, to.phase
    idea.status_given, idea.status_changed_at = None, at
    db.session.flush()
    _lead_on(actor, idea, decision.nearest)
    if response is not None:
        response.move_id = move.id
    publish(
        IdeaMoved(
            actor_id=actor.id,
            contribution_id=idea.id,
            before=before,
            after=to.key,
            phase=to.phase,
            move_id=move.id,
            response_id=response.comment_id if response else None,
        )
    )


def _lead_on(actor: Viewer, idea: Idea, nearest_id: int | None) -> None:
    """Keep to which living idea a closed one leads; one that lives again leads nowhere."""
    db.session.execute(delete(NearestIdea).where(NearestIdea.idea_id == idea.id))
    if idea.phase != "closed" or nearest_id is None:
        return
    nearest = contribution_of_kind(actor, nearest_id, Idea)
    if nearest.id == idea.id or nearest.phase not in LIVING:
        raise Refused(_("The nearest idea must be another one that is open or under way."))
    spaces = [db.session.scalars(select(Space).where(Space.id == one.space_id)).one() for one in (idea, nearest)]
    if not same_readers(*spaces):
        raise Refused(_("Not everybody who can read this idea could read that one."))
    db.session.add(NearestIdea(idea_id=idea.id, nearest_id=nearest.id, chosen_by_id=actor.id, found_at=now()))
    db.session.flush()
