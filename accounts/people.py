"""How a member is shown beside what they wrote: name, initials, colour, and the office they spoke from."""

from functools import lru_cache
from typing import NamedTuple

from accounts.models import Role
from core.pages import short_number
from core.translation import gettext as _
from core.translation import locale

HUES = 12
SHOWN_FROM = 3
OFFICES = (
    (Role.ADMINISTRATOR, "administrator"),
    (Role.PRODUCT_MANAGER, "product-manager"),
    (Role.CURATOR, "curator"),
    (Role.STAFF, "staff"),
    (Role.GUEST, "guest"),
    (Role.MODERATOR, "moderator"),
)


class Person(NamedTuple):
    """A member as pages show one."""

    id: int
    name: str
    url: str
    initials: str
    hue: int
    role: str
    role_label: str
    # Points in short and in words; empty where they are not known, or where there are none beyond the first.
    points: str = ""
    points_label: str = ""
    level_label: str = ""


def person(
    key: int | None, name: str | None, roles: Role = Role.NONE, reputation: int | None = None, level: int | None = None
) -> Person | None:
    """Return the person behind a member's id and name; None for one who is no longer known or was erased."""
    if key is None or not name:
        return None
    role = office(roles)
    label = office_label(role) if role else ""
    points = standing_words(reputation or 1, level or 0, locale())
    return Person(key, name, f"/members/{key}", initials(name), key % HUES, role, label, *points)


@lru_cache(maxsize=8192)
def standing_words(reputation: int, level: int, _language: str) -> tuple[str, str, str]:
    """Return points in short and in words, and the name of a level that is worth showing beside a name."""
    label = level_names()[level] if level >= SHOWN_FROM else ""
    if reputation <= 1:
        return "", "", label
    return short_number(reputation), _("Reputation: %(points)s", points=reputation), label


def level_names() -> tuple[str, ...]:
    """Return the names of the trust levels from 0 to 4."""
    return _("New"), _("Arrived"), _("Member"), _("Regular"), _("Leader")


@lru_cache(maxsize=64)
def office(roles: Role) -> str:
    """Return the highest office among roles, as a word for style sheets; empty for a plain member."""
    return next((word for role, word in OFFICES if roles & role), "") if roles else ""


def office_label(word: str) -> str:
    """Return the office in the reader's language."""
    labels = {
        "administrator": _("Staff"),
        "product-manager": _("Product manager"),
        "curator": _("Curator"),
        "staff": _("Staff"),
        "guest": _("Guest staff"),
        "moderator": _("Moderator"),
    }
    return labels[word]


def role_names() -> list[tuple[Role, str, str]]:
    """Return every role with its name and what it is for, for the people who grant them."""
    return [
        (Role.STAFF, _("Staff"), _("Reads staff spaces and speaks for the house.")),
        (Role.MODERATOR, _("Moderator"), _("Hides, restores and edits what members write.")),
        (Role.PRODUCT_MANAGER, _("Product manager"), _("Answers ideas and sees the insights.")),
        (Role.CURATOR, _("Curator"), _("Keeps the museum's artefacts and texts.")),
        (Role.ADMINISTRATOR, _("Administrator"), _("May do everything, and grants roles.")),
    ]


@lru_cache(maxsize=8192)
def initials(name: str) -> str:
    """Return one or two letters for a name."""
    words = [word for word in name.split() if word[0].isalnum()] or [name or "?"]
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()
