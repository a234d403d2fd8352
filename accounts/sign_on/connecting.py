"""What a proof of a provider is good for: to sign in, to connect with an account of one's own, or to join.

An address alone never opens an account: who has one confirms the connection from within it, or with its password.
"""

from typing import Any

from flask import current_app, g
from flask_security.utils import login_user
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from accounts import passwords
from accounts.admitting import require_open
from accounts.archive import roles_named
from accounts.events import AddressConfirmed, MemberRegistered, RolesChanged
from accounts.factors.passkeys import has_passkey
from accounts.factors.remembering import is_remembered
from accounts.factors.second_factor import ask_for_second, has_factor
from accounts.fields import FieldRefused
from accounts.mailing import queue_mail
from accounts.models import Member, Role
from accounts.names import Name, is_reserved
from accounts.registering import add_member, is_open, name_reserved, note_joining
from accounts.roles import require_another_administrator
from accounts.schemas import Secret
from accounts.sessions import leave
from accounts.sign_on.events import IdentityChanged
from accounts.sign_on.models import ProvidedIdentity
from accounts.sign_on.proofs import Proof
from accounts.sign_on.providers import Provider, providers
from core.clock import now
from core.database import begin_write, db
from core.errors import NotFound, Refused
from core.events import publish
from core.forms import Schema
from core.limits import throttle
from core.settings import Settings
from core.translation import gettext as _


class JoinDraft(Schema):
    """The name that somebody wants who joins through a provider."""

    name: Name


class ConnectDraft(Schema):
    """The password of the account that somebody connects."""

    password: Secret


def member_of_identity(proof: Proof) -> Member | None:
    """Return the member who is connected with an identity."""
    found = _identity(proof)
    return db.session.get(Member, found.member_id) if found else None


def owner_of_address(proof: Proof) -> Member | None:
    """Return the member whose confirmed address it is that a provider vouches for."""
    if proof.email is None:
        return None
    return db.session.scalars(select(Member).where(Member.email == proof.email)).one_or_none()


def come_in(provider: Provider, proof: Proof, member: Member) -> None:
    """Sign the current browser in as the member of an identity, or ask for their second factor. Raises FieldRefused.

    A second factor that a member keeps here is asked for whatever the provider did; what it did counts for the others.
    """
    require_open(member)
    identity = _identity(proof)
    if identity is None or identity.member_id != member.id:
        raise NotFound
    identity.used_at = now()
    _take_roles(provider, proof, member)
    remembered = False
    if has_factor(member.id):
        remembered = is_remembered(member)
        if not remembered:
            ask_for_second(member, provided=True)
            return
    leave()
    g.two_factors, g.remembered, g.provided = remembered or proof.factors, remembered, True
    login_user(member, remember=False, authn_via=["provider"])


def connect(member: Member, provider: Provider, proof: Proof) -> None:
    """Let an identity open a member's account, who has confirmed it. Raises FieldRefused."""
    known = _identity(proof)
    if known is None:
        _add(member, proof)
        _tell(member, "connected")
    elif known.member_id != member.id:
        text = _("That account of %(provider)s is connected with another member here.", provider=provider.label)
        raise FieldRefused("", text)


def connect_by_password(provider: Provider, proof: Proof, draft: ConnectDraft) -> None:
    """Connect the account that has the address of a proof, with its password, and come in. Raises FieldRefused."""
    throttle("sign in")
    throttle("sign in", "account", proof.email or proof.subject)
    member = owner_of_address(proof)
    if not passwords.matches(member, draft.password) or member is None:
        raise FieldRefused("password", _("That is not the password of the account with this address."))
    require_open(member)
    connect(member, provider, proof)
    come_in(provider, proof, member)


