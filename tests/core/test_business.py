"""The business clock counts while somebody is there, and its two ways of counting agree."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.business import BusinessHours
from core.settings import SettingsError, load_settings

pytestmark = pytest.mark.once
OFFICE = BusinessHours.parse("mon-fri 09:00-17:00")
FRIDAY = datetime(2026, 5, 1, 16, 0, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("later", "hours"),
    [(timedelta(minutes=30), 0.5), (timedelta(hours=8), 1), (timedelta(days=2, hours=18), 2), (timedelta(days=14), 80)],
)
def test_nights_and_weekends_do_not_count(later: timedelta, hours: float) -> None:
    assert OFFICE.between(FRIDAY, FRIDAY + later) == timedelta(hours=hours)


def test_without_hours_the_clock_never_stands_still() -> None:
    always = BusinessHours.parse("")
    assert always.between(FRIDAY, FRIDAY + timedelta(days=3)) == timedelta(days=3)
    assert always.before(FRIDAY, 24) == FRIDAY - timedelta(days=1)


def test_a_zone_moves_the_hours() -> None:
    berlin = BusinessHours.parse("mon-fri 09:00-17:00 Europe/Berlin")
    assert berlin.between(FRIDAY - timedelta(hours=2), FRIDAY) == timedelta(hours=1)


def test_weeks_may_end_where_they_like() -> None:
    assert BusinessHours.parse("sun-thu 08:00-12:00").days == {6, 0, 1, 2, 3}


@pytest.mark.parametrize(
    "wrong", ["always", "mon-fri", "mon-fri 17:00-09:00", "mon-xyz 09:00-17:00", "mon-fri 09:00-17:00 Europe/Atlantis"]
)
def test_hours_that_cannot_be_read_are_refused_at_the_start(wrong: str, tmp_path: object) -> None:
    with pytest.raises(SettingsError, match="ATRIUM_BUSINESS_HOURS"):
        load_settings(environment={}, home=tmp_path, business_hours=wrong)


@given(at=MOMENTS, hours=st.integers(1, 200))
def test_both_ways_agree(at: datetime, hours: int) -> None:
    assert abs(OFFICE.between(OFFICE.before(at, hours), at) - timedelta(hours=hours)) < timedelta(milliseconds=1)


@given(at=MOMENTS, first=st.integers(0, 30_000), second=st.integers(0, 30_000))
def test_parts_add_up(at: datetime, first: int, second: int) -> None:
    middle, end = at + timedelta(minutes=first), at + timedelta(minutes=first + second)
    assert OFFICE.between(at, middle) + OFFICE.between(middle, end) == OFFICE.between(at, end)
