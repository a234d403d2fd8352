"""Topics as pages show them: in words, as lines of months, on the map."""

from collections.abc import Sequence
from typing import Any

from accounts.people import person
from core.translation import gettext as _
from core.translation import ngettext
from insights import charts, maps

GROWING, SHRINKING = 0.5, -0.5


def shown(row: Any) -> dict[str, Any]:
    """Return what pages show of a topic."""
    return {
        "id": row.topic_id,
        "url": f"/insights/topics/{row.topic_id}",
        "label": label_of(row),
        "name": row.name or "",
        "pinned": row.pinned,
        "words": row.words,
        "threads": row.threads,
        "posts": row.posts,
        "authors": row.authors,
        "share": _("%(share)s %%", share=f"{100 * row.share:.1f}"),
        "trend": trend_words(row.growth),
        "rising": row.growth >= GROWING,
        "spark": charts.spark(list(row.months.values())),
        "spark_text": months_in_words(row.months),
    }


def label_of(row: Any) -> str:
    """Return what a topic is called: by people, or else by its words."""
    return row.name or row.label or _("Topic %(number)s", number=row.topic_id)


def trend_words(growth: float) -> str:
    """Return how the part of a topic in all posts changed in the last four weeks against the twelve before."""
    times = f"{2 ** abs(growth):.1f}"
    if growth >= GROWING:
        return _("grows: %(times)s times its usual share", times=times)
    if growth <= SHRINKING:
        return _("fades: its share is %(times)s times smaller than usual", times=times)
    return _("steady")


def months_in_words(months: dict[str, int]) -> str:
    """Return months as a sentence for whoever does not see the line."""
    if not months:
        return _("No posts")
    last = list(months)[-1]
    return _(
        "From %(first)s to %(last)s, %(count)s posts in the last month",
        first=next(iter(months)),
        last=last,
        count=months[last],
    )


def months_chart(row: Any) -> Any:
    """Return the posts of a topic by month as a picture with its table."""
    series = charts.Series(_("Posts"), list(row.months.values()))
    return charts.columns(_("Posts by month"), _("Month"), list(row.months), [series])


def map_of(rows: Sequence[Any]) -> maps.Map:
    """Return the map of topics: the nearer, the more kindred; coloured by the group that they belong to."""
    marks = [
        maps.Mark(
            f"t{row.topic_id}",
            label_of(row),
            row.x * maps.WIDTH,
            row.y * maps.HEIGHT,
            row.threads,
            row.part_of,
            f"/insights/topics/{row.topic_id}",
            ngettext("%(num)s thread", "%(num)s threads", row.threads),
        )
        for row in rows
    ]
    return maps.scatter(_("Map of topics: what lies near one another is akin"), marks)


def people_shown(rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Return the people of a topic with what they wrote there."""
    return [
        {
            "person": person(row.id, row.name, row.roles),
            "posts": ngettext("%(num)s post", "%(num)s posts", row.posts),
            "threads": ngettext("%(num)s thread", "%(num)s threads", row.threads),
        }
        for row in rows
    ]
