"""How well lead users and rising members are found: in made-up communities, and in time-split real archives."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import numpy as np

from bench.planted_members import Planted, plant
from bench.similar import lines_of
from bench.tables import show
from insights.graphs.building import build
from insights.graphs.measures import measure
from insights.lead_users.back_test import auc, back_test
from insights.lead_users.scoring import score, standard
from insights.snapshot import Post, Snapshot

SEED = 42
COLUMNS = ("AUC", "P@10", "P@20", "P@30", "spammers and founder in 10")
ARCHIVES = {
    "thunderbird_2024": (datetime(2024, 10, 1, tzinfo=UTC), datetime(2025, 1, 1, tzinfo=UTC)),
    "quantum_se_2018": (datetime(2018, 7, 1, tzinfo=UTC), datetime(2018, 9, 2, tzinfo=UTC)),
    "bicycles_meta_2010_2023": (datetime(2012, 1, 1, tzinfo=UTC), datetime(2013, 1, 1, tzinfo=UTC)),
}


def signals(planted: Planted) -> tuple[Any, dict[str, Any]]:
    """Return the ids of members of a made-up community and what each ranking says of them."""
    network = build(planted.snapshot)
    measures = measure(network, SEED)
    found = score(planted.snapshot, network, measures, SEED)
    known = ~np.isnan(found.score)
    place = np.searchsorted(network.members, found.members)
    counted = found.traits
    parts = (counted.posts, measures.partners[place], measures.betweenness[place], counted.votes, counted.accepted)
    plain = {
        "activity (posts, partners, betweenness, votes, accepted)": sum(standard(part, known) for part in parts),
        "betweenness alone": measures.betweenness[place],
        "ahead of the trend": np.where(known, found.ahead_z, -np.inf),
        "own solutions": np.where(known, counted.own, -np.inf),
        "**Atrium**": np.where(known, found.score, -np.inf),
    }
    return found.members, plain


def planted_rows(seeds: int) -> Iterator[dict[str, Any]]:
    """Yield a line for each ranking and effect, as means over communities of different seeds."""
    for effect in (1.0, 0.5):
        measured: dict[str, list[tuple[float, ...]]] = defaultdict(list)
        for seed in range(seeds):
            planted = plant(seed, effect)
            members, rankings = signals(planted)
            leads = np.isin(members, list(planted.leaders)).astype(float)
            wrong = np.isin(members, [*planted.spammers, planted.founder])
            for name, values in rankings.items():
                order = np.argsort(-values, kind="stable")
                firsts = [leads[order[:most]].mean() for most in (10, 20, 30)]
                measured[name].append((auc(values, leads), *firsts, float(wrong[order[:10]].sum())))
        for name, several in measured.items():
            means = np.mean(several, axis=0).tolist()
            yield {"effect": effect, "ranking": name, **dict(zip(COLUMNS, means, strict=True))}


def archive(folder: Path, until: datetime) -> Snapshot:
    """Return an archive as a snapshot of one moment. When something was accepted, archives do not say."""
    numbers: dict[str, int] = {}
    rows = [row for row in lines_of(folder / "contributions.jsonl.gz") if "created" in row and row.get("author")]
    rows.sort(key=lambda row: (row["created"], row["id"]))
    posts: list[Post] = []
    keys = {row["id"]: key for key, row in enumerate(rows, start=1)}
    thread: dict[str, int] = {}
    for row in rows:
        at = datetime.fromisoformat(row["created"]).timestamp()
        on = row.get("question") or row.get("on") or row.get("parent")
        if at >= until.timestamp() or (on and on not in thread):
            continue
        key = keys[row["id"]]
        thread[row["id"]] = thread[on] if on else key
        author = numbers.setdefault(row["author"], len(numbers) + 1)
        posts.append(
            Post(key, row["type"], author, at, thread[row["id"]], keys[on] if on else None, None, row.get("title", ""),
                 row.get("body") or "", row.get("language"), 1, bool(row.get("accepted")), staff=False)
        )  # fmt: skip
    return Snapshot(until, posts)


@click.command()
@click.option("--data", envvar="ATRIUM_TEST_DATA", type=click.Path(exists=True, path_type=Path))
@click.option("--seeds", default=12, show_default=True, help="Made-up communities of each effect; 0 for none.")
@click.option("--only", default="", help="The archive to look at; all where none is named.")
@click.option("--json", "as_json", is_flag=True)
def lead_users(data: Path | None, seeds: int, only: str, as_json: bool) -> None:
    """Print how well each ranking finds planted lead users, and foretells who counts in real communities."""
    rows = list(planted_rows(seeds))
    tested = []
    for name, (cut, until) in ARCHIVES.items():
        folder = data / "archives" / name if data else None
        if folder is None or not folder.is_dir() or (only and only != name):
            continue
        lines = back_test(archive(folder, cut), archive(folder, until))
        tested += [{"archive": name, **line} for line in lines]
    if as_json:
        show({"planted": rows, "archives": tested}, rows or tested, as_json=True)
        return
    for table in (rows, tested):
        if table:
            show({}, table, as_json=False)
            print()
