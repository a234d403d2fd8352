"""How long a look was, in words."""

from core.durations import MINUTE
from core.translation import ngettext


def stay(seconds: float) -> str:
    """Say how long a look was: 40 seconds, 2 minutes."""
    if seconds < 1.5 * MINUTE:
        return ngettext("%(num)s second", "%(num)s seconds", max(1, round(seconds / 5) * 5))
    return ngettext("%(num)s minute", "%(num)s minutes", round(seconds / MINUTE))
