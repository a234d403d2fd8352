"""Registering: an account is open once mail to its address has been answered with the password that was chosen.

Until then the address is not the account's. So a registration is written in the same way whether its address is known
or not, nobody can take an account of an address before its owner does, and what was never confirmed is swept away.
"""

from datetime import timedelta

from flask import current_app
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from accounts import passwords
from accounts.events import AddressConfirmed, MemberRegistered
from accounts.fields import FieldRefused
from accounts.links import member_of, new_stamp, use_link
from accounts.mailing import queue_mail
from accounts.models import Member
from accounts.names import is_reserved, name_key
from accounts.schemas import PasswordOnly, Registration
from accounts.signing_in import let_in
from core.clock import now
from core.database import begin_write, db
from core.errors import Refused
from core.events import publish
from core.limits import throttle
from core.pages import places
from core.settings import Settings
from core.translation import gettext as _
from core.translation import locale

KEPT = timedelta(days=7)
JOINING = "joining"


def register_member(draft: Registration) -> None:
    """Write down a registration and send a mail to its address. Raises FieldRefused, Refused or Throttled."""
    if not is_open():
        raise Refused(_("New accounts are not being opened here at the moment."))
    throttle("register")
    throttle("account mail", draft.email)
    if is_reserved(draft.name, _settings()):
        raise name_reserved()
    kept = passwords.hashed(draft.password)
    member = add_member(draft.name, kept)
    member.pending_email, member.language = draft.email, locale()
    queue_mail("confirm", draft.email, member)
    publish(MemberRegistered(actor_id=None, member_id=member.id))
    note_joining(member, draft.email)


def note_joining(member: Member, email: str | None) -> None:
    """Let the rooms write down, in the same transaction, how somebody came who joins with this address."""
    for note in places().of(JOINING):
        note(member.id, email or "")


def is_open() -> bool:
    """Whether new accounts are being opened."""
    return _settings().registration == "open"


def add_member(name: str, password: str | None) -> Member:
    """Add a member under a name that nobody has. Raises FieldRefused."""
    member = Member(name=name, name_key=name_key(name), password=password, fs_uniquifier=new_stamp(), joined_at=now())
    begin_write()
    try:
        with db.session.begin_nested():
            db.session.add(member)
    except IntegrityError:
        raise name_taken() from None
    return member


def name_reserved() -> FieldRefused:
    """Return what is said when a name would make its bearer look like the house itself."""
    return FieldRefused("name", _("That name is kept for the house itself. Please choose another."))


def name_taken() -> FieldRefused:
    """Return what is said when somebody has a name already, or one that looks like it."""
    return FieldRefused("name", _("Somebody here has that name, or one that looks like it. Please choose another."))


def confirm_address(token: str, draft: PasswordOnly) -> None:
    """Open an account: link and password together prove who registered. Raises FieldRefused or Throttled."""
    member = member_of(token, "confirm")
    throttle("sign in", "account", token)
    throttle("sign in")
    if member is None or not passwords.matches(member, draft.password):
        raise FieldRefused("password", _("That is not the password that was chosen. Try again, or register anew."))
    member = use_link(token, "confirm")
    if member is None:
        raise FieldRefused("", _("This link has been used already. Please sign in."))
    _give_address(member)
    let_in(member, draft.password)


def _give_address(member: Member) -> None:
    try:
        with db.session.begin_nested():
            member.email, member.pending_email = member.pending_email, None
            member.confirmed_at = now()
    except IntegrityError:
        raise FieldRefused("", _("This address has an account already. Please sign in with it.")) from None
    publish(AddressConfirmed(actor_id=member.id, member_id=member.id))


def sweep_registrations() -> None:
    """Forget registrations that were not confirmed in a week, so that their names are free again."""
    db.session.execute(
        delete(Member).where(Member.is_pending, Member.source.is_(None), Member.joined_at < now() - KEPT)
    )


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
