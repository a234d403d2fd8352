"""Entering a contest: the entry, its files and its team."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import delete, func, select
from werkzeug.exceptions import NotFound

from accounts.viewers import Viewer
from contributions.editing import reword
from contributions.following import follow
from contributions.policies import require
from contributions.posting import reply
from contributions.queries import contribution_of_kind
from contributions.schemas import ReplyEdit, Revision
from core.clock import now
from core.database import db, once
from core.errors import Refused
from core.events import publish
from core.translation import gettext as _
from ideas.contests.events import TeamChanged
from ideas.contests.models import MOST_FILES, Contest, Entry, EntryFile, TeamMember
from ideas.contests.policies import is_author, may_enter
from ideas.contests.queries import hold_contest, hold_entry
from ideas.contests.schemas import EntryDraft
from ideas.contests.staging import members_named
from ideas.contests.uploading import Sent, checked, keep_files


class Held(NamedTuple):
    """An entry and its contest, both held against other writers."""

    contest: Contest
    entry: Entry


def enter(actor: Viewer, key: int, draft: EntryDraft, files: Sequence[Sent] = ()) -> Entry:
    """Send an entry in. Raises NotFound, Refused, or FileRefused."""
    contest = hold_contest(actor, key)
    require(may_enter(contest))
    kept = checked(files)
    entry = Entry(contest_id=key, name=draft.name)
    reply(actor, entry, key, draft.body, f"entry:{key}", draft.begun)
    if actor.id is not None:
        db.session.add(_member_of_team(entry.id, actor, actor.id))
    keep_files(entry.id, kept)
    return entry


def _member_of_team(entry_id: int, actor: Viewer, member_id: int) -> TeamMember:
    at, staff = now(), actor.standing.employee
    given = {"invited_by_id": actor.id, "invited_at": at, "accepted_at": at, "staff": staff}
    return TeamMember(entry_id=entry_id, member_id=member_id, **given)


def change_entry(
    actor: Viewer, key: int, draft: EntryDraft, revision: Revision = 0, files: Sequence[Sent] = ()
) -> Entry:
    """Give an entry other words and further files. Raises NotFound, Refused, Conflict or FileRefused."""
    entry = held_by_author(actor, key).entry
    count = db.session.scalar(select(func.count()).where(EntryFile.entry_id == key)) or 0
    kept = checked(files, MOST_FILES - count)
    last = db.session.scalar(select(func.max(EntryFile.position)).where(EntryFile.entry_id == key)) or 0
    reword(actor, entry, ReplyEdit(body=draft.body, revision=revision))
    entry.name = draft.name
    keep_files(key, kept, last + 1)
    return entry


def remove_file(actor: Viewer, key: int, file_id: int) -> Entry:
    """Take a file off an entry, and close the gap. Raises NotFound or Refused."""
    entry = held_by_author(actor, key).entry
    rows = db.session.scalars(select(EntryFile).where(EntryFile.entry_id == key).order_by(EntryFile.position)).all()
    if file_id not in {row.id for row in rows}:
        raise NotFound
    for row in rows:
        if row.id == file_id:
            db.session.delete(row)
            db.session.flush()
    left = [row for row in rows if row.id != file_id]
    for place, row in enumerate(left, start=1):
        row.position = place
        db.session.flush()
    _tell_change(actor, entry, actor.id or 0, "files")
    return entry


def invite(actor: Viewer, key: int, name: str) -> Entry:
    """Ask a member to be an author of an entry. Raises NotFound or Refused."""
    contest, entry = held_by_author(actor, key)
    (member,) = members_named([name])
    size = db.session.scalar(select(func.count()).where(TeamMember.entry_id == key)) or 0
    if size >= contest.team_size:
        raise Refused(_("A team in this contest has at most %(most)s members.", most=contest.team_size))
    row = {"entry_id": key, "member_id": member, "invited_by_id": actor.id, "invited_at": now(), "staff": False}
    db.session.execute(once(TeamMember).values(row))
    _tell_change(actor, entry, member, "invited")
    return entry


def accept(actor: Viewer, key: int) -> Entry:
    """Become an author of an entry that one was asked to. Raises NotFound or Refused."""
    contest, entry = _held(actor, key)
    require(may_enter(contest))
    row = db.session.get(TeamMember, (key, actor.id))
    if row is None:
        raise NotFound
    if row.accepted_at is None:
        row.accepted_at, row.staff = now(), actor.standing.employee
        follow(actor, entry.root_id)
        _tell_change(actor, entry, row.member_id, "accepted")
    return entry


def leave(actor: Viewer, key: int) -> Entry:
    """Decline an invitation or leave a team, while entries are open. Raises NotFound or Refused."""
    contest, entry = _held(actor, key)
    require(may_enter(contest))
    if entry.author_id == actor.id:
        raise Refused(_("This entry is yours. Delete it if it should not take part."))
    own = (TeamMember.entry_id == key) & (TeamMember.member_id == actor.id)
    if db.session.scalar(select(TeamMember.member_id).where(own)) is None:
        raise NotFound
    db.session.execute(delete(TeamMember).where(own))
    _tell_change(actor, entry, actor.id or 0, "left")
    return entry


def held_by_author(actor: Viewer, key: int) -> Held:
    """Return an entry that one of its authors may change now, held. Raises NotFound or Refused."""
    held = _held(actor, key)
    if not is_author(actor, key):
        raise Refused(_("Only its authors change an entry."))
    require(may_enter(held.contest))
    return held


def _held(actor: Viewer, key: int) -> Held:
    # Voters hold the contest first too, so that two writers never wait for each other.
    contest = hold_contest(actor, contribution_of_kind(actor, key, Entry).contest_id)
    return Held(contest, hold_entry(actor, key))


def _tell_change(actor: Viewer, entry: Entry, member_id: int, change: str) -> None:
    root = entry.contest_id
    publish(
        TeamChanged(actor_id=actor.id, contribution_id=entry.id, thread_id=root, member_id=member_id, change=change)
    )
