"""Lists of threads: by newest, activity, heat or vote, in a space, under a tag or by a member, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, bindparam, exists, select

from accounts.models import Member
from accounts.people import Person, person
from accounts.viewers import Standing, Viewer
from contributions.kinds import KINDS
from contributions.models import Contribution, Space, Tagging
from contributions.posts import Link, tag_links
from contributions.products.threads import product_threads
from contributions.rows import tag_column
from contributions.secrecy import with_score
from contributions.visibility import listed_to, typical
from core.database import Key, read
from core.pages import ago, full_time, iso, short_number
from core.paging import AnySelect, Cursor, Order, Page, page_of
from core.translation import ngettext, tongue

PAGE = 20
RARE = 700
# Whether a list is limited to a space, to a tag, to a rare one, and to a product.
Limits = tuple[bool, bool, bool, bool]
ORDERS: dict[str, Order] = {
    "newest": Order((Contribution.created_at, Contribution.id)),
    "active": Order((Contribution.active_at, Contribution.id)),
    "hot": Order((Contribution.hot, Contribution.id)),
    "unanswered": Order((Contribution.created_at, Contribution.id)),
}
CARD_COLUMNS = (
    Contribution.id,
    Contribution.kind,
    Contribution.title,
    Contribution.excerpt,
    Contribution.language,
    Contribution.score,
    Contribution.views,
    Contribution.reply_count,
    Contribution.created_at,
    Contribution.active_at,
    Contribution.hot,
    Contribution.author_id,
    Contribution.author_roles,
    Member.name.label("author_name"),
    Space.name.label("space_name"),
    Space.slug.label("space_slug"),
    tag_column().label("tags"),
)


class Filter(NamedTuple):
    """What a list is limited to: ids, or None for no limit. `rare` says that few threads carry the tag."""

    space: int | None = None
    tag: int | None = None
    rare: bool = False
    product: int | None = None


@dataclass(slots=True)
class Card:
    """A thread as a list shows it."""

    id: int
    kind: str
    url: str
    title: str
    excerpt: str
    tags: Sequence[Link]
    state: str
    official: bool
    answers: int
    score: int | None
    views_text: str
    space: Link
    author: Person | None
    created_iso: str
    created_text: str
    created_full: str
    meta: Sequence[str] = ()
    status: Any = None
    having_text: str = ""
    language: str = ""

    def key(self) -> tuple[Any, ...]:
        """Return everything that a list shows of this thread, for finding it again once it is rendered."""
        return (*SHOWN(self), tuple(self.tags))


SHOWN = attrgetter(*(one.name for one in fields(Card) if one.name not in {"tags", "meta"}))


@lru_cache(maxsize=256)
def list_statement(standing: Standing, kind: str, order: str, limits: Limits) -> AnySelect:
    """Threads of one kind that a viewer of a standing may see, with the columns of a card; without an order."""
    by_space, by_tag, rare, by_product = limits
    statement = (
        select(*with_score(CARD_COLUMNS, typical(standing), kind))
        .join(Space, Space.id == Contribution.space_id)
        .outerjoin(Member, Member.id == Contribution.author_id)
        .where((Contribution.kind.concat("") if rare else Contribution.kind) == kind, listed_to(typical(standing)))
    )
    if order == "unanswered":
        statement = statement.where(Contribution.reply_count == 0)
    if by_space:
        statement = statement.where(Contribution.space_id == bindparam("space", type_=Key))
    if by_product:
        about = product_threads(product_id=bindparam("product", type_=Key)).subquery()
        statement = statement.where(Contribution.id.in_(select(about.c.thread_id)))
    return statement.where(_tagged(rare)) if by_tag else statement


def _tagged(rare: bool) -> ColumnElement[bool]:
    """Threads that carry a tag (`tag`).

    Those of a rare one are fetched and sorted; with any other the list is walked in its order until the page is full.
    What is added to a column keeps planners, who do not know which tag it will be, from the index of the other way.
    """
    tag = bindparam("tag", type_=Key)
    if rare:
        return Contribution.id.in_(select(Tagging.contribution_id).where(Tagging.tag_id == tag))
    return exists().where(Tagging.contribution_id == Contribution.id, Tagging.tag_id + 0 == tag)


def limits_of(chosen: Filter) -> Limits:
    """Say which limits a filter sets, for choosing the statement."""
    return chosen.space is not None, chosen.tag is not None, chosen.rare, chosen.product is not None


def fetch_page(
    statement: AnySelect, viewer: Viewer, order: str, chosen: Filter, cursor: Cursor | None, limit: int = PAGE
) -> Page[Any]:
    """Fetch one page of a list statement in one of ORDERS."""
    bound = {"viewer_id": viewer.id, "space": chosen.space, "tag": chosen.tag, "product": chosen.product}
    by = ORDERS[order]
    wanted = by.apply(statement, cursor, limit) if cursor else _first_page(statement, order, limit)
    rows = read(wanted, bound).all()
    names = [column.key for column in by.columns]
    return page_of(rows, cursor, limit, lambda row: tuple(getattr(row, name) for name in names))


@lru_cache(maxsize=512)
def _first_page(statement: AnySelect, order: str, limit: int) -> AnySelect:
    """The page that nearly everyone reads: put together once, as that takes as long as reading it."""
    return ORDERS[order].apply(statement, None, limit)


def card(row: Any, state: str, official: bool = False) -> Card:
    """Make a card of a row with CARD_COLUMNS."""
    return Card(
        id=row.id,
        kind=row.kind,
        url=KINDS[row.kind].address(row.id, row.title),
        title=row.title,
        excerpt=row.excerpt,
        tags=tag_links(row.tags),
        state=state,
        official=official,
        answers=row.reply_count,
        score=row.score,
        views_text=short_number(row.views),
        space=Link(row.space_name, f"/spaces/{row.space_slug}"),
        author=person(row.author_id, row.author_name, row.author_roles),
        created_iso=iso(row.created_at),
        created_text=ago(row.created_at),
        created_full=full_time(row.created_at),
        language=tongue(row.language),
    )


def replies_text(count: int) -> str:
    """Say how many replies there are."""
    return ngettext("%(num)s reply", "%(num)s replies", count)
