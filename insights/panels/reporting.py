"""Reports of panellists, what staff makes of them, and the word that something leaked."""

from sqlalchemy import select

from accounts.mailing import queue_mail
from accounts.models import Member
from accounts.viewers import Viewer
from contributions.policies import may_write, require
from core.clock import now
from core.database import db, locked
from core.errors import NotFound
from core.events import publish
from insights.panels.events import PanelChanged
from insights.panels.items import item_of, may_enter, seat_of
from insights.panels.models import BetaPanel, Leak, PanelReport, ReportMove, Seat, Status
from insights.panels.opening import panel_of
from insights.panels.schemas import LeakDraft, Move, ReportDraft


def report(actor: Viewer, panel_id: int, draft: ReportDraft) -> PanelReport:
    """Keep what a panellist found. Raises NotFound for everybody else, and for an item that is not open to them."""
    seat = seat_of(actor, panel_id)
    if seat is None or seat.state != Seat.ACCEPTED or not may_enter(actor, panel_id):
        raise NotFound
    require(may_write(actor))
    item = item_of(actor, panel_id, draft.item) if draft.item else None
    given = draft.model_dump(include={"kind", "severity", "title", "body"})
    row = PanelReport(panel_id=panel_id, author_id=seat.member_id, reported_at=now(), status=Status.NEW, **given)
    row.item_id = item.id if item else None
    db.session.add(row)
    db.session.flush()
    publish(PanelChanged(actor_id=actor.id, panel_id=panel_id, what="report", row_id=row.id))
    return row


def move_report(actor: Viewer, panel_id: int, key: int, draft: Move) -> None:
    """Say what became of a report; each word is kept with who and when. Raises Forbidden or NotFound."""
    panel = panel_of(actor, panel_id)
    row = locked(select(PanelReport).where(PanelReport.id == key, PanelReport.panel_id == panel.id))
    if row is None:
        raise NotFound
    if row.status == draft.status:
        return
    row.status = draft.status
    db.session.add(ReportMove(report_id=row.id, status=draft.status, by_id=actor.id, moved_at=now()))
    publish(PanelChanged(actor_id=actor.id, panel_id=panel.id, what=draft.status, row_id=row.id))


def tell_leak(actor: Viewer, panel_id: int, draft: LeakDraft) -> None:
    """Keep that something leaked, and let whoever opened the panel know by mail. Raises NotFound."""
    panel = db.session.get(BetaPanel, panel_id)
    seat = seat_of(actor, panel_id)
    if panel is None or seat is None or seat.state != Seat.ACCEPTED:
        raise NotFound
    row = Leak(panel_id=panel.id, told_by_id=actor.id, told_at=now(), **draft.model_dump())
    db.session.add(row)
    db.session.flush()
    publish(PanelChanged(actor_id=actor.id, panel_id=panel.id, what="leak", row_id=row.id))
    keeper = db.session.get(Member, panel.opened_by_id) if panel.opened_by_id else None
    if keeper is not None and keeper.email:
        queue_mail("panel-leaked", keeper.email, keeper)
