"""One spelling for words that readers take for the same: width, case and accents folded, other scripts left whole."""

import unicodedata

# Letters whose stroke is part of the glyph, so that no decomposition takes it off.
_STROKES = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "ħ": "h", "\u0131": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ё": "\u0435"}
)
# Scripts whose marks are decoration to a searcher: Latin, Greek (with their extensions), Hebrew and Arabic. In
# Cyrillic, kana, Hangul, Thai and the Indic scripts the mark makes another letter.
_DECORATED = ((0x0041, 0x03FF), (0x0590, 0x06FF), (0x1E00, 0x1FFF))


def _is_decorated(letter: str) -> bool:
    return any(first <= ord(letter) <= last for first, last in _DECORATED)


class _Unaccented(dict[int, str | None]):
    """A table for str.translate that works out each character once."""

    def __missing__(self, code: int) -> str | None:
        letter = chr(code)
        if unicodedata.category(letter) == "Mn":
            folded = None if _is_decorated(letter) else letter
        else:
            parts = unicodedata.normalize("NFD", letter)
            bare = "".join(part for part in parts if not unicodedata.combining(part))
            folded = bare if _is_decorated(parts[0]) else letter
        self[code] = folded
        return folded


_UNACCENTED = _Unaccented()


def casefold(text: str) -> str:
    """Return the text with compatibility forms (full width, ligatures) and letter case folded, accents kept."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def fold(text: str) -> str:
    """Return the text as it is compared: case, width and accents folded. Folding twice changes nothing."""
    folded = casefold(text)
    return folded if folded.isascii() else folded.translate(_UNACCENTED).translate(_STROKES)
