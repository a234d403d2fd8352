"""Pictures and sounds as pages show them."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from markupsafe import Markup

from core.markup import as_markup
from core.translation import gettext as _
from core.translation import tongue
from museum_guide.addresses import picture_address, sound_address
from museum_guide.languages import heard_here

ENDINGS = {"image/webp": "webp", "image/jpeg": "jpg", "image/png": "png"}
# The width for browsers that know of no choice.
USUAL_WIDTH = 960


class Shown(NamedTuple):
    """A picture with its sizes; `srcset` names all of them, `largest` the kept file itself."""

    id: int
    url: str
    srcset: str
    largest: str
    width: int
    height: int
    words: str
    lang: str
    credit: str
    rights_url: str


class Chapter(NamedTuple):
    """A place in a sound, in seconds and as a clock shows it."""

    at: int
    clock: str
    title: str


class Voice(NamedTuple):
    """A sound with all of its words."""

    id: int
    url: str
    media_type: str
    clock: str
    depth: str
    lang: str
    html: Markup
    chapters: Sequence[Chapter]
    voice: str


def shown_pictures(slug: str, rows: Sequence[Any], language: str, title: str) -> list[Shown]:
    """Return the kept pictures of an artefact, with what each shows in words."""
    return [_shown(slug, row, language, title) for row in rows if row.file]


def _shown(slug: str, row: Any, language: str, title: str) -> Shown:
    base = picture_address(slug, row.id)
    largest = f"{base}/full/max/0/default.{ENDINGS.get(row.media_type, 'jpg')}"
    words, lang = described(row.words, language, title)
    sizes = [(size["width"], size_address(base, size)) for size in row.list or ()]
    usual = next((url for width, url in sizes if width >= USUAL_WIDTH), sizes[-1][1] if sizes else largest)
    srcset = ", ".join(f"{url} {width}w" for width, url in sizes)
    return Shown(row.id, usual, srcset, largest, row.width, row.height, words, lang, row.credit, row.more)


def size_address(base: str, size: dict[str, int]) -> str:
    """Return the address of a size of a picture that stands at `base`."""
    return f"{base}/full/{size['width']},{size['height']}/0/default.webp"


def described(words: dict[str, str] | None, language: str, title: str) -> tuple[str, str]:
    """Return what a picture shows in the language nearest to one wished for, and that language where it is another."""
    if not words:
        return _("Picture of “%(title)s”", title=title), ""
    chosen = heard_here(words, language)
    return words[chosen], tongue(chosen)


def voices(slug: str, rows: Sequence[Any], language: str, otherwise: str) -> list[Voice]:
    """Return the sounds of an artefact in one language, or where there are none in that of the museum, or in any."""
    there = list(dict.fromkeys(row.language for row in rows))
    chosen = heard_here(there, language, otherwise)
    return [_voice(slug, row) for row in rows if row.language == chosen]


def _voice(slug: str, row: Any) -> Voice:
    chapters = [Chapter(int(one["at"]), clock(one["at"]), one["title"]) for one in row.list or ()]
    url = sound_address(slug, row.id)
    return Voice(
        row.id,
        url,
        row.media_type,
        clock(row.seconds),
        row.depth,
        tongue(row.language),
        as_markup(row.more),
        chapters,
        row.credit,
    )


def clock(seconds: float) -> str:
    """Write a length as a clock would: 75 seconds are 1:15."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"
