"""Who may come in at all, whatever they prove: one gate for passwords, codes and keys."""

from accounts.fields import FieldRefused
from accounts.models import Member
from accounts.sanctions import suspension_of, suspension_words
from core.translation import gettext as _


def require_open(member: Member) -> None:
    """Raise FieldRefused where an account is closed, erased or suspended; only for who proved to be its member."""
    if not member.active or member.erased_at is not None:
        raise FieldRefused(
            "", _("This account is closed. Write to the people who run this community if that is wrong.")
        )
    suspension = suspension_of(member.id)
    if suspension:
        raise FieldRefused("", suspension_words(suspension))
