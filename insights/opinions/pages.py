"""What pages say of groups of opinion: a cloud of people, what each group stands for, and what all want."""

from collections.abc import Sequence
from typing import Any

from accounts.viewers import Viewer
from core.translation import gettext as _
from core.translation import ngettext
from insights.charts import Bar, Cell
from insights.dashboard.panels import Answers, Drawn, InsightPanel, Line
from insights.opinions.models import OpinionSet
from insights.opinions.reading import LETTERS, places_of, representing, sets_for, statements_of

WIDTH, HEIGHT, MARGIN = 1000, 560, 40
SHOWN = 12


def named(found: OpinionSet) -> str:
    """Return what a conversation is called."""
    return found.title or _("Votes on ideas")


def why_none(reason: str) -> str:
    """Return why there are no groups to show."""
    words = {
        "few people": _("Too few people voted."),
        "few statements": _("There were too few statements to vote on."),
        "one voice": _("Nearly all votes say the same, so no groups can be told apart."),
        "small groups": _("Only one large group was found; the rest is too small to be shown."),
    }
    return words.get(reason, "")


def cautions(found: OpinionSet) -> list[str]:
    """Return what a reader must know before trusting the groups."""
    words = {
        "few people": _("Fewer than 30 people voted: take this as a hint, not as a finding."),
        "unsure": _("With other voters some people would stand in another group."),
        "unstable": _("With other voters the groups would be different ones: do not rely on them."),
    }
    return [words[warning] for warning in found.warnings if warning in words]


def conversation_page(viewer: Viewer, found: OpinionSet) -> dict[str, Any]:
    """Return all that the page of a conversation shows: three statements."""
    statements = statements_of(viewer, found.id)
    agreed = sorted(statements, key=lambda one: (-one["consensus"], one["number"]))
    sizes = _sizes(places_of(found.id)) if found.groups else {}
    return {
        "name": named(found),
        "found": found,
        "reason": why_none(found.reason),
        "cautions": cautions(found),
        "cloud": cloud(places_of(found.id)) if found.groups else [],
        "size": (WIDTH, HEIGHT),
        "groups": [
            {"letter": LETTERS[group], "size": sizes.get(group, 0), "stands_for": representing(statements, group)}
            for group in range(found.groups)
        ],
        "consensus": [agreement(one) for one in agreed[:SHOWN]],
        "divided": _divided(statements),
    }


def agreement(one: dict[str, Any]) -> Bar:
    """Return how much all groups agree with a statement, as a bar."""
    return Bar(one["text"], percent(one["consensus"]), round(100 * one["consensus"], 1), one["url"])


def percent(share: float) -> str:
    """Return a share in per cent."""
    return _("%(share)s %%", share=round(100 * share))


def cloud(rows: Sequence[Any]) -> list[tuple[int, str, tuple[float, float]]]:
    """Return for each group the path of its people, each a dot, and where its letter stands."""
    if not rows:
        return []
    low_x, high_x, low_y, high_y = _edges(rows)
    points: dict[int, list[tuple[float, float]]] = {}
    for row in rows:
        x = MARGIN + (min(max(row.x, low_x), high_x) - low_x) / ((high_x - low_x) or 1) * (WIDTH - 2 * MARGIN)
        y = MARGIN + (high_y - min(max(row.y, low_y), high_y)) / ((high_y - low_y) or 1) * (HEIGHT - 2 * MARGIN)
        points.setdefault(row.group_number, []).append((round(x, 1), round(y, 1)))
    return [(group, "".join(f"M{x} {y}h0" for x, y in own), _middle(own)) for group, own in sorted(points.items())]


def panels(viewer: Viewer) -> list[InsightPanel]:
    """Return the panel of the dashboard: what all groups of the votes on ideas want."""
    found = next((one for one in sets_for(viewer) if one.groups), None)
    if found is None:
        return []
    statements = sorted(statements_of(viewer, found.id), key=lambda one: (-one["consensus"], one["number"]))[:6]
    bars = [agreement(one) for one in statements]
    lines = [Line([Cell(bar.name, bar.url), Cell(bar.text)]) for bar in bars]
    count = ngettext("%(num)s group of opinion", "%(num)s groups of opinion", found.groups)
    reading = _("How much every group agrees, as the geometric mean over the groups: no faction can lift it alone.")
    return [
        InsightPanel(
            "groups",
            Answers.DIALOGUE,
            _("What all groups want"),
            reading,
            count,
            f"/insights/groups/{found.key}",
            _("Who stands where"),
            Drawn.BARS,
            bars,
            heads=(_("Statement"), _("Agreement")),
            lines=lines,
            rank=30,
        )
    ]


def _divided(statements: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the statements on which the groups differ most: by the distance between their shares of agreement."""
    told = []
    for one in statements:
        shares = [(tally["agree"] + 0.5) / (sum(tally.values()) + 1) for tally in one["tallies"]]
        if len(shares) > 1:
            told.append((max(shares) - min(shares), one["number"], one, [percent(share) for share in shares]))
    return [{"statement": one, "shares": shares} for _gap, _number, one, shares in sorted(told, reverse=True)[:SHOWN]]


def _sizes(rows: Sequence[Any]) -> dict[int, int]:
    sizes: dict[int, int] = {}
    for row in rows:
        sizes[row.group_number] = sizes.get(row.group_number, 0) + 1
    return sizes


def _edges(rows: Sequence[Any]) -> tuple[float, float, float, float]:
    """Return between what the picture lies: a few who stand far out do not press all others together."""
    across, up = sorted(row.x for row in rows), sorted(row.y for row in rows)
    out = len(rows) // 100
    return across[out], across[-1 - out], up[out], up[-1 - out]


def _middle(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    return (
        round(sum(x for x, _y in points) / len(points), 1),
        round(sum(y for _x, y in points) / len(points), 1),
    )
