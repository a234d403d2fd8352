"""What kinds, severities, states and stages are called."""

from core.translation import gettext as _
from insights.panels.models import Seat, Status


def phrases() -> dict[str, str]:
    """Return the words for everything that is kept as a key."""
    return {
        Seat.INVITED: _("invited"),
        Seat.ACCEPTED: _("in the panel"),
        Seat.DECLINED: _("declined"),
        Seat.LEFT: _("left"),
        Seat.REVOKED: _("shut out"),
        Status.NEW: _("new"),
        Status.CONFIRMED: _("confirmed"),
        Status.REJECTED: _("rejected"),
        Status.SHIPPED: _("shipped"),
        "bug": _("Bug"),
        "usefulness": _("Usefulness"),
        "low": _("low"),
        "middle": _("middle"),
        "high": _("high"),
        "build": _("Build"),
        "document": _("To look at"),
    }
