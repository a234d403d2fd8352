"""Posting an idea: in its area, with the problem that it solves, and with credit for what it comes from."""

from collections.abc import Sequence

from sqlalchemy import select

from accounts.fields import FieldRefused
from accounts.viewers import Viewer
from contributions.models import Contribution
from contributions.posting import open_thread
from contributions.problems import state_problem
from contributions.queries import contribution_for
from contributions.visibility import listed_to
from core.database import db
from core.events import publish
from core.markup import excerpt, plain_text
from core.translation import gettext as _
from ideas.areas.queries import area_for
from ideas.models import Area, Idea, IdeaParent
from ideas.statuses import pipeline_of
from ideas.versions.requesting import ask_for_change
from ideas.writing.events import IdeaDrawn, IdeaRemixed
from ideas.writing.models import IdeaOrigin
from ideas.writing.schemas import IdeaDraft

LONGEST_QUOTE = 600


def post_idea(actor: Viewer, draft: IdeaDraft) -> Idea:
    """Post an idea. Raises NotFound for what it names, Refused, or FieldRefused where it has no place or no parents."""
    area = area_for(actor, draft.area) if draft.area else None
    if area is None and not draft.space:
        raise FieldRefused("area", _("Choose where your idea belongs."))
    parents = _parents(actor, draft.parents)
    first = pipeline_of(area.id if area else None)[0]
    idea = Idea(area_id=area.id if area else None, status=first.key, phase=first.phase)
    state_problem(idea, draft.problem)
    open_thread(actor, idea, draft.model_copy(update={"space": _space(area, draft)}), "idea")
    if parents:
        _credit(actor, idea, parents)
    if draft.origin:
        _draw(actor, idea, draft.origin)
    if draft.version:
        ask_for_change(actor, idea, draft.version)
    return idea


def _space(area: Area | None, draft: IdeaDraft) -> int:
    return area.space_id if area else draft.space


def _parents(actor: Viewer, numbers: Sequence[int]) -> list[int]:
    """Return the parents that were named. Raises FieldRefused where one is no idea that the actor may see."""
    wanted = select(Idea.id).where(Contribution.id.in_(numbers), listed_to(actor))
    found = set(db.session.scalars(wanted)) if numbers else set()
    lost = [number for number in numbers if number not in found]
    if lost:
        raise FieldRefused("parents", _("There is no idea with the number %(number)s.", number=lost[0]))
    return list(numbers)


def _credit(actor: Viewer, idea: Idea, parents: Sequence[int]) -> None:
    rows = [IdeaParent(child_id=idea.id, parent_id=key, position=place) for place, key in enumerate(parents)]
    db.session.add_all(rows)
    db.session.flush()
    publish(IdeaRemixed(actor_id=actor.id, contribution_id=idea.id, thread_id=idea.id))


def _draw(actor: Viewer, idea: Idea, origin_id: int) -> None:
    origin = contribution_for(actor, origin_id)
    db.session.add(IdeaOrigin(idea_id=idea.id, contribution_id=origin.id, quote=quote_of(origin)))
    db.session.flush()
    publish(IdeaDrawn(actor_id=actor.id, contribution_id=idea.id, thread_id=idea.id, origin_id=origin.id))


def quote_of(origin: Contribution) -> str:
    """Return the words of a contribution that an idea drawn from it keeps, as plain text."""
    return excerpt(plain_text(origin.html), LONGEST_QUOTE)
