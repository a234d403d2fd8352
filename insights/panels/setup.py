"""Opens the beta panels."""

from flask import Flask

from accounts.leaving.traces import Fate, Trace, add_traces
from core.pages import places
from core.translation import gettext, lazy_gettext
from insights.dashboard.panels import INSIGHT_PAGES, InsightPage
from insights.panels import member_views, staff_views
from insights.panels.models import (
    BetaPanel,
    ItemAgreement,
    Leak,
    Opening,
    PanelAgreement,
    PanelItem,
    Panellist,
    PanelReport,
    ReportMove,
)

PAGE = InsightPage("beta", lazy_gettext("Beta panels"), "/insights/beta", 35)
OFFICE = "that it was done in office stays on record, without a name"
PROMISED = "who agreed to keep something to themselves, and opened it, stays on record as a number"
REPORTED = "what was reported stays with the product that it is about, under a number"


def register(app: Flask) -> None:
    """Register what this folder brings."""
    app.register_blueprint(staff_views.blueprint)
    app.register_blueprint(member_views.blueprint)
    add_traces(
        app,
        Trace(Panellist.member_id, Fate.DELETED, without=("invited_by_id",)),
        Trace(PanelAgreement.member_id, Fate.KEPT, PROMISED),
        Trace(ItemAgreement.member_id, Fate.KEPT, PROMISED),
        Trace(Opening.member_id, Fate.KEPT, PROMISED),
        Trace(PanelReport.author_id, Fate.KEPT, REPORTED),
        Trace(Leak.told_by_id, Fate.FORGOTTEN, "that something leaked stays on record, without a name"),
        Trace(BetaPanel.opened_by_id, Fate.FORGOTTEN, OFFICE),
        Trace(Panellist.invited_by_id, Fate.FORGOTTEN, OFFICE, only=("panel_id", "invited_at")),
        Trace(PanelItem.published_by_id, Fate.FORGOTTEN, OFFICE),
        Trace(ReportMove.by_id, Fate.FORGOTTEN, OFFICE),
    )
    with app.app_context():
        places().fill(INSIGHT_PAGES, lambda _viewer: [PAGE])
        places().fill("account tabs", lambda: ("beta.own", gettext("Beta panels")))
