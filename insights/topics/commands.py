"""The command that says which topics the last analysis found."""

from collections import defaultdict
from datetime import datetime
from typing import Any

import click
import orjson
from sqlalchemy import select

from contributions.models import Contribution
from core.archive.identity import public_ids
from core.database import read
from insights.commands import as_of_option, insights, json_option, run_as_json, shown_run
from insights.models import Run
from insights.topics.models import Topic, TopicFound, TopicThread


@insights.command("topics")
@as_of_option
@click.option("--limit", default=1000, show_default=True, type=click.IntRange(1), help="How many topics at most.")
@json_option
def topics(as_of: datetime | None, limit: int, as_json: bool) -> None:
    """List the topics, the largest first, with their words and their threads."""
    run = shown_run(as_of)
    found = topics_as_json(run, limit)
    if as_json:
        click.echo(orjson.dumps({"run": run_as_json(run), **found}))
        return
    for row in found["results"]:
        click.echo(f"{row['topic']:>6s} {row['size']:6d}  {row['label']}\n{'':15s}{', '.join(row['words'])}")
    click.echo(f"{len(found['outliers'])} threads belong to no topic.")


def topics_as_json(run: Run, limit: int) -> dict[str, Any]:
    """Return the topics of a run as documents tell them; one that too few people talk of has no label and no words."""
    counted = select(TopicThread.contribution_id, TopicThread.topic_id, TopicThread.rank)
    rows = read(counted.where(TopicThread.run_id == run.id).order_by(TopicThread.contribution_id)).all()
    names = public_ids(Contribution, [row.contribution_id for row in rows])
    members: dict[int | None, list[Any]] = defaultdict(list)
    for row in rows:
        members[row.topic_id].append(row)
    told = (
        select(Topic.name, TopicFound)
        .join(Topic, Topic.id == TopicFound.topic_id)
        .where(TopicFound.run_id == run.id)
        .order_by(TopicFound.threads.desc(), TopicFound.topic_id)
        .limit(limit)
    )
    results = []
    for row in read(told):
        own = members[row.topic_id]
        first = sorted((one for one in own if one.rank), key=lambda one: one.rank)
        results.append(
            {
                "topic": f"t{row.topic_id}",
                "label": row.name or row.label,
                "words": row.words,
                "size": row.threads,
                "growth": row.growth,
                "months": row.months,
                "members": [names[one.contribution_id] for one in own],
                "representative": [names[one.contribution_id] for one in first],
            }
        )
    return {"results": results, "outliers": [names[row.contribution_id] for row in members[None]]}
