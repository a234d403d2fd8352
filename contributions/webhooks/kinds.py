"""The kinds of events that webhooks can be told of, each made of an event of the log."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import LazyString

from contributions.events import ContributionEdited, ContributionPosted, ContributionStateChanged
from core.events import Event, route_events
from core.translation import lazy_gettext as _

LANE = "webhooks"
Payload = dict[str, Any]


@dataclass(frozen=True)
class HookKind:
    """One kind: what it is called, the event that it is made of, and which of those events count.

    `about` is the field of the event with the contribution that is told of; `beside` maps further names to the fields
    with contributions that are only named; `adds` says more of what is told of.
    """

    name: str
    label: LazyString
    event: type[Event]
    counts: Callable[[Payload], bool] = lambda _payload: True
    about: str = "contribution_id"
    beside: Mapping[str, str] = field(default_factory=dict)
    adds: Callable[[int], Payload] = lambda _key: {}


KINDS: dict[str, HookKind] = {}


def add_kind(kind: HookKind) -> None:
    """Let webhooks be told of a kind."""
    KINDS[kind.name] = kind
    route_events(LANE, kind.event)


def kinds_of(event: str, payload: Payload) -> list[str]:
    """Name the kinds that an event of the log is."""
    return [kind.name for kind in KINDS.values() if kind.event.name() == event and kind.counts(payload)]


def add_own_kinds() -> None:
    """Make known what happens to every contribution."""
    add_kind(HookKind("contribution.posted", _("Something new was posted"), ContributionPosted))
    add_kind(HookKind("contribution.edited", _("Words were edited"), ContributionEdited))
    add_kind(HookKind(REMOVED, _("Something was taken down"), ContributionStateChanged, _came_down))
    add_kind(HookKind("contribution.restored", _("Something was put back"), ContributionStateChanged, _came_back))


REMOVED = "contribution.removed"


def _came_down(payload: Payload) -> bool:
    return bool(payload["before"] == "published")


def _came_back(payload: Payload) -> bool:
    return bool(payload["after"] == "published" and payload["before"] != "held")
