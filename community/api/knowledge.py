"""Operations about knowledge pages."""

from typing import Any

from accounts.api.identifying import base_url, ids_of
from accounts.api.operations import Section
from accounts.api.shapes import Answered, Listed, MemberNamed, Number, named
from accounts.models import Member
from accounts.people import Person
from accounts.viewers import Viewer
from community.knowledge.growing import grow_page
from community.knowledge.reading import article_row, credits_of
from community.knowledge.schemas import SuggestedEdit
from community.knowledge.suggesting import suggest_edit
from contributions.api.shapes import Card, Thread, Written, thread_of, written
from contributions.api.threads import ThreadListing, threads

section = Section("Knowledge")


class SourceShown(Answered):
    """A post that a page grew from; `state` is stands, changed (edited since the page was) or gone."""

    url: str
    author: MemberNamed | None
    state: str


class Keeper(Answered):
    """Who wrote wordings of a page, and how many."""

    member: MemberNamed | None
    wordings: int


class CreditsShown(Answered):
    """Everybody and everything that a page comes from."""

    sources: list[SourceShown]
    keepers: list[Keeper]


class Suggested(Answered):
    """An edit that was suggested; `state` is open until an editor has decided."""

    number: Number
    page: Number
    state: str
    url: str


@section.add("GET", "/knowledge", Listed[Card], scope=None, asks=ThreadListing)
def knowledge(viewer: Viewer, asked: ThreadListing) -> Listed[Card]:
    """List knowledge pages."""
    cards, after = threads(viewer, "article", asked)
    return Listed(results=[Card(**fields) for fields in cards], after=after)


@section.add("GET", "/knowledge/<int:number>", Thread, scope=None)
def knowledge_page(viewer: Viewer, number: int) -> Thread:
    """Show one knowledge page; what is said about it are its comments."""
    return Thread(**thread_of(viewer, article_row(viewer, number)))


@section.add("GET", "/knowledge/<int:number>/credits", CreditsShown, scope=None)
def knowledge_credits(viewer: Viewer, number: int) -> CreditsShown:
    """Say which posts a knowledge page grew from, as far as the reader may see them, and who keeps it."""
    found = credits_of(viewer, article_row(viewer, number))
    people = [source.author for source in found.sources] + [keeper for keeper, _count in found.keepers]
    ids = ids_of(Member, [one.id for one in people if one])
    return CreditsShown(
        sources=[_source(source, ids) for source in found.sources],
        keepers=[Keeper(member=_named(keeper, ids), wordings=count) for keeper, count in found.keepers],
    )


@section.add("POST", "/questions/<int:number>/knowledge", Written, limit="post")
def grow(viewer: Viewer, number: int) -> Written:
    """Make a knowledge page of a solved question."""
    return written(grow_page(viewer, number))


@section.add("POST", "/knowledge/<int:number>/suggestions", Suggested, takes=SuggestedEdit, limit="edit")
def suggest(viewer: Viewer, number: int, draft: SuggestedEdit) -> Suggested:
    """Suggest new words for a knowledge page."""
    made = suggest_edit(viewer, number, draft)
    url = f"{base_url()}/knowledge/suggestions/{made.id}"
    return Suggested(number=made.id, page=number, state=made.state, url=url)


def _source(source: Any, ids: dict[int, str]) -> SourceShown:
    url = base_url() + source.url if source.url else ""
    return SourceShown(url=url, author=_named(source.author, ids), state=source.state)


def _named(shown: Person | None, ids: dict[int, str]) -> MemberNamed | None:
    return named(shown, ids, base_url())
