"""Reads rankings and their reasons, as far as whoever looks may see the posts."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import func, select

from accounts.models import Member
from accounts.viewers import Viewer
from contributions.models import Contribution
from contributions.visibility import visible_to
from core.database import read
from core.markup import plain_text
from insights.lead_users.models import Follower, Lead, LeadVerdict, Reason
from insights.lead_users.phrases import OWN_SOLUTION, STRONG_NEED, sentences

LONGEST_QUOTE = 240
ORDER = ("ahead", "own", "need", "solved")
# Fewer voices are no trend.
LEAST_FOLLOWERS = 2


def leads(run_id: int, ranking: str) -> Any:
    """Return the statement for a ranking of a run, without its order."""
    return (
        select(*Lead.__table__.c, Member.name, Member.roles_held.label("roles_held"))
        .join(Member, Member.id == Lead.member_id)
        .where(Lead.run_id == run_id, Lead.ranking == ranking, Member.erased_at.is_(None), Member.active)
    )


def reasons_of(
    viewer: Viewer, run_id: int, members: Sequence[int], kinds: Sequence[str]
) -> dict[int, list[dict[str, Any]]]:
    """Return the reasons for members as `kind`, `term`, `post`, `quote`, `at`, `followers`: two statements."""
    statement = (
        select(Reason.id, Reason.member_id, Reason.kind, Reason.term, Contribution.id.label("post"), Contribution.html,
               Contribution.title, Contribution.created_at)
        .join(Contribution, Contribution.id == Reason.contribution_id)
        .where(Reason.run_id == run_id, Reason.member_id.in_(members), Reason.kind.in_(kinds), visible_to(viewer))
        .order_by(Reason.id)
    )  # fmt: skip
    rows = read(statement, {"viewer_id": viewer.id}).all()
    followed = _followed(viewer, [row.id for row in rows if row.kind == "ahead"])
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        if row.kind != "ahead" or followed.get(row.id, 0) >= LEAST_FOLLOWERS:
            found[row.member_id].append(_reason(row, followed.get(row.id, 0)))
    for several in found.values():
        several.sort(key=lambda one: ORDER.index(one["kind"]))
    return found


def verdicts_of(members: Iterable[int]) -> dict[int, list[dict[str, Any]]]:
    """Return what people said of members."""
    statement = (
        select(LeadVerdict.member_id, LeadVerdict.by_id, LeadVerdict.confirmed, LeadVerdict.because, Member.name)
        .join(Member, Member.id == LeadVerdict.by_id)
        .where(LeadVerdict.member_id.in_(list(members)))
        .order_by(LeadVerdict.said_at, LeadVerdict.by_id)
    )
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in read(statement):
        found[row.member_id].append(row._asdict())
    return found


def _followed(viewer: Viewer, reasons: Sequence[int]) -> dict[int, int]:
    statement = (
        select(Follower.reason_id, func.count(Contribution.author_id.distinct()))
        .join(Contribution, Contribution.id == Follower.contribution_id)
        .where(Follower.reason_id.in_(reasons), visible_to(viewer))
        .group_by(Follower.reason_id)
    )
    return {row[0]: row[1] for row in read(statement, {"viewer_id": viewer.id})}


def _reason(row: Any, followers: int) -> dict[str, Any]:
    text = plain_text(row.html)
    return {
        "kind": row.kind,
        "term": row.term,
        "post": row.post,
        "quote": _quote(row.kind, row.term, text) or row.title or "",
        "at": row.created_at,
        "followers": followers,
    }


def _quote(kind: str, term: str, text: str) -> str:
    """Return the sentence that is the reason, in its first words."""
    parts = sentences(text)
    pattern = {"own": OWN_SOLUTION, "need": STRONG_NEED}.get(kind)
    matching = (part for part in parts if (pattern.search(part) if pattern else term.casefold() in part.casefold()))
    found = next(matching, parts[0] if parts else "")
    return found if len(found) <= LONGEST_QUOTE else f"{found[:LONGEST_QUOTE].rsplit(' ', 1)[0]}…"
