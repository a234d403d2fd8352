"""Estimates, the jury, and lemons: numbers that help to decide and decide nothing by themselves."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from sqlalchemy import delete, insert, select
from werkzeug.exceptions import NotFound

from accounts.viewers import Viewer
from contributions.models import Contribution
from contributions.policies import require
from contributions.visibility import listed_to
from core.clock import now
from core.database import db, insert_into, locked
from core.errors import Refused
from core.events import publish
from core.translation import gettext as _
from ideas.deciding.moving import held_idea
from ideas.deciding.policies import may_decide
from ideas.models import Idea
from ideas.scoring.events import IdeaJudged, ScreeningChanged
from ideas.scoring.models import IdeaEstimate, JuryRating, Lemon, ScreenedIdea, Screening
from ideas.scoring.schemas import CRITERIA, Estimate, NewScreening, Ratings

MOST_SCREENED = 200


def rice(reach: int, impact_percent: int, confidence_percent: int, effort_tenths: int) -> Fraction:
    """Return reach times impact times confidence by effort (McBride, Intercom, 2016), exact.

    500 people, impact 2, confidence 80 % and 4 person months make 200.
    """
    return Fraction(reach * impact_percent * confidence_percent, 100 * 100) / Fraction(effort_tenths, 10)


def ice(impact_percent: int, confidence_percent: int, ease: int) -> Fraction:
    """Return impact times confidence times ease, each from 0 to 10 (Ellis), exact.

    The greatest impact (3) counts as 10: impact 3, confidence 70 % and ease 6 make 420.
    """
    return Fraction(impact_percent * 10, 300) * Fraction(confidence_percent, 10) * ease


def estimate_idea(actor: Viewer, key: int, estimate: Estimate) -> None:
    """Keep what an idea is estimated at, in place of an earlier estimate. Raises NotFound or Refused."""
    held_idea(actor, key)
    row = {
        "reach": estimate.reach,
        "impact_percent": estimate.impact,
        "confidence_percent": estimate.confidence,
        "effort_tenths": int(estimate.effort * 10),
        "ease": estimate.ease,
        "by_id": actor.id,
        "estimated_at": now(),
    }
    upsert = insert_into(IdeaEstimate).values(idea_id=key, **row)
    db.session.execute(upsert.on_conflict_do_update(index_elements=["idea_id"], set_=row))
    publish(IdeaJudged(actor_id=actor.id, contribution_id=key, how="estimate"))


def rate_idea(actor: Viewer, key: int, ratings: Ratings) -> None:
    """Keep what one of the jury gives an idea, in place of what they gave before. Raises NotFound or Refused."""
    held_idea(actor, key)
    who = {"idea_id": key, "member_id": actor.id}
    rows = [who | {"criterion": name, "rating": getattr(ratings, name), "rated_at": now()} for name in CRITERIA]
    upsert = insert_into(JuryRating)
    better = {name: upsert.excluded[name] for name in ("rating", "rated_at")}
    keys = ["idea_id", "member_id", "criterion"]
    db.session.execute(upsert.on_conflict_do_update(index_elements=keys, set_=better), rows)
    publish(IdeaJudged(actor_id=actor.id, contribution_id=key, how="jury"))


def open_screening(actor: Viewer, asked: NewScreening) -> Screening:
    """Open a bag of lemons over the open ideas that an actor may see, the newest 200 of an area or of all."""
    require(may_decide(actor))
    idea: Any = Idea.__table__
    open_ideas = select(Contribution.id).join(idea, idea.c.id == Contribution.id)
    open_ideas = open_ideas.where(idea.c.phase == "open", listed_to(actor))
    if asked.area is not None:
        open_ideas = open_ideas.where(idea.c.area_id == asked.area)
    keys = list(db.session.scalars(open_ideas.order_by(Contribution.id.desc()).limit(MOST_SCREENED)))
    if len(keys) < 2:
        raise Refused(_("There are not two open ideas to choose among."))
    made = Screening(title=asked.title, budget=asked.budget, opened_by_id=actor.id, opened_at=now())
    db.session.add(made)
    db.session.flush()
    db.session.execute(insert(ScreenedIdea), [{"screening_id": made.id, "idea_id": key} for key in keys])
    publish(ScreeningChanged(actor_id=actor.id, screening_id=made.id, deed="opened"))
    return made


def lay_lemons(actor: Viewer, key: int, lemons: Mapping[int, int]) -> None:
    """Lay an actor's lemons, in place of those that they laid before. Raises NotFound or Refused."""
    screening = _held(actor, key)
    laid = {idea: count for idea, count in lemons.items() if count}
    if sum(laid.values()) > screening.budget:
        raise Refused(_("You have %(count)s lemons in all.", count=screening.budget))
    known = select(ScreenedIdea.idea_id).where(ScreenedIdea.screening_id == key)
    if not laid.keys() <= set(db.session.scalars(known)):
        raise Refused(_("That idea is not among these."))
    own = (Lemon.screening_id == key) & (Lemon.member_id == actor.id)
    db.session.execute(delete(Lemon).where(own))
    who = {"screening_id": key, "member_id": actor.id}
    if laid:
        db.session.execute(insert(Lemon), [who | {"idea_id": idea, "lemons": count} for idea, count in laid.items()])
    publish(ScreeningChanged(actor_id=actor.id, screening_id=key, deed="laid"))


def close_screening(actor: Viewer, key: int) -> None:
    """Let nobody lay lemons any more. Raises NotFound or Refused."""
    _held(actor, key).closed_at = now()
    publish(ScreeningChanged(actor_id=actor.id, screening_id=key, deed="closed"))


def _held(actor: Viewer, key: int) -> Screening:
    require(may_decide(actor))
    found = locked(select(Screening).where(Screening.id == key))
    if found is None:
        raise NotFound
    if found.closed_at is not None:
        raise Refused(_("This screening is closed."))
    return found
