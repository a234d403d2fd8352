"""What moderators decide about posts in the queue: claim one, keep it, hide it or delete it, in one act each."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field
from sqlalchemy import ColumnElement, or_, select, update
from werkzeug.exceptions import NotFound

from accounts.viewers import Viewer
from contributions import taking_down
from contributions.models import Contribution, State
from contributions.moderation.events import ReviewDecided
from contributions.moderation.holding import settle_flags
from contributions.moderation.models import Flag, Review
from contributions.moderation.telling import tell_author
from contributions.policies import Verdict, require
from contributions.queries import contribution_for, hold_thread
from contributions.schemas import one_line
from core.clock import now
from core.database import LARGEST_KEY, db
from core.errors import Conflict
from core.events import publish
from core.forms import Schema
from core.translation import gettext as _

CLAIMED_FOR = timedelta(minutes=15)
MOST_AT_ONCE = 50


class Decision(Schema):
    """What shall become of some posts, and what shall be said of their flags (by default, what follows from it)."""

    decision: Literal["keep", "hide", "delete"]
    words: Annotated[str, BeforeValidator(one_line), Field(max_length=300)] = ""
    flags: Literal["", "agreed", "disagreed"] = ""
    reviews: Annotated[list[Annotated[int, Field(ge=1, le=LARGEST_KEY)]], Field(min_length=1, max_length=MOST_AT_ONCE)]


def may_moderate(actor: Viewer) -> Verdict:
    """Whether an actor decides about what others wrote."""
    return Verdict(actor.standing.moderator, _("Only moderators can do this."))


def claim(actor: Viewer, review_id: int) -> None:
    """Take a case for a quarter of an hour. Raises NotFound, or Conflict where somebody else has it."""
    require(may_moderate(actor))
    _visible(actor, review_id)
    values = {"claimed_by_id": actor.id, "claimed_until": now() + CLAIMED_FOR}
    _take(actor, review_id, values)


def release(actor: Viewer, review_id: int) -> None:
    """Give a case back. Raises NotFound or Conflict."""
    require(may_moderate(actor))
    _visible(actor, review_id)
    _take(actor, review_id, {"claimed_by_id": None, "claimed_until": None})


def decide(actor: Viewer, review_id: int, draft: Decision) -> Contribution:
    """Decide one case: the post, its flags and what its author is told. Raises NotFound, Refused or Conflict."""
    require(may_moderate(actor))
    contribution = _visible(actor, review_id)
    hold_thread(actor, contribution.id)
    db.session.refresh(contribution)
    words = draft.words or ("" if draft.decision == "keep" else suggested_words(contribution.id))
    verdict = draft.flags or ("disagreed" if draft.decision == "keep" else "agreed")
    before = contribution.state
    closed = {"decision": draft.decision, "words": words, "closed_at": now(), "closed_by_id": actor.id}
    _take(actor, review_id, closed)
    settle_flags(contribution.id, verdict, actor.id)
    _apply(actor, contribution, draft.decision, words)
    publish(
        ReviewDecided(
            actor_id=actor.id,
            contribution_id=contribution.id,
            review_id=review_id,
            decision=draft.decision,
            flags=verdict,
            changed=contribution.state != before,
            reason=words,
        )
    )
    if before == State.HELD or draft.decision != "keep":
        tell_author(actor, contribution)
    return contribution


def suggested_words(key: int) -> str:
    """Return what most open flags on a contribution say, as a sentence for its author."""
    statement = select(Flag.reason).where(Flag.contribution_id == key, Flag.state == "open")
    reasons = list(db.session.scalars(statement.order_by(Flag.id)))
    return sentence_for(reasons)


def sentence_for(reasons: Sequence[str]) -> str:
    """Say to an author what was wrong with a post: what most flags say, or that it reads like spam."""
    sentences = {
        "spam": _("This reads like advertising, and we do not take that here."),
        "rude": _("This is unkind. Say it again without hurting anybody."),
        "off_topic": _("This has nothing to do with what this place is for."),
        "wrong_place": _("This does not belong here. Post it where its subject is at home."),
        "other": _("This does not fit the rules of this place."),
    }
    return sentences[max(reasons, key=list(reasons).count) if reasons else "spam"]


def _apply(actor: Viewer, contribution: Contribution, decision: str, words: str) -> None:
    """Bring a post into the state that was decided, where it is not in it already."""
    if decision == "keep":
        if contribution.state in {State.HELD, State.HIDDEN}:
            taking_down.restore(actor, contribution.id)
    elif decision == "hide" and contribution.state in {State.PUBLISHED, State.HELD}:
        taking_down.hide(actor, contribution.id, words)
    elif decision == "delete" and contribution.state in {State.PUBLISHED, State.HELD}:
        taking_down.delete(actor, contribution.id, words)


def _visible(actor: Viewer, review_id: int) -> Contribution:
    """Return the contribution of a review, as far as the actor may see it. Raises NotFound."""
    key = db.session.scalar(select(Review.contribution_id).where(Review.id == review_id))
    if key is None:
        raise NotFound
    return contribution_for(actor, key)


def _take(actor: Viewer, review_id: int, values: Mapping[str, Any]) -> None:
    """Change an open case that nobody else has; the database decides who was first."""
    mine = (Review.id == review_id) & Review.closed_at.is_(None) & _free_for(actor)
    if not db.session.scalars(update(Review).where(mine).values(**values).returning(Review.id)).all():
        raise Conflict(_("Another moderator has taken this, or decided about it already."))


def _free_for(actor: Viewer) -> ColumnElement[bool]:
    return or_(Review.claimed_by_id.is_(None), Review.claimed_by_id == actor.id, Review.claimed_until <= now())
