"""Where words begin and end in any script: the one pattern that the index, queries and snippets share."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

# Written without spaces between words, so a run of them is cut into single characters and pairs.
HAN = "々〇\u2e80-\u2fdf\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
HIRAGANA = "\u3041-\u3096\u3099-\u309f"
KATAKANA = "\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f"
HANGUL = "\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff"
SOUTH_EAST_ASIAN = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
_RUNS = (HAN, HIRAGANA, KATAKANA, HANGUL, SOUTH_EAST_ASIAN)
# The last character that can be a mark of a living script in the basic plane; later ones are rare and cost start time.
_LAST_MARK = 0xAC00


def _marks() -> str:
    r"""Return the combining marks as a character class: `\w` leaves them out and would cut Hindi in pieces."""
    outside = re.compile("[" + "".join(_RUNS) + "]")
    codes = (code for code in range(0x300, _LAST_MARK) if unicodedata.category(chr(code)) in {"Mn", "Mc"})
    return "".join(chr(code) for code in codes if not outside.match(chr(code)))


@cache
def _pattern() -> re.Pattern[str]:
    """Compile the pattern on first use: it costs 30 ms, which a process that never searches need not pay."""
    letter = rf"(?:[^\W{''.join(_RUNS)}]|[{_marks()}])"
    word = rf"{letter}+(?:[.\-_@'\u2019]{letter}+)*(?:\+\+|#(?!\w))?"
    return re.compile("|".join(f"([{run}]+)" for run in _RUNS) + f"|{word}")


@cache
def _letters_only() -> re.Pattern[str]:
    return re.compile(rf"[^\W\d_{''.join(_RUNS)}]+")


def plain_words(text: str) -> set[str]:
    """Return the words of a text that are letters only, in scripts that have spaces between words."""
    return set(_letters_only().findall(text))


class Chunk(NamedTuple):
    """A piece of text that lies between separators, with its place in the text."""

    text: str
    start: int
    end: int
    is_run: bool


def chunks(text: str) -> Iterator[Chunk]:
    """Yield words, and runs of one script that has no spaces, in the order of the text."""
    for found in _pattern().finditer(text):
        yield Chunk(found[0], *found.span(), found.lastindex is not None)
