"""Operations that read contributions, spaces and tags."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from accounts.api.identifying import base_url, ids_of
from accounts.api.operations import Section
from accounts.api.shapes import Answered, Listed, Listing, Number, onward
from accounts.viewers import Viewer
from contributions.addresses import tag_address
from contributions.api.shapes import Post, Source, permalink, posts_of
from contributions.comments_page import comment_rows
from contributions.editing import latest_revision
from contributions.models import Contribution
from contributions.moderation.flagging import is_seen
from contributions.queries import contribution_for, spaces_of
from contributions.schemas import one_line
from contributions.tag_pages import tag_rows
from core.errors import NotFound

section = Section("Contributions")
places = Section("Spaces and tags")


class SpaceShown(Answered):
    """A space that the reader may read. `posting` says who may open threads there: readers or staff."""

    number: Number
    slug: str
    name: str
    description: str
    visibility: str
    posting: str
    threads: int
    url: str


class TagShown(Answered):
    """A tag, with the number of public threads that carry it."""

    name: str
    description: str
    threads: int
    url: str


class TagListing(Listing):
    """Which tags are wanted: those that begin with a text."""

    begins: Annotated[str, BeforeValidator(one_line), Field(max_length=60)] = ""


@section.add("GET", "/contributions/<int:number>", Source, scope=None)
def contribution(viewer: Viewer, number: int) -> Source:
    """Show one contribution as its author wrote it."""
    found = contribution_for(viewer, number)
    return Source(
        number=number,
        id=ids_of(Contribution, [number])[number],
        kind=found.kind,
        url=permalink(number),
        thread=found.root_id,
        title=found.title,
        body=found.body,
        html=found.html,
        language=found.language,
        state=found.state,
        revision=latest_revision(number),
        created=found.created_at,
        edited=found.edited_at,
    )


@section.add("GET", "/contributions/<int:number>/comments", Listed[Post], scope=None, asks=Listing)
def comments(viewer: Viewer, number: int, asked: Listing) -> Listed[Post]:
    """List the comments below a contribution, the oldest first."""
    if not is_seen(viewer, number):
        raise NotFound
    page = comment_rows(viewer, number, asked.cursor(2), asked.limit)
    return Listed(**onward(page, [Post(**fields) for fields in posts_of(viewer, page.rows)]))


@places.add("GET", "/spaces", Listed[SpaceShown], scope=None)
def spaces(viewer: Viewer) -> Listed[SpaceShown]:
    """List the spaces that are open to the reader, all of them, in their order."""
    shown = [
        SpaceShown(
            number=space.id,
            slug=space.slug,
            name=space.name,
            description=space.description,
            visibility=space.visibility,
            posting=space.posting,
            threads=space.thread_count,
            url=f"{base_url()}/spaces/{space.slug}",
        )
        for space in spaces_of(viewer)
    ]
    return Listed(results=shown)


@places.add("GET", "/tags", Listed[TagShown], scope=None, asks=TagListing)
def tags(_viewer: Viewer, asked: TagListing) -> Listed[TagShown]:
    """List the tags that public threads carry, the most used first."""
    page = tag_rows(asked.begins, asked.cursor(2), asked.limit)
    shown = [
        TagShown(
            name=row.name,
            description=row.description,
            threads=row.public_count,
            url=base_url() + tag_address(row.name),
        )
        for row in page.rows
    ]
    return Listed(**onward(page, shown))
