"""The one analyser: what is indexed, what is asked and what is marked in a snippet are cut into terms here."""

import re
import threading
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from core.search.folding import casefold, fold
from core.search.words import Chunk, chunks

# Raised whenever other terms come out of the same text: an index made before then asks to be rebuilt.
ANALYSER_VERSION = 1
LONGEST_TERM = 64
MOST_TOKENS = 15_000
DEFAULT_LANGUAGES = ("english",)

_LANGUAGES = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish",
    "et": "estonian", "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian",
    "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian", "nb": "norwegian", "ne": "nepali",
    "nl": "dutch", "nn": "norwegian", "no": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian",
    "sr": "serbian", "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
# Too common to choose by; they are indexed all the same, so that a phrase may hold them.
_STOP_WORDS = (
    "a an and are as at be by can do does for from had has have how i if in is it its me my not of on or so that the"
    " their them then there these this to was we were what when where which who why will with you your"
    " の を に は が で と も へ や か"
)
STOP_WORDS = frozenset(_STOP_WORDS.split())
_JOINT = re.compile(r"[.\-_@']")
_VERSION = re.compile(r"v(?=\d)")


class Token(NamedTuple):
    """A word, a character or a pair of characters: its terms, its place among the words, its place in the text."""

    terms: tuple[str, ...]
    position: int
    start: int
    end: int


class Unit(NamedTuple):
    """What a document must hold: at each offset one of several terms; more than one offset makes a phrase."""

    text: str
    slots: tuple[tuple[int, tuple[str, ...]], ...]
    parts: tuple[str, ...] = ()

    @property
    def is_phrase(self) -> bool:
        """Whether the order of the terms matters."""
        return len(self.slots) > 1


def language_name(code: str | None) -> str | None:
    """Return Snowball's name of a language given as a BCP 47 tag or by that name; None where it knows none."""
    if not code:
        return None
    primary = re.split(r"[-_]", code.lower(), maxsplit=1)[0]
    return _LANGUAGES.get(primary) or (primary if primary in _LANGUAGES.values() else None)


def languages_of(code: str | None, defaults: tuple[str, ...]) -> tuple[str, ...]:
    """Return the site's languages and the document's own one, each once."""
    own = language_name(code)
    return defaults if own is None or own in defaults else (*defaults, own)


# A Snowball stemmer keeps the word it works on, so threads take turns.
_stemming = threading.Lock()
_stemmers: dict[str, Any] = {}


def _stem(word: str, language: str) -> str:
    with _stemming:
        if language not in _stemmers:
            # Imported on first use: it loads every language, 0.2 s.
            import snowballstemmer

            _stemmers[language] = snowballstemmer.stemmer(language)
        return str(_stemmers[language].stemWord(word))


def _stems(word: str, languages: tuple[str, ...]) -> Iterator[str]:
    """Yield the stems of a case-folded word; English is stemmed without accents, others need theirs."""
    plain = fold(word)
    if any(letter.isdigit() for letter in plain):
        yield plain
        return
    for language in languages:
        yield fold(_stem(plain, language))
        if language != "english" and plain != word:
            yield fold(_stem(word, language))


def _once(terms: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(term[:LONGEST_TERM] for term in terms if term))


def _surface(text: str) -> str:
    return casefold(text).replace("\u2019", "'").removesuffix("'s")


def _whole(surface: str, languages: tuple[str, ...]) -> Iterator[str]:
    """Yield the spellings of a joined word as one: `wi-fi` is also `wifi`, `v4.1` is also `4.1`."""
    plain = fold(surface)
    yield plain
    if not plain.endswith(("+", "#")) and "." not in plain and "@" not in plain:
        yield from _stems(_JOINT.sub("", surface), languages)
    if _VERSION.match(plain):
        yield plain[1:]


@lru_cache(maxsize=8_000)
def index_terms(text: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    """Return every term under which a word is found: stems, the whole of a joined word, and its parts."""
    surface = _surface(text)
    parts = [part for part in _JOINT.split(surface.rstrip("+#")) if part]
    if len(parts) == 1 and parts[0] == surface:
        return _once(_stems(surface, languages))
    return _once([*_whole(surface, languages), *(stem for part in parts for stem in _stems(part, languages))])


@lru_cache(maxsize=2_000)
def query_terms(text: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    """Return the terms of which any one stands for a word that is asked for."""
    surface = _surface(text)
    joined = _JOINT.search(surface) or surface.endswith(("+", "#"))
    return _once(_whole(surface, languages) if joined else _stems(surface, languages))


def _characters(chunk: Chunk, position: int, most: int) -> Iterator[Token]:
    """Cut a run without spaces into single characters and, at the same positions, pairs."""
    folded = fold(chunk.text)
    exact = len(folded) == len(chunk.text)
    for i, letter in enumerate(folded[: most - position]):
        start, end = (chunk.start + i, chunk.start + i + 1) if exact else (chunk.start, chunk.end)
        yield Token((letter,), position + i, start, end)
        if i + 1 < len(folded):
            yield Token((folded[i : i + 2],), position + i, start, min(end + 1, chunk.end))


def tokens(text: str, languages: tuple[str, ...] = DEFAULT_LANGUAGES, most: int = MOST_TOKENS) -> Iterator[Token]:
    """Yield the tokens of a text as they are indexed, at most `most` positions of them."""
    position = 0
    for chunk in chunks(text):
        if position >= most:
            return
        if chunk.is_run:
            yield from _characters(chunk, position, most)
            position += len(fold(chunk.text))
        else:
            yield Token(index_terms(chunk.text, languages), position, chunk.start, chunk.end)
            position += 1


def _slots(chunk: Chunk, offset: int, languages: tuple[str, ...]) -> list[tuple[int, tuple[str, ...]]]:
    """Return what is asked for by a chunk; nothing where it folds to nothing, as a lone accent does."""
    if not chunk.is_run:
        terms = query_terms(chunk.text, languages)
        return [(offset, terms)] if terms else []
    folded = fold(chunk.text)
    if len(folded) == 1:
        return [(offset, (folded,))]
    return [(offset + i, (folded[i : i + 2],)) for i in range(len(folded) - 1)]


def word_units(text: str, languages: tuple[str, ...] = DEFAULT_LANGUAGES) -> list[Unit]:
    """Return what is asked for by words: each word, or each run of one script as a phrase of pairs."""
    units = []
    for chunk in chunks(text):
        surface = "" if chunk.is_run else _surface(chunk.text)
        parts = tuple(part for part in _JOINT.split(surface) if part)
        if slots := _slots(chunk, 0, languages):
            units.append(Unit(chunk.text, tuple(slots), parts if len(parts) > 1 else ()))
    return units


def phrase_unit(text: str, languages: tuple[str, ...] = DEFAULT_LANGUAGES) -> Unit | None:
    """Return what is asked for by a phrase: all its words in their order; None where it holds no word."""
    slots: list[tuple[int, tuple[str, ...]]] = []
    offset = 0
    for chunk in chunks(text):
        slots += _slots(chunk, offset, languages)
        offset += len(fold(chunk.text)) if chunk.is_run else 1
    return Unit(text, tuple(slots)) if slots else None
