"""The panels of the dashboard that say whom to talk to."""

from accounts.viewers import Viewer
from core.database import read
from core.translation import gettext as _
from core.translation import ngettext
from insights.charts import Cell
from insights.dashboard.panels import Answers, InsightPanel, Line
from insights.lead_users.models import Lead
from insights.lead_users.queries import leads
from insights.running import latest_run_id

SHOWN = 5


def panels(_viewer: Viewer) -> list[InsightPanel]:
    """Return the first of both rankings."""
    ahead, rising = (_first(ranking) for ranking in ("lead", "rising"))
    count = len(ahead)
    return [
        InsightPanel(
            "lead-users",
            Answers.PEOPLE,
            _("Lead users"),
            _("Ahead of the trend and helping themselves; open the page for the posts that say so."),
            headline=ngettext("%(count)s member is ahead", "%(count)s members are ahead", count, count=count)
            if count
            else "",
            url="/insights/lead-users",
            url_text=_("Who, and why"),
            heads=(_("Member"), _("Score")),
            lines=ahead,
            quiet=_("Too little is known of anybody yet."),
            rank=10,
        ),
        InsightPanel(
            "rising",
            Answers.PEOPLE,
            _("Rising members"),
            _("Few posts so far, and help on many days of late."),
            url="/insights/lead-users?ranking=rising",
            url_text=_("Who, and why"),
            heads=(_("Member"), _("Score")),
            lines=rising,
            quiet=_("Nobody new helps often yet."),
            rank=20,
        ),
    ]


def _first(ranking: str) -> list[Line]:
    rows = read(leads(latest_run_id(), ranking).order_by(Lead.place).limit(SHOWN))
    page = f"/insights/lead-users?ranking={ranking}"
    return [
        Line([
            Cell(row.name, f"/members/{row.member_id}"),
            Cell(f"{row.score:.0f}", f"{page}#member-{row.member_id}"),
        ])
        for row in rows
    ]  # fmt: skip
