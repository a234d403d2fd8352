"""What an analysis looks at: everything that every signed-in member may read, as it stood at one moment."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, and_, func, select, type_coerce

from accounts.models import EMPLOYEES, Member
from contributions.models import Contribution, Revision, Space, State, Visibility, Vote
from contributions.news.models import Mention
from contributions.outcomes import accepted_until, moves_until
from contributions.problems import problems_of
from contributions.visibility import behind_no_gate
from core import markup
from core.archive.identity import chunks
from core.database import Key, read

CHUNK = 2000
COLUMNS = (
    *("id", "kind", "created_at", "thread_id", "parent_id", "host_id"),
    *("title", "html", "language", "space_id", "edited_at"),
)


class Post(NamedTuple):
    """A contribution. `thread` is the one that opens its thread, itself perhaps; `at` is in seconds since 1970.

    `title` is empty where it opens no thread. An erased member is no author. `staff` is whether the author held an
    office when writing.
    """

    id: int
    kind: str
    author: int | None
    at: float
    thread: int
    parent: int | None
    host: int | None
    title: str
    body: str
    language: str | None
    space: int
    accepted: bool
    staff: bool

    @property
    def text(self) -> str:
        """Title and plain words of the body."""
        return f"{self.title}\n{self.body}" if self.title else self.body

    @property
    def opens_thread(self) -> bool:
        """Whether it opens a thread."""
        return self.thread == self.id


class Cast(NamedTuple):
    """A vote that counts; `value` is 1 or -1."""

    post: int
    member: int
    value: int
    at: float


class Named(NamedTuple):
    """That a post calls a member by name."""

    post: int
    member: int
    at: float


@dataclass(frozen=True)
class Snapshot:
    """Posts sorted by id, votes, mentions, and how far ideas came: idea to (at, phase) in time; all until `as_of`."""

    as_of: datetime
    posts: Sequence[Post]
    votes: Sequence[Cast] = ()
    mentions: Sequence[Named] = ()
    statuses: dict[int, list[tuple[float, str]]] = field(default_factory=dict)

    @cached_property
    def threads(self) -> list[Post]:
        """The posts that open threads."""
        return [post for post in self.posts if post.opens_thread]

    @cached_property
    def by_id(self) -> dict[int, Post]:
        """The posts by their ids."""
        return {post.id: post for post in self.posts}


def open_to_members() -> ColumnElement[bool]:
    """Contributions that every signed-in member may read: standing, behind no gate, in spaces open to all of them."""
    spaces = select(Space.id).where(Space.visibility.in_((Visibility.PUBLIC, Visibility.MEMBERS)))
    stands = and_(Contribution.state == State.PUBLISHED, Contribution.concealed.is_(False))
    return and_(stands, (Contribution.space_id + 0).in_(spaces), behind_no_gate())


def take_snapshot(as_of: datetime, since: datetime | None = None) -> Snapshot:
    """Return what stood at a moment, begun no earlier than `since`. What was taken down later is not in it.

    Words are those of that moment, votes and decisions those made until then.
    """
    posts = list(_posts(as_of, since))
    known = [post.id for post in posts]
    statuses: dict[int, list[tuple[float, str]]] = defaultdict(list)
    for move in moves_until(as_of):
        if _among(known, move.contribution_id):
            statuses[move.contribution_id].append((move.at.timestamp(), move.phase))
    return Snapshot(as_of, posts, list(_votes(as_of, known)), list(_mentions(as_of, known)), dict(statuses))


def posts_named(keys: Sequence[int], as_of: datetime) -> list[Post]:
    """Return those of some posts that stood at a moment."""
    found: list[Post] = []
    for chunk in chunks(sorted(keys)):
        rows = read(_standing(as_of, None).where(Contribution.id.in_(chunk))).all()
        found += _read_posts(rows, frozenset(), as_of)
    return found


def _among(known: Sequence[int], key: int) -> bool:
    place = bisect_left(known, key)
    return place < len(known) and known[place] == key


def _posts(as_of: datetime, since: datetime | None) -> Iterator[Post]:
    accepted, standing = accepted_until(as_of), _standing(as_of, since)
    last = 0
    while rows := read(standing.where(Contribution.id > last).limit(CHUNK)).all():
        last = rows[-1].id
        yield from _read_posts(rows, accepted, as_of)


def _standing(as_of: datetime, since: datetime | None) -> Any:
    staff = type_coerce(Contribution.author_roles, Key).bitwise_and(int(EMPLOYEES)) != 0
    post = Contribution.__table__.c
    columns = [post[name] for name in COLUMNS]
    statement = (
        select(*columns, Member.id.label("author"), staff.label("staff"))
        .outerjoin(Member, and_(Member.id == Contribution.author_id, Member.erased_at.is_(None)))
        .where(open_to_members(), Contribution.created_at <= as_of)
        .order_by(Contribution.id)
    )
    return statement if since is None else statement.where(Contribution.created_at >= since)


def _read_posts(rows: Sequence[Row[Any]], accepted: frozenset[int], as_of: datetime) -> Iterator[Post]:
    problems = problems_of([row.id for row in rows if row.thread_id is None])
    earlier = _said_earlier([row.id for row in rows if row.edited_at and row.edited_at > as_of], as_of)
    for row in rows:
        title, html = earlier.get(row.id, (row.title, problems.get(row.id, "") + row.html))
        yield Post(
            row.id, row.kind, row.author, row.created_at.timestamp(), row.thread_id or row.id, row.parent_id,
            row.host_id, title or "", markup.plain_text(html), row.language, row.space_id, row.id in accepted,
            bool(row.staff),
        )  # fmt: skip


def _said_earlier(keys: Sequence[int], as_of: datetime) -> dict[int, tuple[str | None, str]]:
    """Return title and HTML at a moment of contributions that were edited after it."""
    found: dict[int, tuple[str | None, str]] = {}
    for chunk in chunks(keys):
        last = (
            select(Revision.contribution_id, func.max(Revision.number).label("number"))
            .where(Revision.contribution_id.in_(chunk), Revision.created_at <= as_of)
            .group_by(Revision.contribution_id)
            .subquery()
        )
        said = select(Revision.contribution_id, Revision.title, Revision.problem, Revision.body).join(
            last, and_(last.c.contribution_id == Revision.contribution_id, last.c.number == Revision.number)
        )
        for row in read(said):
            found[row.contribution_id] = row.title, markup.render(row.problem) + markup.render(row.body)
    return found


def _votes(as_of: datetime, known: Sequence[int]) -> Iterable[Cast]:
    statement = (
        select(Vote.contribution_id, Vote.member_id, Vote.value, Vote.created_at)
        .join(Member, and_(Member.id == Vote.member_id, Member.erased_at.is_(None)))
        .where(Vote.valid, Vote.created_at <= as_of)
        .order_by(Vote.id)
    )
    for key, member, value, at in read(statement):
        if _among(known, key):
            yield Cast(key, member, value, at.timestamp())


def _mentions(as_of: datetime, known: Sequence[int]) -> Iterable[Named]:
    statement = (
        select(Mention.contribution_id, Mention.member_id, Mention.created_at)
        .join(Member, and_(Member.id == Mention.member_id, Member.erased_at.is_(None)))
        .where(Mention.created_at <= as_of)
        .order_by(Mention.contribution_id, Mention.member_id)
    )
    for key, member, at in read(statement):
        if _among(known, key):
            yield Named(key, member, at.timestamp())
