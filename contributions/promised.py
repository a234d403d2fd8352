"""What was promised, for whoever looks at the whole: each room tells its own promises that are still open."""

from collections.abc import Sequence
from typing import NamedTuple

from accounts.viewers import Viewer
from core.pages import places

PROMISED = "open promises"


class Promised(NamedTuple):
    """A promise that is open. `when` says in words until when, `late` that this has passed, `sure` is per cent."""

    title: str
    url: str
    when: str
    late: bool
    sure: int


def open_promises(viewer: Viewer) -> Sequence[Promised]:
    """Return the open promises that a viewer may see, those due first on top; a few of each room."""
    return [promise for provider in places().of(PROMISED) for promise in provider(viewer)]
