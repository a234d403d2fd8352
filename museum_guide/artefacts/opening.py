"""What of an artefact is open to whom: its label to everybody, the rest of some only with a ticket."""

from typing import Any

from core.errors import Forbidden
from core.translation import gettext as _
from museum_guide.visits.current import holds_ticket

# Stories, in-depth texts and voices of artefacts that ask for a ticket; descriptions for the blind are open to all.
BEHIND_TICKET = ("story", "scholar")


def is_open(row: Any) -> bool:
    """Whether all of an artefact is open to who asks: a row with `with_ticket`, `kept` and `museum_id`."""
    return not row.with_ticket or bool(row.kept) or holds_ticket(row.museum_id)


def require_open(row: Any) -> None:
    """Raise Forbidden where an artefact asks for a ticket that is not there."""
    if not is_open(row):
        raise Forbidden(_("This opens with a ticket of the museum."))
