"""Publishing what panellists may open, agreeing to its terms, and opening it, which is always logged."""

from sqlalchemy import select

from accounts.viewers import Viewer
from core import markup
from core.clock import now
from core.database import db, once
from core.errors import NotFound
from core.events import publish
from insights.panels.events import PanelChanged
from insights.panels.models import BetaPanel, ItemAgreement, Opening, PanelAgreement, PanelItem, Panellist, Seat
from insights.panels.opening import panel_of, terms_in_force
from insights.panels.schemas import ItemDraft


def publish_item(actor: Viewer, panel_id: int, draft: ItemDraft) -> PanelItem:
    """Publish an item under its terms of today. Raises Forbidden or NotFound."""
    panel = panel_of(actor, panel_id)
    given = draft.model_dump(include={"kind", "title", "version", "addresses", "core_only"})
    words = {"html": markup.render(draft.notes), "terms_html": markup.render(draft.terms)}
    item = PanelItem(panel_id=panel.id, published_by_id=actor.id, published_at=now(), **given, **words)
    db.session.add(item)
    db.session.flush()
    publish(PanelChanged(actor_id=actor.id, panel_id=panel.id, what="item", row_id=item.id))
    return item


def withdraw_item(actor: Viewer, panel_id: int, key: int) -> None:
    """Close an item to everybody at once. Raises Forbidden or NotFound."""
    panel = panel_of(actor, panel_id)
    item = db.session.get(PanelItem, key)
    if item is None or item.panel_id != panel.id:
        raise NotFound
    item.withdrawn_at = now()
    publish(PanelChanged(actor_id=actor.id, panel_id=panel.id, what="withdrawn", row_id=item.id))


def seat_of(viewer: Viewer, panel_id: int) -> Panellist | None:
    """Return a viewer's seat in a panel, where there is one."""
    return db.session.get(Panellist, (panel_id, viewer.id or 0))


def may_enter(viewer: Viewer, panel_id: int) -> bool:
    """Whether the items of a panel are open to a viewer: a manager, or a panellist who agreed to the terms in force."""
    if viewer.standing.product_manager:
        return db.session.get(BetaPanel, panel_id) is not None
    seat = seat_of(viewer, panel_id)
    return seat is not None and seat.state == Seat.ACCEPTED and agreed(viewer, panel_id)


def agreed(viewer: Viewer, panel_id: int) -> bool:
    """Whether a viewer agreed to the terms of a panel that are in force."""
    return db.session.get(PanelAgreement, (terms_in_force(panel_id).id, viewer.id or 0)) is not None


def item_of(viewer: Viewer, panel_id: int, key: int) -> PanelItem:
    """Return an item that a viewer may open once they agreed to its terms. Raises NotFound."""
    item = db.session.scalars(
        select(PanelItem).where(PanelItem.id == key, PanelItem.panel_id == panel_id, PanelItem.withdrawn_at.is_(None))
    ).one_or_none()
    if item is None or not may_enter(viewer, panel_id):
        raise NotFound
    seat = seat_of(viewer, panel_id)
    if item.core_only and not viewer.standing.product_manager and not (seat and seat.core):
        raise NotFound
    return item


def has_agreed(viewer: Viewer, item: PanelItem) -> bool:
    """Whether a viewer agreed to the terms of an item before."""
    return db.session.get(ItemAgreement, (item.id, viewer.id or 0)) is not None


def open_item(actor: Viewer, panel_id: int, key: int) -> tuple[PanelItem, Opening]:
    """Agree to the terms of an item and open it: an opening is a line in the log. Raises NotFound."""
    item = item_of(actor, panel_id, key)
    db.session.execute(once(ItemAgreement).values(item_id=item.id, member_id=actor.id, agreed_at=now()))
    opening = Opening(panel_id=panel_id, item_id=item.id, member_id=actor.id, opened_at=now())
    db.session.add(opening)
    db.session.flush()
    return item, opening
