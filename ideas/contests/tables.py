"""Puts together the pages of juries and of those who decide: figures of entries side by side."""

from typing import Any

from sqlalchemy import select

from accounts.models import Member
from accounts.people import person
from accounts.viewers import Viewer
from contributions.kinds import KINDS
from contributions.policies import require
from contributions.queries import contribution_of_kind
from core.database import db, read
from core.errors import Refused
from core.pages import full_time
from core.paging import Cursor, Order, page_of
from core.times import decimal
from core.translation import gettext as _
from core.translation import ngettext
from ideas.contests.judging import Standing, standings
from ideas.contests.models import Contest, Decision, Entry
from ideas.contests.pages import entry_address
from ideas.contests.phases import phase_of
from ideas.contests.policies import jury_is_over, may_lead
from ideas.contests.queries import contest_row, entries_page, jury_of, scored_by, winners_of

RECORDS = 20
LATEST = Order((Decision.id,))
RANKED = 60


def jury_page(viewer: Viewer, key: int, page_key: str | None) -> dict[str, Any]:
    """Return what a juror sees: the entries and their own points. Raises NotFound, Refused and CursorError."""
    row = contest_row(viewer, key)
    if not row.juror and not viewer.standing.employee:
        raise Refused(_("Only the jury and staff see this page."))
    page = entries_page(viewer, key, "newest", page_key)
    mine = scored_by(viewer, [entry.id for entry in page.rows])
    people, criteria = jury_of(key)
    over = jury_is_over(row)
    return {
        "title": row.title,
        "url": KINDS["contest"].address(key, row.title),
        "phase": phase_of(row),
        "juror": row.juror,
        "over": over,
        "until": full_time(row.closes_at),
        "jurors": people,
        "criteria": criteria,
        "entries": [
            {"name": entry.name, "url": f"{entry_address(key, entry.id)}#jury", "mine": mine.get(entry.id)}
            for entry in page.rows
        ],
        "left": sum(entry.id not in mine for entry in page.rows),
        "most": 10 * len(criteria),
        "pager": page.links(f"/contests/{key}/jury"),
    }


def decide_page(viewer: Viewer, key: int) -> dict[str, Any]:
    """Return the entries in the order of who decides, with every figure beside. Raises NotFound and Refused."""
    require(may_lead(viewer))
    contest = contribution_of_kind(viewer, key, Contest)
    phase = phase_of(contest)
    ranked = standings(contest) if phase in {"closed", "decided"} else []
    won = {row.id: row for row in winners_of(viewer, key)}
    names = _names(key)
    return {
        "title": contest.title,
        "url": KINDS["contest"].address(key, contest.title or ""),
        "ready": bool(ranked),
        "over": phase in {"closed", "decided"},
        "decided": contest.decided_at is not None,
        "decided_by": contest.decided_by,
        "ranked": [_ranked(key, one, names.get(one.entry, ""), won.get(one.entry)) for one in ranked[:RANKED]],
    }


def _names(contest: int) -> dict[int, str]:
    return {
        row.id: row.name for row in db.session.execute(select(Entry.id, Entry.name).where(Entry.contest_id == contest))
    }


def _ranked(contest: int, one: Standing, name: str, won: Any) -> dict[str, Any]:
    return {
        "id": one.entry,
        "name": name,
        "url": entry_address(contest, one.entry),
        "mean": points_text(one),
        "jurors_text": ngettext("%(num)s juror", "%(num)s jurors", one.jurors),
        "votes": one.votes,
        "settled": one.settled,
        "place": won.place if won else "",
        "reason": won.reason if won else "",
    }


def points_text(one: Standing) -> str:
    """Return the mean of the jury with two decimals, or a dash."""
    return "\u2013" if one.mean is None else decimal(f"{float(one.mean):.2f}")


def record_page(viewer: Viewer, key: int, page_key: str | None) -> dict[str, Any]:
    """Return what was decided about a contest, the latest first. Raises NotFound, Refused and CursorError."""
    require(may_lead(viewer))
    row = contest_row(viewer, key)
    cursor = Cursor.decode(page_key, 1) if page_key else None
    statement = (
        select(Decision.id, Decision.act, Decision.words, Decision.figures, Decision.created_at, Decision.by_id)
        .add_columns(Member.name, Member.roles_held.label("roles"))
        .outerjoin(Member, Member.id == Decision.by_id)
        .where(Decision.contest_id == key)
    )
    page = page_of(read(LATEST.apply(statement, cursor, RECORDS)).all(), cursor, RECORDS, lambda one: (one.id,))
    return {
        "title": row.title,
        "url": KINDS["contest"].address(key, row.title),
        "rows": [_decision(one) for one in page.rows],
        "pager": page.links(f"/contests/{key}/record"),
    }


def _decision(row: Any) -> dict[str, Any]:
    acts = {"decided": _("The winners were named"), "dates": _("The dates were changed; before they were")}
    return {
        "act": acts[row.act],
        "words": row.words,
        "figures": row.figures,
        "by": person(row.by_id, row.name, row.roles) if row.by_id else None,
        "at": full_time(row.created_at),
    }
