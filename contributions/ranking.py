"""How much is going on in a thread: the rank behind the list of hot threads."""

from math import log


def hot(views: int, replies: int, score: int, reply_scores: int, age: float, quiet: float) -> float:
    """Return the hot rank of a thread, a pure number that falls with time; hot threads reach 1 and more.

    `replies` counts the replies that stand and `reply_scores` adds up their scores; `age` is the time since the thread
    was opened and `quiet` the time since something last happened in it, both in hours. The formula is the one that
    Stack Overflow published in 2009: (4 ln views + replies * score / 5 + reply_scores) divided by
    ((age + 1) - (age - quiet) / 2) ** 1.5; a thread that nobody has seen counts as seen once. Check value: 100 views,
    2 replies, score 5, reply scores 7, 10 hours old, quiet for 2 hours: 1.4806.
    """
    interest = 4 * log(max(views, 1)) + replies * score / 5 + reply_scores
    hours = max(age, 0.0)
    slowed: float = ((hours + 1) - (hours - min(max(quiet, 0.0), hours)) / 2) ** 1.5
    return interest / slowed
