"""What a page shows of trust: the level, since when, and each bar of the next one (of a regular: of their own)."""

from typing import Any

from accounts.people import level_names
from contributions.reputation.sizes import Size
from contributions.trust.figures import figures_of, new_to_all
from contributions.trust.levels import KEPT_FROM, LEADER, REGULAR, Bar, bars_of
from core.pages import ago, full_time, iso
from core.translation import gettext as _


def climb_of(member_id: int, size: Size) -> dict[str, Any] | None:
    """Return how a member stands to the next level: two statements. None for somebody who is not there."""
    counted = figures_of([member_id])
    if not counted:
        return None
    one = counted[0]
    goal = min(one.level + 1, REGULAR)
    bars = [] if one.level == LEADER else bars_of(goal, one.figures, new_to_all(), size)
    since = {"iso": iso(one.since), "ago": ago(one.since), "full": full_time(one.since)} if one.since else None
    part = KEPT_FROM if one.level == REGULAR else 1.0
    return {
        "level": one.level,
        "since": since,
        "goal": level_names()[goal],
        "keeps": one.level == REGULAR,
        "leader": one.level == LEADER,
        "bars": [_shown(bar, part) for bar in bars],
    }


def _shown(bar: Bar, part: float) -> dict[str, Any]:
    names = figure_names()
    limit = _("at most %(needed)s", needed=bar.needed) if bar.most else _("of %(needed)s", needed=bar.needed)
    share = 100 if not bar.needed else min(100, round(100 * bar.have / bar.needed))
    return {
        "figure": bar.figure,
        "name": names[bar.figure],
        "have": bar.have,
        "limit": limit,
        "share": share,
        "reached": bar.reached(part),
        "most": bar.most,
    }


def figure_names() -> dict[str, str]:
    """Return what each figure counts, in words."""
    return {
        "threads": _("threads read"),
        "posts": _("posts read"),
        "minutes": _("minutes of reading"),
        "days": _("days with something read"),
        "given": _("votes up given"),
        "received": _("votes up received"),
        "replied": _("threads of others replied to"),
        "recent_days": _("days with something read, of the last 100"),
        "recent_replied": _("threads of others replied to in 100 days"),
        "recent_threads": _("new threads read in 100 days"),
        "recent_posts": _("posts read in 100 days"),
        "recent_minutes": _("minutes of reading in 100 days"),
        "recent_given": _("votes up given in 100 days"),
        "recent_received": _("votes up received in 100 days"),
        "recent_people": _("people who voted you up in 100 days"),
        "recent_received_days": _("days with a vote up for you, of the last 100"),
        "recent_flagged": _("posts with a flag that was right, in 100 days"),
        "people": _("people who voted you up"),
        "received_days": _("days with a vote up for you"),
        "flagged": _("posts with a flag that was right"),
    }
