"""Times and numbers in words: kept in UTC, shown in the reader's own time zone and language."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, tzinfo
from functools import lru_cache

from babel import Locale, dates
from babel.units import format_unit
from flask import Flask, current_app, has_app_context, has_request_context

from core.clock import now
from core.settings import Settings
from core.translation import babel_locale, habits_of_reader, ngettext
from core.translation import gettext as _
from core.zones import zone_of

MINUTE, HOUR, DAY = 60, 3600, 86400
LONGEST_AGO = 30

# Empty until somebody asks in which zone to show a time.
_zone: ContextVar[str] = ContextVar("zone", default="")


def zone_name() -> str:
    """Return the reader's time zone, such as `Europe/Berlin`; the site's for one who is not signed in."""
    return _zone.get() or _found()


def _found() -> str:
    if not has_app_context():
        return "UTC"
    settings: Settings = current_app.extensions["settings"]
    if not has_request_context():
        return settings.timezone
    found = _known(habits_of_reader().zone) or settings.timezone
    _zone.set(found)
    return found


@contextmanager
def living_in(name: str) -> Iterator[None]:
    """Show times in a zone for a while, as in a mail; one that is not known here is that of the site."""
    before = _zone.set("")
    _zone.set(_known(name) or _found())
    try:
        yield
    finally:
        _zone.reset(before)


def zone(name: str = "") -> tzinfo:
    """Return a time zone; the reader's, or in a job the site's, where the name is empty or no longer known."""
    return zone_of(_known(name) or zone_name())


@lru_cache(maxsize=1024)
def _known(name: str) -> str:
    try:
        zone_of(name)
    except ValueError:
        return ""
    return name


def ago(moment: datetime) -> str:
    """Say how long ago a moment was: hours within a day, then days as the reader's calendar has them, then the day."""
    at = now()
    seconds = max(0, int((at - moment).total_seconds()))
    if seconds < MINUTE:
        return _("just now")
    if seconds < HOUR:
        return ngettext("%(num)s minute ago", "%(num)s minutes ago", seconds // MINUTE)
    if seconds < DAY:
        return ngettext("%(num)s hour ago", "%(num)s hours ago", seconds // HOUR)
    here = zone_of(zone_name())
    day = moment.astimezone(here).date()
    days = (at.astimezone(here).date() - day).days
    if days == 1:
        return _("yesterday")
    if days < LONGEST_AGO:
        return ngettext("%(num)s day ago", "%(num)s days ago", days)
    return _day(day, babel_locale(), "medium")


def iso(moment: datetime) -> str:
    """Write a moment for the datetime attribute."""
    return f"{moment.isoformat()[:19]}Z"


def full_time(moment: datetime) -> str:
    """Write a moment in full, in the reader's language and time zone: `1 July 2026, 14:05 CEST`."""
    return _full(moment.replace(second=0, microsecond=0), babel_locale(), zone_name())


@lru_cache(maxsize=2048)
def _full(moment: datetime, language: str, name: str) -> str:
    there = moment.astimezone(zone_of(name))
    known_as = there.tzname() or ""
    # A zone without a short name of its own is named by its distance.
    short = f"UTC{known_as}" if known_as[:1] in {"+", "-"} else known_as
    clock = dates.format_time(there.time(), "short", locale=language)
    return f"{_day(there.date(), language, 'long')}, {clock} {short}"


@lru_cache(maxsize=1024)
def _day(day: date, language: str, form: str) -> str:
    return dates.format_date(day, form, locale=language)


def calendar_day(moment: datetime) -> str:
    """Write the day of a moment, in the reader's language and time zone."""
    return _day(moment.astimezone(zone_of(zone_name())).date(), babel_locale(), "medium")


def written_day(day: date) -> str:
    """Write a day that is the same in every time zone, in the reader's language."""
    return _day(day, babel_locale(), "medium")


def short_number(value: int) -> str:
    """Write a number in at most four characters: 999, 1.2k, 34k, 1.1M."""
    size = abs(value)
    if size < 1000:
        return str(value)
    if size < 10_000:
        return decimal(f"{value / 1000:.1f}k".replace(".0k", "k"))
    return f"{value // 1000}k" if size < 1_000_000 else decimal(f"{value / 1_000_000:.1f}M")


def decimal(number: str) -> str:
    """Write a number with the decimal sign of the reader's language."""
    return number.replace(".", _decimal_sign(babel_locale()))


@lru_cache(maxsize=64)
def _decimal_sign(language: str) -> str:
    return str(Locale.parse(language).number_symbols["latn"]["decimal"])


def file_size(count: int) -> str:
    """Say how large a file of so many bytes is: `812 byte`, `3.4 MB`."""
    size, units = float(count), ["byte", "kilobyte", "megabyte", "gigabyte"]
    while size >= 1000 and len(units) > 1:
        size, units = size / 1000, units[1:]
    return str(format_unit(round(size, 1), f"digital-{units[0]}", "short", locale=babel_locale()))


def register(app: Flask) -> None:
    """Give templates the words, and let every request find its reader's zone."""

    # A thread that served one reader serves another next, or does something on its own.
    @app.before_request
    def forget_zone(_error: BaseException | None = None) -> None:
        _zone.set("")

    app.teardown_request(forget_zone)
    app.jinja_env.filters.update(ago=ago, moment=full_time, day=calendar_day, iso=iso)
    app.jinja_env.filters.update(number=short_number, file_size=file_size)
    app.jinja_env.globals.update(page_zone=zone_name)
