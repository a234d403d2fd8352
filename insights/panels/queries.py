"""Reads panels: lists of them, seats with their yield, items, reports, openings and leaks."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.orm import aliased

from accounts.models import Member
from accounts.viewers import Viewer
from contributions.models import Space
from contributions.products.models import Product
from contributions.products.threads import known_to
from core.database import read
from core.paging import Cursor, Order, Page, page_of
from insights.panels.models import (
    BetaPanel,
    ItemAgreement,
    Leak,
    Opening,
    PanelItem,
    Panellist,
    PanelReport,
    ReportMove,
    Seat,
    Status,
)

PAGE = 20
OWN_PANELS = 50
Mover = aliased(Member)


def _page(statement: Any, column: Any, page_key: str | None) -> Page[Row[Any]]:
    cursor = Cursor.decode(page_key, 1) if page_key else None
    rows = read(Order((column,)).apply(statement, cursor, PAGE)).all()
    return page_of(rows, cursor, PAGE, lambda row: (getattr(row, column.key),))


def panels_page(page_key: str | None) -> Page[Row[Any]]:
    """Return one page of all panels, the newest first, with accepted panellists and reports: one statement."""
    seated = select(func.count()).where(Panellist.panel_id == BetaPanel.id, Panellist.state == Seat.ACCEPTED)
    reports = select(func.count()).where(PanelReport.panel_id == BetaPanel.id)
    counted = (seated.scalar_subquery().label("panellists"), reports.scalar_subquery().label("reports"))
    return _page(select(BetaPanel.id, BetaPanel.name, BetaPanel.purpose, *counted), BetaPanel.id, page_key)


def own_panels(viewer: Viewer) -> Sequence[Row[Any]]:
    """Return panels to which a viewer was invited, open invitations first."""
    statement = (
        select(BetaPanel.id, BetaPanel.name, BetaPanel.purpose, Panellist.state, Panellist.invited_at)
        .join(Panellist, Panellist.panel_id == BetaPanel.id)
        .where(Panellist.member_id == viewer.id, Panellist.state.in_((Seat.INVITED, Seat.ACCEPTED)))
        .order_by(Panellist.state.desc(), BetaPanel.id.desc())
    )
    return read(statement.limit(OWN_PANELS)).all()


def seats_page(panel: BetaPanel, page_key: str | None) -> Page[Row[Any]]:
    """Return one page of those who were invited, with their yield: reports, confirmed (or shipped), shipped, opened."""
    own = (PanelReport.panel_id == Panellist.panel_id) & (PanelReport.author_id == Panellist.member_id)
    openings = select(func.count(Opening.item_id.distinct())).where(
        Opening.panel_id == Panellist.panel_id, Opening.member_id == Panellist.member_id
    )
    statement = (
        select(
            Panellist.member_id,
            Panellist.state,
            Panellist.core,
            Panellist.invited_at,
            Member.name,
            Member.roles_held.label("roles"),
            *(
                select(func.count()).where(own, PanelReport.status.in_(states)).scalar_subquery().label(name)
                for name, states in YIELD.items()
            ),
            openings.scalar_subquery().label("opened"),
        )
        .join(Member, Member.id == Panellist.member_id)
        .where(Panellist.panel_id == panel.id)
    )
    return _page(statement, Panellist.member_id, page_key)


YIELD: dict[str, tuple[Status, ...]] = {
    "reports": tuple(Status),
    "confirmed": (Status.CONFIRMED, Status.SHIPPED),
    "shipped": (Status.SHIPPED,),
}


def items_page(panel_id: int, shown: Sequence[ColumnElement[bool]], page_key: str | None) -> Page[Row[Any]]:
    """Return one page of items without what they hold, with how many opened and agreed to them: one statement."""
    opened = select(func.count(Opening.member_id.distinct())).where(Opening.item_id == PanelItem.id)
    agreed = select(func.count()).where(ItemAgreement.item_id == PanelItem.id)
    known = (PanelItem.id, PanelItem.kind, PanelItem.title, PanelItem.version, PanelItem.published_at)
    more = (PanelItem.core_only, PanelItem.withdrawn_at)
    counted = (opened.scalar_subquery().label("opened"), agreed.scalar_subquery().label("agreed"))
    statement = select(*known, *more, *counted).where(PanelItem.panel_id == panel_id, *shown)
    return _page(statement, PanelItem.id, page_key)


def open_items(core: bool) -> list[ColumnElement[bool]]:
    """What of the items a panellist is shown."""
    standing: list[ColumnElement[bool]] = [PanelItem.withdrawn_at.is_(None)]
    return standing if core else [*standing, PanelItem.core_only.is_(False)]


def reports_page(panel_id: int, status: str, page_key: str | None) -> Page[Row[Any]]:
    """Return one page of reports, the newest first; of one status where it is given."""
    where = [PanelReport.panel_id == panel_id] + ([PanelReport.status == status] if status else [])
    statement = (
        select(*PanelReport.__table__.c, Member.name, Member.roles_held.label("roles"), PanelItem.title.label("item"))
        .join(Member, Member.id == PanelReport.author_id)
        .outerjoin(PanelItem, PanelItem.id == PanelReport.item_id)
        .where(*where)
    )
    return _page(statement, PanelReport.id, page_key)


def moves_of(reports: Sequence[int]) -> dict[int, list[Row[Any]]]:
    """Return what staff said of reports, by report, the oldest first."""
    statement = (
        select(ReportMove.report_id, ReportMove.status, ReportMove.moved_at, Mover.name)
        .outerjoin(Mover, Mover.id == ReportMove.by_id)
        .where(ReportMove.report_id.in_(reports))
        .order_by(ReportMove.id)
    )
    found: dict[int, list[Row[Any]]] = {key: [] for key in reports}
    for row in read(statement):
        found[row.report_id].append(row)
    return found


def openings_page(panel_id: int, page_key: str | None) -> Page[Row[Any]]:
    """Return one page of the log of openings, the latest first."""
    statement = (
        select(Opening.id, Opening.opened_at, PanelItem.title, PanelItem.version, Member.name, Opening.member_id)
        .join(PanelItem, PanelItem.id == Opening.item_id)
        .join(Member, Member.id == Opening.member_id)
        .where(Opening.panel_id == panel_id)
    )
    return _page(statement, Opening.id, page_key)


def leaks_page(panel_id: int, page_key: str | None) -> Page[Row[Any]]:
    """Return one page of leaks that were told, the latest first."""
    told = select(*Leak.__table__.c, Member.name).outerjoin(Member, Member.id == Leak.told_by_id)
    return _page(told.where(Leak.panel_id == panel_id), Leak.id, page_key)


def around(viewer: Viewer, panel: BetaPanel) -> Row[Any]:
    """Return the address of a panel's space and the name of its product, as far as a viewer may know: one statement."""
    product = select(Product.name).where(Product.id == panel.product_id, known_to(viewer)).scalar_subquery()
    statement = select(Space.slug, product.label("product")).where(Space.id == panel.space_id)
    return read(statement, {"viewer_id": viewer.id}).one()
