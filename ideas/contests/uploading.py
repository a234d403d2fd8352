"""Files of entries: only what their first bytes prove to be a picture or a PDF, and pictures without their metadata."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app

from contributions.schemas import one_line
from core.database import db
from core.files import FilePort
from core.translation import gettext as _
from ideas.contests.models import MOST_FILES, EntryFile

LARGEST_FILE = 4_000_000
LARGEST_REQUEST = MOST_FILES * LARGEST_FILE + 1_000_000
PDF = "application/pdf"
ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp", PDF: "pdf"}


@dataclass(frozen=True)
class Sent:
    """A file as it was sent."""

    name: str
    content: bytes


class FileRefused(ValueError):
    """A file that is not taken; the message says why."""


def media_type_of(content: bytes) -> str | None:
    """Return what a file is, by its first bytes; None for what is not taken."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return PDF if content.startswith(b"%PDF-") else None


def checked(files: Sequence[Sent], most: int = MOST_FILES) -> list[Sent]:
    """Return files that may be kept. Raises FileRefused."""
    if len(files) > most:
        raise FileRefused(_("An entry has at most %(most)s files.", most=MOST_FILES))
    for file in files:
        if len(file.content) > LARGEST_FILE:
            raise FileRefused(_("%(name)s is larger than 4 MB.", name=file.name))
        if media_type_of(file.content) is None:
            raise FileRefused(_("%(name)s is no PNG, JPEG, WebP or PDF.", name=file.name))
    return [Sent(_named(file), without_metadata(file.content)) for file in files]


def keep_files(entry_id: int, files: Sequence[Sent], first: int = 1) -> None:
    """Keep checked files of an entry, the first of them at a position."""
    port: FilePort = current_app.extensions["files"]
    for place, file in enumerate(files, start=first):
        kind = media_type_of(file.content)
        row = EntryFile(entry_id=entry_id, position=place, name=file.name, media_type=kind, size=len(file.content))
        row.digest = port.save(file.content)
        db.session.add(row)
    db.session.flush()


def _named(file: Sent) -> str:
    """Return a name under which a browser may keep a file, with the ending of what it is."""
    stem = one_line(file.name.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0])
    safe = "".join(letter for letter in stem if letter not in '"<>|:*?')[:80].strip(" .") or "file"
    return f"{safe}.{ENDINGS[media_type_of(file.content) or PDF]}"


def without_metadata(content: bytes) -> bytes:
    """Return a JPEG without what cameras write into it, such as where it was taken; other files as they are.

    Segments APP1 to APP15 and comments go, but for ICC profiles (APP2) and Adobe's colours (APP14): ITU T.81, B.1.1.3.
    """
    if not content.startswith(b"\xff\xd8\xff"):
        return content
    kept, at = [b"\xff\xd8"], 2
    while at + 4 <= len(content) and content[at] == 0xFF and content[at + 1] != 0xDA:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4])
        private = 0xE1 <= marker <= 0xEF or marker == 0xFE
        if not private or marker in {0xE2, 0xEE}:
            kept.append(content[at : at + 2 + length])
        at += 2 + length
    return b"".join(kept) + content[at:]
