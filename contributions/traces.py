"""Where contributions and what is done with them name a member: taken along in a copy, and cleaned at an erasure."""

from collections.abc import Iterator
from typing import Any

from flask import Flask
from sqlalchemy import ColumnElement, or_, select

from accounts.leaving.taking_along import plain_rows
from accounts.leaving.traces import Fate, Trace, add_cleaner, add_takeout_file, add_traces
from contributions.archive.exporting import lines_of_author
from contributions.guests.models import GuestTerm
from contributions.merging.models import ThreadMerge, VoteRefusal
from contributions.models import Contribution, Draft, Follow, Notification, Revision, Vote
from contributions.moderation.models import Flag, Review
from contributions.news.models import MailChoice, Mention, NewsHabit, NewsMail, ReceivedMail
from contributions.posting import write
from contributions.resuming.models import ReadPosition
from core.database import db
from core.naming import naming, without_names

WRITTEN = "what was written stays for those who read and answered it, without a name"
COUNTED = "the vote counts on, so that scores stay what their rows say; nobody can tell whose it was"
FLAGGED = "what was flagged stays flagged, and by nobody"
CALLED = "the row names nobody any more; by it the name was taken out of the post that called the member"
OFFICE = "what was done for the community stays on record, without a name"
JOINED = "what belongs together stays together, and by nobody once the member is erased"

GUESTS = (GuestTerm.reason, GuestTerm.end_reason)


def register(app: Flask) -> None:
    """Write them down."""
    add_traces(
        app,
        Trace(Contribution.author_id, Fate.KEPT, WRITTEN),
        Trace(Contribution.state_by_id, Fate.KEPT, OFFICE, only=("id", "state", "state_reason")),
        Trace(Vote.member_id, Fate.KEPT, COUNTED),
        Trace(Revision.editor_id, Fate.KEPT, WRITTEN),
        Trace(Follow.member_id, Fate.DELETED),
        Trace(Notification.member_id, Fate.DELETED),
        Trace(Notification.actor_id, Fate.FORGOTTEN, "what others were told is theirs", taken_along=False),
        Trace(Draft.member_id, Fate.DELETED),
        Trace(MailChoice.member_id, Fate.DELETED),
        Trace(NewsHabit.member_id, Fate.DELETED),
        Trace(NewsMail.member_id, Fate.DELETED),
        Trace(Mention.member_id, Fate.KEPT, CALLED),
        Trace(ReceivedMail.member_id, Fate.DELETED, without=("digest",)),
        Trace(ReadPosition.member_id, Fate.DELETED),
        Trace(ThreadMerge.merged_by_id, Fate.FORGOTTEN, JOINED, only=("source_id", "target_id", "merged_at")),
        Trace(VoteRefusal.member_id, Fate.DELETED),
        Trace(Flag.member_id, Fate.KEPT, FLAGGED),
        Trace(Flag.settled_by_id, Fate.KEPT, OFFICE, only=("id", "state", "settled_at")),
        Trace(Review.claimed_by_id, Fate.FORGOTTEN, OFFICE, only=("id", "claimed_until")),
        Trace(Review.closed_by_id, Fate.KEPT, OFFICE, only=("id", "decision", "words", "closed_at")),
    )
    add_takeout_file(app, "contributions.jsonl", lines_of_author)
    add_takeout_file(app, "rows/revisions of your contributions.json", _revisions)
    add_cleaner(app, _clean_reasons)
    add_cleaner(app, _clean_mentions)


def _revisions(member_id: int) -> Iterator[dict[str, Any]]:
    """Yield every revision of what a member wrote, whoever made it."""
    own = select(Contribution.id).where(Contribution.author_id == member_id)
    table: Any = Revision.__table__
    yield from plain_rows(select(table).where(table.c.contribution_id.in_(own)).order_by(table.c.id))


def _clean_reasons(_member_id: int, words: tuple[str, ...]) -> None:
    """Take the name out of the notes that are made about contributions: reasons, and comments on edits."""
    pattern = naming(words)
    for column in (Contribution.state_reason, Vote.reason, Revision.comment, Flag.words, Review.words, *GUESTS):
        named = select(column.class_).where(_mentions(column, words))
        for row in db.session.scalars(named) if words else ():
            setattr(row, column.key, without_names(getattr(row, column.key), pattern))


def _clean_mentions(member_id: int, words: tuple[str, ...]) -> None:
    """Take the name out of what others wrote where it called the member."""
    pattern = naming(words)
    calling = select(Mention.contribution_id).where(Mention.member_id == member_id)
    for revision in db.session.scalars(select(Revision).where(Revision.contribution_id.in_(calling))):
        revision.body = without_names(revision.body, pattern)
    for contribution in db.session.scalars(select(Contribution).where(Contribution.id.in_(calling))):
        write(contribution, without_names(contribution.body, pattern))


def _mentions(column: Any, words: tuple[str, ...]) -> ColumnElement[bool]:
    return or_(*(column.icontains(word, autoescape=True) for word in words))
