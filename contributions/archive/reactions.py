"""Votes, follows and revisions as lines of an archive."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select, tuple_

from accounts.models import Member
from contributions.archive.lines import FollowLine, RevisionLine, VoteLine
from contributions.models import Contribution, Follow, Revision, Vote
from core.archive.batches import Batch, insert_rows, known_by_id, reserve_ids
from core.archive.identity import PublicIds, chunks
from core.archive.registry import Family, RecordType
from core.archive.rows import pages_of_rows
from core.database import db

Pair = tuple[int, int]


def known_pairs(first: Any, second: Any, pairs: Sequence[Pair | None]) -> set[int]:
    """Return the places of those pairs that two columns of a table hold already; None is never there."""
    there: set[Pair] = set()
    for chunk in chunks([pair for pair in pairs if pair is not None]):
        rows = db.session.execute(select(first, second).where(tuple_(first, second).in_(chunk)))
        there.update((row[0], row[1]) for row in rows)
    return {place for place, pair in enumerate(pairs) if pair in there}


def _pairs(batch: Batch) -> list[Pair | None]:
    """Return the rows of contribution and member for every line, None where one of them is not stored yet."""
    on, by = batch.ids("contribution", batch.column("on")), batch.ids("member", batch.column("by"))
    return [(on[line.on], by[line.by]) if line.on in on and line.by in by else None for line in batch.lines]


def _known_votes(batch: Batch) -> set[int]:
    return known_by_id("vote", batch) | known_pairs(Vote.contribution_id, Vote.member_id, _pairs(batch))


def _add_votes(batch: Batch) -> None:
    keys = reserve_ids(Vote, len(batch.lines))
    rows = []
    for key, line, pair in zip(keys, batch.lines, _pairs(batch), strict=True):
        if pair is None:
            raise LookupError(f"the vote on {line.on} has lost its footing")
        rows.append(
            {
                "id": key,
                "contribution_id": pair[0],
                "member_id": pair[1],
                "value": line.value,
                "origin": line.origin,
                "valid": line.valid,
                "reason": line.reason,
                "created_at": line.created,
                "source": batch.source.name if line.id else None,
                "source_key": line.id,
            }
        )
    insert_rows(Vote, rows)


def _export_votes() -> Iterator[VoteLine]:
    named, contributions, members = PublicIds(Vote), PublicIds(Contribution), PublicIds(Member)
    for rows in pages_of_rows(select(*Vote.__table__.c), Vote.id):
        keys = named.of(row.id for row in rows if row.source_key is not None)
        on, by = contributions.of(row.contribution_id for row in rows), members.of(row.member_id for row in rows)
        for row in rows:
            yield VoteLine.model_construct(
                type="vote",
                id=keys.get(row.id),
                on=on[row.contribution_id],
                by=by[row.member_id],
                value=row.value,
                created=row.created_at,
                origin=row.origin,
                valid=row.valid,
                reason=row.reason,
            )


def _known_follows(batch: Batch) -> set[int]:
    return known_pairs(Follow.contribution_id, Follow.member_id, _pairs(batch))


def _add_follows(batch: Batch) -> None:
    rows = [
        {"contribution_id": pair[0], "member_id": pair[1], "since": line.since or batch.beginning}
        for line, pair in zip(batch.lines, _pairs(batch), strict=True)
        if pair is not None
    ]
    insert_rows(Follow, rows)


def _export_follows() -> Iterator[FollowLine]:
    contributions, members = PublicIds(Contribution), PublicIds(Member)
    columns = (Follow.contribution_id, Follow.member_id, Follow.since)
    for opened in pages_of_rows(select(Contribution.id), Contribution.id):
        within = (Follow.contribution_id >= opened[0].id) & (Follow.contribution_id <= opened[-1].id)
        rows = db.session.execute(
            select(*columns).where(within).order_by(Follow.contribution_id, Follow.since, Follow.member_id)
        ).all()
        on, by = contributions.of(row.contribution_id for row in rows), members.of(row.member_id for row in rows)
        for row in rows:
            yield FollowLine.model_construct(
                type="follow", on=on[row.contribution_id], by=by[row.member_id], since=row.since
            )


def _numbers(batch: Batch) -> list[Pair | None]:
    on = batch.ids("contribution", batch.column("on"))
    return [(on[line.on], line.number) if line.on in on else None for line in batch.lines]


def _known_revisions(batch: Batch) -> set[int]:
    return known_pairs(Revision.contribution_id, Revision.number, _numbers(batch))


def _add_revisions(batch: Batch) -> None:
    keys = reserve_ids(Revision, len(batch.lines))
    on, people = batch.ids("contribution", batch.column("on")), batch.ids("member", batch.column("editor"))
    rows = [
        {
            "id": key,
            "contribution_id": on[line.on],
            "number": line.number,
            "title": line.title,
            "body": line.body,
            "problem": line.problem,
            "tags": line.tags,
            "editor_id": people.get(line.editor),
            "comment": line.comment,
            "created_at": line.created,
        }
        for key, line in zip(keys, batch.lines, strict=True)
    ]
    insert_rows(Revision, rows)


def _export_revisions() -> Iterator[RevisionLine]:
    contributions, members = PublicIds(Contribution), PublicIds(Member)
    for rows in pages_of_rows(select(*Revision.__table__.c), Revision.id):
        on, people = contributions.of(row.contribution_id for row in rows), members.of(row.editor_id for row in rows)
        for row in rows:
            yield RevisionLine.model_construct(
                type="revision",
                on=on[row.contribution_id],
                number=row.number,
                title=row.title,
                body=row.body,
                problem=row.problem,
                tags=row.tags,
                editor=people.get(row.editor_id),
                comment=row.comment,
                created=row.created_at,
            )


REACTIONS = (
    RecordType(RevisionLine, 80, "revisions", _known_revisions, _add_revisions, _export_revisions),
    RecordType(VoteLine, 90, "votes", _known_votes, _add_votes, _export_votes, Family("vote", Vote)),
    RecordType(FollowLine, 95, "follows", _known_follows, _add_follows, _export_follows),
)
