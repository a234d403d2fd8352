"""Passkeys (WebAuthn level 2): made on a device of a member, and good for signing in with nothing else.

The library that checks signatures is opened on first use: it brings a good deal with it.
"""

import hmac
from functools import lru_cache
from typing import Annotated, Any
from urllib.parse import urlsplit

from flask import current_app, g
from pydantic import BeforeValidator, Field
from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from accounts.factors.models import Passkey
from accounts.factors.second_factor import PROVIDED, note_change, sign_in_fully
from accounts.factors.steps import NEW_PASSKEY, PASSKEY, SECOND, begin_step, forget_step, pending_step, take_step
from accounts.fields import FieldRefused
from accounts.models import Member
from accounts.schemas import one_line
from core.clock import now
from core.database import begin_write, db, locked
from core.errors import NotFound
from core.forms import Schema
from core.limits import throttle
from core.settings import Settings
from core.translation import gettext as _

MOST = 20


class NewPasskey(Schema):
    """What a browser sends of a key that it made, and what the member calls it."""

    name: Annotated[str, BeforeValidator(one_line), Field(max_length=60)] = ""
    credential: dict[str, Any]


class KeyAnswer(Schema):
    """What a browser sends to sign in with a key."""

    credential: dict[str, Any]
    next: Annotated[str, Field(max_length=2000)] = "/"


def creation_options(member: Member) -> str:
    """Return what a browser needs to make a key, as JSON; the challenge in it is good once, for this browser."""
    webauthn, structs = _library()
    throttle("passkey", "account", member.id)
    own = db.session.scalars(select(Passkey.credential_id).where(Passkey.member_id == member.id)).all()
    options = webauthn.generate_registration_options(
        rp_id=_host(),
        rp_name=_settings().site_name,
        user_name=member.email or member.name,
        user_display_name=member.name,
        user_id=_handle(member.id),
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.REQUIRED,
            user_verification=structs.UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=_descriptors(own),
    )
    begin_step(NEW_PASSKEY, member.id, _text(options.challenge))
    return str(webauthn.options_to_json(options))


def add_passkey(member: Member, draft: NewPasskey) -> None:
    """Keep the public half of a key that a browser made. Raises FieldRefused."""
    webauthn, _structs = _library()
    step = take_step(NEW_PASSKEY)
    if step is None or step.member_id != member.id:
        raise FieldRefused("", _("That took too long. Please try again."))
    try:
        made = webauthn.verify_registration_response(
            credential=draft.credential,
            expected_challenge=webauthn.base64url_to_bytes(step.challenge),
            expected_rp_id=_host(),
            expected_origin=_origin(),
            require_user_verification=True,
        )
    except _failures():
        raise FieldRefused(
            "", _("Your device sent something that could not be checked. Nothing has changed.")
        ) from None
    _keep(member, draft.name, _text(made.credential_id), _text(made.credential_public_key), made.sign_count)


def request_options() -> str:
    """Return what a browser needs to sign in with a key, as JSON, for nobody in particular or as second factor."""
    webauthn, structs = _library()
    throttle("passkey")
    waiting = pending_step(SECOND)
    own = select(Passkey.credential_id).where(Passkey.member_id == (waiting.member_id if waiting else None))
    options = webauthn.generate_authentication_options(
        rp_id=_host(),
        allow_credentials=_descriptors(db.session.scalars(own).all()) if waiting else [],
        user_verification=structs.UserVerificationRequirement.REQUIRED,
    )
    begin_step(PASSKEY, waiting.member_id if waiting else None, _text(options.challenge))
    return str(webauthn.options_to_json(options))


def sign_in_with_passkey(draft: KeyAnswer) -> None:
    """Sign the current browser in with a key: it holds it and has made sure who uses it. Raises FieldRefused."""
    webauthn, _structs = _library()
    throttle("passkey")
    step = take_step(PASSKEY)
    key = _known(draft.credential.get("id"))
    member = db.session.get(Member, key.member_id) if key else None
    if step is None or key is None or member is None or step.member_id not in {None, member.id}:
        raise _refusal()
    try:
        proved = webauthn.verify_authentication_response(
            credential=draft.credential,
            expected_challenge=webauthn.base64url_to_bytes(step.challenge),
            expected_rp_id=_host(),
            expected_origin=_origin(),
            credential_public_key=webauthn.base64url_to_bytes(key.public_key),
            credential_current_sign_count=key.sign_count,
            require_user_verification=True,
        )
    except _failures():
        raise _refusal() from None
    key.sign_count, key.used_at = proved.new_sign_count, now()
    first = pending_step(SECOND)
    g.provided = first is not None and first.member_id == member.id and first.challenge == PROVIDED
    forget_step(SECOND)
    sign_in_fully(member, ["passkey"])


def has_passkey(member_id: int) -> bool:
    """Whether a member keeps a passkey."""
    return db.session.scalar(select(Passkey.id).where(Passkey.member_id == member_id).limit(1)) is not None


def remove_passkey(member: Member, key: int) -> None:
    """Forget a key. Raises NotFound where it is not the member's own."""
    own = delete(Passkey).where(Passkey.id == key, Passkey.member_id == member.id).returning(Passkey.id)
    if db.session.execute(own).first() is None:
        raise NotFound
    note_change(member, "passkey", "removed")


def _keep(member: Member, name: str, credential_id: str, public_key: str, sign_count: int) -> None:
    begin_write()
    if (db.session.scalar(select(func.count()).where(Passkey.member_id == member.id)) or 0) >= MOST:
        raise FieldRefused("", _("You have many passkeys already. Remove one first."))
    row = Passkey(member_id=member.id, credential_id=credential_id, public_key=public_key, sign_count=sign_count)
    row.name, row.made_at = name or _("Passkey"), now()
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        raise FieldRefused("", _("This passkey is in use already.")) from None
    note_change(member, "passkey", "added")


def _known(credential_id: object) -> Passkey | None:
    if not isinstance(credential_id, str) or len(credential_id) > 1400:
        return None
    return locked(select(Passkey).where(Passkey.credential_id == credential_id.rstrip("=")))


def _refusal() -> FieldRefused:
    return FieldRefused("", _("This passkey does not open anything here. Try your password instead."))


def _library() -> tuple[Any, Any]:
    import webauthn
    from webauthn.helpers import structs

    return webauthn, structs


@lru_cache(maxsize=1)
def _failures() -> tuple[type[Exception], ...]:
    """Return what the library raises about things that a stranger may send."""
    from webauthn.helpers.exceptions import WebAuthnException

    return (WebAuthnException, ValueError, TypeError, KeyError, AttributeError, IndexError)


def _descriptors(ids: Any) -> list[Any]:
    webauthn, structs = _library()
    return [structs.PublicKeyCredentialDescriptor(id=webauthn.base64url_to_bytes(key)) for key in ids]


def _text(value: bytes) -> str:
    from webauthn.helpers import bytes_to_base64url

    return str(bytes_to_base64url(value))


def _handle(member_id: int) -> bytes:
    """Return the number by which a device knows a member; it says nothing of them."""
    secret: str = current_app.config["SECRET_KEY"]
    return hmac.digest(secret.encode(), f"passkey handle {member_id}".encode(), "sha256")


def _host() -> str:
    return urlsplit(_settings().base_url).hostname or ""


def _origin() -> str:
    parts = urlsplit(_settings().base_url)
    return f"{parts.scheme}://{parts.netloc}"


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
