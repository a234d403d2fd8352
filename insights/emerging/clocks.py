"""The two clocks: events that break within hours or days, and what grows over weeks."""

from typing import NamedTuple

HOUR = 3600.0
DAY = 24 * HOUR
WEEK = 7 * DAY


class Clock(NamedTuple):
    """What one clock looks at, in seconds; the same for every community.

    `windows` are held against the time `base` before them. A post is compared with its `nearest` neighbours that are at
    least `floor` alike (cosine); `least` of other authors must lie in the window, spread over `weeks` of it. `chance`
    false alarms a week are allowed for, `warm` is how much past is needed, and an alarm closes after `quiet`.
    """

    name: str
    windows: tuple[float, ...]
    base: float
    nearest: int
    floor: float
    least: int
    weeks: int
    chance: float
    warm: float
    quiet: float


FAST = Clock(
    "fast",
    (6 * HOUR, 12 * HOUR, 24 * HOUR, 2 * DAY, 3 * DAY, 5 * DAY),
    28 * DAY,
    12,
    0.5,
    3,
    1,
    0.35,
    14 * DAY,
    7 * DAY,
)
SLOW = Clock("slow", (3 * WEEK, 4 * WEEK, 6 * WEEK), 12 * WEEK, 16, 0.55, 4, 3, 0.12, 12 * WEEK, 4 * WEEK)
CLOCKS = (FAST, SLOW)
# Words are looked at by the fast clock in four ways; each may bring so many false alarms a week of its own.
FAMILIES = 4
WORDS_CHANCE = 0.1
# An alarm of fewer different authors is none.
VOICES = 3
