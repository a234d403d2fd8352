"""Sends mails about news: claimed first, then sent, then marked, so that no transaction is held while a server talks.

A worker that dies in between leaves a mail that is due again after a while, with the same Message-ID as before.
"""

import logging
import smtplib
from collections.abc import Sequence
from datetime import timedelta

from flask import current_app
from sqlalchemy import delete, update

from contributions.news.letters import mail_for
from contributions.news.models import NewsMail
from core.claiming import claim, due_keys
from core.clock import now
from core.database import db, unit_of_work
from core.mail import MailPort
from core.outbox import Delivery

log = logging.getLogger(__name__)
LANE = "news mail"
MOST_ATTEMPTS = 12
KEPT = timedelta(days=120)


def on_queued(_deliveries: Sequence[Delivery]) -> None:
    """Send what was queued; the handler of the lane."""
    send_due()


def send_due() -> int:
    """Send every mail that is due and return how many were sent; what cannot be sent now waits longer each time."""
    sent = 0
    while keys := due_keys(NewsMail):
        sent += sum(_send(key) for key in keys)
    return sent


def sweep() -> None:
    """Forget mails of long ago, which nothing can queue again."""
    db.session.execute(delete(NewsMail).where(NewsMail.due_at.is_(None), NewsMail.created_at < now() - KEPT))


def _send(key: int) -> bool:
    with unit_of_work():
        attempts = claim(NewsMail, key)
    if attempts is None:
        return False
    port: MailPort = current_app.extensions["mail"]
    try:
        mail = mail_for(db.session.get_one(NewsMail, key)) if attempts <= MOST_ATTEMPTS else None
        if mail is not None:
            port.send(mail)
    except (OSError, smtplib.SMTPException) as error:
        log.warning("mail %d about news could not be sent: %s", key, type(error).__name__)
        return False
    except Exception:
        log.exception("mail %d about news could not be written", key)
        db.session.rollback()
        return False
    with unit_of_work():
        sent_at = now() if mail else None
        db.session.execute(update(NewsMail).where(NewsMail.id == key).values(due_at=None, sent_at=sent_at))
    return mail is not None
