"""Puts together what the pages of contests show."""

from collections.abc import Sequence
from typing import Any

from flask import url_for
from sqlalchemy import Row

from accounts.models import Role
from accounts.people import person
from accounts.viewers import Viewer
from contributions.addresses import key_of
from contributions.kinds import KINDS
from contributions.plain_lists import threads_page
from contributions.posts import post, thread, with_comments
from contributions.resuming.reading import note_reading
from contributions.rows import comments_below
from core.pages import calendar_day, full_time
from core.translation import gettext as _
from core.translation import ngettext
from ideas.contests.phases import PHASES, begins_of, is_open, phase_of
from ideas.contests.policies import counts_hidden, may_lead
from ideas.contests.queries import (
    ORDERS,
    contest_row,
    dates_of,
    entries_page,
    entry_row,
    files_of,
    scores_of,
    teams_of,
    winners_of,
)


def contest_list(viewer: Viewer, page_key: str | None) -> dict[str, Any]:
    """Return what the list of contests shows: two statements. Raises CursorError."""
    page = threads_page(viewer, "contest", "newest", page_key, "/contests")
    dates = dates_of([card.id for card in page["cards"]])
    shown = [(card, _where_it_stands(dates[card.id])) for card in page["cards"]]
    return {"contests": shown, "pager": page["pager"], "leads": bool(may_lead(viewer))}


def _where_it_stands(dates: Any) -> dict[str, Any]:
    phase = phase_of(dates)
    return {"phase": phase, "name": PHASES[phase], "until": _until(dates, phase)}


def _until(dates: Any, phase: str) -> str:
    """Say what happens next, and when."""
    sentences = {
        "announced": lambda: _("Entries open on %(day)s", day=calendar_day(dates.entries_at)),
        "entries": lambda: _("Entries are taken until %(day)s", day=calendar_day(dates.voting_at)),
        "voting": lambda: _("You can vote until %(day)s", day=calendar_day(dates.jury_at)),
        "jury": lambda: _("The jury scores until %(day)s", day=calendar_day(dates.closes_at)),
        "closed": lambda: _("The winners are named soon"),
        "decided": lambda: _("Decided on %(day)s", day=calendar_day(dates.decided_at)),
    }
    return sentences[phase]()


def contest_page(viewer: Viewer, key: int, order: str, page_key: str | None) -> dict[str, Any]:
    """Return what the page of a contest shows, in at most six statements. Raises NotFound and CursorError."""
    row = contest_row(viewer, key)
    phase = phase_of(row)
    order = order if order in ORDERS and order != "votes" else usual_order(row)
    page = entries_page(viewer, key, order, page_key)
    winners = winners_of(viewer, key) if phase == "decided" and not page_key else []
    keys = list(dict.fromkeys([*(won.id for won in winners), *(entry.id for entry in page.rows)]))
    files, teams = (files_of(keys), teams_of(keys)) if keys else ({}, {})
    note_reading(viewer, key, [key])
    hidden = counts_hidden(viewer, row)
    shown = thread(viewer, row, {}, row.following, "open")
    base = shown.url if order == usual_order(row) else f"{shown.url}?order={order}"
    return {
        "thread": shown,
        "order": order,
        "stands": _where_it_stands(row),
        "steps": steps(row),
        "phase": phase,
        # A page for strangers is kept until something is told; the phase of this one was told.
        "settled": phase == row.phase,
        "winners": [entry_card(won, files, teams, hidden) for won in winners],
        "entries": [entry_card(entry, files, teams, hidden) for entry in page.rows],
        "entries_text": ngettext("%(num)s entry", "%(num)s entries", row.reply_count),
        "comments_text": ngettext("%(num)s comment", "%(num)s comments", row.comment_count),
        "pager": page.links(base, "#entries"),
        "hidden": hidden,
        "secret": is_open(row, "hidden"),
        "votes_open": is_open(row, "vote"),
        "decided_by": row.decided_by,
        "can": _deeds(viewer, row, phase),
        "crumbs": [(_("Contests"), url_for("contests.contests")), (row.space_name, f"/spaces/{row.space_slug}")],
    }


def usual_order(row: Any) -> str:
    """Return how entries are ordered where nobody chose: in no order of merit until all is decided."""
    return "votes" if phase_of(row) == "decided" else "shuffled"


def _deeds(viewer: Viewer, row: Row[Any], phase: str) -> dict[str, str]:
    can = {}
    if is_open(row, "enter"):
        can["enter"] = url_for("entries.enter", key=row.id)
    if may_lead(viewer):
        can["dates"] = url_for("contests.dates", key=row.id)
        can["record"] = url_for("contests.record", key=row.id)
        if phase in {"closed", "decided"}:
            can["decide"] = url_for("contests.decide", key=row.id)
    if row.juror or (viewer.standing.employee and phase in {"closed", "decided"}):
        can["jury"] = url_for("contests.jury", key=row.id)
    if is_open(row, "comment") and viewer.signed_in:
        can["comment"] = url_for("contributions.comment", key=row.id)
    return can


