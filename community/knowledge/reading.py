"""What a knowledge page shows beside its words: the posts that it grew from, what became of them, and who kept it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, and_, bindparam, func, select
from werkzeug.exceptions import NotFound

from accounts.models import Member
from accounts.people import Person, person
from accounts.viewers import Standing, Viewer
from community.knowledge.models import ArticleSource, Suggestion
from contributions.drafting import begun_at
from contributions.kinds import KINDS
from contributions.models import Contribution, Revision
from contributions.rows import thread_statement
from contributions.visibility import listed_to, typical
from core.database import Key, read
from core.paging import AnySelect

MOST = 50


@dataclass(frozen=True, slots=True)
class Source:
    """A post that a page grew from; `state` is stands, changed (edited since the page was) or gone."""

    url: str = ""
    label: str = ""
    author: Person | None = None
    state: str = "stands"


@dataclass(frozen=True, slots=True)
class Credits:
    """Everybody and everything that a page comes from; `keepers` are members with how many wordings are theirs."""

    sources: Sequence[Source] = ()
    keepers: Sequence[tuple[Person | None, int]] = ()
    question: str = ""

    @property
    def changed(self) -> bool:
        """Whether the page may no longer say what its sources say."""
        return any(source.state != "stands" for source in self.sources)


@lru_cache(maxsize=32)
def _article_statement(standing: Standing) -> AnySelect:
    waiting = select(func.count()).where(Suggestion.article_id == Contribution.id, Suggestion.state == "open")
    return thread_statement(standing, "article").add_columns(
        begun_at("comment").label("begun"), waiting.correlate(Contribution).scalar_subquery().label("waiting")
    )


def article_row(viewer: Viewer, key: int) -> Row[Any]:
    """Return the row of a page. Raises NotFound."""
    row = read(_article_statement(viewer.standing), {"viewer_id": viewer.id, "thread": key}).one_or_none()
    if row is None:
        raise NotFound
    return row


def credits_of(viewer: Viewer, article: Row[Any]) -> Credits:
    """Return the credits of a page, of what the viewer may see: two statements."""
    rows = read(_sources(viewer.standing), {"viewer_id": viewer.id, "article": article.id}).all()
    keepers = read(_keepers(), {"article": article.id}).all()
    return Credits(
        sources=[_source(row, article.edited_at) for row in rows],
        keepers=[(person(row.id, row.name, row.roles_held), row.wordings) for row in keepers],
        question=next((f"/contributions/{row.id}" for row in rows if row.kind == "question"), ""),
    )


def _source(row: Row[Any], page_edited_at: datetime | None) -> Source:
    if row.id is None:
        return Source(state="gone")
    looked_at = max(row.taken_at, page_edited_at or row.taken_at)
    changed = row.edited_at is not None and row.edited_at > looked_at
    author = person(row.author_id, row.name, row.author_roles)
    return Source(f"/contributions/{row.id}", KINDS[row.kind].label, author, "changed" if changed else "stands")


@lru_cache(maxsize=32)
def _sources(standing: Standing) -> AnySelect:
    """The posts that a page grew from; of one that the viewer may not see, only that it is gone."""
    seen = and_(Contribution.id == ArticleSource.contribution_id, listed_to(typical(standing)))
    columns = (Contribution.id, Contribution.kind, Contribution.edited_at, Contribution.author_id)
    return (
        select(ArticleSource.taken_at, *columns, Contribution.author_roles, Member.name)
        .select_from(ArticleSource)
        .outerjoin(Contribution, seen)
        .outerjoin(Member, Member.id == Contribution.author_id)
        .where(ArticleSource.article_id == bindparam("article", type_=Key))
        .order_by(ArticleSource.contribution_id)
        .limit(MOST)
    )


@lru_cache(maxsize=1)
def _keepers() -> AnySelect:
    """Who wrote the wordings of a page, whoever wrote most first."""
    wordings = func.count().label("wordings")
    return (
        select(Member.id, Member.name, Member.roles_held.label("roles_held"), wordings)
        .select_from(Revision)
        .outerjoin(Member, Member.id == Revision.editor_id)
        .where(Revision.contribution_id == bindparam("article", type_=Key))
        .group_by(Member.id, Member.name, Member.roles_held)
        .order_by(wordings.desc(), Member.id)
        .limit(MOST)
    )
