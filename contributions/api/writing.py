"""Operations that change contributions: commenting, editing, voting, following, taking down, flagging."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from accounts.api.answering import Invalid
from accounts.api.operations import Section
from accounts.api.shapes import Answered, Number
from accounts.tokens.scopes import Scope
from accounts.viewers import Viewer
from contributions import editing, following, posting, taking_down, voting
from contributions.api.shapes import Score, Written, written
from contributions.moderation import flagging
from contributions.moderation.flagging import FlagDraft
from contributions.queries import contribution_for
from contributions.schemas import (
    Ballot,
    Body,
    CommentDraft,
    Line,
    Reason,
    ReplyEdit,
    Revision,
    Tags,
    ThreadEdit,
    one_line,
)
from contributions.secrecy import score_for
from core.forms import Schema
from core.translation import gettext as _

section = Section("Contributions")


class Edit(Schema):
    """New words. `revision` is the number that the edit began from; title and tags are for what opens a thread."""

    title: Annotated[str, BeforeValidator(one_line), Field(min_length=10, max_length=200)] | None = None
    body: Body
    tags: Tags = []
    comment: Line = ""
    revision: Revision = 0


class Following(Schema):
    """Whether a thread is followed."""

    following: bool


class Counted(Answered):
    """A vote as it counts now."""

    number: Number
    score: Score
    value: Annotated[int, Field(ge=-1, le=1)]


class Followed(Answered):
    """Whether a thread is followed now."""

    number: Number
    following: bool


class Flagged(Answered):
    """Whether a flag of the caller waits for the moderators."""

    number: Number
    open: bool


@section.add("POST", "/contributions/<int:number>/comments", Written, takes=CommentDraft, limit="comment")
def comment(viewer: Viewer, number: int, draft: CommentDraft) -> Written:
    """Comment on a contribution."""
    return written(posting.comment(viewer, number, draft))


@section.add("PUT", "/contributions/<int:number>", Written, takes=Edit, limit="edit")
def edit(viewer: Viewer, number: int, draft: Edit) -> Written:
    """Give a contribution new words; refused where somebody edited it meanwhile."""
    opens = contribution_for(viewer, number).title is not None
    if opens and draft.title is None:
        raise Invalid({"title": _("Please fill this in.")})
    change = (ThreadEdit if opens else ReplyEdit).model_validate(draft.model_dump(exclude_none=True))
    return written(editing.edit(viewer, number, change))


@section.add("PUT", "/contributions/<int:number>/vote", Counted, takes=Ballot, limit="vote")
def vote(viewer: Viewer, number: int, draft: Ballot) -> Counted:
    """Vote for (1) or against (-1) a contribution, or take the vote back (0)."""
    contribution = voting.cast_vote(viewer, number, draft.value)
    return Counted(number=number, score=score_for(viewer, contribution), value=draft.value)


@section.add("PUT", "/contributions/<int:number>/following", Followed, takes=Following, limit="vote")
def follow(viewer: Viewer, number: int, draft: Following) -> Followed:
    """Begin or cease to follow the thread of a contribution."""
    following.set_following(viewer, number, draft.following)
    return Followed(number=number, following=draft.following)


@section.add("DELETE", "/contributions/<int:number>", Written, asks=Reason, limit="edit")
def delete(viewer: Viewer, number: int, asked: Reason) -> Written:
    """Delete a contribution; it can be restored."""
    return written(taking_down.delete(viewer, number, asked.reason))


@section.add("PUT", "/contributions/<int:number>/restored", Written, limit="edit")
def restore(viewer: Viewer, number: int) -> Written:
    """Put a contribution back."""
    return written(taking_down.restore(viewer, number))


@section.add("PUT", "/contributions/<int:number>/hidden", Written, takes=Reason, scope=Scope.MODERATE, limit="moderate")
def hide(viewer: Viewer, number: int, draft: Reason) -> Written:
    """Hide a contribution from everyone but its author and moderators."""
    return written(taking_down.hide(viewer, number, draft.reason))


@section.add("POST", "/contributions/<int:number>/flag", Flagged, takes=FlagDraft, limit="flag")
def flag(viewer: Viewer, number: int, draft: FlagDraft) -> Flagged:
    """Ask the moderators to look at a contribution."""
    flagging.raise_flag(viewer, number, draft)
    return Flagged(number=number, open=True)


@section.add("DELETE", "/contributions/<int:number>/flag", Flagged, limit="flag")
def unflag(viewer: Viewer, number: int) -> Flagged:
    """Take an open flag back."""
    flagging.withdraw_flag(viewer, number)
    return Flagged(number=number, open=False)
