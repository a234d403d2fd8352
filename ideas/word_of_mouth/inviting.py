"""Links that invite: shown once, kept as a digest; who joins by one counts once, and never the member themselves."""

import secrets
from datetime import timedelta
from typing import Annotated, Any

from flask import Response, current_app, has_request_context, request
from itsdangerous import BadSignature
from pydantic import BeforeValidator, Field
from sqlalchemy import func, select, update
from werkzeug.exceptions import NotFound

from accounts.fields import FieldRefused
from accounts.models import Member
from accounts.sessions import digest
from accounts.viewers import Viewer
from contributions.policies import may_write, may_write_now, require
from contributions.schemas import one_line
from core.clock import now
from core.database import begin_write, db, once
from core.events import publish
from core.forms import Schema
from core.signing import signer
from core.translation import gettext as _
from ideas.word_of_mouth.events import InvitationChanged, MemberReferred
from ideas.word_of_mouth.models import Invitation, Referral

MOST = 10
DAYS = 30
INVITED, INVITES = "invited", "invites"


class InvitationDraft(Schema):
    """What a member calls a link, such as the friends who will get it."""

    name: Annotated[str, BeforeValidator(one_line), Field(min_length=1, max_length=60)]


def make_invitation(actor: Viewer, draft: InvitationDraft) -> str:
    """Make a link and return its token, this once. Raises Refused, or FieldRefused past MOST open links."""
    require(may_write(actor))
    require(may_write_now(actor))
    begin_write()
    own = (Invitation.member_id == actor.id) & Invitation.ended_at.is_(None)
    if (db.session.scalar(select(func.count()).select_from(Invitation).where(own)) or 0) >= MOST:
        raise FieldRefused("name", _("You have %(count)s links already. End one first.", count=MOST))
    token = secrets.token_urlsafe(18)
    row = Invitation(member_id=actor.id, token_digest=digest(token), name=draft.name, created_at=now())
    db.session.add(row)
    db.session.flush()
    publish(InvitationChanged(actor_id=actor.id, invitation_id=row.id, made=True))
    return token


def end_invitation(actor: Viewer, key: int) -> None:
    """Let a link invite nobody any longer. Raises NotFound where it is not the actor's own, or has ended."""
    own = (Invitation.id == key) & (Invitation.member_id == actor.id) & Invitation.ended_at.is_(None)
    ended = update(Invitation).where(own).values(ended_at=now()).returning(Invitation.id)
    if db.session.scalar(ended) is None:
        raise NotFound
    publish(InvitationChanged(actor_id=actor.id, invitation_id=key, made=False))


def invitation_of(token: str) -> tuple[int, Member]:
    """Return the number of an open link and who invites by it. Raises NotFound."""
    open_link = (Invitation.token_digest == digest(token)) & Invitation.ended_at.is_(None)
    standing = Member.active.is_(True) & Member.erased_at.is_(None)
    statement = select(Invitation.id, Member).join(Member, Member.id == Invitation.member_id)
    found = db.session.execute(statement.where(open_link, standing)).one_or_none()
    if found is None:
        raise NotFound
    return found[0], found[1]


def note_referral(member_id: int, email: str) -> None:
    """Write down by whose link somebody comes who joins in the current browser, unless they invited themselves."""
    key = _told(INVITED)
    invitation = db.session.get(Invitation, key) if key else None
    if invitation is None or invitation.ended_at is not None or _is_oneself(invitation.member_id, email):
        return
    by, at = invitation.member_id, now()
    row = {"member_id": member_id, "by_id": by, "invitation_id": invitation.id, "created_at": at}
    db.session.execute(once(Referral).values(row))
    publish(MemberReferred(actor_id=None, member_id=member_id, invitation_id=invitation.id))


def _is_oneself(inviter_id: int, email: str) -> bool:
    """Whether a newcomer looks like the member who invites: the same browser, or the same mailbox with a tag in it."""
    inviter = db.session.get(Member, inviter_id)
    return inviter is None or _told(INVITES) == inviter_id or _mailbox(email) == _mailbox(inviter.email or "")


def _mailbox(email: str) -> str:
    """Return the mailbox that an address leads to: what follows a plus sign sorts mail, and is no other person."""
    name, at, domain = email.casefold().rpartition("@")
    return f"{name.partition('+')[0]}{at}{domain}"


def remember(response: Any, what: str, key: int) -> Response:
    """Let the browser of an answer remember by which link it was invited, or whose links it made."""
    kept: Response = response
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    seconds = int(timedelta(days=DAYS).total_seconds())
    kept.set_cookie(
        _cookie(what), signer(what).dumps(key), max_age=seconds, path="/", secure=secure, httponly=True, samesite="Lax"
    )
    return kept


def _told(what: str) -> int | None:
    """Return what the current browser remembers."""
    if not has_request_context():
        return None
    try:
        return int(signer(what).loads(request.cookies.get(_cookie(what), "")))
    except (BadSignature, TypeError, ValueError):
        return None


def _cookie(what: str) -> str:
    return f"{current_app.config['SESSION_COOKIE_NAME']}-{what}"