def join(provider: Provider, proof: Proof, draft: JoinDraft) -> None:
    """Open an account for an address that a provider vouches for, and come in. Raises FieldRefused or Refused."""
    throttle("register")
    if not may_join(provider, proof):
        raise Refused(_("New accounts are not being opened here at the moment."))
    if is_reserved(draft.name, current_app.extensions["settings"]):
        raise name_reserved()
    member = add_member(draft.name, None)
    try:
        with db.session.begin_nested():
            member.email, member.confirmed_at = proof.email, now()
    except IntegrityError:
        raise FieldRefused("", _("This address has an account already. Please sign in with it.")) from None
    publish(MemberRegistered(actor_id=None, member_id=member.id))
    publish(AddressConfirmed(actor_id=member.id, member_id=member.id))
    note_joining(member, proof.email)
    _add(member, proof)
    publish(IdentityChanged(actor_id=member.id, member_id=member.id, deed="joined"))
    come_in(provider, proof, member)


def may_join(provider: Provider, proof: Proof) -> bool:
    """Whether an account may be opened with a proof: only for an address that the provider has made sure of."""
    return is_open() and provider.sign_up and proof.email is not None and owner_of_address(proof) is None


def identities_of(member_id: int) -> list[ProvidedIdentity]:
    """Return the identities that open a member's account."""
    own = select(ProvidedIdentity).where(ProvidedIdentity.member_id == member_id)
    return list(db.session.scalars(own.order_by(ProvidedIdentity.id)))


def more_ways(member_id: int, *, asleep: bool) -> dict[str, Any]:
    """Return what the page of safety shows: `identities`, and through whom roles that are `asleep` can be woken."""
    labels = [provider.label for provider in providers().values()] if asleep and _staff_must() else []
    return {"identities": identities_of(member_id), "must_come_through": ", ".join(labels)}


def _staff_must() -> bool:
    settings: Settings = current_app.extensions["settings"]
    return settings.sign_on_staff == "required"


def disconnect(member: Member, key: int) -> None:
    """Let an identity open the account no longer. Raises NotFound, or Refused where it is the only way in."""
    begin_write()
    identity = db.session.get(ProvidedIdentity, key)
    if identity is None or identity.member_id != member.id:
        raise NotFound
    others = db.session.scalar(select(func.count()).where(ProvidedIdentity.member_id == member.id)) or 0
    if others == 1 and not member.password and not has_passkey(member.id):
        raise Refused(_("This is your only way in. Choose a password first: “Forgot your password” sends you a link."))
    db.session.delete(identity)
    _tell(member, "disconnected")


def _identity(proof: Proof) -> ProvidedIdentity | None:
    own = (ProvidedIdentity.issuer == proof.issuer) & (ProvidedIdentity.subject == proof.subject)
    return db.session.scalars(select(ProvidedIdentity).where(own)).one_or_none()


def _add(member: Member, proof: Proof) -> None:
    begin_write()
    identity = ProvidedIdentity(member_id=member.id, issuer=proof.issuer, subject=proof.subject, made_at=now())
    try:
        with db.session.begin_nested():
            db.session.add(identity)
    except IntegrityError:
        raise FieldRefused("", _("That took too long. Please try again.")) from None


def _tell(member: Member, deed: str) -> None:
    publish(IdentityChanged(actor_id=member.id, member_id=member.id, deed=deed))
    if member.email:
        queue_mail("factor-changed", member.email, member)


def _take_roles(provider: Provider, proof: Proof, member: Member) -> None:
    """Give and take the roles that the provider decides about; the last administrator stays one."""
    decided = roles_named(sorted(set(provider.roles.values())))
    given = roles_named([role for group, role in provider.roles.items() if group in proof.groups])
    before = member.roles_held
    after = (before & ~decided) | given
    if Role.ADMINISTRATOR in before and Role.ADMINISTRATOR not in after:
        try:
            require_another_administrator(member)
        except Refused:
            after |= Role.ADMINISTRATOR
    if after != before:
        member.roles_held = after
        publish(RolesChanged(actor_id=None, member_id=member.id, before=int(before), after=int(after)))