def steps(row: Any) -> list[dict[str, Any]]:
    """Return the way of a contest: each phase with its first day, and whether it is over, now or to come."""
    begins = dict(begins_of(row))
    phase, known = phase_of(row), list(PHASES)
    at = known.index(phase)
    left_out = {
        name for name, following in (("voting", "jury"), ("jury", "closed")) if begins[name] == begins[following]
    }
    return [
        {
            "name": PHASES[name],
            "day": calendar_day(begins[name])
            if name in begins
            else calendar_day(row.decided_at)
            if name == phase
            else "",
            "full": full_time(begins[name]) if name in begins else "",
            "state": "over" if place < at else "now" if place == at else "ahead",
        }
        for place, name in enumerate(known)
        if name not in left_out and name != "announced"
    ]


def entry_card(row: Any, files: dict[int, list[Any]], teams: dict[int, list[Any]], hidden: bool) -> dict[str, Any]:
    """Return an entry as a contest shows it; its first picture is its face."""
    url = entry_address(row.parent_id, row.id)
    pictures = [file for file in files.get(row.id, ()) if file.media_type.startswith("image/")]
    return {
        "id": row.id,
        "url": url,
        "name": row.name,
        "excerpt": row.excerpt,
        "place": row.place,
        "reason": row.reason or "",
        "picture": f"{url}/files/{pictures[0].id}" if pictures else None,
        "team": team_of(teams.get(row.id, ())),
        "votes_text": "" if hidden else ngettext("%(num)s vote", "%(num)s votes", row.score),
        "comments_text": ngettext("%(num)s comment", "%(num)s comments", row.comment_count),
    }


def team_of(rows: Sequence[Any]) -> list[Any]:
    """Return the authors of an entry as people, those of staff marked as they were when they joined."""
    return [person(row.member_id, row.name, _as_then(row)) for row in rows if row.accepted_at is not None]


def _as_then(row: Any) -> Any:
    return Role.STAFF if row.staff else Role.NONE


def entry_address(contest: int, key: int) -> str:
    """Return the address of an entry."""
    return f"/contests/{contest}/entries/{key}"


def entry_page(viewer: Viewer, contest: int, key: int, at: str | None) -> dict[str, Any]:
    """Return what the page of an entry shows, in at most six statements. Raises NotFound."""
    row = entry_row(viewer, contest, key)
    comments = comments_below(viewer, [key], key_of(at)).get(key, [])
    files, team = files_of([key]).get(key, []), teams_of([key]).get(key, [])
    url, phase = entry_address(contest, key), phase_of(row)
    shown = post(viewer, row, {key: row.my_vote or 0}, url)
    with_comments(shown, row, [post(viewer, one, {}, f"{url}?at={one.id}#c{one.id}") for one in comments])
    own = [member for member in team if member.member_id == viewer.id]
    author = bool(own and own[0].accepted_at)
    if not is_open(row, "vote") or author:
        shown.voting = "own" if author else "closed"
    shown.can = _open_deeds(shown.can, row, author)
    hidden = counts_hidden(viewer, row)
    everybody = phase in {"closed", "decided"}
    scored = row.juror or everybody
    return {
        "entry": shown,
        "name": row.name,
        "title": row.contest_title,
        "contest_url": KINDS["contest"].address(contest, row.contest_title),
        "stands": _where_it_stands(row),
        "phase": phase,
        "place": row.place,
        "reason": row.reason or "",
        "pictures": [_file(url, file) for file in files if file.media_type.startswith("image/")],
        "papers": [_file(url, file) for file in files if not file.media_type.startswith("image/")],
        "team": team_of(team),
        "asked": [person(member.member_id, member.name) for member in team if member.accepted_at is None],
        "invited": bool(own and not author) and is_open(row, "enter"),
        "author": author,
        "open": author and is_open(row, "enter"),
        "votes_text": "" if hidden else ngettext("%(num)s vote", "%(num)s votes", row.score),
        "hidden": hidden,
        "votes_open": is_open(row, "vote"),
        "scores": _scores(scores_of(viewer, contest, key, everybody)) if scored else [],
        "scoring": bool(row.juror) and phase == "jury" and not author,
        "everybody": everybody,
        "rights_url": f"{url}/rights" if author or viewer.standing.employee else None,
        "url": url,
    }


def _open_deeds(can: dict[str, str], row: Any, author: bool) -> dict[str, str]:
    """Leave out what the phase closes, and let authors change their entry on a page of its own."""
    left = {deed: url for deed, url in can.items() if deed != "edit" and (deed != "comment" or is_open(row, "comment"))}
    if author and is_open(row, "enter"):
        left["edit"] = url_for("entries.change", key=row.contest_id, entry=row.id)
    return left


def _file(url: str, row: Any) -> dict[str, Any]:
    return {"id": row.id, "name": row.name, "size": row.size, "url": f"{url}/files/{row.id}"}


def _scores(rows: Sequence[Any]) -> list[dict[str, Any]]:
    return [
        {
            "position": row.position,
            "name": row.name,
            "weight": row.weight,
            "mine": row.mine,
            "mean": None if row.mean is None else round(float(row.mean), 1),
        }
        for row in rows
    ]
