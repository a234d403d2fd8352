"""The command that trains the spam model."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import click
import orjson
from flask import Flask
from flask.cli import AppGroup

from contributions.moderation.spam import learning
from contributions.moderation.spam.training import Labelled
from core.database import unit_of_work
from core.errors import Refused

group = AppGroup("spam", help="What is held back as spam.")


def register(app: Flask) -> None:
    """Add the command to the command line."""
    app.cli.add_command(group)


@group.command("train")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def train(paths: tuple[Path, ...], as_json: bool) -> None:
    """Learn from decisions of moderators, and from JSON Lines with title, text and spam (0 or 1)."""
    try:
        rows = [row for path in paths for row in labelled_rows(path)]
        with unit_of_work():
            model = learning.learn(rows)
            said = {"good": model.good_count, "spam": model.spam_count, "area": round(model.area, 4)}
            said["threshold"] = round(model.threshold, 4)
    except (ValueError, Refused) as problem:
        raise click.ClickException(str(problem)) from None
    if as_json:
        click.echo(orjson.dumps(said))
        return
    click.echo(f"Trained on {said['good']} good texts and {said['spam']} of spam; area under the curve {said['area']}.")


def labelled_rows(path: Path) -> Iterator[Labelled]:
    """Yield the labelled texts of a file. Raises ValueError with the number of a line that is none."""
    with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                row = orjson.loads(line)
                yield Labelled(str(row.get("title") or ""), str(row["text"]), bool(int(row["spam"])))
            except (ValueError, KeyError, AttributeError, TypeError):
                raise ValueError(f"{path}, line {number}: not a text with a label") from None
