"""Puts together what the pages of rounds show."""

from collections.abc import Mapping
from typing import Any

from flask import url_for

from accounts.viewers import Viewer
from contributions.kinds import KINDS, slug
from contributions.models import Space
from core.database import db
from core.markup import as_markup
from core.money import shown as in_words
from core.pages import ago, full_time, iso
from core.paging import Cursor
from core.translation import gettext as _
from core.translation import ngettext
from ideas.rounds.counting import sums_counted
from ideas.rounds.models import Mode, Phase, Round, RoundBallot
from ideas.rounds.modes import range_of
from ideas.rounds.pairing import waiting_pair
from ideas.rounds.policies import may_cast, may_change, may_lead
from ideas.rounds.queries import options_shown, own_ballot, result_of, round_for, rounds_page, values_of
from ideas.rounds.results import result_rows, summary_of
from ideas.rounds.rules import options_of
from ideas.rounds.words import PHASES, UNDECIDED_WORDS, allowed, facts_of, mode_name

LAST = "over"


def address_of(key: int, title: str) -> str:
    """Return the address of a round."""
    return f"/rounds/{key}/{slug(title)}"


def list_page(viewer: Viewer, show: str | None, page_key: str | None) -> dict[str, Any]:
    """Return what the list of rounds shows: one statement. Raises CursorError."""
    over = show == LAST
    page = rounds_page(viewer, over, Cursor.decode(page_key, 2) if page_key else None)
    base = f"/rounds?show={LAST}" if over else "/rounds"
    return {
        "rows": [_row(viewer, row) for row in page.rows],
        "pager": page.links(base),
        "leads": bool(may_lead(viewer)),
        "over": over,
        "shows": [
            {"url": "/rounds", "text": _("Open and coming"), "current": not over},
            {"url": f"/rounds?show={LAST}", "text": _("Over"), "current": over},
        ],
    }


def _row(viewer: Viewer, row: Any) -> dict[str, Any]:
    return {
        "url": address_of(row.id, row.title),
        "title": row.title,
        "mode": mode_name(row.mode),
        "phase": row.phase,
        "phase_text": PHASES[row.phase],
        "space": row.space,
        "when": _when(row),
        "full": full_time(row.opens_at if row.phase in {"draft", "announced"} else row.closes_at),
        "iso": iso(row.opens_at if row.phase in {"draft", "announced"} else row.closes_at),
        "options": ngettext("%(num)s option", "%(num)s options", row.options),
        "ballots": _turnout(row, viewer),
    }


def _when(row: Any) -> str:
    if row.phase in {Phase.DRAFT, Phase.ANNOUNCED}:
        return _("opens %(moment)s", moment=full_time(row.opens_at))
    if row.phase == Phase.OPEN:
        return _("closes %(moment)s", moment=full_time(row.closes_at))
    return _("closed %(ago)s", ago=ago(row.closes_at))


def _turnout(row: Any, viewer: Viewer) -> str:
    """Say how many have voted: while counts are hidden, to staff alone."""
    if row.counts_hidden and row.phase != Phase.CLOSED and not viewer.standing.employee:
        return ""
    return ngettext("%(num)s ballot", "%(num)s ballots", row.ballot_count)


def round_page(viewer: Viewer, key: int, typed: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return what the page of a round shows; `typed` is a ballot that was not taken. Raises NotFound."""
    found = round_for(viewer, key)
    ballot = own_ballot(viewer, key)
    verdict = may_cast(viewer, found)
    options, given = options_shown(viewer, key), values_of(ballot)
    result = result_of(found) if found.phase == Phase.CLOSED else None
    return {
        **frame_of(found, viewer),
        "facts": facts_of(found),
        "question": as_markup(found.html),
        "options": [_option(found, option, given, typed) for option in options],
        "counts": _running(found, options),
        "ballot": _ballot(ballot),
        "casts": bool(verdict),
        "refusal": "" if verdict else verdict.reason,
        "allowed": allowed(found),
        "range": range_of(found),
        "pair": _pair(ballot, options) if found.mode == Mode.PAIRWISE and verdict else None,
        "result": result_rows(found, options, result) if result else [],
        "summary": summary_of(found, result) if result else "",
        "void": bool(result and result.get("void")),
        "counted": result is not None,
        "changes": bool(may_change(viewer, found)),
        "leads": bool(may_lead(viewer)),
    }


def frame_of(found: Round, viewer: Viewer) -> dict[str, Any]:
    """Return what every page of a round shows on top."""
    space = db.session.get_one(Space, found.space_id)
    return {
        "round": found,
        "url": address_of(found.id, found.title),
        "phase_text": PHASES[found.phase],
        "when": _when(found),
        "turnout": _turnout(found, viewer),
        "crumbs": [(_("Rounds"), url_for("rounds.rounds")), (space.name, f"/spaces/{space.slug}")],
    }


def _option(found: Round, option: Any, given: Mapping[int, int], typed: Mapping[str, str] | None) -> dict[str, Any]:
    own = given.get(option.id)
    name = f"option_{option.number}"
    return {
        "name": name,
        "number": option.number,
        "title": _("Taken down") if option.taken_down else option.title,
        "body": option.body,
        "taken_down": option.taken_down,
        "url": KINDS["idea"].address(option.idea_id, option.idea_title) if option.idea_id else None,
        "cost": in_words(option.cost, found.currency) if found.mode == Mode.BUDGET else "",
        "value": (typed.get(name, "") if typed is not None else "" if own is None else str(own)),
    }


def _running(found: Round, options: list[Any]) -> dict[int, str]:
    """Return how things stand in an open round whose counts are not hidden, by the number of each option."""
    if found.counts_hidden or found.phase != Phase.OPEN or found.mode == Mode.PAIRWISE:
        return {}
    counted = sums_counted(found.mode, found.id, options)
    return {row["number"]: row["text"] for row in result_rows(found, options, counted | {"running": True})}


def _ballot(ballot: RoundBallot | None) -> dict[str, Any] | None:
    if ballot is None:
        return None
    return {"code": ballot.code, "spent": ballot.spent, "changed": ago(ballot.changed_at)}


def _pair(ballot: RoundBallot | None, options: list[Any]) -> dict[str, Any] | None:
    waiting = waiting_pair(ballot)
    if waiting is None:
        return None
    by_id = {option.id: option for option in options}
    sides = [("left", by_id[waiting.left_id]), ("right", by_id[waiting.right_id])]
    return {
        "token": waiting.token,
        "sides": [
            {"choice": choice, "title": _("Taken down") if side.taken_down else side.title, "body": side.body}
            for choice, side in sides
        ],
        "reasons": list(UNDECIDED_WORDS.items()),
    }


def options_page(viewer: Viewer, key: int) -> dict[str, Any]:
    """Return what the page shows on which staff keeps the options of a round. Raises NotFound."""
    found = round_for(viewer, key)
    return {
        **frame_of(found, viewer),
        "options": [_option(found, option, {}, None) for option in options_shown(viewer, key)],
        "changes": bool(may_change(viewer, found)),
        "ready": len(options_of(key)) > (found.mode == Mode.PAIRWISE),
    }
