"""What stands behind a promise, how much it carries, and when more is hoped for than that: the dreamy promise."""

from typing import NamedTuple

from flask_babel import LazyString

from core.intervals import Interval
from core.translation import lazy_gettext as _


class Evidence(NamedTuple):
    """A level of evidence. `carries` is the expectation (1 to 7) and `sure` the confidence (percent) that it bears."""

    key: str
    name: LazyString
    carries: int
    sure: int


LEVELS = (
    Evidence("intention", _("An intention"), 2, 50),
    Evidence("study", _("Thought through on paper"), 3, 60),
    Evidence("prototype", _("A prototype"), 4, 70),
    Evidence("trial", _("Tried by customers"), 5, 80),
    Evidence("pilot", _("Used by the first customers every day"), 6, 90),
    Evidence("ready", _("Finished and tested"), 7, 99),
)
BY_KEY = {level.key: level for level in LEVELS}


class Dream(NamedTuple):
    """In which ways a promise outruns its evidence: by what members expect, by how sure its author is."""

    expected: bool
    sure: bool

    def __bool__(self) -> bool:
        """Whether it does in any."""
        return self.expected or self.sure


def dream(evidence: str, confidence: int, expected: Interval | None) -> Dream:
    """Say whether a promise outruns its evidence.

    Expectation does where even the lower bound of the 95 % interval of its mean lies above what the evidence carries,
    so a few enthusiasts are no alarm. Check value: five who expect 7, 7, 6, 7, 7 of a prototype (4) are one, as the
    bound is 6.24.
    """
    level = BY_KEY[evidence]
    return Dream(expected is not None and expected.low > level.carries, confidence > level.sure)
