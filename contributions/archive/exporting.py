"""Reads contributions of one kind as lines of an archive; the rooms add what is special to theirs."""

from collections.abc import Callable, Iterator, Sequence
from contextvars import ContextVar
from typing import Any

from sqlalchemy import select

from accounts.archive import role_names
from accounts.models import Member, Role
from contributions.archive.lines import CommentLine, ContributionLine, ThreadLine
from contributions.archive.storing import CONTRIBUTIONS, add_contributions, known_contributions
from contributions.models import Contribution, Space, Tag, Tagging
from core.archive.batches import Batch
from core.archive.identity import PublicIds
from core.archive.registry import RecordType, here
from core.archive.rows import pages_of_rows
from core.database import db

Details = Callable[[Sequence[int]], dict[int, dict[str, Any]]]
# Whose contributions are written; everybody's where nobody is named.
AUTHOR: ContextVar[int | None] = ContextVar("author", default=None)
COLUMNS = (*Contribution.__table__.c, Member.roles_held.label("present_roles"))


class Exporter:
    """Makes lines of rows: knows the public ids of everything that a contribution refers to."""

    def __init__(self, above: str | None) -> None:
        self.above = above
        self.contributions = PublicIds(Contribution)
        self.members = PublicIds(Member)
        self.spaces = PublicIds(Space)

    def fields(self, rows: Sequence[Any]) -> Iterator[dict[str, Any]]:
        """Yield the fields of every row."""
        own = self.contributions.of(key for row in rows for key in (row.id, row.parent_id))
        people = self.members.of(key for row in rows for key in (row.author_id, row.state_by_id))
        spaces = {} if self.above else self.spaces.of(row.space_id for row in rows)
        tags = {} if self.above else tags_of([row.id for row in rows])
        for row in rows:
            fields = _fields(row, own, people)
            if self.above:
                yield fields | {self.above: own[row.parent_id]}
            else:
                opening = {"title": row.title, "space": spaces[row.space_id], "views": row.views}
                yield fields | opening | {"tags": tags.get(row.id, [])}


def exported(
    shape: type[ContributionLine], kind: str, *, above: str | None = None, details: Details | None = None
) -> Iterator[ContributionLine]:
    """Yield the lines of all contributions of a kind, in the order of their ids.

    `above` is the field in which replies name what they stand under; `details` returns further fields for some ids.
    """
    exporter = Exporter(above)
    statement = select(*COLUMNS).outerjoin(Member, Member.id == Contribution.author_id).where(Contribution.kind == kind)
    if (author := AUTHOR.get()) is not None:
        statement = statement.where(Contribution.author_id == author)
    for rows in pages_of_rows(statement, Contribution.id):
        more = details([row.id for row in rows]) if details else {}
        for row, fields in zip(rows, exporter.fields(rows), strict=True):
            yield shape.model_construct(type=kind, **fields, **more.get(row.id, {}))


def thread_type(shape: type[ThreadLine], rank: int, add: Any, details: Details | None = None) -> RecordType:
    """Return the type of lines of a kind that opens threads."""
    kind = shape.model_fields["type"].annotation.__args__[0]  # type: ignore[union-attr]
    return RecordType(
        shape=shape,
        rank=rank,
        file="contributions",
        known=known_contributions,
        add=add,
        export=lambda: exported(shape, kind, details=details),
        family=CONTRIBUTIONS,
        markdown="body",
    )


def lines_of_author(member_id: int) -> Iterator[bytes]:
    """Yield what one member wrote, of every kind, as lines of an archive."""
    token = AUTHOR.set(member_id)
    try:
        for kind in here().in_order:
            if kind.family is CONTRIBUTIONS:
                for line in kind.export():
                    yield line.model_dump_json(exclude_defaults=True, by_alias=True).encode() + b"\n"
    finally:
        AUTHOR.reset(token)


def tags_of(ids: Sequence[int]) -> dict[int, list[str]]:
    """Return the tags of contributions, in their order."""
    statement = (
        select(Tagging.contribution_id, Tag.name)
        .join(Tag, Tag.id == Tagging.tag_id)
        .where(Tagging.contribution_id.in_(ids))
        .order_by(Tagging.contribution_id, Tagging.position, Tagging.tag_id)
    )
    found: dict[int, list[str]] = {}
    for key, name in db.session.execute(statement):
        found.setdefault(key, []).append(name)
    return found


def _fields(row: Any, own: dict[int, str], people: dict[int, str]) -> dict[str, Any]:
    usual = row.author_roles == (row.present_roles or Role.NONE)
    return {
        "id": own[row.id],
        "author": people.get(row.author_id),
        "body": row.body,
        "created": row.created_at,
        "edited": row.edited_at,
        "score": row.opening_score,
        "language": row.language,
        "state": row.state,
        "state_by": people.get(row.state_by_id),
        "state_reason": row.state_reason,
        "author_roles": None if usual else role_names(row.author_roles),
    }


def _exported_comments() -> Iterator[ContributionLine]:
    return exported(CommentLine, "comment", above="on")


def _add_comments(batch: Batch) -> None:
    add_contributions(batch)


COMMENT_TYPE = RecordType(
    shape=CommentLine,
    rank=70,
    file="contributions",
    known=known_contributions,
    add=_add_comments,
    export=_exported_comments,
    family=CONTRIBUTIONS,
    markdown="body",
    tree="on",
)
