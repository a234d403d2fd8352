"""Ideas that other things name: found by number or address, and shown to whoever may see them."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, bindparam, case, select, union
from werkzeug.exceptions import NotFound

from accounts.fields import FieldRefused
from accounts.models import Member
from accounts.viewers import Standing, Viewer
from contributions.addresses import key_named
from contributions.kinds import KINDS
from contributions.models import Contribution, Follow, Vote
from contributions.queries import contribution_of_kind
from contributions.visibility import listed_to, typical
from core.database import Key, read
from core.paging import AnySelect
from core.translation import gettext as _
from ideas.board.queries import status_of, with_idea
from ideas.models import CoAuthor, Idea
from ideas.statuses import Status


class IdeaLink(NamedTuple):
    """An idea beside something that names it."""

    id: int
    url: str
    title: str
    status: Status


def idea_links(viewer: Viewer, keys: Sequence[int]) -> dict[int, IdeaLink]:
    """Return those of these ideas that a viewer may see: one statement."""
    rows = read(_statement(viewer.standing), {"viewer_id": viewer.id, "keys": list(keys)})
    return {row.id: idea_link(row) for row in rows}


def idea_link(row: Any) -> IdeaLink:
    """Return the link of a row of `links_statement`."""
    return IdeaLink(row.id, KINDS["idea"].address(row.id, row.title), row.title, status_of(row))


@lru_cache(maxsize=32)
def links_statement(standing: Standing) -> AnySelect:
    """Return the statement of all ideas that a viewer of a standing may see, with the columns of a link."""
    return with_idea(select(Contribution.id, Contribution.title)).where(listed_to(typical(standing)))


@lru_cache(maxsize=32)
def _statement(standing: Standing) -> AnySelect:
    return links_statement(standing).where(Contribution.id.in_(bindparam("keys", expanding=True, type_=Key)))


def idea_named(actor: Viewer, field: str, text: str) -> Idea:
    """Return the idea that an address or a number names. Raises FieldRefused."""
    key = key_named(text, "ideas")
    try:
        if key is not None:
            return contribution_of_kind(actor, key, Idea)
    except NotFound:
        pass
    raise FieldRefused(field, _("Give the address or the number of an idea that you can see."))


def authors_of(ideas: Any) -> tuple[Any, Any]:
    """Return two statements of members: who wrote these ideas (a statement of ids), and their other authors."""
    wrote = select(Contribution.author_id).where(Contribution.id.in_(ideas), Contribution.author_id.is_not(None))
    shared = select(CoAuthor.member_id).where(CoAuthor.idea_id.in_(ideas), CoAuthor.accepted_at.is_not(None))
    return wrote, shared


def cared_for(ideas: Any) -> ColumnElement[bool]:
    """Members who care for any of these ideas (a statement of ids): voters for and against, followers and authors."""
    voted = select(Vote.member_id).where(Vote.contribution_id.in_(ideas))
    followed = select(Follow.member_id).where(Follow.contribution_id.in_(ideas))
    return Member.id.in_(union(*authors_of(ideas), voted, followed))


def kind_of_news(ideas: Any) -> ColumnElement[str]:
    """Return which choice of a member decides about mail: for authors of these ideas it is news of their own."""
    return case((Member.id.in_(union(*authors_of(ideas))), "own"), else_="followed")
