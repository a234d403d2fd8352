"""The page of the network: its map, who stands where in it, how sides meet, and what spreads now."""

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from accounts.guard import current_viewer
from accounts.models import Member
from accounts.people import person
from accounts.viewers import Viewer
from contributions.models import Contribution
from contributions.visibility import visible_to
from core.database import read
from core.paging import Cursor, Order, page_of
from core.translation import gettext as _
from core.translation import ngettext
from insights import maps
from insights.dashboard.views import told
from insights.graphs.models import Standing, Tie
from insights.models import Run
from insights.running import latest_run

blueprint = Blueprint("network", __name__)
PAGE = 25
# On the first look a picture of so many says more than one of all.
DRAWN, STRANDS = 300, 900
MOST_PARTNERS = Order((Standing.partners, Standing.member_id))


@blueprint.get("/insights/network")
def network() -> ResponseReturnValue:
    """Show who is in touch with whom."""
    run = latest_run()
    shown = {} if run is None else _shown(run, current_viewer())
    return render_template("insights/network.html", run=None if run is None else told(run), **shown)


def _shown(run: Run, viewer: Viewer) -> dict[str, Any]:
    figures = run.figures.get("graphs", {})
    return {
        "map": _map(run.id),
        "figures": figures,
        "spreading": _spreading(viewer, figures.get("spreading", [])),
        **_table(run.id),
    }


def _standings(run_id: int) -> Any:
    return (
        select(*Standing.__table__.c, Member.name, Member.roles_held.label("roles_held"))
        .join(Member, Member.id == Standing.member_id)
        .where(Standing.run_id == run_id, Standing.partners > 0, Member.erased_at.is_(None))
    )


def _map(run_id: int) -> maps.Map:
    drawn = _standings(run_id).where(Standing.x.is_not(None))
    rows = read(drawn.order_by(Standing.partners.desc(), Standing.member_id).limit(DRAWN)).all()
    marks = [
        maps.Mark(str(row.member_id), row.name, row.x, row.y, row.partners, row.community, f"/members/{row.member_id}",
                  _partners(row.partners))
        for row in rows
    ]  # fmt: skip
    among = [row.member_id for row in rows]
    ties = select(Tie).where(Tie.run_id == run_id, Tie.first_id.in_(among), Tie.second_id.in_(among))
    strongest = read(ties.order_by(Tie.weight.desc(), Tie.first_id, Tie.second_id).limit(STRANDS))
    edges = [(str(row.first_id), str(row.second_id), float(row.weight)) for row in strongest]
    return maps.scatter(_("Who is in touch with whom"), marks, edges)


def _partners(count: int) -> str:
    return ngettext("%(count)s partner", "%(count)s partners", count, count=count)


def _table(run_id: int) -> dict[str, Any]:
    cursor = Cursor.decode(request.args["page"], 2) if request.args.get("page") else None
    rows = read(MOST_PARTNERS.apply(_standings(run_id), cursor, PAGE)).all()
    page = page_of(rows, cursor, PAGE, lambda row: (row.partners, row.member_id))
    members = [{"who": person(row.member_id, row.name, row.roles_held), "standing": row} for row in page.rows]
    return {"members": members, "pager": page.links(request.path)}


def _spreading(viewer: Viewer, watched: list[dict[str, int]]) -> list[dict[str, Any]]:
    """Return the threads that many join now, of those that a viewer may still see."""
    keys = [one["thread"] for one in watched]
    seen = select(Contribution.id, Contribution.title).where(Contribution.id.in_(keys), visible_to(viewer))
    titles = {row.id: row.title for row in read(seen, {"viewer_id": viewer.id})}
    return [one | {"title": titles[one["thread"]]} for one in watched if one["thread"] in titles]
