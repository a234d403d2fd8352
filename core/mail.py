"""Mail: written by a job, sent by SMTP or laid down as .eml files that anyone can open."""

import email
import email.policy
import hashlib
import os
import smtplib
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import make_msgid, parseaddr
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from core.clock import now
from core.naming import naming
from core.settings import Settings

# Addresses in headers are long and hold no space: folded at the usual width they would be spelled in a code that
# mail programs do not read there. Lines may have 998 characters.
UNFOLDED = email.policy.default.clone(max_line_length=900)


@dataclass(frozen=True)
class Mail:
    """One mail to one person, as plain text and optionally as HTML.

    With a `message_id` of its own a mail that is sent again is the same mail: a folder keeps it once, and so do
    mailboxes that know their messages by it.
    """

    to: str
    subject: str
    text: str
    html: str = ""
    message_id: str = ""
    written_at: datetime | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


class MailPort(Protocol):
    """Where mail goes."""

    def send(self, mail: Mail) -> None:
        """Send one mail; raises OSError or smtplib.SMTPException when it cannot be sent now."""

    def forget(self, words: Sequence[str]) -> None:
        """Remove mails that are still kept here and hold one of these words, in a header or a text."""


class SpoolFolder:
    """Lays mails down in a folder."""

    def __init__(self, folder: Path, sender: str) -> None:
        self.folder = folder
        self.sender = sender

    def send(self, mail: Mail) -> None:
        """Write the mail to a file whose name begins with the time."""
        self.folder.mkdir(parents=True, exist_ok=True)
        message = compose(mail, self.sender)
        stamp = (mail.written_at or now()).strftime("%Y%m%dT%H%M%S%f")
        name = "".join(letter if letter.isalnum() else "-" for letter in mail.to)[:60]
        if mail.message_id:
            name += "-" + hashlib.sha256(mail.message_id.encode()).hexdigest()[:12]
        path = self.folder / f"{stamp}-{name}.eml"
        unfinished = path.with_suffix(f".{os.getpid()}")
        unfinished.write_bytes(bytes(message))
        unfinished.replace(path)

    def forget(self, words: Sequence[str]) -> None:
        """Look through the folder."""
        pattern = naming(words)
        for path in self.folder.glob("*.eml"):
            if pattern.search(_readable(path.read_bytes())):
                path.unlink(missing_ok=True)


class SMTP:
    """Sends by SMTP; `smtps:` for TLS from the start, `smtp:` upgrades where the server offers it."""

    def __init__(self, url: str, sender: str) -> None:
        self.parts = urlsplit(url)
        self.sender = sender

    def send(self, mail: Mail) -> None:
        """Send one mail over a connection of its own."""
        host, secure = self.parts.hostname or "localhost", self.parts.scheme == "smtps"
        context = ssl.create_default_context()
        with (
            smtplib.SMTP_SSL(host, self.parts.port or 465, timeout=20, context=context)
            if secure
            else smtplib.SMTP(host, self.parts.port or 25, timeout=20)
        ) as server:
            if not secure and server.has_extn("starttls"):
                server.starttls(context=context)
            if self.parts.username:
                server.login(unquote(self.parts.username), unquote(self.parts.password or ""))
            server.send_message(compose(mail, self.sender))

    def forget(self, words: Sequence[str]) -> None:
        """Do nothing: what was sent is no longer here."""


def compose(mail: Mail, sender: str) -> EmailMessage:
    """Return the message. Line breaks in subject or address are refused with ValueError by the standard library."""
    name, address = parseaddr(sender)
    local, _, domain = address.partition("@")
    message = EmailMessage(UNFOLDED)
    message["From"] = Address(name, local, domain)
    message["To"] = Address(addr_spec=mail.to)
    message["Subject"] = mail.subject
    message["Date"] = mail.written_at or now()
    message["Message-ID"] = mail.message_id or make_msgid(domain=domain or "localhost")
    message["Auto-Submitted"] = "auto-generated"
    for header, value in mail.headers.items():
        message[header] = value
    message.set_content(mail.text)
    if mail.html:
        message.add_alternative(mail.html, subtype="html")
    return message


def _readable(content: bytes) -> str:
    """Return headers and texts of a mail as they are read, without the ways in which they are sent."""
    message = email.message_from_bytes(content, policy=email.policy.default)
    texts = [part.get_content() for part in message.walk() if part.get_content_maintype() == "text"]
    return "\n".join([*map(str, message.values()), *map(str, texts)])


def open_mail(settings: Settings) -> MailPort:
    """Open the mail port that the settings name."""
    if settings.mail_url:
        return SMTP(settings.mail_url, settings.mail_from)
    return SpoolFolder(settings.home / "mail", settings.mail_from)
