"""Sounds of artefacts on their way in."""

import re
from typing import Any

from flask import current_app

from core.errors import Refused
from core.files import FilePort
from core.translation import gettext as _
from museum_guide.artefacts.lengths import Length, length_of

LARGEST_FILE = 40_000_000
CHAPTER = re.compile(r"(\d{1,3}):(\d{2})\s+(.{1,200})\Z")
MOST_CHAPTERS = 50


def keep_recording(content: bytes) -> tuple[str, Length]:
    """Keep an MP3, Ogg or WAV, and return its key and length. Raises Refused for everything else."""
    if len(content) > LARGEST_FILE:
        raise Refused(_("The sound is larger than 40 MB."))
    length = length_of(content)
    if length is None:
        raise Refused(_("This is no MP3, Ogg or WAV that can be read."))
    port: FilePort = current_app.extensions["files"]
    return port.save(content), length


def read_chapters(text: str) -> list[dict[str, Any]]:
    """Read chapters, one a line, such as `1:05 The story`. Raises ValueError with words for whoever wrote them."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    found = [_chapter(line) for line in lines[:MOST_CHAPTERS]]
    return sorted(found, key=lambda chapter: int(chapter["at"]))


def _chapter(line: str) -> dict[str, Any]:
    found = CHAPTER.match(line)
    if found is None or int(found[2]) > 59:
        raise ValueError(_("“%(line)s” is no chapter: write 1:05 and what begins there.", line=line[:80]))
    return {"at": int(found[1]) * 60 + int(found[2]), "title": found[3]}
