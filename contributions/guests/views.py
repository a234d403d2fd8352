"""Addresses of guest staff: the terms, one term with its acts, and naming a member."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Row

from accounts.guard import current_viewer
from accounts.queries import member_shown
from accounts.security_pages import keep_private
from accounts.viewers import Viewer
from contributions.guests.queries import acts_page, term_row, terms_of, terms_page, topics_of
from contributions.guests.schemas import LONGEST, Ending, TermDraft
from contributions.guests.terms import answer_term, end_term, name_guest
from contributions.queries import spaces_of
from core.clock import now
from core.errors import Refused, wants_json
from core.forms import Form, read_form
from core.limits import throttle
from core.pages import ago, full_time, iso
from core.paging import Cursor
from core.translation import gettext as _

blueprint = Blueprint("guests", __name__)
blueprint.after_request(keep_private)
USUAL = timedelta(days=30)
ON_PROFILE = 3


@blueprint.get("/guests")
def terms() -> ResponseReturnValue:
    """List terms: all of them for staff and moderators, their own for everybody else."""
    viewer, key = current_viewer(), request.args.get("page")
    page = terms_page(viewer, Cursor.decode(key, 1) if key else None)
    topics = topics_of(viewer, [row.id for row in page.rows])
    shown = [shown_term(viewer, row, topics.get(row.id, [])) for row in page.rows]
    return render_template("contributions/guests/terms.html", terms=shown, pager=page.links(url_for("guests.terms")))


@blueprint.get("/guests/<int:key>")
def term(key: int) -> ResponseReturnValue:
    """Show a term and what was done under it."""
    return _term_page(key, Form[Ending]({}))


@blueprint.post("/guests/<int:key>/accept")
def accept(key: int) -> ResponseReturnValue:
    """Agree to be guest staff."""
    answer_term(current_viewer(), key, True)
    flash(_("Thank you. It is in force for as long as this page says."), "success")
    return redirect(url_for("guests.term", key=key), 303)


@blueprint.post("/guests/<int:key>/decline")
def decline(key: int) -> ResponseReturnValue:
    """Decline to be guest staff."""
    answer_term(current_viewer(), key, False)
    return redirect(url_for("guests.term", key=key), 303)


@blueprint.post("/guests/<int:key>/end")
def end(key: int) -> ResponseReturnValue:
    """End a term before its time."""
    form = read_form(Ending)
    if form.draft is None:
        return _term_page(key, form)
    end_term(current_viewer(), key, form.draft)
    flash(_("The term has ended. What was written under it keeps its mark."), "success")
    return redirect(url_for("guests.term", key=key), 303)


@blueprint.route("/members/<int:member_id>/guest", methods=["GET", "POST"])
def name(member_id: int) -> ResponseReturnValue:
    """Ask a member to be guest staff."""
    if request.method == "GET":
        return _name_page(member_id, Form[TermDraft]({}))
    form = read_form(TermDraft)
    if form.draft is None:
        return _name_page(member_id, form)
    throttle("moderate", current_viewer().id)
    try:
        named = name_guest(current_viewer(), member_id, form.draft)
    except Refused as refusal:
        if wants_json():
            raise
        return _name_page(member_id, form.refused("form", refusal))
    flash(_("The member is asked now, and it counts once they agree."), "success")
    return redirect(url_for("guests.term", key=named.id), 303)


def _name_page(member_id: int, form: Form[Any]) -> ResponseReturnValue:
    viewer, today = current_viewer(), now().date()
    page = render_template(
        "contributions/guests/name.html",
        member=member_shown(member_id),
        spaces=spaces_of(viewer),
        form=form,
        begins=form.value("begins") or today.isoformat(),
        until=form.value("until") or (today + USUAL).isoformat(),
        most_days=LONGEST.days,
    )
    return page, 422 if form.errors else 200


def _term_page(key: int, form: Form[Ending]) -> ResponseReturnValue:
    viewer, page_key = current_viewer(), request.args.get("page")
    row = term_row(viewer, key)
    acts = acts_page(viewer, key, Cursor.decode(page_key, 1) if page_key else None)
    names = act_names()
    page = render_template(
        "contributions/guests/term.html",
        term=shown_term(viewer, row, topics_of(viewer, [key]).get(key, [])),
        acts=[_act(act, names) for act in acts.rows],
        pager=acts.links(url_for("guests.term", key=key)),
        form=form,
    )
    return page, 422 if form.errors else 200


def _act(row: Row[Any], names: dict[str, str]) -> dict[str, str]:
    when = {"iso": iso(row.created_at), "ago": ago(row.created_at), "full": full_time(row.created_at)}
    return {"text": names[row.act], "title": row.title, "url": f"/contributions/{row.contribution_id}", **when}


def act_names() -> dict[str, str]:
    """Return what can be done under a term, in words."""
    return {
        "replied": _("Replied"),
        "official": _("Made an answer official"),
        "unofficial": _("Took the official mark back"),
    }


def shown_term(viewer: Viewer, row: Row[Any], topics: list[tuple[str, str]]) -> dict[str, Any]:
    """Return a term as pages show it, with what is open to the viewer."""
    own, goes_on = row.member_id == viewer.id, row.ended_at is None and row.ends_at > now()
    return {
        "row": row,
        "url": url_for("guests.term", key=row.id),
        "name": row.member_name or _("A former member"),
        "member_url": f"/members/{row.member_id}",
        "named_by": row.named_by or _("A former member"),
        "ended_by": row.ended_by or _("A former member"),
        "topics": [name if kind == "space" else f"#{name}" for kind, name in topics],
        "state": _state(row, goes_on),
        "in_force": row.in_force,
        "asked": own and goes_on and row.accepted is None,
        "may_end": goes_on and row.accepted is not False and (own or viewer.standing.employee),
        "queue": own and row.in_force,
    }


def _state(row: Row[Any], goes_on: bool) -> str:
    if row.ended_at is not None:
        return _("ended early")
    if row.accepted is False:
        return _("declined")
    if not goes_on:
        return _("over")
    if row.accepted is None:
        return _("waits for the member")
    return _("in force") if row.in_force else _("begins later")


def profile_panels(viewer: Viewer, member: Any) -> list[dict[str, Any]]:
    """Return a panel with the latest terms of a member, for that member and for staff; nothing where there are none."""
    if viewer.id != member.id and not viewer.standing.employee:
        return []
    rows = terms_of(viewer, member.id, ON_PROFILE)
    topics = topics_of(viewer, [row.id for row in rows])
    briefs = [_brief(shown_term(viewer, row, topics.get(row.id, []))) for row in rows]
    more = {"url": url_for("guests.terms"), "url_text": _("All terms")}
    return [{"title": _("Guest staff"), "stats": [], "rows": briefs, **more}] if rows else []


def _brief(shown: dict[str, Any]) -> dict[str, Any]:
    at = shown["row"].created_at
    when = {"created_iso": iso(at), "created_text": ago(at), "created_full": full_time(at)}
    title = ", ".join(shown["topics"]) or _("Topics that you cannot read")
    return {"url": shown["url"], "title": title, "meta": [shown["state"]], **when}
