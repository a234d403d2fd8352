"""What answers about contributions are made of."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from accounts.api.identifying import base_url, ids_of
from accounts.api.shapes import Answered, MemberNamed, Number, PublicId, named
from accounts.models import Member
from accounts.people import person
from accounts.viewers import Viewer
from contributions.kinds import KINDS
from contributions.models import Contribution
from contributions.rows import own_state

Hypertext = Annotated[str, Field(description="Safe HTML, as the pages show it.")]


# None where it is kept from those who have not voted.
Score = Annotated[int | None, Field(description="Votes for less votes against; null where only voters may know.")]


class SpaceNamed(Answered):
    """A space, by name and by the word in its address."""

    slug: str
    name: str


class Card(Answered):
    """A thread in a list."""

    number: Number
    id: PublicId
    kind: str
    url: str
    title: str
    excerpt: str
    tags: list[str]
    space: SpaceNamed
    author: MemberNamed | None
    created: datetime
    active: datetime
    score: Score
    views: int
    replies: int


class Post(Answered):
    """Something that a member wrote. `state` is published, deleted, hidden or held."""

    number: Number
    id: PublicId
    kind: str
    url: str
    html: Hypertext
    author: MemberNamed | None
    created: datetime
    edited: datetime | None
    state: str
    score: Score
    my_vote: Annotated[int, Field(ge=-1, le=1)]
    comments: int


class Thread(Post):
    """The opening post of a thread."""

    title: str
    tags: list[str]
    space: SpaceNamed
    views: int
    replies: int
    active: datetime
    following: bool


class Source(Answered):
    """A contribution as its author wrote it, with the revision from which an edit begins."""

    number: Number
    id: PublicId
    kind: str
    url: str
    thread: Number
    title: str | None
    body: Annotated[str, Field(description="Markdown.")]
    html: Hypertext
    language: str | None
    state: str
    revision: int
    created: datetime
    edited: datetime | None


class Written(Answered):
    """What was written, changed or decided about, as it stands now."""

    number: Number
    id: PublicId
    kind: str
    url: str
    state: str


def cards_of(rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Return the fields of a `Card` for rows with the columns of a card: two statements."""
    ids = ids_of(Contribution, [row.id for row in rows])
    people = ids_of(Member, [row.author_id for row in rows])
    return [
        {
            "number": row.id,
            "id": ids[row.id],
            "kind": row.kind,
            "url": base_url() + KINDS[row.kind].address(row.id, row.title),
            "title": row.title,
            "excerpt": row.excerpt,
            "author": author_of(row, people),
            "created": row.created_at,
            "active": row.active_at,
            "score": row.score,
            "views": row.views,
            "replies": row.reply_count,
            **_place(row),
        }
        for row in rows
    ]


def posts_of(viewer: Viewer, rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Return the fields of a `Post` for rows with the columns of a post: three statements, two signed out."""
    keys = [row.id for row in rows]
    votes, _following = own_state(viewer, keys)
    return [_post(row, votes, *names) for row, names in zip(rows, _names(rows), strict=True)]


def thread_of(viewer: Viewer, row: Any) -> dict[str, Any]:
    """Return the fields of a `Thread` for the row of its page: three statements, two signed out."""
    votes, following = own_state(viewer, [row.id])
    return {
        **_post(row, votes, *_names([row])[0]),
        "url": base_url() + KINDS[row.kind].address(row.id, row.title),
        "title": row.title,
        "views": row.views,
        "replies": row.reply_count,
        "active": row.active_at,
        "following": row.id in following,
        **_place(row),
    }


def written(contribution: Contribution) -> Written:
    """Return how a contribution stands."""
    return Written(
        number=contribution.id,
        id=ids_of(Contribution, [contribution.id])[contribution.id],
        kind=contribution.kind,
        url=permalink(contribution.id),
        state=contribution.state,
    )


def permalink(key: int) -> str:
    """Return the address that leads to wherever a contribution stands."""
    return f"{base_url()}/contributions/{key}"


def author_of(row: Any, people: dict[int, str]) -> MemberNamed | None:
    """Return who wrote something."""
    return named(person(row.author_id, row.author_name, row.author_roles), people, base_url())


def _names(rows: Iterable[Any]) -> list[tuple[str, MemberNamed | None]]:
    listed = list(rows)
    ids = ids_of(Contribution, [row.id for row in listed])
    people = ids_of(Member, [row.author_id for row in listed])
    return [(ids[row.id], author_of(row, people)) for row in listed]


def _post(row: Any, votes: dict[int, int], public_id: str, author: MemberNamed | None) -> dict[str, Any]:
    return {
        "number": row.id,
        "id": public_id,
        "kind": row.kind,
        "url": permalink(row.id),
        "html": row.html,
        "author": author,
        "created": row.created_at,
        "edited": row.edited_at,
        "state": row.state,
        "score": row.score,
        "my_vote": votes.get(row.id, 0),
        "comments": row.comment_count,
    }


def _place(row: Any) -> dict[str, Any]:
    return {
        "tags": row.tags.split(" ") if row.tags else [],
        "space": SpaceNamed(slug=row.space_slug, name=row.space_name),
    }
