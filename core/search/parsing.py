"""Reads what people type into a search box; whatever cannot be an operator is a word, and is said to be one."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace

from core.search.analysis import phrase_unit
from core.search.folding import fold
from core.search.query import LONGEST_QUERY, Clause, QueryError, SearchQuery
from core.search.ranges import EVERYTHING, Range, dates, numbers
from core.translation import gettext as _

_KNOWN = (
    "question answer comment discussion idea solved unsolved unanswered answered official accepted staff open closed"
)
IS_WORDS = frozenset(_KNOWN.split())
_QUOTES = re.compile("[“”„‟«»〝〞]")
_LEXEME = re.compile(
    r"""(?P<minus>-*)(?:
        "(?P<phrase>[^"]*)"
      | (?<![^\s"\[\]-])\[(?P<tag>[^\[\]"]+)\](?![^\s"\[\]])
      | (?P<operator>tag|author|space|is|created|score|in|thread):(?:"(?P<quoted>[^"]*)"|(?P<value>[^\s"\[\]]+))
      | (?P<word>[^\s"\[\]]+)
      | (?P<stray>["\[\]])
    )""",
    re.VERBOSE | re.IGNORECASE,
)


def _clean(text: str) -> str:
    """Return the text with one kind of quotation mark and without characters that no text can hold."""
    text = _QUOTES.sub('"', unicodedata.normalize("NFKC", text))
    text = "".join(" " if unicodedata.category(letter) in {"Cc", "Cs"} else letter for letter in text)
    return " ".join(text.split())


def _date_note(value: str) -> str:
    note = _("“%(value)s” is not a date; write created:2024-03, created:>2024-01-31 or created:2024-01..2024-03.")
    return str(note % {"value": value})


def _score_note(value: str) -> str:
    return str(_("“%(value)s” is not a score; write score:>3 or score:2..5.") % {"value": value})


def _is_note(value: str) -> str:
    note = _("“is:%(value)s” is not known, so it was searched as a word; these are known: %(known)s.")
    return str(note % {"value": value, "known": ", ".join(sorted(IS_WORDS))})


def _in_note(value: str) -> str:
    return str(_("“in:%(value)s” is not known, so it was searched as a word; in:title is.") % {"value": value})


def _thread_note(value: str) -> str:
    return str(_("“%(value)s” is not the number of a thread.") % {"value": value})


def _is_thread(value: str) -> bool:
    return re.fullmatch(r"[0-9]{1,18}", value) is not None


_CHECKS: dict[str, tuple[Callable[[str], object], Callable[[str], str]]] = {
    "created": (dates, _date_note),
    "score": (numbers, _score_note),
    "is": (lambda value: fold(value) in IS_WORDS, _is_note),
    "in": (lambda value: fold(value) == "title", _in_note),
    "thread": (_is_thread, _thread_note),
}


class _Reader:
    """Turns lexemes into clauses and keeps the notes that arise."""

    def __init__(self) -> None:
        self.notes: list[str] = []

    def clauses(self, text: str) -> Iterator[Clause]:
        for found in _LEXEME.finditer(text):
            excluded = bool(found["minus"])
            if found["operator"]:
                yield from self._operator(found, excluded)
            elif found["tag"]:
                yield from self._property("tag", found["tag"].strip(), excluded)
            elif found["phrase"]:
                yield from _searchable("phrase", " ".join(found["phrase"].split()), excluded)
            elif found["word"]:
                yield from self._word(found["word"].lstrip("-"), excluded)
            elif found["stray"] == '"':
                self.notes.append(_("A quotation mark has no partner and was passed over."))

    def _word(self, word: str, excluded: bool) -> Iterator[Clause]:
        if re.fullmatch(r"(tag|author|space|is|created|score|in|thread):", word, re.IGNORECASE):
            self.notes.append(_("“%(word)s” has no value, so it was searched as a word.", word=word))
        yield from _searchable("word", word, excluded)

    def _property(self, operator: str, value: str, excluded: bool) -> Iterator[Clause]:
        if value:
            yield Clause(operator, value, excluded)

    def _operator(self, found: re.Match[str], excluded: bool) -> Iterator[Clause]:
        operator, quoted = found["operator"].lower(), found["quoted"]
        value = " ".join((found["value"] or quoted or "").split())
        check, note = _CHECKS.get(operator, (bool, str))
        if excluded and operator not in {"tag", "author", "is"}:
            self.notes.append(_("“%(operator)s:” cannot be excluded and was passed over.", operator=operator))
        elif not value:
            yield from self._word(operator + ":", excluded)
        elif check(value):
            yield Clause(operator, fold(value) if operator in {"is", "in"} else value, excluded)
        else:
            self.notes.append(note(value))
            yield from _searchable(*(("word", found[0].lstrip("-")) if quoted is None else ("phrase", value)), excluded)


def _searchable(operator: str, value: str, excluded: bool) -> Iterator[Clause]:
    """Yield the clause if it holds anything that an index can hold."""
    if phrase_unit(value):
        yield Clause(operator, value, excluded)


def _joint(read: Callable[[str], Range | None], values: tuple[str, ...]) -> Range:
    result = EVERYTHING
    for value in values:
        result = result.both(read(value) or EVERYTHING)
    return result


def parse_query(text: str, language: str | None = None) -> SearchQuery:
    """Read a query; `language` (BCP 47) is the reader's, whose word forms are matched as well as the site's.

    Whatever is typed is understood somehow, and `notes` say how. Raises QueryError where the text, or its canonical
    form, is longer than 400 characters.
    """
    cleaned = _clean(text)
    reader = _Reader()
    query = SearchQuery(tuple(dict.fromkeys(reader.clauses(cleaned))), language=language)
    if max(len(cleaned), len(query.text)) > LONGEST_QUERY:
        raise QueryError(_("This search is too long; 400 characters are the most."))
    return replace(
        query,
        notes=tuple(dict.fromkeys(reader.notes)),
        created=_joint(dates, query.values("created")),
        score=_joint(numbers, query.values("score")),
    )
