"""True stories, and who came by whose invitation, as lines of an archive. The links that invite are no part of one."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, ClassVar, Literal

from flask import Flask
from pydantic import Field
from sqlalchemy import select

from accounts.models import Member
from contributions.archive.exporting import thread_type
from contributions.archive.lines import ThreadLine
from contributions.archive.storing import add_contributions
from contributions.models import Contribution
from contributions.posting import write
from core.archive.batches import Batch, insert_rows
from core.archive.identity import PublicIds
from core.archive.lines import Id, Line, Moment, Reference, key_of
from core.archive.registry import RecordType, add_record_types
from core.archive.rows import pages_of_rows
from core.database import db
from ideas.word_of_mouth.models import Referral, Story

MEMBER = Reference("member")


class StoryLine(ThreadLine):
    """A true story, with what its author got for telling it."""

    type: Literal["story"]
    reward: Annotated[str, Field(max_length=300)] = ""


class ReferralLine(Line):
    """A member who came by the invitation of another."""

    type: Literal["referral"]
    member: Id
    by: Id | None = None
    created: Moment
    references: ClassVar = {"member": MEMBER, "by": MEMBER}

    def moment(self) -> Any:
        """Return when they joined."""
        return self.created

    def uniques(self) -> Iterator[tuple[str, str, str]]:
        """Yield the member: everybody comes once."""
        yield "referral of", self.member, f"{self.member!r} came by an invitation"


def _add_stories(batch: Batch) -> None:
    keys = add_contributions(batch)
    insert_rows(Story, [{"id": keys[key_of(line)], "reward": line.reward} for line in batch.lines])
    rewarded = [keys[key_of(line)] for line in batch.lines if line.reward]
    for story in db.session.scalars(select(Story).where(Contribution.id.in_(rewarded))):
        write(story, story.body)
    db.session.flush()


def _stories(ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    table: Any = Story.__table__
    rows = db.session.execute(select(table.c.id, table.c.reward).where(table.c.id.in_(ids)))
    return {row.id: {"reward": row.reward} for row in rows}


def _known_referrals(batch: Batch) -> set[int]:
    people = batch.ids("member", batch.column("member"))
    there = set(db.session.scalars(select(Referral.member_id).where(Referral.member_id.in_(people.values()))))
    return {place for place, line in enumerate(batch.lines) if people.get(line.member) in there}


def _add_referrals(batch: Batch) -> None:
    people = batch.ids("member", [*batch.column("member"), *batch.column("by")])
    rows = [
        {"member_id": people[line.member], "by_id": people.get(line.by or ""), "created_at": line.created}
        for line in batch.lines
        if line.by != line.member
    ]
    insert_rows(Referral, rows)


def _export_referrals() -> Iterator[ReferralLine]:
    members = PublicIds(Member)
    for rows in pages_of_rows(select(*Referral.__table__.c), Referral.member_id):
        people = members.of(key for row in rows for key in (row.member_id, row.by_id))
        for row in rows:
            yield ReferralLine.model_construct(
                type="referral", member=people[row.member_id], by=people.get(row.by_id), created=row.created_at
            )


def register_archive(app: Flask) -> None:
    """Make the lines known."""
    referrals = RecordType(ReferralLine, 142, "referrals", _known_referrals, _add_referrals, _export_referrals)
    add_record_types(app, thread_type(StoryLine, 67, _add_stories, _stories), referrals)
