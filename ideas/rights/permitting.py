"""Terms and permissions: what authors of entries are asked for, and what each of them has said."""

import hashlib
from datetime import datetime

from sqlalchemy import Select, func, select, update
from werkzeug.exceptions import NotFound

from accounts.viewers import Viewer
from contributions.policies import require
from contributions.queries import contribution_of_kind
from core.clock import format_time, now
from core.database import db, once
from core.errors import Conflict, Refused
from core.events import publish
from core.translation import gettext as _
from ideas.contests.models import Entry, TeamMember
from ideas.contests.policies import is_author, may_lead
from ideas.contests.queries import hold_contest, hold_entry
from ideas.rights.events import PermissionChanged, TermsOffered
from ideas.rights.models import EntryUse, Permission, Terms, UseGrant
from ideas.rights.schemas import Consent, TermsDraft


def text_hash(scope: str, territory: str, ends_at: datetime | None, body: str) -> str:
    r"""Return the SHA-256 of all that is asked for: scope, territory, end (ISO 8601 or nothing), text, line by line.

    Anybody can count it again: printf '%s\n' scope territory end text | sha256sum
    """
    said = [scope, territory, format_time(ends_at) if ends_at else "", body]
    return hashlib.sha256("".join(f"{line}\n" for line in said).encode()).hexdigest()


def offer_terms(actor: Viewer, contest_id: int, draft: TermsDraft) -> Terms:
    """Write terms for a contest, or their next version. Raises NotFound or Refused."""
    require(may_lead(actor))
    hold_contest(actor, contest_id)
    last = db.session.scalar(select(func.max(Terms.version)).where(Terms.contest_id == contest_id)) or 0
    terms = Terms(contest_id=contest_id, version=last + 1, scope=draft.scope, territory=draft.territory)
    terms.ends_at, terms.body, terms.made_by_id, terms.made_at = draft.ends, draft.body, actor.id, now()
    terms.hash = text_hash(draft.scope, draft.territory, draft.ends, draft.body)
    db.session.add(terms)
    db.session.flush()
    publish(TermsOffered(actor_id=actor.id, contribution_id=contest_id, version=terms.version))
    return terms


def permit(actor: Viewer, key: int, consent: Consent) -> Entry:
    """Permit the use of an entry under the terms that were read. Raises NotFound, Refused or Conflict."""
    entry = held_of_author(actor, key)
    terms = terms_of(entry, consent.terms)
    if terms.hash != consent.hash:
        raise Conflict(_("This is not the text that you read. Read it again before you agree."))
    given = {"entry_id": key, "member_id": actor.id, "terms_id": terms.id, "terms_hash": terms.hash, "given_at": now()}
    db.session.execute(once(Permission).values(given))
    _tell(actor, entry, terms.id, given=True)
    return entry


def withdraw(actor: Viewer, key: int, terms_id: int) -> Entry:
    """Withdraw one's permission from now on; what was done until now stays on record. Raises NotFound or Refused."""
    entry, at = held_of_author(actor, key), now()
    own = (Permission.entry_id == key) & (Permission.member_id == actor.id) & (Permission.terms_id == terms_id)
    in_force = select(Permission.id).where(own, Permission.withdrawn_at.is_(None))
    ended = db.session.scalars(in_force).all()
    if not ended:
        raise NotFound
    db.session.execute(update(Permission).where(Permission.id.in_(ended)).values(withdrawn_at=at))
    resting = select(UseGrant.use_id).where(UseGrant.permission_id.in_(ended))
    running = EntryUse.id.in_(resting) & EntryUse.ended_at.is_(None)
    db.session.execute(update(EntryUse).where(running).values(ended_at=at, ended_by="withdrawn"))
    _tell(actor, entry, terms_id, given=False)
    return entry


def held_of_author(actor: Viewer, key: int) -> Entry:
    """Return an entry that an actor is an author of, held against other writers. Raises NotFound."""
    entry = contribution_of_kind(actor, key, Entry)
    if not is_author(actor, key):
        raise NotFound
    return hold_entry(actor, entry.id)


def terms_of(entry: Entry, terms_id: int) -> Terms:
    """Return terms of the contest of an entry. Raises NotFound."""
    own = select(Terms).where(Terms.id == terms_id, Terms.contest_id == entry.contest_id)
    if (found := db.session.scalars(own).one_or_none()) is None:
        raise NotFound
    return found


def missing(entry_id: int, terms_id: int) -> Select[int]:
    """Authors of an entry whose permission under these terms is not in force, as a statement of their ids."""
    valid = select(Permission.id).where(
        Permission.entry_id == entry_id,
        Permission.terms_id == terms_id,
        Permission.member_id == TeamMember.member_id,
        Permission.withdrawn_at.is_(None),
    )
    authors = select(TeamMember.member_id).where(TeamMember.entry_id == entry_id, TeamMember.accepted_at.is_not(None))
    return authors.where(~valid.correlate(TeamMember).exists())


def require_running(terms: Terms) -> None:
    """Raise Refused where the time that terms speak of is over."""
    if terms.ends_at is not None and terms.ends_at <= now():
        raise Refused(_("The time that these terms speak of is over."))


def _tell(actor: Viewer, entry: Entry, terms_id: int, *, given: bool) -> None:
    root = entry.contest_id
    publish(
        PermissionChanged(actor_id=actor.id, contribution_id=entry.id, thread_id=root, terms_id=terms_id, given=given)
    )
