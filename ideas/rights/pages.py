"""Puts together what the pages of rights and royalties show."""

from fractions import Fraction
from itertools import groupby
from typing import Any

from werkzeug.exceptions import NotFound

from accounts.people import person
from accounts.viewers import Viewer
from core.money import shown
from core.pages import calendar_day, full_time
from core.times import decimal
from core.translation import gettext as _
from ideas.contests.pages import entry_address
from ideas.contests.policies import may_lead
from ideas.contests.queries import entry_row, teams_of
from ideas.rights.queries import (
    agreements_of,
    lines_of,
    permissions_of,
    statement_page,
    terms_of_contest,
    totals,
    uses_of,
)


def rights_page(viewer: Viewer, contest: int, key: int) -> dict[str, Any]:
    """Return what an author or staff sees of the rights in an entry. Raises NotFound, for others too."""
    row = entry_row(viewer, contest, key)
    team = [member for member in teams_of([key]).get(key, []) if member.accepted_at is not None]
    author = any(member.member_id == viewer.id for member in team)
    staff = bool(may_lead(viewer))
    if not (author or staff):
        raise NotFound
    given = permissions_of(key)
    return {
        "name": row.name,
        "url": entry_address(contest, key),
        "author": author,
        "staff": staff,
        "terms": [_terms(viewer, one, team, given) for one in terms_of_contest(contest)],
        "team": [person(member.member_id, member.name) for member in team],
        "given": [_permission(one) for one in given],
        "uses": [_use(one) for one in uses_of(key)],
        "agreements": _agreements(viewer, key),
        "lines": [_line(one) for one in lines_of(key)] if staff else [],
    }


def _terms(viewer: Viewer, row: Any, team: list[Any], given: list[Any]) -> dict[str, Any]:
    valid = {one.member_id for one in given if one.terms_id == row.id and one.withdrawn_at is None}
    missing = [member.name for member in team if member.member_id not in valid]
    return {
        **terms_shown(row),
        "mine": viewer.id in valid,
        "missing": missing,
        "whole": bool(team) and not missing,
    }


def terms_shown(row: Any) -> dict[str, Any]:
    """Return a version of terms as pages show it."""
    return {
        "id": row.id,
        "version": row.version,
        "scope": row.scope,
        "territory": row.territory,
        "term": calendar_day(row.ends_at) if row.ends_at else _("without an end"),
        "body": row.body,
        "hash": row.hash,
        "made": calendar_day(row.made_at),
    }


def _permission(row: Any) -> dict[str, Any]:
    return {
        "member": person(row.member_id, row.name),
        "version": row.version,
        "hash": row.terms_hash,
        "given": full_time(row.given_at),
        "withdrawn": full_time(row.withdrawn_at) if row.withdrawn_at else "",
    }


def _use(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "what": row.what,
        "version": row.version,
        "since": calendar_day(row.marked_at),
        "until": calendar_day(row.ended_at) if row.ended_at else "",
        "withdrawn": row.ended_by == "withdrawn",
    }


def _agreements(viewer: Viewer, key: int) -> list[dict[str, Any]]:
    found = []
    for _number, rows in groupby(agreements_of(key), lambda row: row.number):
        shares = list(rows)
        first, total = shares[0], sum(share.weight for share in shares)
        found.append(
            {
                "id": first.id,
                "number": first.number,
                "rate": rate_text(Fraction(first.rate_numerator, first.rate_denominator)),
                "currency": first.currency,
                "basis": first.basis,
                "made": calendar_day(first.made_at),
                "shares": [_share(share, total) for share in shares],
                "in_force": all(share.accepted_at for share in shares),
                "mine": any(share.member_id == viewer.id and share.accepted_at is None for share in shares),
            }
        )
    return found


def _share(row: Any, total: int) -> dict[str, Any]:
    return {
        "member": person(row.member_id, row.name),
        "part": f"{row.weight}/{total}",
        "accepted": calendar_day(row.accepted_at) if row.accepted_at else "",
    }


def rate_text(rate: Fraction) -> str:
    """Write a rate in percent where that is exact with two decimals, and as a fraction where it is not."""
    percent = rate * 100
    if (percent * 100).denominator == 1:
        return f"{decimal(f'{float(percent):.2f}'.rstrip('0').rstrip('.'))} %"
    return f"{rate.numerator}/{rate.denominator}"


def _line(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "period": row.period,
        "sales": shown(row.sales, row.currency),
        "royalty": shown(row.royalty, row.currency),
        "booked": calendar_day(row.booked_at),
        "note": row.note,
        "corrects": row.corrects_id,
        "open": row.corrects_id is None and row.taken_back is None,
    }


def statements(viewer: Viewer, everybody: bool, page_key: str | None) -> dict[str, Any]:
    """Return a page of the viewer's own statements, or of everybody's: two statements. Raises CursorError."""
    page = statement_page(viewer, everybody, page_key)
    base = "/royalties/all" if everybody else "/royalties"
    return {
        "everybody": everybody,
        "rows": [_statement_line(row) for row in page.rows],
        "totals": [shown(int(row.amount), row.currency) for row in totals(viewer, everybody)],
        "pager": page.links(base),
        "csv_url": f"{base}.csv",
    }


def _statement_line(row: Any) -> dict[str, Any]:
    visible = row.entry_name is not None
    return {
        "line": row.line_id,
        "period": row.period,
        "entry": row.entry_name if visible else _("An entry that you cannot see any more"),
        "url": f"{entry_address(row.contest_id, row.entry_id)}/rights" if visible else None,
        "member": person(row.member_id, row.member_name),
        "sales": shown(row.sales, row.currency),
        "rate": rate_text(Fraction(row.rate_numerator, row.rate_denominator)),
        "royalty": shown(row.royalty, row.currency),
        "amount": shown(row.amount, row.currency),
        "booked": calendar_day(row.booked_at),
        "note": row.note,
        "back": row.corrects_id is not None,
    }
