"""Groups of opinion against those that Polis published, under other orders and seeds, and what they cost."""

import csv
import gzip
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import click
import numpy as np

from contributions.opinions import Conversation, Opinion, Statement
from insights.opinions.finding import Groups, find_groups
from insights.opinions.statements import Tally

OUT = "-1"


class Published(NamedTuple):
    """A conversation with what Polis says of it: groups by participant, and votes by statement."""

    conversation: Conversation
    taken_out: int
    groups: dict[int, int]
    counts: dict[int, tuple[int, int]]


@click.command("opinions")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--as-imported", is_flag=True, help="As an archive has it: without what moderators took out.")
def opinions(folder: Path, as_imported: bool) -> None:
    """Compare groups with those of the conversations in FOLDER, a folder for each."""
    click.echo("conversation  people  k  ARI  ARI shuffled  ARI other seed  stability  counts equal  CPU-s")
    for path in sorted(place for place in folder.iterdir() if (place / "participants.csv").is_file()):
        click.echo(_line(published(path), 0 if as_imported else None))


def _line(given: Published, taken_out: int | None) -> str:
    out = given.taken_out if taken_out is None else taken_out
    begun = time.process_time()
    found = find_groups(given.conversation, 42, taken_out=out)
    spent = time.process_time() - begun
    mixed = list(given.conversation.opinions)
    random.Random(7).shuffle(mixed)
    shuffled = find_groups(given.conversation._replace(opinions=mixed), 42, taken_out=out)
    other = find_groups(given.conversation, 1042, taken_out=out)
    told = [_agreement(found, dict(zip(one.members, one.labels.tolist(), strict=True))) for one in (shuffled, other)]
    return (
        f"{given.conversation.key}  {len(found.members)}  {found.choice.number}  {_agreement(found, given.groups):.3f}"
        f"  {told[0]:.3f}  {told[1]:.3f}  {found.stability:.3f}  {_equal(given):.3f}  {spent:.1f}"
    )


def _agreement(found: Groups, groups: dict[int, int]) -> float:
    """Return the adjusted Rand index over those whom both know."""
    from sklearn.metrics import adjusted_rand_score

    both = [(groups[key], label) for key, label in zip(found.members, found.labels, strict=True) if key in groups]
    return float(adjusted_rand_score(*map(np.array, zip(*both, strict=True))))


def _equal(given: Published) -> float:
    """Return the share of statements whose votes we count as Polis does."""
    counted: dict[int, Tally] = {}
    for one in given.conversation.opinions:
        before = counted.get(one.statement, Tally())
        counted[one.statement] = before._replace(
            agree=before.agree + (one.value > 0), disagree=before.disagree + (one.value < 0)
        )
    same = [(one.agree, one.disagree) == given.counts[number] for number, one in counted.items()]
    return sum(same) / len(same)


def published(folder: Path) -> Published:
    """Read a conversation as Polis exports it."""
    statements = {int(row["comment_id"]): row for row in _rows(folder / "comments.csv")}
    kept = {key for key, row in statements.items() if row["moderated"] != OUT}
    last: dict[tuple[int, int], int] = {}
    for row in sorted(_rows(folder / "votes.csv.gz"), key=lambda row: int(row["created_ms"])):
        last[int(row["participant"]), int(row["comment_id"])] = int(row["vote"])
    votes = [Opinion(*key, value) for key, value in last.items() if key[1] in kept]
    people = _rows(folder / "participants.csv")
    return Published(
        Conversation(folder.name, folder.name, "", None, [Statement(key) for key in sorted(kept)], votes),
        len(statements) - len(kept),
        {int(row["participant"]): int(row["polis_group"]) for row in people if row["polis_group"]},
        {key: (int(row["agrees"]), int(row["disagrees"])) for key, row in statements.items()},
    )


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", newline="") if path.suffix == ".gz" else path.open(newline="") as stream:
        yield from csv.DictReader(stream)
