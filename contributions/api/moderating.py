"""Operations of moderators: the queue, and what they decide about it."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from accounts.api.identifying import base_url, ids_of
from accounts.api.operations import Section
from accounts.api.shapes import Answered, Listed, Listing, MemberNamed, Number, PublicId, named, onward
from accounts.models import Member
from accounts.tokens.scopes import Scope
from accounts.viewers import Viewer
from contributions.api.shapes import Hypertext, Written, permalink, written
from contributions.models import Contribution
from contributions.moderation import deciding
from contributions.moderation.deciding import Decision
from contributions.moderation.queue import Case, queue_page
from contributions.schemas import one_line
from core.forms import Schema

section = Section("Moderation")


class QueueListing(Listing):
    """Which part of the queue is wanted, and in which order."""

    show: Literal["all", "flagged", "held"] = "all"
    order: Literal["oldest", "newest"] = "oldest"


class Verdict(Schema):
    """What shall become of a post, what its author is told, and what shall be said of its flags."""

    decision: Literal["keep", "hide", "delete"]
    words: Annotated[str, BeforeValidator(one_line), Field(max_length=300)] = ""
    flags: Literal["", "agreed", "disagreed"] = ""


class FlagSeen(Answered):
    """One flag of a case."""

    reason: str
    words: str
    member: str | None
    weight: float


class CaseShown(Answered):
    """One entry of the queue. `number` is that of the case, by which it is decided."""

    number: Number
    contribution: Number
    id: PublicId
    url: str
    title: str
    html: Hypertext
    state: str
    cause: str
    author: MemberNamed | None
    opened: datetime
    claimed_by: str
    flags: list[FlagSeen]
    suggestion: str


class Claimed(Answered):
    """Whether a case is the caller's now."""

    number: Number
    claimed: bool


@section.add("GET", "/moderation/queue", Listed[CaseShown], scope=Scope.MODERATE, asks=QueueListing)
def queue(viewer: Viewer, asked: QueueListing) -> Listed[CaseShown]:
    """List what waits for a moderator."""
    page = queue_page(viewer, asked.show, asked.order == "newest", asked.after or None, asked.limit)
    ids = ids_of(Contribution, [one.contribution_id for one in page.rows])
    people = ids_of(Member, [one.author.id for one in page.rows if one.author])
    return Listed(**onward(page, [_shown(one, ids, people) for one in page.rows]))


@section.add("PUT", "/moderation/<int:number>/claim", Claimed, scope=Scope.MODERATE, limit="moderate")
def claim(viewer: Viewer, number: int) -> Claimed:
    """Take a case for a quarter of an hour."""
    deciding.claim(viewer, number)
    return Claimed(number=number, claimed=True)


@section.add("DELETE", "/moderation/<int:number>/claim", Claimed, scope=Scope.MODERATE, limit="moderate")
def release(viewer: Viewer, number: int) -> Claimed:
    """Give a case back."""
    deciding.release(viewer, number)
    return Claimed(number=number, claimed=False)


@section.add(
    "POST", "/moderation/<int:number>/decision", Written, scope=Scope.MODERATE, takes=Verdict, limit="moderate"
)
def decide(viewer: Viewer, number: int, draft: Verdict) -> Written:
    """Decide about one case: the post, its flags and what its author is told."""
    decision = Decision(**draft.model_dump(), reviews=[number])
    return written(deciding.decide(viewer, number, decision))


def _shown(one: Case, ids: dict[int, str], people: dict[int, str]) -> CaseShown:
    flags = [
        FlagSeen(
            reason=flag.reason,
            words=flag.words,
            member=flag.member.name if flag.member else None,
            weight=float(flag.weight),
        )
        for flag in one.flags
    ]
    return CaseShown(
        number=one.id,
        contribution=one.contribution_id,
        id=ids[one.contribution_id],
        url=permalink(one.contribution_id),
        title=one.title,
        html=str(one.html),
        state=one.state,
        cause=one.cause,
        author=named(one.author, people, base_url()),
        opened=one.opened_at,
        claimed_by=one.claimed_by,
        flags=flags,
        suggestion=one.suggestion,
    )
