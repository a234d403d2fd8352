"""Languages made by code, for tests: one shows what was never translated or lacks room, one runs leftward."""

import gettext
import re

ACCENTED = "en-XA"
LEFTWARD = "ar-XB"
PSEUDO = (ACCENTED, LEFTWARD)
# What a message holds beside words: variables, markup, entities.
FIXED = re.compile(r"(%\(\w+\)[sd]|%%|<[^>]*>|&\w+;)")
ACCENTS = str.maketrans("bcdghjklmnprstwyzBCDGHJKLMNPRSTWYZ", "ƀçđĝĥĵķļɱñþŕšţŵýžɃÇĐĜĤĴĶĻṀÑÞŔŠŢŴÝŽ")
# Vowels are doubled, as words of other languages are often a third longer than English ones.
VOWELS = str.maketrans(
    dict(zip("aeiouAEIOU", ("àà", "éé", "îî", "öö", "ûû", "Àà", "Éé", "Îî", "Öö", "Ûû"), strict=True))
)
RIGHT_TO_LEFT, AS_BEFORE = "\u202e", "\u202c"


def accented(message: str) -> str:
    """Return a message that can be read, is longer, and stands in brackets: `Save` is `[Šààṽéé]`, variables stay."""
    words = (part if FIXED.fullmatch(part) else _accents(part) for part in FIXED.split(message))
    return f"[{''.join(words)}]"


def leftward(message: str) -> str:
    """Return a message whose words run from right to left; variables and markup stay."""
    words = (part if FIXED.fullmatch(part) else _turned(part) for part in FIXED.split(message))
    return "".join(words)


def _accents(words: str) -> str:
    return words.translate(VOWELS).translate(ACCENTS).replace("v", "ṽ").replace("f", "ƒ").replace("x", "ẋ")


def _turned(words: str) -> str:
    return f"{RIGHT_TO_LEFT}{words}{AS_BEFORE}" if words.strip() else words


class PseudoCatalogue(gettext.NullTranslations):
    """A catalogue that makes up what it says."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.turn = accented if language == ACCENTED else leftward

    def gettext(self, message: str) -> str:
        """Make up a message."""
        return self.turn(message)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Make up the form for a number."""
        return self.turn(singular if n == 1 else plural)
