"""Erasing a member: asked for, called off within some days, and then done with every copy that names them."""

import logging
from collections.abc import Sequence
from datetime import timedelta

from flask import current_app
from sqlalchemy import Text, delete, or_, select, update
from sqlalchemy import cast as as_type
from werkzeug.exceptions import NotFound

from accounts import events as account_events
from accounts.changing import hold_member
from accounts.fields import FieldRefused
from accounts.leaving.events import ErasureAsked, ErasureBegun, ErasureCalledOff, MemberErased
from accounts.leaving.models import Erasure, Takeout
from accounts.leaving.traces import Fate, Trace, all_traces, ledger_of
from accounts.links import new_stamp
from accounts.mailing import queue_mail
from accounts.models import AccountMail, Member, Role
from accounts.names import name_key
from accounts.roles import require_another_administrator
from accounts.viewers import Viewer
from core.clock import format_time, now
from core.database import begin_write, db
from core.errors import Forbidden
from core.events import LoggedEvent, OutboxEntry, publish
from core.mail import MailPort
from core.naming import naming, without_names
from core.outbox import Delivery
from core.settings import Settings
from core.translation import gettext as _

log = logging.getLogger(__name__)
AGAIN_FOR = timedelta(days=3)
# What these say is about an account alone; nothing is counted from it once the account is gone.
ABOUT_ACCOUNTS = tuple(
    sorted(
        kind.__name__
        for kind in vars(account_events).values()
        if isinstance(kind, type) and kind.__module__ == account_events.__name__
    )
)


def ask_to_be_erased(member: Member, typed: str) -> Erasure:
    """Let a member be erased when the days of grace are over. Raises FieldRefused or Refused."""
    _require_name(member, typed)
    erasure = _write_down(member, member.id, timedelta(days=days_of_grace()))
    if member.email:
        queue_mail("erasure-asked", member.email, member)
    return erasure


def erase_at_once(actor: Viewer, member_id: int, typed: str) -> None:
    """Let an administrator erase a member without waiting. Raises FieldRefused, Forbidden, NotFound or Refused."""
    if not actor.standing.administrator:
        raise Forbidden
    member = hold_member(member_id)
    _require_name(member, typed)
    _write_down(member, actor.id, timedelta())


def call_off(member_id: int) -> bool:
    """Let a member stay who was to be erased; returns whether that was so."""
    begin_write()
    gone = db.session.execute(delete(Erasure).where(Erasure.member_id == member_id).returning(Erasure.member_id))
    if gone.first() is None:
        return False
    publish(ErasureCalledOff(actor_id=member_id, member_id=member_id))
    return True


def days_of_grace() -> int:
    """Return how many days a member has to call an erasure off."""
    settings: Settings = current_app.extensions["settings"]
    return settings.erasure_days


def erasure_of(member_id: int) -> Erasure | None:
    """Return the erasure that awaits a member."""
    return db.session.get(Erasure, member_id)


def carry_on(deliveries: Sequence[Delivery]) -> None:
    """Close who is due, and erase who was closed before: the lane of erasures."""
    for delivery in deliveries:
        if delivery.event == ErasureBegun.name():
            erase_closed(delivery.payload["member_id"])
    if any(delivery.event == ErasureAsked.name() for delivery in deliveries):
        close_due()


def close_due() -> None:
    """Close the accounts whose days are over, so that nobody writes in their name any more; their rows go after that.

    That is a transaction of its own: whoever writes as one of them commits before and is cleaned away, or finds the
    account closed. Nobody waits for somebody who waits for them.
    """
    due = select(Erasure.member_id).where(Erasure.due_at <= now())
    for member_id in db.session.scalars(due).all():
        member = hold_member(member_id)
        if member.erased_at is None:
            member.erased_at, member.active = now(), False
            publish(ErasureBegun(actor_id=None, member_id=member_id))


def sweep_again() -> None:
    """Clean once more behind members who were erased lately, for what a job still wrote that had begun before."""
    lately = select(Member.id).where(Member.erased_at > now() - AGAIN_FOR)
    for member_id in db.session.scalars(lately).all():
        for trace in all_traces():
            _carry_out(trace, member_id)


