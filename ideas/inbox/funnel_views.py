"""Addresses of what became of ideas, in figures and in their rows."""

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from accounts.guard import current_viewer
from contributions.kinds import KINDS
from contributions.policies import require
from core.pages import ago, full_time, iso
from core.translation import gettext as _
from core.translation import ngettext
from ideas.board.queries import status_of
from ideas.deciding.policies import may_decide
from ideas.inbox.funnel import FIGURES, figure_page, funnel

blueprint = Blueprint("funnel", __name__)


@blueprint.get("/staff/ideas/funnel")
def figures() -> ResponseReturnValue:
    """Show how far ideas came, how often a pick was a hit, and how long it took."""
    viewer = current_viewer()
    require(may_decide(viewer))
    return render_template("ideas/inbox/funnel.html", current="ideas", funnel=funnel(viewer), names=figure_names())


@blueprint.get("/staff/ideas/funnel/<figure>")
def rows(figure: str) -> ResponseReturnValue:
    """Show the ideas that a figure counts."""
    viewer = current_viewer()
    require(may_decide(viewer))
    if figure not in FIGURES:
        raise NotFound
    page = figure_page(viewer, figure, request.args.get("page"))
    shown = {"rows": [_row(row) for row in page.rows], "pager": page.links(f"/staff/ideas/funnel/{figure}")}
    return render_template("ideas/inbox/funnel_rows.html", current="ideas", title=figure_names()[figure], **shown)


def figure_names() -> dict[str, str]:
    """Return what each figure is called."""
    return {
        "posted": _("Ideas posted"),
        "answered": _("Answered by staff"),
        "picked": _("Picked"),
        "delivered": _("Delivered"),
        "judged": _("Delivered and judged"),
        "hit": _("Delivered, target met"),
        "closed": _("Closed with a reason"),
    }


def _row(row: Any) -> dict[str, Any]:
    days = (row.released_at - row.created_at).days if row.phase == "delivered" and row.released_at else None
    return {
        "url": KINDS["idea"].address(row.id, row.title),
        "title": row.title,
        "status": status_of(row),
        "took": "" if days is None else ngettext("%(num)s day to release", "%(num)s days to release", days),
        "when": (iso(row.created_at), ago(row.created_at), full_time(row.created_at)),
    }
