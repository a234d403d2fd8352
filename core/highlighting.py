"""Colours in code: by readers of languages that were tried with hostile text, and within time that grows with the text.

Readers of languages are made of patterns, and most of them take quadratic time, or worse, for some text that means
nothing. So few are taken, and what costs one of them too much stays plain.
"""

import time
from collections.abc import Iterator
from typing import Any

import pygments
from markupsafe import escape
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

# Each goes on from one sign to the next in moments, whatever stands there; see tests/core/test_highlighting.py.
LANGUAGES = frozenset(
    {
        "arduino", "bash", "c", "clojure", "cmake", "cpp", "csharp", "css", "dart", "diff", "docker", "elixir", "go",
        "haskell", "html", "http", "java", "javascript", "json", "julia", "kotlin", "latex", "lua", "make", "markdown",
        "nginx", "objective-c", "perl", "php", "powershell", "pycon", "python", "r", "ruby", "rust", "scala", "scss",
        "sql", "swift", "toml", "typescript", "vbnet", "xml", "yaml",
    }
)  # fmt: skip
LONGEST = 10_000
# Ten times as much as ordinary code takes.
SECONDS_A_LETTER = 20e-6
SECONDS_AT_LEAST = 0.02


class _TooSlow(Exception):
    """A text that is no code in the language that it is said to be."""


def highlighted(code: str, language: str) -> str:
    """Return code as HTML with classes for its parts; only escaped where the language is not known, or it takes long.

    It costs at most SECONDS_A_LETTER of the processor for each letter, and one step of the reader more.
    """
    lexer = _lexer_of(language) if len(code) <= LONGEST else None
    if lexer is None:
        return str(escape(code))
    try:
        html: str = pygments.format(_in_time(lexer, code), HtmlFormatter(nowrap=True))
    except _TooSlow:
        return str(escape(code))
    return html


def _lexer_of(language: str) -> Lexer | None:
    """Return the reader of a language, by any of the words for it."""
    try:
        lexer = get_lexer_by_name(language.split(maxsplit=1)[0])
    except (ClassNotFound, IndexError):
        return None
    return None if LANGUAGES.isdisjoint(lexer.aliases) else lexer


def _in_time(lexer: Lexer, code: str) -> Iterator[tuple[Any, str]]:
    over = time.thread_time() + max(SECONDS_AT_LEAST, SECONDS_A_LETTER * len(code))
    for token in lexer.get_tokens(code):
        if time.thread_time() > over:
            raise _TooSlow
        yield token
