"""In which language an artefact speaks to whoever stands before it: as they choose, else as the page does."""

from collections.abc import Collection, Iterable

from babel.core import UnknownLocaleError

from core.languages import own_name
from core.translation import TAG, languages

LONGEST = 35


def heard_here(available: Collection[str], *wishes: str | None) -> str:
    """Return the first of the languages wished for that is there, or one of its kind (de for de-AT), else any."""
    for wish in filter(None, wishes):
        found = next((code for code in available if code.lower() == wish.lower()), None) or next(
            (code for code in available if base(code) == base(wish)), None
        )
        if found:
            return found
    return next(iter(available), languages()[0])


def base(code: str) -> str:
    """Return the language of a tag, without its script and country."""
    return code.replace("_", "-").partition("-")[0].lower()


def is_tag(code: str) -> bool:
    """Whether a text is a language tag that pages and addresses can hold."""
    return len(code) <= LONGEST and TAG.fullmatch(code) is not None


def name_of(code: str) -> str:
    """Return what a language calls itself; its code where that is not known."""
    try:
        return own_name(code)
    except (UnknownLocaleError, ValueError):
        return code


def spoken_everywhere(available: Iterable[str]) -> bool:
    """Whether the language of a page decides alone in which of these languages its words are."""
    spoken = {base(code) for code in languages()}
    return {base(code) for code in available} <= spoken or len(set(available)) == 1
