"""What the house says in each language, as translators wrote it down in `translations/`.

The catalogues are read as they are written, when a language is first spoken: a thousand sentences take a process less
than a tenth of a second, once, so nothing is compiled that could be out of date.
"""

import gettext
import io
import re
from functools import lru_cache
from pathlib import Path

from core.pseudo import PSEUDO, PseudoCatalogue

SOURCE = "en"
FOLDER = Path(__file__).resolve().parent.parent / "translations"
CODE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")


def path_of(language: str) -> Path:
    """Return where the catalogue of a language stands, whether there is one or not."""
    return FOLDER / language.replace("-", "_") / "LC_MESSAGES" / "messages.po"


def translated() -> tuple[str, ...]:
    """Name the languages that have a catalogue, such as `de` or `pt-BR`, sorted."""
    return tuple(sorted(path.parents[1].name.replace("_", "-") for path in FOLDER.glob("*/LC_MESSAGES/messages.po")))


def is_known(language: str) -> bool:
    """Whether the house can speak a language."""
    return language == SOURCE or language in PSEUDO or language in translated()


@lru_cache(maxsize=32)
def catalogue(language: str) -> gettext.NullTranslations:
    """Return the catalogue of a language; one that has none speaks English. What is marked as fuzzy is left out."""
    if language in PSEUDO:
        return PseudoCatalogue(language)
    path = path_of(language)
    if not CODE.fullmatch(language) or not path.is_file():
        return gettext.NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    packed = io.BytesIO()
    with path.open("rb") as file:
        written = read_po(file, locale=language.replace("-", "_"))
    # Without its head, which says in which code it is written, nothing could be read.
    written.fuzzy = False
    write_mo(packed, written)
    packed.seek(0)
    return gettext.GNUTranslations(packed)
