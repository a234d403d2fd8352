"""The command that says what emerges, for programs."""

from datetime import datetime
from typing import Any

import click
import orjson
from sqlalchemy import Row, select

from contributions.models import Contribution
from core.archive.identity import PublicIds
from core.clock import format_time
from core.database import read
from insights.commands import as_of_option, json_option, run_as_json, shown_run
from insights.commands import insights as group
from insights.emerging.models import EmergingAlarm, EmergingCard, EmergingPost
from insights.emerging.queries import confidence


@group.command("emerging")
@as_of_option
@click.option("--limit", type=click.IntRange(min=1), help="So many alarms at most, the latest first.")
@json_option
def emerging_command(as_of: datetime | None, limit: int | None, as_json: bool) -> None:
    """Say what emerges, and what did: every alarm of the last run, the latest first."""
    run = shown_run(as_of)
    results = found_by(run.id, limit)
    if as_json:
        click.echo(orjson.dumps({"run": run_as_json(run), "results": results}))
        return
    for one in results:
        click.echo(f"{one['alarm_at']}  {one['strength']:5.1f}  {one['authors']:3d} people  {one['label']}")


def found_by(run_id: int, limit: int | None = None) -> list[dict[str, Any]]:
    """Return the alarms of a run, the latest first, as a document says them."""
    statement = (
        select(*EmergingCard.__table__.c, EmergingAlarm.clock, EmergingAlarm.recorded_at)
        .join(EmergingAlarm, EmergingAlarm.id == EmergingCard.alarm_id)
        .where(EmergingCard.run_id == run_id)
        .order_by(EmergingCard.at.desc(), EmergingCard.alarm_id.desc())
    )
    cards = read(statement if limit is None else statement.limit(limit)).all()
    posts: dict[int, list[Row[Any]]] = {}
    for row in read(
        select(*EmergingPost.__table__.c).where(EmergingPost.run_id == run_id).order_by(EmergingPost.place)
    ):
        posts.setdefault(row.alarm_id, []).append(row)
    names = PublicIds(Contribution).of(row.contribution_id for rows in posts.values() for row in rows)
    return [_document(card, posts.get(card.alarm_id, []), names) for card in cards]


def _document(card: Row[Any], posts: list[Row[Any]], names: dict[int, str]) -> dict[str, Any]:
    return {
        "topic": f"e{card.alarm_id}",
        "label": card.label,
        "words": card.words,
        "clock": card.clock,
        "first_seen": format_time(card.first_at),
        "alarm_at": format_time(card.at),
        "last_seen": format_time(card.last_at),
        "closed": card.closed,
        "strength": round(card.strength, 3),
        "confidence": round(confidence(card.chance), 4),
        "false_alarms_a_week": float(f"{card.chance:.2g}"),
        "growth": {"low": round(card.growth_low, 2), "best": round(card.growth, 2), "high": round(card.growth_high, 2)},
        "window_hours": round(card.hours, 1),
        "authors": card.authors,
        "evidence": [names[row.contribution_id] for row in posts if row.opening],
        "posts": [names[row.contribution_id] for row in posts],
    }
