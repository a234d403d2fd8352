"""What the pages of guides read, each in one statement."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, and_, func, or_, select
from werkzeug.exceptions import NotFound

from accounts.models import Member
from accounts.viewers import Viewer
from core.clock import now
from core.database import read
from core.paging import Cursor, Order, Page, page_of
from museum_guide.artefacts.codes import code_of
from museum_guide.guides.models import Guide, GuideDeed, GuidePrice, GuideReview, GuideTour, TourPart
from museum_guide.models import Museum
from museum_guide.visibility import museums_shown_to

PAGE, MOST = 30, 200
BY_ID = Order((Guide.id,), descending=False)
LATEST = Order((GuideReview.id,))
DEEDS = Order((GuideDeed.id,))


def guide_row(viewer: Viewer, typed: str) -> Row[Any]:
    """Return a guide by the code of the card, of a museum that a viewer may see. Raises NotFound."""
    statement = _with_museum().where(Guide.code == (code_of(typed) or ""), museums_shown_to(viewer))
    row = read(statement, {"viewer_id": viewer.id}).one_or_none()
    if row is None:
        raise NotFound
    return row


def _with_museum() -> Select[Any]:
    columns = (Museum.slug.label("museum_slug"), Museum.name.label("museum_name"), Museum.timezone)
    return select(*Guide.__table__.c, *columns).join(Museum, Museum.id == Guide.museum_id)


def guides_page(museum_id: int, cursor: Cursor | None, valid_at: datetime | None = None) -> Page[Row[Any]]:
    """Return one page of the guides of a museum, with what was said of them; with a moment only who is valid then."""
    said = select(func.count()).select_from(GuideReview)
    said = said.where(GuideReview.guide_id == Guide.id, GuideReview.hidden_at.is_(None)).correlate(Guide)
    points = said.with_only_columns(func.coalesce(func.sum(GuideReview.rating), 0))
    statement = select(
        *Guide.__table__.c, said.scalar_subquery().label("reviews"), points.scalar_subquery().label("points")
    ).where(Guide.museum_id == museum_id)
    if valid_at is not None:
        lasting = (Guide.standing == "good", Guide.valid_from <= valid_at, Guide.valid_until > valid_at)
        statement = statement.where(*lasting)
    rows = read(BY_ID.apply(statement, cursor, PAGE)).all()
    return page_of(rows, cursor, PAGE, lambda row: (row.id,))


def prices_of(guide_ids: Sequence[int]) -> list[Row[Any]]:
    """Return what guides ask for, shorter tours and smaller groups first."""
    ordered = select(*GuidePrice.__table__.c).where(GuidePrice.guide_id.in_(guide_ids))
    return list(read(ordered.order_by(GuidePrice.minutes, GuidePrice.people, GuidePrice.id).limit(MOST * PAGE)))


def reviews_page(guide_id: int, cursor: Cursor | None, hidden: bool) -> Page[Row[Any]]:
    """Return one page of what was said of a guide, the latest first; what is hidden only where it is asked for."""
    statement = select(*GuideReview.__table__.c).where(GuideReview.guide_id == guide_id)
    if not hidden:
        statement = statement.where(GuideReview.hidden_at.is_(None))
    rows = read(LATEST.apply(statement, cursor, PAGE)).all()
    return page_of(rows, cursor, PAGE, lambda row: (row.id,))


def review_sum(guide_id: int) -> tuple[int, int]:
    """Return how many reviews of a guide there are, and the sum of their points."""
    columns = (func.count(), func.coalesce(func.sum(GuideReview.rating), 0))
    row = read(select(*columns).where(GuideReview.guide_id == guide_id, GuideReview.hidden_at.is_(None))).one()
    return int(row[0]), int(row[1])


def deeds_page(guide_id: int, cursor: Cursor | None) -> Page[Row[Any]]:
    """Return one page of what was decided about a guide, the latest first, with the names of who decided it."""
    statement = select(*GuideDeed.__table__.c, Member.name.label("by_name")).outerjoin(
        Member, Member.id == GuideDeed.by_id
    )
    rows = read(DEEDS.apply(statement.where(GuideDeed.guide_id == guide_id), cursor, PAGE)).all()
    return page_of(rows, cursor, PAGE, lambda row: (row.id,))


def cards_of(member_id: int | None) -> list[Row[Any]]:
    """Return the cards of a member, each with the tour that goes on and how many visits take part in it."""
    parts = select(func.count()).select_from(TourPart).where(TourPart.tour_id == GuideTour.id).correlate(GuideTour)
    goes_on = and_(GuideTour.guide_id == Guide.id, running_at(now()))
    statement = (
        _with_museum()
        .add_columns(
            GuideTour.id.label("tour_id"),
            GuideTour.code.label("tour_code"),
            GuideTour.started_at,
            parts.scalar_subquery().label("parts"),
        )
        .outerjoin(GuideTour, goes_on)
        .where(Guide.member_id == member_id)
        .order_by(Guide.id)
    )
    return list(read(statement.limit(PAGE)))


def running_at(at: datetime) -> Any:
    """Tours that go on at a moment."""
    return and_(GuideTour.ended_at.is_(None), GuideTour.ends_at > at)


def over_at(at: datetime) -> Any:
    """Tours that are over at a moment."""
    return or_(GuideTour.ended_at.is_not(None), GuideTour.ends_at <= at)


def tours_of(visit_id: int) -> list[Row[Any]]:
    """Return the tours that a visit took part in, the latest first, with what it said of them."""
    statement = (
        select(
            *(GuideTour.id, GuideTour.started_at, GuideTour.ended_at, GuideTour.ends_at),
            *(Guide.name, Guide.code, GuideReview.rating),
        )
        .join(TourPart, TourPart.tour_id == GuideTour.id)
        .join(Guide, Guide.id == GuideTour.guide_id)
        .outerjoin(GuideReview, and_(GuideReview.tour_id == GuideTour.id, GuideReview.visit_id == TourPart.visit_id))
        .where(TourPart.visit_id == visit_id)
    )
    return list(read(statement.order_by(GuideTour.id.desc()).limit(PAGE)))


def withdrawn_at(at: datetime) -> dict[str, str]:
    """Return the state of every card that was suspended or revoked and whose time has not passed, by its code."""
    taken = (Guide.standing != "good", Guide.valid_until > at)
    return {row.code: row.standing for row in read(select(Guide.code, Guide.standing).where(*taken))}
