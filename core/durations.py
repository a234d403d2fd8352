"""Lengths of time in words: one unit, at most three digits."""

from datetime import timedelta

from core.times import decimal
from core.translation import gettext as _

MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0


def duration(length: timedelta | float) -> str:
    """Say how long something took; seconds where a number is given. 90 minutes are 1.5 h, 36 hours are 36 h."""
    seconds = length.total_seconds() if isinstance(length, timedelta) else float(length)
    if seconds < HOUR:
        return _("%(number)s min", number=round(seconds / MINUTE))
    if seconds < 2 * DAY:
        return _("%(number)s h", number=_short(seconds / HOUR))
    return _("%(number)s days", number=_short(seconds / DAY))


def _short(value: float) -> str:
    return decimal(f"{value:.1f}".removesuffix(".0")) if value < 10 else f"{value:.0f}"
