"""Looks at every new post of a new member, and says whether a moderator should look at it first."""

from typing import NamedTuple

from flask import current_app

from accounts.viewers import Viewer
from contributions.models import Contribution, State
from contributions.moderation import holding
from contributions.moderation.newcomers import newness_of, require_room
from contributions.moderation.spam.judging import judge
from contributions.moderation.speed import seconds_since
from contributions.problems import whole_body

SHORTEST_TYPING = 3.0


class Held(NamedTuple):
    """Why a post is held: a code, and the score of the text where that was it."""

    cause: str
    score: float | None = None


def screen(actor: Viewer, posted: Contribution, begun: str = "") -> Held | None:
    """Return why a post that has its words, but is not stored, must wait; None where it may stand at once.

    Raises NotYet where it is more than a newcomer may write now.
    """
    if not current_app.extensions["limits"].on or is_trusted(actor):
        return None
    newness = newness_of(actor.id)
    require_room(actor, posted, newness)
    if newness.known:
        return None
    typed = seconds_since(begun)
    if newness.standing == 0 and typed is not None and typed < SHORTEST_TYPING:
        return Held("speed")
    judged = judge(posted.title or "", whole_body(posted))
    return Held(judged.cause, judged.score) if judged.suspect else None


def screen_again(actor: Viewer, edited: Contribution) -> None:
    """Hold what a newcomer wrote where new words make it read like spam."""
    own = edited.author_id == actor.id and edited.state == State.PUBLISHED
    if not own or not current_app.extensions["limits"].on or is_trusted(actor) or is_known(actor):
        return
    judged = judge(edited.title or "", whole_body(edited))
    if judged.suspect:
        holding.open_review(edited, judged.cause, score=judged.score)
        holding.conceal(edited, judged.cause)


def is_known(actor: Viewer) -> bool:
    """Whether so many posts of an actor stand that they are no newcomer."""
    return newness_of(actor.id).known


def hold_back(posted: Contribution, held: Held) -> None:
    """Put a new post that is stored before the moderators."""
    holding.hold_new(posted, held.cause, held.score)


def is_trusted(actor: Viewer) -> bool:
    """Whether an actor is nobody to be screened: who keeps the house, and Atrium itself."""
    return actor.id is None or actor.standing.employee or actor.standing.moderator
