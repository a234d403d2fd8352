"""What members change about themselves: public page, password, e-mail address."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import NotFound

from accounts import passwords
from accounts.events import AddressChanged, PasswordChanged, ProfileEdited
from accounts.fields import FieldRefused
from accounts.links import new_stamp, use_link
from accounts.mailing import queue_mail
from accounts.models import Member
from accounts.names import is_reserved, name_key
from accounts.registering import name_reserved, name_taken
from accounts.schemas import AddressChange, PasswordChange, Profile
from accounts.sessions import end_sessions, renew_token, session_of_request
from accounts.signing_in import prove
from accounts.tokens.ending import end_tokens
from core import markup
from core.clock import now
from core.database import begin_write, db, locked
from core.events import publish
from core.limits import throttle
from core.settings import Settings
from core.translation import gettext as _


def hold_member(member_id: int) -> Member:
    """Return a member, held against other writers. Raises NotFound."""
    member = locked(select(Member).where(Member.id == member_id))
    if member is None:
        raise NotFound
    return member


def edit_profile(member: Member, draft: Profile, settings: Settings) -> None:
    """Change what a member's public page says. Raises FieldRefused or Throttled."""
    throttle("edit", member.id)
    if draft.name != member.name:
        _rename(member, draft.name, settings)
    member.location = draft.location
    member.about = draft.about
    member.about_html = markup.render(draft.about) if draft.about else ""
    publish(ProfileEdited(actor_id=member.id, member_id=member.id))


def _rename(member: Member, name: str, settings: Settings) -> None:
    if name_key(name) != member.name_key and is_reserved(name, settings):
        raise name_reserved()
    begin_write()
    try:
        with db.session.begin_nested():
            member.name, member.name_key = name, name_key(name)
    except IntegrityError:
        raise name_taken() from None


def change_password(member: Member, draft: PasswordChange) -> None:
    """Give a member a new password; every other session of theirs ends. Raises FieldRefused or Throttled."""
    prove(member, draft.current)
    problem = passwords.problem_with(draft.password, member.name, member.email or "")
    if problem:
        raise FieldRefused("password", problem)
    member.password = passwords.hashed(draft.password)
    member.fs_uniquifier = new_stamp()
    end_sessions(member.id, "password", but=session_of_request().session_id)
    end_tokens(member.id, member.id, "password")
    renew_token()
    publish(PasswordChanged(actor_id=member.id, member_id=member.id, way="changed"))
    if member.email:
        queue_mail("password-changed", member.email, member)


def ask_for_address(member: Member, draft: AddressChange) -> None:
    """Send a link to a member's new address and a notice to the present one. Raises FieldRefused or Throttled."""
    throttle("account mail", draft.email)
    prove(member, draft.current)
    # A link that went to another address must not open this one, not even until the mail to this one is written.
    member.pending_email, member.fs_uniquifier = draft.email, new_stamp()
    queue_mail("change-email", draft.email, member)
    if member.email:
        queue_mail("email-change-asked", member.email, member)


def take_address(token: str) -> None:
    """Give a member the address to which a link was sent. Raises FieldRefused."""
    member = use_link(token, "change-email")
    if member is None or member.pending_email is None:
        raise FieldRefused("", _("This link is no longer good. Please ask for a new one."))
    before = member.email
    try:
        with db.session.begin_nested():
            member.email, member.pending_email = member.pending_email, None
            member.confirmed_at = now()
    except IntegrityError:
        raise FieldRefused("", _("This link is no longer good. Please ask for a new one.")) from None
    publish(AddressChanged(actor_id=member.id, member_id=member.id))
    if before:
        queue_mail("email-changed", before, member)
