"""How long looks last where the end of some was never heard: the estimator of Kaplan and Meier."""

from collections.abc import Iterable, Sequence


def kaplan_meier(lengths: Iterable[tuple[float, bool]]) -> list[tuple[float, float]]:
    """Return (length, share that lasts longer) at every length at which something ended, in rising order.

    `lengths` are (length, whether it ended then); what did not end lasted at least so long (Kaplan and Meier 1958).
    At the same length ends come before what is lost from sight. Check value: 6, 6, 6, 6+, 7, 9+, 10 (+ marks no end)
    leave 0.571 after 6, 0.381 after 7 and 0 after 10.
    """
    rows = sorted(lengths, key=lambda row: (row[0], not row[1]))
    curve: list[tuple[float, float]] = []
    share, at_risk, place = 1.0, len(rows), 0
    while place < len(rows):
        length = rows[place][0]
        same = _same(rows, place, length)
        ends = sum(ended for _length, ended in rows[place : place + same])
        if ends:
            share *= 1 - ends / at_risk
            curve.append((length, share))
        at_risk -= same
        place += same
    return curve


def _same(rows: Sequence[tuple[float, bool]], place: int, length: float) -> int:
    after = place
    while after < len(rows) and rows[after][0] == length:
        after += 1
    return after - place


def median_length(lengths: Iterable[tuple[float, bool]]) -> float | None:
    """Return the shortest length that at most half outlast; None where fewer than half are known to have ended."""
    return next((length for length, share in kaplan_meier(lengths) if share <= 0.5), None)
