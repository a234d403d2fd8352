"""Getting back in without the password. A request only writes down what is asked: the worker finds whom it concerns."""

from accounts import passwords
from accounts.events import PasswordChanged
from accounts.fields import FieldRefused
from accounts.links import member_of, use_link
from accounts.mailing import queue_mail
from accounts.schemas import AddressOnly, PasswordReset
from accounts.sessions import end_sessions
from accounts.tokens.ending import end_tokens
from core.clock import now
from core.events import publish
from core.limits import throttle
from core.translation import gettext as _

LINKS = ("reset", "welcome")


def ask_for_help(draft: AddressOnly) -> None:
    """Send a mail that helps whoever reads an address to sign in. Raises Throttled."""
    throttle("sign in")
    throttle("account mail", draft.email)
    queue_mail("help", draft.email)


def reset_password(token: str, draft: PasswordReset) -> None:
    """Give a member a new password by the link of a mail, and end their sessions. Raises FieldRefused or Throttled."""
    throttle("sign in")
    member = member_of(token, *LINKS)
    problem = passwords.problem_with(draft.password, member.name, member.email or "") if member else None
    if problem:
        raise FieldRefused("password", problem)
    kept = passwords.hashed(draft.password)
    member = use_link(token, *LINKS)
    if member is None or member.email is None:
        raise FieldRefused("", _("This link is no longer good. Please ask for a new one."))
    member.password = kept
    member.confirmed_at = member.confirmed_at or now()
    end_sessions(member.id, "password")
    end_tokens(member.id, member.id, "password")
    publish(PasswordChanged(actor_id=member.id, member_id=member.id, way="reset"))
    queue_mail("password-changed", member.email, member)
