"""Reads one mail as it came over the wire: who wrote to whom, and in which words. Whatever is broken stays harmless."""

import codecs
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses
from html.parser import HTMLParser
from itertools import islice

import nh3

from contributions.mail_in.quoting import own_words

LARGEST = 1024 * 1024
MOST_PARTS = 100
MOST_WORDS = 60_000
LONGEST_PAGE = 100_000
# What is longer is no header that a person's mail has, and slow to decode.
LONGEST_HEADER = 2000
LONGEST_HEAD = 64 * 1024
MOST_RECIPIENTS = 20
# Names of characters, not of texts, and slow with long ones.
NO_CHARSETS = {"idna", "punycode"}
BULK = {"bulk", "junk", "list", "auto_reply"}
DESCRIBING = ("Content-Type", "Content-Disposition")
RECIPIENTS = ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc")
LISTS = ("List-Id", "List-Unsubscribe", "X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress")
HIDDEN = {"script", "style", "head", "title", "template", "blockquote"}
GONE = HIDDEN - {"blockquote"}
BLOCKS = {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "table", "ul", "ol", "hr"}


class Garbled(Exception):
    """This is no mail that can be read; the message says why."""


@dataclass(frozen=True)
class Incoming:
    """A mail that came in. `senders` and `recipients` are plain addresses; `words` are what its writer added."""

    digest: str
    senders: tuple[str, ...]
    recipients: tuple[str, ...]
    subject: str
    words: str
    attachments: int
    automatic: bool


def read_mail(raw: bytes) -> Incoming:
    """Read a mail. Raises Garbled where that cannot be done, whatever it holds."""
    if len(raw) > LARGEST or len(raw.replace(b"\r", b"").partition(b"\n\n")[0]) > LONGEST_HEAD:
        raise Garbled("it is too large")
    try:
        return _read(raw)
    except (LookupError, ValueError, TypeError, AttributeError, AssertionError, RecursionError) as error:
        raise Garbled(f"it cannot be read ({type(error).__name__})") from error


def _read(raw: bytes) -> Incoming:
    message = message_from_bytes(raw, policy=policy.compat32)
    words, attachments = _words(message)
    identity = _header(message, "Message-ID") or raw.decode("latin-1")
    return Incoming(
        digest=hashlib.sha256(identity.encode("utf-8", "replace")).hexdigest(),
        senders=tuple(_addresses(message.get_all("From", []))),
        recipients=tuple(_addresses(value for name in RECIPIENTS for value in message.get_all(name, []))),
        subject=" ".join(_header(message, "Subject").split())[:200],
        words=words,
        attachments=attachments,
        automatic=_is_automatic(message),
    )


def _is_automatic(message: Message) -> bool:
    """Whether no person wrote this just now: RFC 3834, and what programs said before it."""
    submitted = _header(message, "Auto-Submitted").partition(";")[0].strip().casefold()
    return (
        submitted not in {"", "no"}
        or _header(message, "Precedence").strip().casefold() in BULK
        or any(name in message for name in LISTS)
        or _header(message, "Return-Path").strip() == "<>"
        or message.get_content_type() in {"multipart/report", "message/delivery-status"}
    )


def _header(message: Message, name: str) -> str:
    value = str(message.get(name, ""))[:LONGEST_HEADER]
    try:
        return str(make_header(decode_header(value)))
    except (LookupError, ValueError):
        return value


def _addresses(values: Iterable[object]) -> Iterator[str]:
    for _name, address in getaddresses([str(value)[:LONGEST_HEADER] for value in islice(values, MOST_RECIPIENTS)]):
        if "@" in address:
            yield address.strip()


def _words(message: Message) -> tuple[str, int]:
    """Return the words that the writer added, from the plain part if there is one, and how many parts are left out."""
    plain: list[str] = []
    pages: list[str] = []
    attachments = 0
    for number, part in enumerate(message.walk()):
        if number >= MOST_PARTS:
            raise Garbled("it has too many parts")
        if any(len(str(part.get(header, ""))) > LONGEST_HEADER for header in DESCRIBING):
            raise Garbled("a part has a description without an end")
        if part.is_multipart():
            continue
        kind = part.get_content_type()
        attached = part.get_content_disposition() == "attachment" or bool(part.get_filename())
        if attached or kind not in {"text/plain", "text/html"}:
            attachments += 1
        else:
            (plain if kind == "text/plain" else pages).append(_decoded(part))
    text = "\n".join(plain) if any(map(str.strip, plain)) else text_of_page("\n".join(pages))
    return own_words(text[:MOST_WORDS]), attachments


def _decoded(part: Message) -> str:
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else str(payload).encode("utf-8", "replace")
    charset = part.get_content_charset() or "utf-8"
    try:
        return content.decode("utf-8" if codecs.lookup(charset).name in NO_CHARSETS else charset, "replace")
    except (LookupError, ValueError):
        return content.decode("utf-8", "replace")


class _Page(HTMLParser):
    """Keeps the words of a page, a line for each block; what is quoted or hidden goes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line with a block."""
        quote = tag == "div" and any(name == "class" and "quote" in (value or "") for name, value in attrs)
        if tag in HIDDEN or quote or (self.hidden and tag == self.hidden[-1]):
            self.hidden.append(tag)
        elif tag in BLOCKS:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """End a line with a block."""
        if self.hidden and tag == self.hidden[-1]:
            self.hidden.pop()
        elif tag in BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        """Keep words."""
        if not self.hidden:
            self.pieces.append(" ".join(data.split()) + " " if data.strip() else "")


def text_of_page(html: str) -> str:
    """Return the words of an HTML mail, a line for each block."""
    page = _Page()
    # Put in order first: of tags that never end, the parser of the standard library looks for the end of each.
    tags, attributes = BLOCKS | {"blockquote"}, {"div": {"class"}}
    page.feed(nh3.clean(html[:LONGEST_PAGE], tags=tags, clean_content_tags=GONE, attributes=attributes))
    page.close()
    lines = [" ".join(line.split()) for line in "".join(page.pieces).split("\n")]
    return "\n\n".join(line for line in lines if line)
