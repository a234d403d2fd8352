"""Names of members: what may be one, and when two of them count as the same."""

import re
import unicodedata
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator

from core.settings import Settings
from core.translation import gettext as _

SHORTEST, LONGEST = 2, 50
RESERVED = {"admin", "administrator", "atrium", "moderator", "root", "staff", "support", "system"}
# What looks alike, in pairs: letters of other alphabets and the Latin letter that a reader takes them for.
PAIRS = (
    "аa вb сc ԁd еe һh нh іi јj кk мm оo рp ԛq ѕs тt уy ԝw хx "  # noqa: RUF001
    "αa βb εe ηh ιi κk μm νn οo ρp τt υy χx ζz ıi łl øo ɡg 0o 1l |l il"  # noqa: RUF001
)
LOOKS = str.maketrans({pair[0]: pair[1] for pair in PAIRS.split()})
FORBIDDEN = re.compile(r"[@<>\"\\/{}\[\]|^`]|://")


def name_key(name: str) -> str:
    r"""Return the form in which two names count as the same: by how they look.

    >>> name_key("\uff2aane  DOE") == name_key("jane doe")
    True
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    seen = "".join(letter for letter in folded if unicodedata.category(letter) != "Cf")
    return " ".join(seen.translate(LOOKS).translate(LOOKS).split())[:200]


def tidy(value: Any) -> Any:
    """Put a name in its composed form with single spaces."""
    return " ".join(unicodedata.normalize("NFC", value).split()) if isinstance(value, str) else value


def check_name(name: str) -> str:
    """Return a name that may be chosen. Raises ValueError with a sentence that says what is wrong."""
    if not SHORTEST <= len(name) <= LONGEST:
        raise ValueError(_("Names have %(least)s to %(most)s characters.", least=SHORTEST, most=LONGEST))
    if not any(letter.isalnum() for letter in name):
        raise ValueError(_("A name needs a letter or a number."))
    if FORBIDDEN.search(name) or any(unicodedata.category(letter)[0] == "C" for letter in name):
        raise ValueError(_("Please use letters, numbers and simple punctuation."))
    if _too_many_marks(name):
        raise ValueError(_("Please use fewer accents on one letter."))
    return name


def is_reserved(name: str, settings: Settings) -> bool:
    """Whether a name would make its bearer look like the house itself."""
    return name_key(name) in {name_key(word) for word in (*RESERVED, settings.site_name)}


def _too_many_marks(name: str) -> bool:
    run = 0
    for letter in unicodedata.normalize("NFD", name):
        run = run + 1 if unicodedata.combining(letter) else 0
        if run > 3:
            return True
    return False


Name = Annotated[str, BeforeValidator(tidy), AfterValidator(check_name)]
