"""Operations on decisions about ideas: read them, decide, merge, take back, and “not mine”."""

from datetime import datetime

from sqlalchemy import select

from accounts.api.operations import Section
from accounts.api.shapes import Answered, Number
from accounts.tokens.scopes import Scope
from accounts.viewers import Viewer
from contributions.merging.joining import end_of
from contributions.queries import contribution_of_kind
from core.database import db
from ideas.deciding.moving import decide
from ideas.deciding.schemas import Decision
from ideas.merging.joining import merge_idea, refuse_vote, unmerge_idea
from ideas.merging.schemas import Into
from ideas.models import Idea, StatusMove

section = Section("Decisions about ideas")
MOST = 200


class MoveShown(Answered):
    """One move of an idea in its pipeline; `phase` is what it means: open, active, delivered or closed."""

    before: str
    after: str
    phase: str
    by: Number | None
    reason: str
    created: datetime


class Decisions(Answered):
    """Where an idea stands, and the moves that led there, the latest first."""

    number: Number
    status: str
    phase: str
    moves: list[MoveShown]


class MergedShown(Answered):
    """The idea that stands: that into which another was merged, or the one that stands on its own again."""

    number: Number
    standing: Number


@section.add("GET", "/ideas/<int:number>/decisions", Decisions, scope=None)
def decisions(viewer: Viewer, number: int) -> Decisions:
    """Show what was decided about an idea, by whom, when and why; the latest 200 moves."""
    return _decisions(contribution_of_kind(viewer, number, Idea))


@section.add("POST", "/ideas/<int:number>/decisions", Decisions, scope=Scope.STAFF, takes=Decision, limit="edit")
def decide_idea(viewer: Viewer, number: int, draft: Decision) -> Decisions:
    """Move an idea, give the official response, or both."""
    return _decisions(decide(viewer, number, draft))


@section.add("PUT", "/ideas/<int:number>/merged", MergedShown, scope=Scope.STAFF, takes=Into, limit="edit")
def merge_ideas(viewer: Viewer, number: int, draft: Into) -> MergedShown:
    """Merge an idea into another one."""
    return MergedShown(number=number, standing=merge_idea(viewer, number, draft.into).id)


@section.add("DELETE", "/ideas/<int:number>/merged", MergedShown, scope=Scope.STAFF, limit="edit")
def unmerge_ideas(viewer: Viewer, number: int) -> MergedShown:
    """Let a merged idea stand on its own again."""
    return MergedShown(number=number, standing=end_of(unmerge_idea(viewer, number).id))


@section.add("DELETE", "/ideas/<int:number>/carried-vote", MergedShown, limit="vote")
def refuse_carried_vote(viewer: Viewer, number: int) -> MergedShown:
    """Withdraw the vote that merges carried to an idea."""
    return MergedShown(number=number, standing=refuse_vote(viewer, number).id)


def _decisions(idea: Idea) -> Decisions:
    rows = select(StatusMove).where(StatusMove.idea_id == idea.id).order_by(StatusMove.id.desc()).limit(MOST)
    moves = [
        MoveShown(
            before=move.before, after=move.after, phase=move.phase, by=move.by_id, reason=move.reason,
            created=move.created_at,
        )
        for move in db.session.scalars(rows)
    ]  # fmt: skip
    return Decisions(number=idea.id, status=idea.status, phase=idea.phase, moves=moves)
