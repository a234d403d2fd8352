"""What a token may be used for, and which of its member's roles count while it is."""

import enum
from collections.abc import Iterable

from accounts.models import EMPLOYEES, Role
from core.translation import gettext as _


class Scope(enum.StrEnum):
    """One thing that a token is good for."""

    READ = "read"
    WRITE = "write"
    MODERATE = "moderate"
    STAFF = "staff"


KEEPERS = Role.MODERATOR | Role.ADMINISTRATOR
SPEAKERS = Role.STAFF | Role.PRODUCT_MANAGER | Role.CURATOR


def roles_within(held: Role, scopes: Iterable[str]) -> Role:
    """Return the roles that count for a token: those held now, as far as its scopes wake them.

    An administrator counts as moderator or as staff, and never as administrator: no token keeps the house.
    """
    roles = Role.NONE
    if Scope.MODERATE in scopes and held & KEEPERS:
        roles |= Role.MODERATOR
    if Scope.STAFF in scopes:
        roles |= held & SPEAKERS
        roles |= Role.STAFF if held & Role.ADMINISTRATOR else Role.NONE
    return roles


def scopes_open_to(held: Role) -> list[Scope]:
    """Return the scopes that mean something for whoever holds these roles."""
    scopes = [Scope.READ, Scope.WRITE]
    if held & KEEPERS:
        scopes.append(Scope.MODERATE)
    if held & EMPLOYEES:
        scopes.append(Scope.STAFF)
    return scopes


def scope_words() -> dict[str, tuple[str, str]]:
    """Return the name of every scope and what it opens."""
    return {
        Scope.READ: (_("Read"), _("See what you see as a plain member, your drafts and your notifications.")),
        Scope.WRITE: (_("Write"), _("Ask, answer, comment, vote and edit in your name.")),
        Scope.MODERATE: (_("Moderate"), _("Work on the moderators' queue, and take posts down.")),
        Scope.STAFF: (_("Speak as staff"), _("Read staff spaces, and make answers official.")),
    }
