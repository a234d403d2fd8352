"""The commands that say who is ahead, and how well that would have foretold what came."""

from datetime import datetime
from typing import Any

import click
import orjson

from accounts.models import Member
from accounts.viewers import Viewer
from contributions.models import Contribution
from core.archive.identity import public_ids
from core.clock import format_time
from core.database import read
from insights.commands import Moment, as_of_option, insights, json_option, run_as_json, shown_run
from insights.lead_users.models import Lead
from insights.lead_users.queries import leads, reasons_of

KINDS = {"lead": ("ahead", "own", "need"), "rising": ("solved",)}
# Whoever runs commands reads what every signed-in member may.
READER = Viewer(id=0)


def register() -> None:
    """Add the commands to those of the insights."""
    insights.add_command(lead_users)
    insights.add_command(back_test_command)


@click.command("lead-users")
@as_of_option
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 100), help="How many at most.")
@click.option("--ranking", type=click.Choice(sorted(KINDS)), default="lead", show_default=True)
@json_option
def lead_users(as_of: datetime | None, limit: int, ranking: str, as_json: bool) -> None:
    """Say who is ahead (or rising) and why, as the last analysis found."""
    run = shown_run(as_of)
    rows = read(leads(run.id, ranking).order_by(Lead.place).limit(limit)).all()
    reasons = reasons_of(READER, run.id, [row.member_id for row in rows], KINDS[ranking])
    names = public_ids(Member, [row.member_id for row in rows])
    posts = public_ids(Contribution, [one["post"] for several in reasons.values() for one in several])
    shown = [_shown(row, names, posts, reasons.get(row.member_id, [])) for row in rows]
    if as_json:
        click.echo(orjson.dumps({"run": run_as_json(run), "ranking": ranking, "members": shown}))
        return
    for row in shown:
        click.echo(f"{row['rank']:3d}. {row['name']}  {row['score']:.0f}")
        for one in row["reasons"]:
            click.echo(f"       {one['kind']}: {one['quote']}")


def _shown(row: Any, names: dict[int, str], posts: dict[int, str], reasons: list[dict[str, Any]]) -> dict[str, Any]:
    parts = {name: getattr(row, name) for name in ("ahead", "benefit", "support")}
    return {
        "rank": row.place,
        "id": names[row.member_id],
        "name": row.name,
        "score": round(row.score, 2),
        "parts": {name: round(value, 4) for name, value in parts.items() if value is not None},
        "reasons": [
            {key: one[key] for key in ("kind", "term", "quote", "followers")}
            | {"post": posts[one["post"]], "at": format_time(one["at"])}
            for one in reasons
        ],
    }


@click.command("back-test")
@click.option("--from", "cut", required=True, type=Moment(end=True), help="Rank members as of this day.")
@click.option("--until", required=True, type=Moment(end=True), help="Judge by what came of them until this day.")
@json_option
def back_test_command(cut: datetime, until: datetime, as_json: bool) -> None:
    """Rank members as of one day and judge by the solutions, votes and built ideas that came after it."""
    from insights.lead_users.back_test import back_test
    from insights.snapshot import take_snapshot

    rows = back_test(take_snapshot(cut), take_snapshot(until))
    if as_json:
        click.echo(orjson.dumps({"from": format_time(cut), "until": format_time(until), "rows": rows}))
        return
    for row in rows:
        click.echo("  ".join(f"{key} {value}" for key, value in row.items()))
