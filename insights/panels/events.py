"""What is logged of beta panels."""

from dataclasses import dataclass

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class PanelChanged(Event):
    """A beta panel was opened, or has new terms, an item more or less, a report or a leak; `what` says which."""

    panel_id: int
    what: str
    row_id: int


@dataclass(frozen=True, kw_only=True)
class PanellistMoved(Event):
    """A member was invited to a beta panel, accepted, declined, left, or was shut out; `state` says which."""

    panel_id: int
    member_id: int
    state: str
