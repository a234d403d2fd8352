"""The link to a visit: whoever has it sees what was seen, on any device, without an account."""

import logging
import smtplib

from flask import Flask, current_app
from itsdangerous import BadSignature
from sqlalchemy import select
from werkzeug.exceptions import NotFound

from accounts.letters import Letter
from accounts.links import address_of
from core.database import db
from core.jobs import jobs_of
from core.mail import Mail, MailPort
from core.setup import settings_of
from core.signing import signer
from core.translation import gettext as _
from core.translation import locale, speaking
from museum_guide.visits.models import Visit

log = logging.getLogger(__name__)
PURPOSE = "atrium visit link"
JOB = "send the link to a visit"


def register(app: Flask) -> None:
    """Let the worker send links."""
    jobs_of(app).add(JOB, _send)


def link_token(visit_id: int) -> str:
    """Return what stands in the link to a visit."""
    return str(signer(PURPOSE).dumps(visit_id))


def visit_linked(token: str) -> Visit:
    """Return the visit of a link. Raises NotFound, also once it was erased."""
    try:
        key = int(signer(PURPOSE).loads(token))
    except (BadSignature, ValueError, TypeError):
        raise NotFound from None
    visit = db.session.scalars(select(Visit).where(Visit.id == key)).one_or_none()
    if visit is None:
        raise NotFound
    return visit


def send_link(visit_id: int, address: str) -> None:
    """Let the link to a visit be mailed. The address stands nowhere but in that job, and goes with it."""
    url = address_of("visits.linked", token=link_token(visit_id))
    jobs_of(current_app._get_current_object()).send(JOB, address, url, locale())  # type: ignore[attr-defined]


def _send(address: str, url: str, language: str) -> None:
    port: MailPort = current_app.extensions["mail"]
    with speaking(language):
        site = " ".join(settings_of(current_app).site_name.split())
        letter = Letter(
            _("Your visit, from %(site)s", site=site),
            (
                _("You asked for the link to your visit: what you saw, and what you wanted to keep in mind."),
                _("Whoever has the link sees the same. This address was used for this mail only and is not kept."),
            ),
            _("My visit"),
            url,
        )
        try:
            port.send(Mail(address, letter.subject, *letter.bodies()))
        except smtplib.SMTPRecipientsRefused as error:
            log.warning("a link to a visit could not be sent: %s", type(error).__name__)
