"""Judges a mail that came in and posts it by the same rules as the page.

Whoever has not proved to be the member, by an address that only their mails held and by the sender, gets no answer: a
refusal to a forged sender would be one more unwanted mail to a stranger. Whoever has is told why it was not posted.
"""

from collections.abc import Callable

from flask import current_app
from pydantic import ValidationError
from sqlalchemy import select
from werkzeug.exceptions import NotFound

from accounts.models import Member
from accounts.schemas import address_key
from accounts.viewers import Viewer, viewer_of
from contributions.events import NewsQueued
from contributions.mail_in.reading import Garbled, Incoming, read_mail
from contributions.models import Contribution
from contributions.news.models import NewsMail, ReceivedMail
from contributions.news.tokens import ReplyAddress, read_reply_address
from contributions.posting import comment
from contributions.schemas import CommentDraft
from core.clock import now
from core.database import db, once
from core.errors import Refused
from core.events import publish
from core.forms import explain
from core.limits import Limits
from core.settings import Settings
from core.translation import gettext as _
from core.translation import ngettext, speaking

Reply = Callable[[Viewer, int, str], Contribution]
REPLIES: dict[str, Reply] = {}


class Dropped(Exception):
    """The mail is not taken, and nobody is told but the log."""


def add_reply(kind: str, reply: Reply) -> None:
    """Let a room say what a reply by mail becomes in its threads: `reply(actor, thread, words)`; else a comment."""
    REPLIES[kind] = reply


def receive(raw: bytes, recipient: str = "") -> int | None:
    """Post a mail and return the id of what it became; None where its writer is told by mail why it was not posted.

    Raises Dropped where it is not clear that a member wrote it just now.
    """
    try:
        mail = read_mail(raw)
    except Garbled as error:
        raise Dropped(str(error)) from None
    said = _address(mail, recipient)
    member = _writer(mail, said)
    if mail.automatic:
        raise Dropped("a program wrote it")
    with speaking(member.language):
        return _post(mail, said, member)


def _address(mail: Incoming, recipient: str) -> ReplyAddress:
    named = [recipient] if recipient else list(mail.recipients)
    found = next((said for said in map(read_reply_address, named[:20]) if said), None)
    if found is None:
        raise Dropped("it is not addressed to an address for replies of this site")
    return found


def _writer(mail: Incoming, said: ReplyAddress) -> Member:
    member = db.session.get(Member, said.member_id)
    if member is None or not member.email or not member.active or member.erased_at is not None:
        raise Dropped("the member is gone")
    if [address_key(sender) for sender in mail.senders] != [member.email]:
        raise Dropped("somebody else than the member sent it")
    return member


def _post(mail: Incoming, said: ReplyAddress, member: Member) -> int | None:
    known = once(ReceivedMail).values(digest=mail.digest, member_id=member.id, received_at=now())
    if db.session.scalar(known.returning(ReceivedMail.digest)) is None:
        raise Dropped("it has come before")
    try:
        key = _reply(viewer_of(member), said, mail)
    except (Refused, NotFound, ValidationError) as error:
        db.session.rollback()
        _refuse(mail, said, _reason(error))
        return None
    row = db.session.get_one(ReceivedMail, mail.digest)
    row.contribution_id = key
    return key


def _reply(actor: Viewer, said: ReplyAddress, mail: Incoming) -> int:
    if said.expired:
        raise Refused(_("The address that you replied to is too old. Please reply on the page."))
    if not mail.words:
        raise Refused(_("There were no words of your own in it, above what was quoted."))
    limits: Limits = current_app.extensions["limits"]
    limits.hit("post", str(actor.id))
    kind = db.session.scalar(select(Contribution.kind).where(Contribution.id == said.thread_id))
    return REPLIES.get(kind or "", _comment)(actor, said.thread_id, _noted(mail)).id


def _comment(actor: Viewer, thread_id: int, words: str) -> Contribution:
    return comment(actor, thread_id, CommentDraft(body=words))


def _noted(mail: Incoming) -> str:
    if not mail.attachments:
        return mail.words
    note = ngettext("%(num)s attachment was left out.", "%(num)s attachments were left out.", mail.attachments)
    return f"{mail.words}\n\n*{note}*"


def _reason(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return " ".join(explain(error).values())
    if isinstance(error, NotFound):
        return _("The thread is gone, or it is not open to you any more.")
    return str(error)


def _refuse(mail: Incoming, said: ReplyAddress, reason: str) -> None:
    """Let the writer know; no more often than a person would write."""
    settings: Settings = current_app.extensions["settings"]
    limits: Limits = current_app.extensions["limits"]
    try:
        limits.hit("refusal", str(said.member_id))
    except Refused:
        raise Dropped("its writer was told often enough") from None
    details = {
        "reason": reason,
        "subject": mail.subject,
        "text": mail.words[:5000],
        "url": f"{settings.base_url}/contributions/{said.thread_id}",
    }
    at = now()
    key = {"member_id": said.member_id, "subject_key": f"refusal:{mail.digest[:40]}", "details": details}
    db.session.execute(once(NewsMail).values(**key, created_at=at, due_at=at, attempts=0))
    known = {"digest": mail.digest, "member_id": said.member_id, "received_at": at}
    db.session.execute(once(ReceivedMail).values(**known))
    publish(NewsQueued(actor_id=None, count=1))
