"""Sends mails about accounts. They wait in a table of their own, so that none is lost and no link stands in the log."""

import logging
import smtplib
from collections.abc import Sequence
from datetime import timedelta

from flask import Flask, current_app
from sqlalchemy import select

from accounts.events import MailQueued
from accounts.letters import letter_for, receiver_of
from accounts.models import AccountMail, Member
from core.clock import now
from core.database import db
from core.events import publish
from core.jobs import jobs_of
from core.mail import Mail, MailPort
from core.outbox import Delivery, add_lane
from core.times import living_in
from core.translation import speaking

log = logging.getLogger(__name__)
MOST_ATTEMPTS = 12
BATCH = 50


def register(app: Flask) -> None:
    """Send mails as soon as they are asked for, and try again what could not be sent."""
    add_lane(app, "mail", _on_queued, MailQueued)
    jobs_of(app).every("send waiting mail", send_waiting, minute="*")


def queue_mail(purpose: str, address: str, member: Member | None = None) -> None:
    """Let a mail be sent; what it says is decided when it is written."""
    at = now()
    row = AccountMail(purpose=purpose, address=address, created_at=at, due_at=at)
    row.member_id = member.id if member else None
    db.session.add(row)
    db.session.flush()
    publish(MailQueued(actor_id=None, mail_id=row.id, purpose=purpose))


def send_waiting() -> None:
    """Send every mail that is due; one that cannot be sent now waits longer each time."""
    due = select(AccountMail).where(AccountMail.due_at <= now()).order_by(AccountMail.id).limit(BATCH)
    for row in db.session.scalars(due.with_for_update(skip_locked=True)).all():
        _send(row)


def _on_queued(_entries: Sequence[Delivery]) -> None:
    send_waiting()


def _send(row: AccountMail) -> None:
    port: MailPort = current_app.extensions["mail"]
    mail = _mail(row)
    try:
        if mail is not None:
            port.send(mail)
    except (OSError, smtplib.SMTPException) as error:
        _postpone(row, error)
    else:
        db.session.delete(row)


def _mail(row: AccountMail) -> Mail | None:
    """Write a mail in the language of its receiver, as far as they are known."""
    member = receiver_of(row)
    with speaking(member.language if member else ""), living_in(member.zone if member else ""):
        letter = letter_for(row)
        return Mail(row.address, letter.subject, *letter.bodies()) if letter else None


def _postpone(row: AccountMail, error: Exception) -> None:
    row.attempts += 1
    log.warning("mail %d (%s) could not be sent: %s", row.id, row.purpose, type(error).__name__)
    if row.attempts >= MOST_ATTEMPTS:
        db.session.delete(row)
    row.due_at = now() + timedelta(seconds=30 * 2**row.attempts)
