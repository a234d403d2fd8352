"""Moves of ideas, official responses and merges of ideas as lines of an archive."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal

from flask import Flask
from pydantic import Field
from sqlalchemy import select, update

from accounts.models import Member
from contributions.archive.reactions import known_pairs
from contributions.merging.models import MovedPost, ThreadMerge, VoteRefusal
from contributions.models import Contribution
from core import markup
from core.archive.batches import Batch, insert_rows
from core.archive.identity import PublicIds
from core.archive.lines import Id, Line, Moment, Reference
from core.archive.registry import RecordType, add_record_types
from core.archive.rows import pages_of_rows
from core.database import db, once
from ideas.deciding.models import OfficialResponse
from ideas.models import Idea, StatusMove

IDEA = Reference("contribution", ("idea",))
MEMBER = Reference("member")
Status = Annotated[str, Field(min_length=1, max_length=30)]


class MoveLine(Line):
    """One move of an idea in its pipeline; `phase` is what it means."""

    type: Literal["idea_move"]
    on: Id
    before: Status
    after: Status
    phase: Literal["open", "active", "delivered", "closed"]
    by: Id | None = None
    reason: Annotated[str, Field(max_length=50_000)] = ""
    created: Moment
    references: ClassVar = {"on": IDEA, "by": MEMBER}

    def moment(self) -> datetime | None:
        """Return when the idea was moved."""
        return self.created


class ResponseLine(Line):
    """A comment that is an official response to the idea under which it stands."""

    type: Literal["official_response"]
    comment: Id
    by: Id | None = None
    given: Moment
    references: ClassVar = {"comment": Reference("contribution", ("comment",)), "by": MEMBER}

    def moment(self) -> datetime | None:
        """Return when it was given."""
        return self.given

    def uniques(self) -> Iterator[tuple[str, str, str]]:
        """Yield the comment."""
        yield "response", self.comment, f"{self.comment!r} is an official response already"


class MergeLine(Line):
    """An idea (`is`) that was merged into another (`of`), the posts that moved, and who wants no vote carried over."""

    type: Literal["idea_merge"]
    of: Id
    is_: Annotated[Id, Field(alias="is")]
    merged: Moment
    by: Id | None = None
    moved: list[Id] = []
    refused: list[Id] = []
    references: ClassVar = {
        "of": IDEA, "is_": IDEA, "by": MEMBER, "moved": Reference("contribution"), "refused": MEMBER,
    }  # fmt: skip

    def moment(self) -> datetime | None:
        """Return when they were merged."""
        return self.merged

    def uniques(self) -> Iterator[tuple[str, str, str]]:
        """Yield what was merged."""
        yield "merge of", self.is_, f"{self.is_!r} is merged already"


def _known_moves(batch: Batch) -> set[int]:
    """Return the places of moves of which the idea has one at the very moment."""
    on = batch.ids("contribution", batch.column("on"))
    moves = select(StatusMove.idea_id, StatusMove.created_at).where(StatusMove.idea_id.in_(sorted(set(on.values()))))
    there = {(row[0], row[1]) for row in db.session.execute(moves)}
    return {at for at, line in enumerate(batch.lines) if (on.get(line.on), line.created) in there}


def _add_moves(batch: Batch) -> None:
    on, people = batch.ids("contribution", batch.column("on")), batch.ids("member", batch.column("by"))
    rows = [
        {
            "idea_id": on[line.on],
            "before": line.before,
            "after": line.after,
            "phase": line.phase,
            "by_id": people.get(line.by),
            "reason": line.reason,
            "html": markup.render(line.reason),
            "created_at": line.created,
        }
        for line in batch.lines
    ]
    insert_rows(StatusMove, rows)
    _know_statuses(rows)


def _know_statuses(rows: Sequence[dict[str, Any]]) -> None:
    """Let ideas that stand where a move led have that status: of one that the house does not know, only moves tell."""
    table: Any = Idea.__table__
    for row in rows:
        led = (table.c.id == row["idea_id"]) & (table.c.status_given == row["after"])
        known = {"status": row["after"], "phase": row["phase"], "status_given": None}
        db.session.execute(update(table).where(led).values(**known))


def _export_moves() -> Iterator[MoveLine]:
    contributions, members = PublicIds(Contribution), PublicIds(Member)
    for rows in pages_of_rows(select(*StatusMove.__table__.c), StatusMove.id):
        on, by = contributions.of(row.idea_id for row in rows), members.of(row.by_id for row in rows)
        for row in rows:
            yield MoveLine.model_construct(
                type="idea_move",
                on=on[row.idea_id],
                before=row.before,
                after=row.after,
                phase=row.phase,
                by=by.get(row.by_id),
                reason=row.reason,
                created=row.created_at,
            )


def _known_responses(batch: Batch) -> set[int]:
    comments = batch.ids("contribution", batch.column("comment"))
    pairs = [(key, key) if (key := comments.get(line.comment)) else None for line in batch.lines]
    return known_pairs(OfficialResponse.comment_id, OfficialResponse.comment_id, pairs)


def _add_responses(batch: Batch) -> None:
    comments = batch.ids("contribution", batch.column("comment"))
    people = batch.ids("member", batch.column("by"))
    stands = select(Contribution.id, Contribution.thread_id).join(
        Idea.__table__, Idea.__table__.c.id == Contribution.thread_id
    )
    ideas = {row[0]: row[1] for row in db.session.execute(stands.where(Contribution.id.in_(list(comments.values()))))}
    rows = [
        {
            "comment_id": key,
            "idea_id": ideas[key],
            "given_by_id": people.get(line.by),
            "given_at": line.given,
            "move_id": None,
        }
        for line in batch.lines
        if (key := comments[line.comment]) in ideas
    ]
    insert_rows(OfficialResponse, rows)


def _export_responses() -> Iterator[ResponseLine]:
    contributions, members = PublicIds(Contribution), PublicIds(Member)
    for rows in pages_of_rows(select(*OfficialResponse.__table__.c), OfficialResponse.comment_id):
        on, by = contributions.of(row.comment_id for row in rows), members.of(row.given_by_id for row in rows)
        for row in rows:
            given = {"comment": on[row.comment_id], "by": by.get(row.given_by_id), "given": row.given_at}
            yield ResponseLine.model_construct(type="official_response", **given)


def _known_merges(batch: Batch) -> set[int]:
    sources = batch.ids("contribution", batch.column("is_"))
    pairs = [(key, key) if (key := sources.get(line.is_)) else None for line in batch.lines]
    return known_pairs(ThreadMerge.source_id, ThreadMerge.source_id, pairs)


def _add_merges(batch: Batch) -> None:
    lines = batch.lines
    keys = batch.ids("contribution", [key for line in lines for key in (line.of, line.is_, *line.moved)])
    people = batch.ids("member", [key for line in lines for key in (line.by, *line.refused)])
    merges, moved, refused = [], [], []
    for line in lines:
        source = {"source_id": keys[line.is_]}
        merges.append(
            source | {"target_id": keys[line.of], "merged_by_id": people.get(line.by), "merged_at": line.merged}
        )
        moved += [source | {"contribution_id": keys[key]} for key in line.moved]
        refused += [source | {"member_id": people[key], "refused_at": line.merged} for key in line.refused]
    insert_rows(ThreadMerge, merges)
    insert_rows(MovedPost, moved)
    if refused:
        db.session.execute(once(VoteRefusal), refused)


def _export_merges() -> Iterator[MergeLine]:
    contributions, members = PublicIds(Contribution), PublicIds(Member)
    table: Any = ThreadMerge.__table__
    statement = select(*table.c).join(Idea.__table__, Idea.__table__.c.id == table.c.source_id)
    for rows in pages_of_rows(statement, ThreadMerge.source_id):
        sources = [row.source_id for row in rows]
        moved = _listed(MovedPost.source_id, MovedPost.contribution_id, sources)
        refused = _listed(VoteRefusal.source_id, VoteRefusal.member_id, sources)
        posts = contributions.of(
            [*sources, *(row.target_id for row in rows), *(key for some in moved.values() for key in some)]
        )
        people = members.of([*(row.merged_by_id for row in rows), *(key for some in refused.values() for key in some)])
        for row in rows:
            # The field is named by a word of the language, so it cannot be passed by name.
            fields: dict[str, Any] = {"of": posts[row.target_id], "is": posts[row.source_id]}
            fields["moved"] = sorted(posts[key] for key in moved.get(row.source_id, ()))
            fields["refused"] = sorted(people[key] for key in refused.get(row.source_id, ()))
            by = people.get(row.merged_by_id)
            yield MergeLine.model_construct(type="idea_merge", merged=row.merged_at, by=by, **fields)


def _listed(source: Any, other: Any, sources: Sequence[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for key, value in db.session.execute(select(source, other).where(source.in_(sources))):
        found.setdefault(key, []).append(value)
    return found


TYPES = (
    RecordType(MoveLine, 121, "decisions", _known_moves, _add_moves, _export_moves),
    RecordType(ResponseLine, 122, "decisions", _known_responses, _add_responses, _export_responses),
    RecordType(MergeLine, 123, "decisions", _known_merges, _add_merges, _export_merges),
)


def register_archive(app: Flask) -> None:
    """Make the lines of this folder known."""
    add_record_types(app, *TYPES)
