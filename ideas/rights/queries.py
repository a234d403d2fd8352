"""What the pages of rights and royalties read; members find their own, staff everything."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, select
from sqlalchemy.orm import aliased

from accounts.models import Member
from accounts.viewers import Viewer
from contributions.models import Contribution
from contributions.visibility import visible_to
from core.database import read
from core.paging import AnySelect, Cursor, Order, Page, page_of
from ideas.contests.models import Entry
from ideas.rights.models import (
    Agreement,
    AgreementShare,
    EntryUse,
    Permission,
    RoyaltyLine,
    RoyaltyShare,
    Terms,
)

LINES = 50
ENTRY: Any = Entry.__table__
LATEST = Order((RoyaltyShare.line_id, RoyaltyShare.member_id))


def terms_of_contest(contest_id: int) -> list[Row[Any]]:
    """Return every version of the terms of a contest, the newest first: one statement."""
    table: Any = Terms.__table__
    return list(read(select(table).where(table.c.contest_id == contest_id).order_by(table.c.version.desc())))


def permissions_of(entry_id: int) -> list[Row[Any]]:
    """Return what the authors of an entry have permitted and withdrawn, the latest first: one statement."""
    return list(
        read(
            select(
                Permission.id,
                Permission.member_id,
                Permission.terms_id,
                Permission.terms_hash,
                Permission.given_at,
                Permission.withdrawn_at,
                Terms.version,
                Member.name,
            )
            .join(Terms, Terms.id == Permission.terms_id)
            .join(Member, Member.id == Permission.member_id)
            .where(Permission.entry_id == entry_id)
            .order_by(Permission.id.desc())
            .limit(LINES)
        )
    )


def uses_of(entry_id: int) -> list[Row[Any]]:
    """Return what was made of an entry, the latest first: one statement."""
    columns = (EntryUse.id, EntryUse.what, EntryUse.marked_at, EntryUse.ended_at, EntryUse.ended_by, Terms.version)
    found = select(*columns).join(Terms, Terms.id == EntryUse.terms_id).where(EntryUse.entry_id == entry_id)
    return list(read(found.order_by(EntryUse.id.desc()).limit(LINES)))


def agreements_of(entry_id: int) -> list[Row[Any]]:
    """Return each share of each agreement of an entry, the newest agreement first: one statement."""
    table: Any = Agreement.__table__
    found = (
        select(*table.c, AgreementShare.member_id, AgreementShare.weight, AgreementShare.accepted_at, Member.name)
        .join(AgreementShare, AgreementShare.agreement_id == table.c.id)
        .join(Member, Member.id == AgreementShare.member_id)
        .where(table.c.entry_id == entry_id)
        .order_by(table.c.number.desc(), AgreementShare.member_id)
    )
    return list(read(found))


def lines_of(entry_id: int) -> list[Row[Any]]:
    """Return the latest lines booked for an entry, and whether each was taken back: one statement."""
    back = aliased(RoyaltyLine)
    table: Any = RoyaltyLine.__table__
    found = (
        select(*table.c, Agreement.currency, back.id.label("taken_back"))
        .join(Agreement, Agreement.id == table.c.agreement_id)
        .outerjoin(back, back.corrects_id == table.c.id)
        .where(Agreement.entry_id == entry_id)
    )
    return list(read(found.order_by(table.c.id.desc()).limit(LINES)))


def _statement(viewer: Viewer, whose: ColumnElement[bool] | None) -> AnySelect:
    """Lines of statements with one author's share of each; an entry is named only to those who may see it."""
    statement = (
        select(
            RoyaltyShare.line_id,
            RoyaltyShare.member_id,
            RoyaltyShare.amount,
            RoyaltyLine.period,
            RoyaltyLine.sales,
            RoyaltyLine.royalty,
            RoyaltyLine.note,
            RoyaltyLine.corrects_id,
            RoyaltyLine.booked_at,
            Agreement.currency,
            Agreement.entry_id,
            Agreement.rate_numerator,
            Agreement.rate_denominator,
            Contribution.thread_id.label("contest_id"),
            ENTRY.c.name.label("entry_name"),
            Member.name.label("member_name"),
        )
        .join(RoyaltyLine, RoyaltyLine.id == RoyaltyShare.line_id)
        .join(Agreement, Agreement.id == RoyaltyLine.agreement_id)
        .outerjoin(Contribution, and_(Contribution.id == Agreement.entry_id, visible_to(viewer)))
        .outerjoin(ENTRY, ENTRY.c.id == Contribution.id)
        .join(Member, Member.id == RoyaltyShare.member_id)
    )
    return statement if whose is None else statement.where(whose)


def statement_page(viewer: Viewer, everybody: bool, page_key: str | None) -> Page[Any]:
    """Return one page of the viewer's own lines, or of everybody's, the latest first. Raises CursorError."""
    whose = None if everybody else RoyaltyShare.member_id == viewer.id
    cursor = Cursor.decode(page_key, 2) if page_key else None
    rows = read(LATEST.apply(_statement(viewer, whose), cursor, LINES)).all()
    return page_of(rows, cursor, LINES, lambda row: (row.line_id, row.member_id))


def statement_rows(viewer: Viewer, everybody: bool) -> Iterator[Row[Any]]:
    """Yield all the viewer's own lines, or everybody's, the first booked first."""
    whose = None if everybody else RoyaltyShare.member_id == viewer.id
    yield from read(_statement(viewer, whose).order_by(RoyaltyShare.line_id, RoyaltyShare.member_id))


def totals(viewer: Viewer, everybody: bool) -> list[Row[Any]]:
    """Return the sums of the viewer's own shares, or of everybody's, in each currency: one statement."""
    statement = (
        select(Agreement.currency, func.sum(RoyaltyShare.amount).label("amount"))
        .join(RoyaltyLine, RoyaltyLine.id == RoyaltyShare.line_id)
        .join(Agreement, Agreement.id == RoyaltyLine.agreement_id)
        .group_by(Agreement.currency)
        .order_by(Agreement.currency)
    )
    return list(read(statement if everybody else statement.where(RoyaltyShare.member_id == viewer.id)))