def erase_closed(member_id: int) -> None:
    """Erase a member whose account is closed: no row, file or mail names them afterwards. Again, it changes nothing."""
    member = db.session.get_one(Member, member_id)
    words = _words_of(member)
    _forget_files(member_id)
    for trace in all_traces():
        _carry_out(trace, member_id)
    _forget_addresses(member)
    _forget_events(member_id, words)
    for cleaner in ledger_of(current_app._get_current_object()).cleaners:  # type: ignore[attr-defined]
        cleaner(member_id, words)
    _blank(member, words)
    publish(MemberErased(actor_id=None, member_id=member_id))
    db.session.flush()
    mail: MailPort = current_app.extensions["mail"]
    mail.forget(words)
    log.info("member %d was erased", member_id)


def _require_name(member: Member, typed: str) -> None:
    if member.erased_at is not None:
        raise NotFound
    if name_key(typed) != name_key(member.name):
        raise FieldRefused("name", _("Type the name exactly as it stands above, so that nothing happens by accident."))
    if Role.ADMINISTRATOR in member.roles_held:
        require_another_administrator(member)


def _write_down(member: Member, by: int | None, days: timedelta) -> Erasure:
    at = now()
    begin_write()
    erasure = db.session.get(Erasure, member.id) or Erasure(member_id=member.id)
    erasure.asked_by_id, erasure.asked_at, erasure.due_at = by, at, at + days
    db.session.add(erasure)
    db.session.flush()
    publish(ErasureAsked(actor_id=by, member_id=member.id, due=format_time(erasure.due_at)))
    return erasure


def _words_of(member: Member) -> tuple[str, ...]:
    return tuple(word for word in (member.email, member.pending_email, member.name) if word)


def _forget_files(member_id: int) -> None:
    for key in db.session.scalars(select(Takeout.file_key).where(Takeout.member_id == member_id)):
        if key:
            current_app.extensions["files"].delete(key)


def _carry_out(trace: Trace, member_id: int) -> None:
    column = trace.table_column
    table = column.table
    if trace.fate is Fate.DELETED:
        db.session.execute(delete(table).where(column == member_id))
    elif trace.fate is Fate.FORGOTTEN:
        db.session.execute(update(table).where(column == member_id).values({column.name: None}))


def _forget_addresses(member: Member) -> None:
    """Forget mails that wait for an address of the member, and registrations with it that nobody confirmed."""
    addresses = [address for address in (member.email, member.pending_email) if address]
    db.session.execute(delete(AccountMail).where(AccountMail.address.in_(addresses)))
    own = Member.pending_email.in_(addresses)
    db.session.execute(delete(Member).where(own, Member.is_pending, Member.id != member.id))


def _forget_events(member_id: int, words: tuple[str, ...]) -> None:
    own = select(LoggedEvent.id).where(LoggedEvent.actor_id == member_id, LoggedEvent.name.in_(ABOUT_ACCOUNTS))
    waiting = select(OutboxEntry.event_id)
    db.session.execute(delete(LoggedEvent).where(LoggedEvent.id.in_(own), LoggedEvent.id.not_in(waiting)))
    pattern = naming(words)
    payload = as_type(LoggedEvent.payload, Text)
    spelt = {form for word in words for form in (word, _escaped(word))}
    naming_rows = select(LoggedEvent).where(or_(*(payload.icontains(form, autoescape=True) for form in spelt)))
    for row in db.session.scalars(naming_rows) if spelt else ():
        row.payload = without_names(row.payload, pattern)


def _escaped(word: str) -> str:
    """Return a word as the JSON of a payload may spell it."""
    return word.encode("ascii", "backslashreplace").decode().replace("\\x", "\\u00")


def _blank(member: Member, words: tuple[str, ...]) -> None:
    key = (member.source_key or "").casefold()
    if any(word.casefold() in key for word in words):
        member.source = member.source_key = None
    member.name, member.name_key = "", None
    member.email = member.pending_email = member.password = member.confirmed_at = None
    member.about = member.about_html = member.location = member.language = member.zone = ""
    member.roles_held, member.fs_uniquifier = Role.NONE, new_stamp()
