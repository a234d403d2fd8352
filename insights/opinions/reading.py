"""What the stored groups say: conversations, clouds of people, statements with their words, for pages and programs."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, and_, or_, select
from werkzeug.exceptions import NotFound

from accounts.models import Member
from accounts.viewers import Viewer
from contributions.kinds import KINDS
from contributions.models import Contribution
from contributions.queries import spaces_of
from contributions.visibility import listed_to
from core.archive.identity import public_ids
from core.database import db, read
from insights.opinions.models import OpinionPlace, OpinionSet, OpinionStatement
from insights.running import latest_run_id

LETTERS = "ABCDE"


def sets_for(viewer: Viewer) -> list[OpinionSet]:
    """Return the conversations of the run that is shown, those with groups first: two statements."""
    found = sets_of(latest_run_id())
    spaces = {space.id for space in spaces_of(viewer)} if any(one.space_id for one in found) else set()
    return [one for one in found if one.space_id is None or one.space_id in spaces]


def sets_of(run_id: Any) -> Sequence[OpinionSet]:
    """Return every conversation of a run, those with groups first."""
    order = (OpinionSet.groups == 0, OpinionSet.people.desc(), OpinionSet.id)
    return db.session.scalars(select(OpinionSet).where(OpinionSet.run_id == run_id).order_by(*order)).all()


def set_for(viewer: Viewer, key: str) -> OpinionSet:
    """Return a conversation of the run that is shown. Raises NotFound."""
    found = next((one for one in sets_for(viewer) if one.key == key), None)
    if found is None:
        raise NotFound
    return found


def places_of(set_id: int) -> Sequence[Row[Any]]:
    """Return where everybody stands, without names."""
    columns = (OpinionPlace.x, OpinionPlace.y, OpinionPlace.group_number)
    return read(select(*columns).where(OpinionPlace.set_id == set_id).order_by(OpinionPlace.member_id)).all()


def statements_of(viewer: Viewer, set_id: int) -> list[dict[str, Any]]:
    """Return the statements that a viewer may read, with their words: one statement."""
    post = Contribution.__table__.c
    columns = (OpinionStatement, post.title.label("title"), post.kind.label("kind"))
    statement = (
        select(*columns)
        .select_from(OpinionStatement)
        .outerjoin(Contribution, and_(Contribution.id == OpinionStatement.contribution_id, listed_to(viewer)))
        .where(OpinionStatement.set_id == set_id)
        .where(or_(OpinionStatement.contribution_id.is_(None), Contribution.id.is_not(None)))
        .order_by(OpinionStatement.number)
    )
    return [_statement(*row) for row in db.session.execute(statement)]


def _statement(row: OpinionStatement, title: str | None, kind: str | None) -> dict[str, Any]:
    url = KINDS[kind].address(row.contribution_id or 0, title or "") if kind else ""
    tallies = [dict(zip(("agree", "disagree", "passed"), tally, strict=True)) for tally in row.tallies]
    about = {"number": row.number, "text": title or row.text, "url": url, "contribution_id": row.contribution_id}
    return {**about, "consensus": row.consensus, "tallies": tallies, "marks": row.marks}


def representing(statements: Sequence[dict[str, Any]], group: int) -> list[dict[str, Any]]:
    """Return what represents a group, the most telling first."""
    found = [
        (place, {**one, "agrees": agrees, "strength": strength, "share": share, "elsewhere": elsewhere})
        for one in statements
        for number, agrees, strength, share, elsewhere, place in one["marks"]
        if number == group
    ]
    return [one for _place, one in sorted(found, key=lambda pair: pair[0])]


def document(found: OpinionSet, statements: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return a conversation with the members of its groups, for the command."""
    rows = read(select(OpinionPlace.member_id, OpinionPlace.group_number).where(OpinionPlace.set_id == found.id)).all()
    names = public_ids(Member, [row.member_id for row in rows])
    posts = public_ids(Contribution, [one["contribution_id"] for one in statements])
    members: dict[int, list[str]] = {group: [] for group in range(found.groups)}
    for row in rows:
        members[row.group_number].append(names[row.member_id])

    def told(one: dict[str, Any]) -> dict[str, Any]:
        return {"statement": posts.get(one["contribution_id"], str(one["number"])), "text": one["text"]}

    groups = [
        {
            "group": LETTERS[group],
            "size": len(members[group]),
            "members": sorted(members[group]),
            "representative": [
                {**told(one), **{name: one[name] for name in ("agrees", "strength", "share", "elsewhere")}}
                for one in representing(statements, group)
            ],
        }
        for group in range(found.groups)
    ]
    agreed = sorted(statements, key=lambda one: (-one["consensus"], one["number"]))
    return {
        "conversation": found.key,
        "title": found.title,
        "people": found.people,
        "votes": found.votes,
        "groups": groups,
        "consensus": [{**told(one), "score": round(one["consensus"], 4)} for one in agreed],
        "stability": found.stability,
        "warnings": found.warnings,
        "reason": found.reason or None,
        "qualities": found.qualities,
    }
