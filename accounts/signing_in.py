"""Signing in: the same answer and the same time, whether an address is known or not."""

import logging
from typing import cast

from flask import g, request, session
from flask_security.utils import login_user
from sqlalchemy import select

from accounts import passwords
from accounts.admitting import require_open
from accounts.factors.remembering import is_remembered
from accounts.factors.second_factor import ask_for_second, has_factor
from accounts.fields import FieldRefused
from accounts.models import Member
from accounts.schemas import SignIn, address_key
from accounts.sessions import leave
from core.database import db
from core.limits import network_of, throttle
from core.translation import gettext as _

log = logging.getLogger(__name__)


def sign_in(draft: SignIn) -> None:
    """Sign the current browser in. Raises FieldRefused or Throttled."""
    address = address_key(draft.email)
    throttle("sign in")
    throttle("sign in", "account", address)
    member = db.session.scalars(select(Member).where(Member.email == address)).one_or_none()
    if not passwords.matches(member, draft.password):
        _note_refusal(member)
        raise FieldRefused("", _("E-mail address and password do not match."))
    let_in(cast(Member, member), draft.password)


def let_in(member: Member, password: str) -> None:
    """Sign the current browser in as a member whose password was just checked, or ask for their second factor.

    Raises FieldRefused.
    """
    try:
        require_open(member)
    except FieldRefused:
        _note_refusal(member)
        raise
    passwords.refresh(member, password)
    remembered = False
    if has_factor(member.id):
        remembered = is_remembered(member)
        if not remembered:
            ask_for_second(member)
            return
    leave()
    g.two_factors = g.remembered = remembered
    login_user(member, remember=False, authn_via=["password"])
    for key in ("fs_cc", "_id", "_fresh"):
        session.pop(key, None)


def prove(member: Member, password: str, field: str = "current") -> None:
    """Ask a signed-in member for their password again. Raises FieldRefused or Throttled."""
    throttle("sign in", "account", member.email or member.id)
    if not passwords.matches(member, password):
        _note_refusal(member)
        raise FieldRefused(field, _("That is not your present password."))


def _note_refusal(member: Member | None) -> None:
    network = network_of(request.remote_addr)
    log.warning("sign-in refused", extra={"member_id": member.id if member else None, "network": network})
