"""Operations about the changelog, and about true stories."""

from accounts.api.identifying import base_url
from accounts.api.operations import Section
from accounts.api.shapes import Answered, Listed
from accounts.viewers import Viewer
from contributions.api.shapes import Card, Thread
from contributions.api.threads import ThreadListing, thread, threads
from ideas.changelog.reading import ideas_of, lessons_used
from ideas.links import IdeaLink
from ideas.word_of_mouth.stories import rewards_of

section = Section("Changelog and stories")


class IdeaNamed(Answered):
    """An idea that something names."""

    number: int
    title: str
    url: str
    status: str
    phase: str


class LessonNamed(Answered):
    """A lesson that a release used; `url` leads to the log of its idea."""

    learned: str
    changed: str
    url: str


class ReleaseCard(Card):
    """An entry of the changelog in a list, with the ideas it came from that the reader may see."""

    ideas: list[IdeaNamed]


class ReleaseShown(Thread):
    """An entry of the changelog."""

    ideas: list[IdeaNamed]
    lessons: list[LessonNamed]


class StoryCard(Card):
    """A true story in a list; `reward` is what its author got for telling it, and must stand beside it."""

    reward: str


class StoryShown(Thread):
    """A true story; `reward` is what its author got for telling it, and must stand beside it."""

    reward: str


@section.add("GET", "/changelog", Listed[ReleaseCard], scope=None, asks=ThreadListing)
def changelog(viewer: Viewer, asked: ThreadListing) -> Listed[ReleaseCard]:
    """List what was released."""
    cards, after = threads(viewer, "release", asked)
    named = ideas_of(viewer, [fields["number"] for fields in cards])
    shown = [ReleaseCard(**fields, ideas=_ideas(named.get(fields["number"], []))) for fields in cards]
    return Listed(results=shown, after=after)


@section.add("GET", "/changelog/<int:number>", ReleaseShown, scope=None)
def changelog_entry(viewer: Viewer, number: int) -> ReleaseShown:
    """Show an entry of the changelog; what is said about it are its comments."""
    fields = thread(viewer, "release", number)
    lessons = [
        LessonNamed(learned=one.learned, changed=one.changed, url=base_url() + one.url)
        for one in lessons_used(viewer, number)
    ]
    return ReleaseShown(**fields, ideas=_ideas(ideas_of(viewer, [number]).get(number, [])), lessons=lessons)


@section.add("GET", "/stories", Listed[StoryCard], scope=None, asks=ThreadListing)
def stories(viewer: Viewer, asked: ThreadListing) -> Listed[StoryCard]:
    """List true stories, each with its reward."""
    cards, after = threads(viewer, "story", asked)
    rewards = rewards_of([fields["number"] for fields in cards])
    return Listed(results=[StoryCard(**fields, reward=rewards[fields["number"]]) for fields in cards], after=after)


@section.add("GET", "/stories/<int:number>", StoryShown, scope=None)
def story(viewer: Viewer, number: int) -> StoryShown:
    """Show a true story with its reward; what is said about it are its comments."""
    return StoryShown(**thread(viewer, "story", number), reward=rewards_of([number])[number])


def _ideas(links: list[IdeaLink]) -> list[IdeaNamed]:
    return [
        IdeaNamed(
            number=one.id, title=one.title, url=base_url() + one.url, status=one.status.key, phase=one.status.phase
        )
        for one in links
    ]
