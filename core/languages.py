"""Which languages the house speaks, and which of them a reader hears: their own choice, else their browser's."""

from collections.abc import Sequence
from functools import lru_cache

from babel import Locale
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from core.catalogues import SOURCE, translated
from core.pseudo import ACCENTED, LEFTWARD

# In which manner dates and numbers are written; a language that is not named here has its own.
MANNERS = {SOURCE: "en_GB", ACCENTED: "en_GB", LEFTWARD: "ar"}

# What those call themselves that come with the house: to read it out of their data costs a process a megabyte each.
OWN_NAMES = {"en": "English", "de": "Deutsch", "es": "Español", "fr": "Français", "hi": "हिन्दी"}


def offered(wanted: str) -> tuple[str, ...]:
    """Return the languages that a setting names, the first of which is spoken to whoever asks for none of them.

    Nothing means English and every language with a catalogue.
    """
    named = tuple(dict.fromkeys(word.strip() for word in wanted.split(",") if word.strip()))
    return named or tuple(dict.fromkeys((SOURCE, *translated())))


@lru_cache(maxsize=2048)
def heard(spoken: Sequence[str], chosen: str, wish: str) -> str:
    """Return the language, of those spoken, for a choice (may be none of them) and an `Accept-Language` header."""
    if chosen in spoken:
        return chosen
    wishes = parse_accept_header(wish, LanguageAccept)
    known = (language for wished, quality in wishes if quality > 0 and (language := _nearest(wished, spoken)))
    return next(known, spoken[0])


def _nearest(wished: str, spoken: Sequence[str]) -> str | None:
    """Return the language wished, or one of its kind: whoever wants Swiss French takes French, and the other way."""
    exact = (language for language in spoken if language.lower() == wished.lower())
    akin = (language for language in spoken if language.partition("-")[0] == wished.partition("-")[0].lower())
    return next(exact, None) or next(akin, None)


def manner(language: str) -> str:
    """Return the name by which Babel knows how dates and numbers are written in a language: `pt_BR`."""
    return MANNERS.get(language, language.replace("-", "_"))


@lru_cache(maxsize=64)
def direction(language: str) -> str:
    """Return the direction in which a language is written: `ltr` or `rtl`."""
    return Locale.parse(manner(language)).text_direction


@lru_cache(maxsize=64)
def own_name(language: str) -> str:
    """Return what a language calls itself, with a capital where it has them; made-up ones are named by their code."""
    if language in {ACCENTED, LEFTWARD}:
        return language
    if language in OWN_NAMES:
        return OWN_NAMES[language]
    known = Locale.parse(language, sep="-")
    name = known.get_display_name(known) or language
    return name[:1].upper() + name[1:]
