"""Starting an initiative out of an idea and a service out of an initiative: whoever had a part in the one keeps it."""

from sqlalchemy import func, literal, select, union
from sqlalchemy.orm import aliased

from accounts.viewers import Viewer
from contributions.models import Contribution, State
from contributions.policies import YES, Judged, Verdict, require
from contributions.posting import open_thread
from contributions.queries import contribution_of_kind, hold_contribution
from core.clock import now
from core.database import Key, db, once
from core.errors import NotFound
from core.events import publish
from core.paging import AnySelect
from core.translation import gettext as _
from ideas.initiatives.events import InitiativeChanged
from ideas.initiatives.models import Claim, Contributor, Initiative, Service
from ideas.initiatives.schemas import ClaimDraft, Figures, InitiativeDraft, ServiceDraft
from ideas.models import CoAuthor, Idea, IdeaParent


def may_keep(actor: Viewer, thread: Judged) -> Verdict:
    """Whether an actor may change what an initiative or a service says of itself: its author and staff."""
    own = actor.signed_in and thread.author_id == actor.id
    if (own and thread.state == State.PUBLISHED and not thread.concealed) or actor.standing.employee:
        return YES
    return Verdict(False, _("Only who started this and staff change it."))


def start_initiative(actor: Viewer, draft: InitiativeDraft) -> Initiative:
    """Start an initiative, with everybody who had a part in its idea. Raises NotFound or Refused."""
    idea = contribution_of_kind(actor, draft.idea, Idea) if draft.idea else None
    initiative = Initiative(idea_id=idea.id if idea else None)
    _set_figures(initiative, draft)
    open_thread(actor, initiative, draft, "initiative")
    _note(initiative.id, actor)
    if idea:
        _carry(_parts_in_idea(idea.id), initiative.id)
    return initiative


def change_figures(actor: Viewer, key: int, figures: Figures) -> Initiative:
    """Give an initiative other figures. Raises NotFound or Refused."""
    initiative = hold_initiative(actor, key)
    require(may_keep(actor, initiative))
    _set_figures(initiative, figures)
    publish(InitiativeChanged(actor_id=actor.id, contribution_id=key, what="figures"))
    return initiative


def claim(actor: Viewer, key: int, draft: ClaimDraft) -> Initiative:
    """Add what was found out in the market, with what proves it. Raises NotFound or Refused."""
    initiative = hold_initiative(actor, key)
    require(may_keep(actor, initiative))
    row = Claim(initiative_id=key, words=draft.words, evidence=draft.evidence, by_id=actor.id, created_at=now())
    db.session.add(row)
    publish(InitiativeChanged(actor_id=actor.id, contribution_id=key, what="claim"))
    return initiative


def start_service(actor: Viewer, draft: ServiceDraft) -> Service:
    """Start a service, with everybody who had a part in its initiative. Raises NotFound or Refused."""
    initiative = contribution_of_kind(actor, draft.initiative, Initiative) if draft.initiative else None
    if initiative:
        require(may_keep(actor, initiative))
    service = Service(initiative_id=initiative.id if initiative else None, kit=draft.kit, training=draft.training)
    open_thread(actor, service, draft, "service")
    _note(service.id, actor)
    if initiative:
        source = literal(initiative.id, Key)
        came_along = select(
            Contributor.member_id, Contributor.part, func.coalesce(Contributor.from_id, source).label("origin")
        )
        _carry(came_along.where(Contributor.thread_id == initiative.id), service.id)
    return service


def hold_initiative(actor: Viewer, key: int) -> Initiative:
    """Return an initiative that an actor may see, held against other writers. Raises NotFound."""
    found = hold_contribution(actor, key)
    if not isinstance(found, Initiative):
        raise NotFound
    return found


def _set_figures(initiative: Initiative, given: Figures) -> None:
    initiative.partners, initiative.materials, initiative.steps = given.partners, given.materials, given.steps
    initiative.currency, initiative.status, initiative.sets = given.currency, given.status, given.sets
    initiative.cost, initiative.price, initiative.minutes = given.amount("cost"), given.amount("price"), given.minutes


def _note(thread_id: int, actor: Viewer) -> None:
    if actor.id is not None:
        row = {"thread_id": thread_id, "member_id": actor.id, "part": "author", "from_id": None}
        db.session.execute(once(Contributor).values(row))


def _parts_in_idea(idea_id: int) -> AnySelect:
    """Who had a part in an idea: its authors, and those of the ideas that it was mixed from, however far up."""
    above = select(IdeaParent.parent_id).where(IdeaParent.child_id == idea_id).cte("above", recursive=True)
    further = aliased(IdeaParent)
    above = above.union(select(further.parent_id).join(above, further.child_id == above.c.parent_id))
    source = literal(idea_id, Key)
    own = select(Contribution.author_id, literal("idea"), source).where(Contribution.id == idea_id)
    together = select(CoAuthor.member_id, literal("idea"), source).where(
        CoAuthor.idea_id == idea_id, CoAuthor.accepted_at.is_not(None)
    )
    mixed = select(Contribution.author_id, literal("parent"), Contribution.id).join(
        above, above.c.parent_id == Contribution.id
    )
    parts = union(own, together, mixed).subquery("parts")
    # The column names of a union are those of its first part; who has several parts keeps the nearest.
    member, part, origin = parts.c
    return select(member, part, origin).where(member.is_not(None)).order_by(part, origin)


def _carry(parts: AnySelect, thread_id: int) -> None:
    named = parts.subquery("carried")
    member, part, origin = named.c
    rows = select(literal(thread_id, Key), member, part, origin).where(member.is_not(None))
    db.session.execute(once(Contributor).from_select(["thread_id", "member_id", "part", "from_id"], rows))
