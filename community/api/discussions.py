"""Operations about discussions; their replies are comments."""

from accounts.api.operations import Section
from accounts.api.shapes import Listed
from accounts.viewers import Viewer
from community.asking import open_discussion
from community.schemas import DiscussionDraft
from contributions.api.shapes import Card, Thread, Written, written
from contributions.api.threads import ThreadListing, thread, threads

section = Section("Discussions")


@section.add("GET", "/discussions", Listed[Card], scope=None, asks=ThreadListing)
def discussions(viewer: Viewer, asked: ThreadListing) -> Listed[Card]:
    """List discussions."""
    cards, after = threads(viewer, "discussion", asked)
    return Listed(results=[Card(**fields) for fields in cards], after=after)


@section.add("POST", "/discussions", Written, takes=DiscussionDraft, limit="post")
def discuss(viewer: Viewer, draft: DiscussionDraft) -> Written:
    """Open a discussion."""
    return written(open_discussion(viewer, draft))


@section.add("GET", "/discussions/<int:number>", Thread, scope=None)
def discussion(viewer: Viewer, number: int) -> Thread:
    """Show one discussion; its replies are its comments."""
    return Thread(**thread(viewer, "discussion", number))
