"""What the pages of buzz read of the last run that is done, with posts that the reader may see."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, and_, func, or_, select
from werkzeug.exceptions import NotFound

from accounts.models import Member
from accounts.people import person
from accounts.viewers import Viewer
from contributions.kinds import KINDS
from contributions.models import Contribution
from contributions.products.models import Product
from contributions.visibility import visible_to
from core.database import read
from core.pages import ago, full_time, iso
from core.paging import Cursor, Order, Page, page_of
from insights.buzz.counting import DAY
from insights.buzz.gathering import open_spaces
from insights.buzz.models import (
    Boomerang,
    BoomerangFound,
    BoomerangRow,
    BuzzDay,
    BuzzRow,
    BuzzSubject,
    OutsideMention,
)
from insights.running import latest_run_id
from insights.topics.models import Topic, TopicFound

PAGE = 20
LATEST = Order((BuzzRow.day, BuzzRow.id))
TURNED = Order((Boomerang.begun, Boomerang.id))
# So many alarms stand above the subjects, and so many posts with an alarm.
ABOVE = 10
EVIDENCE = 100
NAME = func.coalesce(func.nullif(BuzzSubject.name, ""), Product.name, Topic.name, TopicFound.label, "")


def date_of(day: int) -> str:
    """Return a day as 2024-05-31.

    >>> date_of(19874)
    '2024-05-31'
    """
    return datetime.fromtimestamp(day * DAY, UTC).strftime("%Y-%m-%d")


def _subjects() -> Any:
    named = and_(TopicFound.topic_id == BuzzSubject.topic_id, TopicFound.run_id == BuzzSubject.run_id)
    product = and_(Product.id == BuzzSubject.product_id, Product.space_id.in_(open_spaces()))
    return (
        select(*BuzzSubject.__table__.c, NAME.label("subject"))
        .select_from(BuzzSubject)
        .outerjoin(Product, product)
        .outerjoin(Topic, Topic.id == BuzzSubject.topic_id)
        .outerjoin(TopicFound, named)
        .where(BuzzSubject.run_id == latest_run_id())
        .where(or_(BuzzSubject.product_id.is_(None), Product.id.is_not(None)))
    )


def subjects() -> Sequence[Row[Any]]:
    """Return what is spoken of, that of which most do first; never more than a run keeps."""
    return read(_subjects().order_by(BuzzSubject.voices.desc(), BuzzSubject.key)).all()


def subject_of(key: str) -> Row[Any]:
    """Return one subject. Raises NotFound."""
    row = read(_subjects().where(BuzzSubject.key == key)).one_or_none()
    if row is None:
        raise NotFound
    return row


def days_of(key: str, most: int) -> Sequence[Row[Any]]:
    """Return the last days on which somebody spoke of a subject, in order of time; at most so many."""
    mine = select(*BuzzDay.__table__.c).where(BuzzDay.run_id == latest_run_id(), BuzzDay.key == key)
    return read(mine.order_by(BuzzDay.day.desc()).limit(most)).all()[::-1]


def rows_page(viewer: Viewer, key: str, day: int | None, page_key: str | None) -> tuple[Page[Row[Any]], list[Any]]:
    """Return one page of what was said of a subject, on a day or at all, the latest first. Raises CursorError."""
    cursor = Cursor.decode(page_key, 2) if page_key else None
    mine = _spoken(viewer).where(BuzzRow.run_id == latest_run_id(), BuzzRow.key == key)
    if day is not None:
        mine = mine.where(BuzzRow.day == day)
    rows = read(LATEST.apply(mine, cursor, PAGE), {"viewer_id": viewer.id}).all()
    page = page_of(rows, cursor, PAGE, lambda row: (row.day, row.id))
    return page, [_shown(row) for row in page.rows]


def _alarms() -> Any:
    subject = _subjects().subquery()
    found = and_(BoomerangFound.boomerang_id == Boomerang.id, BoomerangFound.run_id == latest_run_id())
    columns = (Boomerang.id, Boomerang.key, Boomerang.begun, Boomerang.taken_at, Boomerang.taken_by_id)
    told = (Boomerang.answer, Boomerang.answered_at, subject.c.subject, Member.name.label("taker"))
    of_run = (BoomerangFound.last, BoomerangFound.chance, BoomerangFound.negative, BoomerangFound.toned)
    return (
        select(*columns, *told, *of_run)
        .select_from(Boomerang)
        .outerjoin(BoomerangFound, found)
        .outerjoin(subject, subject.c.key == Boomerang.key)
        .outerjoin(Member, Member.id == Boomerang.taken_by_id)
    )


def open_alarms() -> Sequence[Row[Any]]:
    """Return the latest alarms of the last run that nobody has answered yet."""
    waiting = _alarms().where(Boomerang.answered_at.is_(None), BoomerangFound.run_id.is_not(None))
    return read(waiting.order_by(Boomerang.begun.desc(), Boomerang.id.desc()).limit(ABOVE)).all()


def alarms_page(page_key: str | None) -> Page[Row[Any]]:
    """Return one page of all alarms that were ever raised, the latest first. Raises CursorError."""
    cursor = Cursor.decode(page_key, 2) if page_key else None
    rows = read(TURNED.apply(_alarms(), cursor, PAGE)).all()
    return page_of(rows, cursor, PAGE, lambda row: (row.begun, row.id))


def alarm_row(key: int) -> Row[Any] | None:
    """Return one alarm, with what the last run found of it."""
    return read(_alarms().where(Boomerang.id == key)).one_or_none()


def alarm_of(viewer: Viewer, key: int) -> tuple[Row[Any], list[dict[str, Any]]]:
    """Return one alarm with what raised it. Raises NotFound."""
    row = alarm_row(key)
    if row is None:
        raise NotFound
    raised = _spoken(viewer).join(BoomerangRow, BoomerangRow.row_id == BuzzRow.id)
    mine = raised.where(BoomerangRow.boomerang_id == key, BoomerangRow.run_id == latest_run_id())
    rows = read(mine.order_by(BuzzRow.day, BuzzRow.id).limit(EVIDENCE), {"viewer_id": viewer.id})
    return row, [_shown(one) for one in rows]


def _spoken(viewer: Viewer) -> Any:
    outside = OutsideMention
    return (
        select(
            BuzzRow.id, BuzzRow.day, BuzzRow.tone, BuzzRow.contribution_id, Contribution.kind, Contribution.title,
            Contribution.excerpt, Contribution.created_at, Contribution.author_id, Contribution.author_roles,
            Member.name.label("author_name"), outside.site, outside.author, outside.url, outside.text,
            outside.created_at.label("said_at"),
        )
        .select_from(BuzzRow)
        .outerjoin(Contribution, Contribution.id == BuzzRow.contribution_id)
        .outerjoin(Member, Member.id == Contribution.author_id)
        .outerjoin(outside, outside.id == BuzzRow.mention_id)
        .where(or_(BuzzRow.mention_id.is_not(None), visible_to(viewer)))
    )  # fmt: skip


def _shown(row: Row[Any]) -> dict[str, Any]:
    at = row.created_at or row.said_at
    told = {"id": row.id, "at": (iso(at), ago(at), full_time(at)), "tone": row.tone, "site": row.site}
    if row.contribution_id is None:
        return told | {"url": row.url, "text": row.text, "outside": row.author, "author": None}
    author = person(row.author_id, row.author_name, row.author_roles) if row.author_name else None
    url = KINDS[row.kind].address(row.contribution_id, row.title)
    return told | {"url": url, "text": row.title or row.excerpt, "outside": "", "author": author}
