"""What the pages of alarms read of the last run that is done, with posts that the reader may see."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, select
from werkzeug.exceptions import NotFound

from accounts.models import Member
from accounts.people import person
from accounts.viewers import Viewer
from contributions.kinds import KINDS
from contributions.models import Contribution
from contributions.visibility import visible_to
from core.database import read
from core.pages import ago, full_time, iso
from core.paging import Cursor, Order, Page, page_of
from insights.emerging.models import EmergingAlarm, EmergingCard, EmergingPost
from insights.running import latest_run_id

PAGE = 10
LATEST = Order((EmergingCard.at, EmergingCard.alarm_id))
# Posts that stand on a card, and first posters that are named.
SHOWN = 3
FIRST = 3
# So many alarms are drawn on the map.
DRAWN = 60


@dataclass
class Card:
    """An alarm as a page shows it: its row, its posts in order of time, and who came first."""

    row: Row[Any]
    posts: list[dict[str, Any]] = field(default_factory=list)

    @property
    def first(self) -> list[Any]:
        """The first people who spoke of it, each once, in order of time."""
        named: dict[str, Any] = {}
        for post in self.posts:
            if post["author"]:
                named.setdefault(post["author"].url, post["author"])
        return list(named.values())[:FIRST]


def confidence(chance: float) -> float:
    """Return how likely it is that chance alone brings nothing as strong in a week (check value: 0.05: 0.951)."""
    return math.exp(-chance)


def _cards() -> Any:
    return (
        select(
            *EmergingCard.__table__.c, EmergingAlarm.clock, EmergingAlarm.recorded_at, EmergingAlarm.replied_at,
            EmergingAlarm.reply_id,
        )
        .join(EmergingAlarm, EmergingAlarm.id == EmergingCard.alarm_id)
        .where(EmergingCard.run_id == latest_run_id())
    )  # fmt: skip


def cards_page(viewer: Viewer, shown: str, page_key: str | None) -> tuple[Page[Row[Any]], list[Card]]:
    """Return one page of alarms, the latest first: two statements. `shown` is open or closed. Raises CursorError."""
    cursor = Cursor.decode(page_key, 2) if page_key else None
    statement = _cards().where(EmergingCard.closed.is_(shown == "closed"))
    page = page_of(read(LATEST.apply(statement, cursor, PAGE)).all(), cursor, PAGE, lambda row: (row.at, row.alarm_id))
    cards = {row.alarm_id: Card(row) for row in page.rows}
    _fill(viewer, cards)
    return page, list(cards.values())


def card_of(viewer: Viewer, key: int) -> Card:
    """Return one alarm with all its posts. Raises NotFound where the last run knows it not."""
    row = read(_cards().where(EmergingCard.alarm_id == key)).one_or_none()
    if row is None:
        raise NotFound
    card = Card(row)
    _fill(viewer, {key: card})
    return card


def drawn_cards() -> Sequence[Row[Any]]:
    """Return the latest alarms, for the map and the overview."""
    return read(_cards().order_by(EmergingCard.at.desc(), EmergingCard.alarm_id.desc()).limit(DRAWN)).all()


def _fill(viewer: Viewer, cards: dict[int, Card]) -> None:
    for row in read(_posts(list(cards)).where(visible_to(viewer)), {"viewer_id": viewer.id}):
        cards[row.alarm_id].posts.append(_shown(row))


def _posts(alarms: Sequence[int]) -> Any:
    return (
        select(
            EmergingPost.alarm_id, EmergingPost.opening, Contribution.id, Contribution.kind, Contribution.title,
            Contribution.excerpt, Contribution.created_at, Contribution.author_id, Contribution.author_roles,
            Member.name.label("author_name"),
        )
        .join(Contribution, Contribution.id == EmergingPost.contribution_id)
        .outerjoin(Member, Member.id == Contribution.author_id)
        .where(EmergingPost.run_id == latest_run_id(), EmergingPost.alarm_id.in_(alarms))
        .order_by(EmergingPost.alarm_id, EmergingPost.place)
    )  # fmt: skip


def _shown(row: Row[Any]) -> dict[str, Any]:
    return {
        "id": row.id,
        "url": KINDS[row.kind].address(row.id, row.title),
        "title": row.title,
        "excerpt": row.excerpt,
        "opening": row.opening,
        "author": person(row.author_id, row.author_name, row.author_roles) if row.author_name else None,
        "at": (iso(row.created_at), ago(row.created_at), full_time(row.created_at)),
    }
