"""Who wants to hear from a museum after a visit: an address that its reader confirms, and nothing of the visit."""

import logging
import smtplib
from datetime import timedelta
from typing import NamedTuple

from flask import current_app
from itsdangerous import BadSignature
from sqlalchemy import delete, select
from werkzeug.exceptions import NotFound

from accounts.letters import Letter
from accounts.links import address_of
from core.clock import now, parse_time
from core.database import db, once
from core.errors import Refused
from core.jobs import jobs_of
from core.mail import Mail, MailPort
from core.signing import signer
from core.translation import gettext as _
from core.translation import locale, speaking
from museum_guide.models import Museum
from museum_guide.reports.models import MuseumContact

log = logging.getLogger(__name__)
PURPOSE = "letters of a museum"
JOB = "ask whether a museum may write"
GOOD_FOR = timedelta(days=7)


class Asked(NamedTuple):
    """What a link in a letter says: which museum may write to whom, in which language, and when that was asked."""

    museum: Museum
    email: str
    language: str
    at: str


def ask(museum: Museum, email: str) -> None:
    """Send a letter that asks whether the museum may write; until its reader says yes, nothing is kept."""
    token = str(signer(PURPOSE).dumps([museum.id, email, locale(), now().isoformat()]))
    jobs_of(current_app).send(JOB, museum.name, email, address_of("letters.answer", token=token), locale())


def asked(token: str) -> Asked:
    """Read the link of a letter. Raises NotFound for one that is not ours, or whose museum has gone."""
    try:
        museum_id, email, language, at = signer(PURPOSE).loads(token)
    except (BadSignature, ValueError, TypeError):
        raise NotFound from None
    museum = db.session.scalars(select(Museum).where(Museum.id == museum_id, Museum.published.is_(True))).one_or_none()
    if museum is None:
        raise NotFound
    return Asked(museum, email, language, at)


def agree(letter: Asked) -> None:
    """Keep the address of who agrees, once. Raises Refused where the letter is older than a week."""
    if parse_time(letter.at) < now() - GOOD_FOR:
        raise Refused(_("This link was good for a week. Ask again, and a new one comes."))
    row = {"museum_id": letter.museum.id, "email": letter.email, "language": letter.language, "confirmed_at": now()}
    db.session.execute(once(MuseumContact).values(row))


def leave(letter: Asked) -> None:
    """Forget an address; whoever holds a letter can, at any time."""
    own = (MuseumContact.museum_id == letter.museum.id, MuseumContact.email == letter.email)
    db.session.execute(delete(MuseumContact).where(*own))


def send_question(museum: str, email: str, url: str, language: str) -> None:
    """Send the letter; the job behind `ask`."""
    port: MailPort = current_app.extensions["mail"]
    with speaking(language):
        name = " ".join(museum.split())
        letter = Letter(
            _("May %(museum)s write to you?", museum=name),
            (
                _("Somebody gave this address so that %(museum)s may write. If it was you, say yes.", museum=name),
                _("If it was not, do nothing: the address is not kept. The same link ends it at any time."),
            ),
            _("Answer"),
            url,
        )
        try:
            port.send(Mail(email, letter.subject, *letter.bodies()))
        except smtplib.SMTPRecipientsRefused as error:
            log.warning("a museum's question could not be sent: %s", type(error).__name__)
