"""Commands about contributions: the search of the page, for programs."""

import click
import orjson
from flask import Flask, current_app

from accounts.viewers import ANONYMOUS
from contributions.models import Contribution
from contributions.search_views import results_of, understood
from contributions.searching import find
from core.archive.identity import public_ids
from core.search import QueryError
from core.settings import Settings


def register(app: Flask) -> None:
    """Add the commands to the command line."""
    app.cli.add_command(search)


@click.command()
@click.argument("query")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 100), help="How many results at most.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def search(query: str, limit: int, as_json: bool) -> None:
    """Search as a visitor who is not signed in."""
    settings: Settings = current_app.extensions["settings"]
    with current_app.test_request_context(base_url=settings.base_url):
        try:
            found = find(ANONYMOUS, understood(ANONYMOUS, query), limit, None)
        except QueryError as error:
            raise click.ClickException(str(error)) from None
        scores = {hit.id: hit.score for hit in found.page.hits}
        names = public_ids(Contribution, list(scores))
        rows = [
            {
                "id": names[result.id],
                "kind": result.kind,
                "title": result.title,
                "score": round(scores[result.id], 4),
                "snippet": "".join(text for text, _hit in result.snippet),
                "url": settings.base_url + result.url,
            }
            for result in results_of(found)
        ]
    if as_json:
        click.echo(orjson.dumps({"query": found.query.text, "total": found.page.total, "results": rows}))
        return
    for row in rows:
        click.echo(f"{row['title']}\n  {row['url']}\n  {row['snippet']}")
