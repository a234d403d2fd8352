"""In which state a guide is, at a moment: what was decided first, then the clock."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from core.times import written_day
from core.translation import gettext as _
from museum_guide.visits.closing import zone_at


def state_of(guide: Any, at: datetime) -> str:
    """Return the state of a row of a guide: valid, early, expired, suspended or revoked."""
    if guide.standing != "good":
        return str(guide.standing)
    return "early" if at < guide.valid_from else "expired" if at >= guide.valid_until else "valid"


def begins(day: date, zone: str) -> datetime:
    """Return when a day begins at a museum."""
    return datetime.combine(day, time(), zone_at(zone)).astimezone(UTC)


def first_day(guide: Any, zone: str) -> str:
    """Write the first day on which a guide may lead, as it is at the museum."""
    return written_day(guide.valid_from.astimezone(zone_at(zone)).date())


def last_day(guide: Any, zone: str) -> str:
    """Write the last day on which a guide may lead, as it is at the museum."""
    return written_day((guide.valid_until - timedelta(seconds=1)).astimezone(zone_at(zone)).date())


def words_of(state: str) -> tuple[str, str, str]:
    """Return a state in a word and in a sentence, and how it sounds: good, careful or bad."""
    return {
        "valid": (_("Valid"), _("This guide may lead visitors today."), "good"),
        "early": (_("Not valid yet"), _("The time of this card has not begun."), "careful"),
        "expired": (_("Expired"), _("The time of this card has passed: it counts no longer."), "bad"),
        "suspended": (_("Suspended"), _("The museum has suspended this guide for now."), "bad"),
        "revoked": (_("Revoked"), _("The museum has taken this card back for good."), "bad"),
        "unknown": (_("Unknown"), _("No museum here knows a guide with this card."), "bad"),
        "refused": (_("Refused"), _("This is no certificate of a guide of this house."), "bad"),
    }[state]


def problem_words(problem: str) -> str:
    """Say why a certificate was refused."""
    return {
        "format": _("It is not written as certificates are, or something of it is missing."),
        "algorithm": _("It is signed in another way than certificates of this house are, or not at all."),
        "key": _("It is signed with a key that is not one of this house."),
        "signature": _("It was altered, or somebody else has signed it."),
        "issuer": _("It was made by another house."),
        "audience": _("It was made for another purpose."),
        "museum": _("It is a card for another museum."),
    }[problem]
