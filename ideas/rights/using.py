"""Using an entry: only while the permission of every author is in force, which one statement decides."""

from sqlalchemy import exists, insert, literal, select, update
from sqlalchemy.sql.dml import ReturningInsert
from werkzeug.exceptions import NotFound

from accounts.viewers import Viewer
from contributions.policies import require
from core.clock import now
from core.database import Key, UTCDateTime, db
from core.errors import Refused
from core.events import publish
from core.translation import gettext as _
from ideas.contests.models import Entry, TeamMember
from ideas.contests.policies import may_lead
from ideas.contests.queries import hold_entry
from ideas.rights.events import EntryUsed
from ideas.rights.models import EntryUse, Permission, UseGrant
from ideas.rights.permitting import missing, require_running, terms_of
from ideas.rights.schemas import UseDraft


def use(actor: Viewer, key: int, draft: UseDraft) -> EntryUse:
    """Mark an entry as used. Raises NotFound, or Refused where the permission of an author is not in force."""
    require(may_lead(actor))
    entry = hold_entry(actor, key)
    terms = terms_of(entry, draft.terms)
    require_running(terms)
    made = db.session.scalar(_marked(actor, entry, draft))
    if made is None:
        raise Refused(_("Not every author of this entry has permitted this, so it cannot be used."))
    granted = select(literal(made, Key), Permission.id).where(
        Permission.entry_id == key, Permission.terms_id == terms.id, Permission.withdrawn_at.is_(None)
    )
    db.session.execute(insert(UseGrant).from_select(["use_id", "permission_id"], granted))
    _tell(actor, entry, made, ended=False)
    return db.session.get_one(EntryUse, made)


def _marked(actor: Viewer, entry: Entry, draft: UseDraft) -> ReturningInsert[int]:
    """A statement that marks the use where no author is missing and there is one, and gives its id, or nothing."""
    authors = select(TeamMember.member_id).where(TeamMember.entry_id == entry.id, TeamMember.accepted_at.is_not(None))
    said = select(
        literal(entry.id, Key),
        literal(draft.terms, Key),
        literal(draft.what),
        literal(actor.id, Key),
        literal(now(), UTCDateTime),
    ).where(~missing(entry.id, draft.terms).exists(), exists(authors))
    columns = ["entry_id", "terms_id", "what", "marked_by_id", "marked_at"]
    return insert(EntryUse).from_select(columns, said).returning(EntryUse.id)


def end_use(actor: Viewer, key: int, use_id: int) -> Entry:
    """Note that a use has ended. Raises NotFound or Refused."""
    require(may_lead(actor))
    entry = hold_entry(actor, key)
    running = (EntryUse.id == use_id) & (EntryUse.entry_id == key) & EntryUse.ended_at.is_(None)
    ended = update(EntryUse).where(running).values(ended_at=now(), ended_by="ended").returning(EntryUse.id)
    if db.session.scalar(ended) is None:
        raise NotFound
    _tell(actor, entry, use_id, ended=True)
    return entry


def _tell(actor: Viewer, entry: Entry, use_id: int, *, ended: bool) -> None:
    root = entry.contest_id
    publish(EntryUsed(actor_id=actor.id, contribution_id=entry.id, thread_id=root, use_id=use_id, ended=ended))
