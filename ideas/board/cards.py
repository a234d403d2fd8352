"""Ideas as the board shows them."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, NamedTuple

from accounts.viewers import Viewer
from contributions.lists import Card, card
from contributions.models import State
from contributions.policies import may_unvote, may_vote
from contributions.posts import Link
from contributions.rows import own_state
from core.translation import ngettext
from ideas.board.queries import status_of


@dataclass(slots=True)
class IdeaCard(Card):
    """A card with the area of the idea, and whether the viewer may vote from it: open, own, closed or signed_out."""

    area: Link | None = None
    voting: str = "closed"
    my_vote: int = 0
    vote_url: str = ""
    replies_text: str = ""


class Listed(NamedTuple):
    """What policies ask of an idea that stands in a list: there it is published."""

    id: int
    author_id: int | None
    together: bool
    kind: str = "idea"
    state: str = State.PUBLISHED
    concealed: bool = False


def cards_of(viewer: Viewer, rows: Sequence[Any]) -> list[IdeaCard]:
    """Return the cards of rows of the board: one statement for the votes of whoever is signed in."""
    votes, _follows = own_state(viewer, [row.id for row in rows])
    return [_card(viewer, row, votes.get(row.id, 0)) for row in rows]


def _card(viewer: Viewer, row: Any, my_vote: int) -> IdeaCard:
    plain = card(row, row.phase)
    shown = IdeaCard(**{part.name: getattr(plain, part.name) for part in fields(Card)})
    shown.status = status_of(row)
    shown.area = Link(row.area_name, f"/ideas/areas/{row.area_slug}") if row.area_id else None
    shown.my_vote, shown.voting = my_vote, _voting(viewer, row)
    shown.vote_url = f"/contributions/{row.id}/vote"
    shown.replies_text = ngettext("%(num)s reply", "%(num)s replies", row.reply_count)
    return shown


def _voting(viewer: Viewer, row: Any) -> str:
    listed = Listed(row.id, row.author_id, bool(row.together))
    if not viewer.signed_in:
        return "signed_out"
    if row.author_id == viewer.id or row.together:
        return "own"
    return "open" if may_unvote(viewer, listed) and may_vote(viewer, listed) else "closed"
