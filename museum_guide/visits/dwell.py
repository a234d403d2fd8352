"""How long somebody looked or listened, from what a phone can know; dwell.js counts on phones by the same rule."""

from collections.abc import Sequence

# For so long after a touch somebody is taken to look on; twice as long would count pockets and benches.
IDLE_MS = 10_000
# How often a phone tells its totals.
BEAT_MS = 10_000


def attended(touches: Sequence[int], opened: int, until: int, listened: Sequence[tuple[int, int]] = ()) -> int:
    """Return the milliseconds of looking or listening between two moments.

    A stretch begins with the opening or a touch, and lasts until nobody has touched the page for ten seconds; voices
    count while they speak. Check value: opened at 0 and touched at 4 and 30 s, seen until 60 s, that is 14 + 10 s.
    """
    begins = [opened, *(touch for touch in touches if opened <= touch < until)]
    spans = [(begin, min(begin + IDLE_MS, until)) for begin in begins]
    spans += [(max(begin, opened), min(end, until)) for begin, end in listened]
    total, reached = 0, opened
    for begin, end in sorted(spans):
        total += max(0, end - max(begin, reached))
        reached = max(reached, end)
    return total


def estimated(active_ms: int, *, closed: bool) -> int:
    """Return how long a look is taken to have lasted: one whose end nobody told went on for half a beat, on average."""
    return active_ms if closed else active_ms + BEAT_MS // 2
