"""The one table of thresholds: what how many points open, in communities of three sizes.

A large community goes by Stack Overflow's numbers (which are level 3 of Apache Answer), a small one asks for a single
point for nearly everything, as level 1 there does, so that it can be used from its first day.
"""

import enum
from collections.abc import Mapping
from dataclasses import dataclass

from core.translation import gettext as _


class Size(enum.StrEnum):
    """How large a community takes itself to be."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


class Privilege(enum.StrEnum):
    """What reputation opens."""

    VOTE_UP = "vote_up"
    VOTE_DOWN = "vote_down"
    CREATE_TAGS = "create_tags"
    MARK_DUPLICATES = "mark_duplicates"
    EDIT_KNOWLEDGE = "edit_knowledge"
    EDIT_OTHERS = "edit_others"


@dataclass(frozen=True)
class Thresholds:
    """The points that one privilege takes in a community of each size."""

    small: int
    medium: int
    large: int

    def of(self, size: Size) -> int:
        """Return the points that it takes in a community of a size."""
        return {Size.SMALL: self.small, Size.MEDIUM: self.medium, Size.LARGE: self.large}[size]


THRESHOLDS: Mapping[Privilege, Thresholds] = {
    Privilege.VOTE_UP: Thresholds(1, 5, 15),
    Privilege.VOTE_DOWN: Thresholds(1, 50, 125),
    Privilege.CREATE_TAGS: Thresholds(1, 300, 1500),
    Privilege.MARK_DUPLICATES: Thresholds(50, 250, 500),
    Privilege.EDIT_KNOWLEDGE: Thresholds(200, 500, 1000),
    # An edit stands at once here, without a queue of suggestions, so it takes trust everywhere.
    Privilege.EDIT_OTHERS: Thresholds(200, 1000, 2000),
}


def needed_for(privilege: Privilege, size: Size) -> int:
    """Return how many points a privilege takes in a community of a size."""
    return THRESHOLDS[privilege].of(size)


def privileges_at(reputation: int, size: Size) -> set[Privilege]:
    """Return what a reputation opens in a community of a size."""
    return {privilege for privilege in Privilege if reputation >= needed_for(privilege, size)}


def size_names() -> dict[Size, str]:
    """Return the sizes in words."""
    return {Size.SMALL: _("Small"), Size.MEDIUM: _("Medium"), Size.LARGE: _("Large")}


def privilege_names() -> dict[Privilege, str]:
    """Return what each privilege is, in words."""
    return {
        Privilege.VOTE_UP: _("Vote up"),
        Privilege.VOTE_DOWN: _("Vote down"),
        Privilege.CREATE_TAGS: _("Make new tags"),
        Privilege.MARK_DUPLICATES: _("Mark duplicates"),
        Privilege.EDIT_KNOWLEDGE: _("Edit knowledge pages"),
        Privilege.EDIT_OTHERS: _("Edit what others wrote"),
    }
