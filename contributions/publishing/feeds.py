"""Atom feeds (RFC 4287) of the newest threads, of the posts of one thread, or of what one member wrote."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select

from accounts.models import Member
from accounts.viewers import ANONYMOUS
from contributions.addresses import key_of
from contributions.kinds import KINDS
from contributions.models import Contribution, Space, Tag, Tagging
from contributions.rows import tag_column
from contributions.schemas import fold_tag
from contributions.visibility import listed_to
from core.clock import now
from core.database import read
from core.paging import AnySelect
from core.translation import gettext as _

ENTRIES = 30


@dataclass(frozen=True)
class Chosen:
    """What a feed is limited to, as its address says; an empty word is no limit."""

    kind: str = ""
    tag: str = ""
    space: str = ""
    thread: str = ""
    member: str = ""

    @classmethod
    def of(cls, arguments: Any) -> "Chosen":
        """Read the limits from the arguments of an address; others are left aside."""
        return cls(**{one.name: arguments.get(one.name, "")[:100] for one in fields(cls)})


@dataclass(frozen=True)
class Entry:
    """A contribution as a feed shows it."""

    id: int
    title: str
    url: str
    html: str
    author: str
    tags: Sequence[str]
    published: datetime
    updated: datetime


def entries(chosen: Chosen) -> list[Entry]:
    """Return the newest contributions that everybody may read within the limits: one statement."""
    root: Any = Contribution.__table__.alias("root")
    statement = (
        select(
            Contribution.id,
            Contribution.kind,
            Contribution.thread_id,
            Contribution.html,
            Contribution.created_at,
            Contribution.edited_at,
            func.coalesce(Contribution.title, root.c.title).label("thread_title"),
            func.coalesce(root.c.kind, Contribution.kind).label("thread_kind"),
            Member.name.label("author_name"),
            tag_column().label("tags"),
        )
        .outerjoin(root, root.c.id == Contribution.thread_id)
        .outerjoin(Member, Member.id == Contribution.author_id)
        .where(listed_to(ANONYMOUS))
        .order_by(Contribution.created_at.desc(), Contribution.id.desc())
        .limit(ENTRIES)
    )
    return [_entry(row) for row in read(_limited(statement, chosen))]


def _limited(statement: AnySelect, chosen: Chosen) -> AnySelect:
    if chosen.member:
        return statement.where(Contribution.author_id == (key_of(chosen.member) or 0))
    if chosen.thread:
        thread = key_of(chosen.thread) or 0
        return statement.where(or_(Contribution.id == thread, Contribution.thread_id == thread))
    statement = statement.where(Contribution.kind == (chosen.kind or "question"))
    if chosen.space:
        space = select(Space.id).where(Space.slug == chosen.space).scalar_subquery()
        statement = statement.where(Contribution.space_id == space)
    if chosen.tag:
        tag = select(Tagging.contribution_id).join(Tag, Tag.id == Tagging.tag_id)
        tagged = tag.where(Tag.name == fold_tag(chosen.tag))
        statement = statement.where(Contribution.id.in_(tagged))
    return statement


def _entry(row: Any) -> Entry:
    kind, opens = KINDS[row.thread_kind], row.thread_id is None
    return Entry(
        id=row.id,
        title=row.thread_title if opens else f"{KINDS[row.kind].label}: {row.thread_title}",
        url=kind.address(row.id, row.thread_title) if opens else f"{kind.short_address(row.thread_id)}?at={row.id}",
        html=row.html,
        author=row.author_name or _("A former member"),
        tags=row.tags.split(" ") if row.tags else (),
        published=row.created_at,
        updated=row.edited_at or row.created_at,
    )


def updated(shown: Sequence[Entry]) -> datetime:
    """Return when a feed changed last; an empty one has just been asked for."""
    return max((entry.updated for entry in shown), default=now())
