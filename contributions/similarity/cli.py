"""The command that asks for similar threads, for programs."""

import click
import orjson
from flask import Flask, current_app

from accounts.viewers import ANONYMOUS
from contributions.models import Contribution
from contributions.similarity.finding import similar_to
from contributions.similarity.hints import words_of_text
from core.archive.identity import public_ids
from core.settings import Settings


def register(app: Flask) -> None:
    """Add the command to the command line."""
    app.cli.add_command(similar)


@click.command()
@click.argument("text")
@click.option("--kind", default="question", show_default=True, type=click.Choice(["question", "idea", "discussion"]))
@click.option("--limit", default=5, show_default=True, type=click.IntRange(1, 100), help="How many results at most.")
@click.option("--least", default=0.0, show_default=True, type=click.FloatRange(0, 1), help="How alike they must be.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def similar(text: str, kind: str, limit: int, least: float, as_json: bool) -> None:
    """Find threads like TEXT (the title, and after a line break the body) as a visitor who is not signed in."""
    settings: Settings = current_app.extensions["settings"]
    with current_app.test_request_context(base_url=settings.base_url):
        found = similar_to(ANONYMOUS, kind, words_of_text(text), limit, least)
    names = public_ids(Contribution, [one.id for one in found])
    rows = [
        {
            "id": names[one.id],
            "kind": one.kind,
            "title": one.title,
            "score": round(one.score, 4),
            "url": settings.base_url + one.url,
        }
        for one in found
    ]
    if as_json:
        click.echo(orjson.dumps({"query": text, "results": rows}))
        return
    for row in rows:
        click.echo(f"{row['score']:.2f}  {row['title']}\n      {row['url']}")
