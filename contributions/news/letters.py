"""What mails about news say: all is read anew when one is written, so that none tells what its receiver may not see."""

import hashlib
from urllib.parse import urlsplit

from flask import current_app

from accounts.links import address_of
from accounts.models import Member
from contributions.news import digests, notices, refusals
from contributions.news.choices import DIGEST
from contributions.news.models import NewsMail
from contributions.news.tokens import unsubscribe_token
from contributions.news.words import Letter
from core.database import db
from core.mail import Mail
from core.pages import places
from core.settings import Settings
from core.times import living_in
from core.translation import gettext as _
from core.translation import speaking

# Rooms that queue mails of their own fill this place with writers: (queued mail, member) -> Letter, or None.
LETTERS = "letters of rooms"


def mail_for(queued: NewsMail) -> Mail | None:
    """Write a mail that waits; None where its receiver is gone or there is nothing to tell any more."""
    member = db.session.get(Member, queued.member_id)
    if member is None or not member.email or not member.active or member.erased_at is not None:
        return None
    with speaking(member.language), living_in(member.zone):
        letter = _letter(queued, member)
        return _compose(letter, member, queued) if letter else None


def _letter(queued: NewsMail, member: Member) -> Letter | None:
    if queued.notification_id is not None:
        return notices.notice(queued.notification_id, member)
    if queued.subject_key.startswith(f"{DIGEST}:"):
        return digests.digest(member, queued.details, queued.created_at)
    for writer in places().of(LETTERS):
        if letter := writer(queued, member):
            return letter  # type: ignore[no-any-return]
    return refusals.refusal(queued.details) if queued.details else None


def _compose(letter: Letter, member: Member, queued: NewsMail) -> Mail:
    settings: Settings = current_app.extensions["settings"]
    headers = _threading(letter, member) | _subscription(letter, member, settings)
    if letter.reply_to:
        headers["Reply-To"] = letter.reply_to
    words = {
        "letter": letter,
        "site_name": " ".join(settings.site_name.split()),
        "site_url": settings.base_url,
        "settings_url": address_of("news.choices"),
        "unsubscribe_url": headers.get("List-Unsubscribe", "").strip("<>"),
        "said": _furniture(letter),
    }
    template = current_app.jinja_env.get_template
    return Mail(
        member.email or "",
        " ".join(letter.subject.split())[:200],
        template("mail/news.txt").render(words),
        template("mail/news.html").render(words),
        message_id=message_id(letter.key or queued.subject_key, member.id),
        written_at=queued.created_at,
        headers=headers,
    )


def _furniture(letter: Letter) -> dict[str, str]:
    return {
        "reply": _("Write your reply above this line.") if letter.reply_to else "",
        "choose": _("Choose what comes by mail"),
        "end": _("No more mails of this kind"),
    }


def _threading(letter: Letter, member: Member) -> dict[str, str]:
    if not letter.earlier:
        return {}
    known = [message_id(key, member.id) for key in letter.earlier]
    return {"In-Reply-To": known[-1], "References": " ".join(known)}


def _subscription(letter: Letter, member: Member, settings: Settings) -> dict[str, str]:
    if not letter.kind:
        return {}
    url = address_of("news.unsubscribe", token=unsubscribe_token(member.id, letter.kind))
    return {
        "List-Id": f"<{letter.kind}.{_domain(settings)}>",
        "List-Unsubscribe": f"<{url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def message_id(key: str, member_id: int) -> str:
    """Return the Message-ID of what a key names, in the mailbox of one member; the same whenever it is asked for."""
    settings: Settings = current_app.extensions["settings"]
    digest = hashlib.sha256(f"{key} {member_id} {settings.base_url}".encode()).hexdigest()[:24]
    return f"<{digest}@{_domain(settings)}>"


def _domain(settings: Settings) -> str:
    return urlsplit(settings.base_url).hostname or "localhost"
