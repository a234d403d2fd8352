"""Operations about ideas."""

from accounts.api.operations import Section
from accounts.api.shapes import Listed
from accounts.viewers import Viewer
from contributions.api.shapes import Card, Thread
from contributions.api.threads import ThreadListing, thread, threads
from ideas.queries import statuses_of

section = Section("Ideas")


class IdeaCard(Card):
    """An idea in a list, with where it stands: open, active, delivered or closed, and the status in its area."""

    status: str
    phase: str


class IdeaShown(Thread):
    """An idea, with where it stands."""

    status: str
    phase: str


@section.add("GET", "/ideas", Listed[IdeaCard], scope=None, asks=ThreadListing)
def ideas(viewer: Viewer, asked: ThreadListing) -> Listed[IdeaCard]:
    """List ideas."""
    cards, after = threads(viewer, "idea", asked)
    statuses = statuses_of([fields["number"] for fields in cards])
    shown = [(fields, statuses[fields["number"]]) for fields in cards]
    return Listed(results=[IdeaCard(**fields, status=at.key, phase=at.phase) for fields, at in shown], after=after)


@section.add("GET", "/ideas/<int:number>", IdeaShown, scope=None)
def idea(viewer: Viewer, number: int) -> IdeaShown:
    """Show one idea; what is said about it are its comments."""
    shown = thread(viewer, "idea", number)
    at = statuses_of([number])[number]
    return IdeaShown(**shown, status=at.key, phase=at.phase)
