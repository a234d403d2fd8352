"""The page of a member's standing: points with their causes, what they open, and the bars of the next level."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest, NotFound

from accounts.guard import current_viewer
from accounts.models import Member
from accounts.people import level_names, person
from accounts.queries import member_shown
from accounts.viewers import Viewer
from contributions.reputation.discounting import Discount, discount_votes
from contributions.reputation.points import DAILY_CAP
from contributions.reputation.privileges import is_free, worth_of
from contributions.reputation.queries import causes, points_page, sums_by_cause
from contributions.reputation.sizes import Privilege, needed_for, privilege_names
from contributions.trust.rows import FIGURES, rows_page
from contributions.trust.settling import make_leader
from contributions.trust.showing import climb_of, figure_names
from core.forms import read_form
from core.limits import throttle
from core.pages import same_for_everyone
from core.translation import gettext as _

blueprint = Blueprint("reputation", __name__, url_prefix="/members/<int:member_id>/reputation")


@blueprint.get("")
def member(member_id: int) -> ResponseReturnValue:
    """Show where a member's points come from; to themselves and to moderators also how they stand to the levels."""
    viewer, found = current_viewer(), _found(member_id)
    if not viewer.signed_in:
        same_for_everyone()
    entries, pager = points_page(viewer, member_id, request.args.get("page"))
    closely = _sees_closely(viewer, member_id)
    page = render_template(
        "contributions/reputation.html",
        member=found,
        shown=person(found.id, found.name, found.roles_held, found.reputation, found.trust_level),
        level=level_names()[found.trust_level],
        sums=_sums(sums_by_cause(viewer, member_id)),
        entries=entries,
        pager=pager,
        cap=DAILY_CAP,
        own=viewer.id == member_id,
        climb=climb_of(member_id, worth_of(viewer).size) if closely else None,
        opened=_opened(viewer) if viewer.id == member_id else [],
        current="members",
    )
    return _kept_private(page) if viewer.signed_in else page


@blueprint.get("/<figure>")
def rows(member_id: int, figure: str) -> ResponseReturnValue:
    """Show the rows behind one bar, to the member themselves and to moderators."""
    viewer, found = current_viewer(), _found(member_id)
    if figure not in FIGURES or not _sees_closely(viewer, member_id):
        raise NotFound
    shown, pager = rows_page(viewer, member_id, figure, request.args.get("page"))
    page = render_template(
        "contributions/reputation_rows.html",
        member=found,
        heading=figure_names()[figure],
        rows=shown,
        pager=pager,
        current="members",
    )
    return _kept_private(page)


@blueprint.post("/votes")
def votes(member_id: int) -> ResponseReturnValue:
    """Take a member's votes out of the count, or let them count again."""
    throttle("moderate", current_viewer().id)
    form = read_form(Discount)
    if form.draft is None:
        flash(_("Say why in a few words, then try again."), "careful")
    else:
        count = discount_votes(current_viewer(), member_id, form.draft)
        flash(
            _("Votes that this was done to: %(count)s. Scores and points follow in a moment.", count=count), "success"
        )
    return redirect(url_for("reputation.member", member_id=member_id), 303)


@blueprint.post("/leader")
def leader(member_id: int) -> ResponseReturnValue:
    """Give a member the highest level, or take it back."""
    wanted = request.values.get("value")
    if wanted not in {"yes", "no"}:
        raise BadRequest
    make_leader(current_viewer(), member_id, wanted == "yes")
    return redirect(url_for("reputation.member", member_id=member_id), 303)


def _found(member_id: int) -> Member:
    found = member_shown(member_id)
    if found.erased_at is not None:
        raise NotFound
    return found


def _sees_closely(viewer: Viewer, member_id: int) -> bool:
    return viewer.id == member_id or viewer.standing.moderator


def _sums(totals: dict[str, int]) -> list[tuple[str, str]]:
    return [
        (words, f"{totals[cause]:+d}".replace("-", "\N{MINUS SIGN}"))
        for cause, words in causes().items()
        if totals.get(cause)
    ]


def _opened(viewer: Viewer) -> list[dict[str, Any]]:
    """Return every privilege with the points that it takes, those that take least first."""
    worth, names = worth_of(viewer), privilege_names()
    shown = [
        {"name": names[one], "needed": needed, "open": is_free(viewer, one) or worth.reputation >= needed}
        for one in Privilege
        if (needed := needed_for(one, worth.size))
    ]
    return sorted(shown, key=lambda row: row["needed"])


def _kept_private(page: str) -> Response:
    return Response(page, headers={"Cache-Control": "no-store"})
