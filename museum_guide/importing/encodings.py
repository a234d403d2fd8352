"""Finds out in which encoding a text is written, by what its bytes can mean."""

import codecs
import re
from pathlib import Path

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
WESTERN = ("cp1252", "mac_roman", "cp850")
# The accented letters of Western Europe, quotation marks, dashes and the signs that catalogues use.
SIGNS = "\u201c\u201d\u201e\u2018\u2019\u201a\u2013\u2014\u2026\u2022\u20ac\u00a0\u00b4\u00d7«»£©®°½¼¾·§º²³"
USUAL = frozenset("àâäáãåæçéèêëíìîïñóòôöõøúùûüýÿßœšžÀÂÄÁÃÅÆÇÉÈÊËÍÌÎÏÑÓÒÔÖÕØÚÙÛÜÝŒŠŽ" + SIGNS)
# An accented capital in the middle of a small word, or a sign between two letters, is a byte misread.
MISREAD = re.compile(r"[a-zà-ÿ][À-ÞŒŠŽ]|[a-z][^\x00-\x7f\w\s\u2019\u201c\u201d\u2013\u2014][a-z]")
SAMPLE = 2 * 1024 * 1024
# No Western word has five accented letters in a row; texts in another script have little else.
FOREIGN = re.compile(rb"[\x80-\xff]{5}")


def encoding_of(path: Path) -> str:
    """Return the encoding of a file: that of its mark, UTF-8 where all of it is that, else the likeliest."""
    content = path.read_bytes()
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return encoding
    if content[:400].count(0) > len(content[:400]) // 4:
        return "utf-16-le" if content[1:400:2].count(0) > content[0:400:2].count(0) else "utf-16-be"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        return _guessed(_around(content, error.start))
    return "utf-8"


def _around(content: bytes, first: int) -> bytes:
    """Return the part of a text to judge by, with the first byte that is no UTF-8 in it."""
    return content if len(content) <= SAMPLE else content[max(0, first - SAMPLE // 2) : first + SAMPLE // 2]


def _guessed(content: bytes) -> str:
    if FOREIGN.search(content):
        return _foreign(content) or "cp1252"
    best = max(WESTERN, key=lambda encoding: _likely(content, encoding))
    return best if _likely(content, best) > 0.5 else _foreign(content) or best


def _likely(content: bytes, encoding: str) -> float:
    """Return how much of what is not ASCII would be usual in a Western language, less what would be misread."""
    text = content.decode(encoding, errors="replace")
    strange = [letter for letter in text if ord(letter) > 127]
    usual = sum(letter in USUAL for letter in strange)
    return (usual - 2 * len(MISREAD.findall(text))) / max(1, len(strange))


def _foreign(content: bytes) -> str | None:
    from charset_normalizer import from_bytes

    found = from_bytes(content[:200_000]).best()
    return found.encoding if found else None
