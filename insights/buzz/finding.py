"""The stage of a run that counts buzz, tests whether talk turned, and lists the favourites of each month."""

from collections import defaultdict
from datetime import UTC, datetime
from typing import Any

from insights.buzz.boomerang import Surge, surges, watch
from insights.buzz.counting import DAY, buzz, by_day
from insights.buzz.gathering import Subject, gather
from insights.buzz.keeping import RECENT, Counted, keep_favourites, keep_subject
from insights.sentiment import NEGATIVE
from insights.snapshot import Snapshot
from insights.stages import Context

# Surges of so many days are looked for; how many ideas a list of favourites holds, and how many months there are.
WATCHED = 90
LONGEST = 10
MONTHS = 36


def buzz_stage(context: Context) -> dict[str, Any]:
    """Find and keep them, and return their numbers."""
    today = int(context.as_of.timestamp() // DAY)
    subjects, turned = gather(context.snapshot, context.run_id), 0
    for place, subject in enumerate(subjects, start=1):
        found = _turned(subject, today)
        keep_subject(context.run_id, _counted(subject, today), found)
        turned += len(found)
        context.progress(place / (len(subjects) + 1))
    lists = favourites(context.snapshot)
    keep_favourites(context.run_id, lists)
    return {"subjects": len(subjects), "turned": turned, "months": len(lists)}


def _turned(subject: Subject, today: int) -> list[Surge]:
    return surges(by_day(subject.spoken), today - WATCHED + 1, today, NEGATIVE)


def _counted(subject: Subject, today: int) -> Counted:
    days = by_day(subject.spoken)
    recent = buzz([said for day, some in days.items() if day > today - RECENT for said in some], NEGATIVE)
    return Counted(subject, days, recent, watch(days, today, NEGATIVE))


def favourites(snapshot: Snapshot) -> dict[str, list[tuple[int, int]]]:
    """Return the first ideas of each of the last months (as 2024-05, UTC), each with its votes of it, up less down.

    Of equals the older comes first; months without a favourite are left out. Votes of coordinated campaigns that were
    struck out are not in a snapshot.
    """
    months: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for vote in snapshot.votes:
        if snapshot.by_id[vote.post].kind == "idea":
            months[datetime.fromtimestamp(vote.at, UTC).strftime("%Y-%m")][vote.post] += vote.value
    lists = {month: _first(scores) for month, scores in sorted(months.items())[-MONTHS:]}
    return {month: some for month, some in lists.items() if some}


def _first(scores: dict[int, int]) -> list[tuple[int, int]]:
    liked = [(key, score) for key, score in scores.items() if score > 0]
    return sorted(liked, key=lambda one: (-one[1], one[0]))[:LONGEST]
