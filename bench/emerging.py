"""How soon and how surely what emerges is found: the site's own alarms on labelled time lines and planted streams."""

import csv
import gzip
import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import click
import numpy as np

from bench.tables import show
from core.embedding import Embedder, open_embedder
from insights.emerging.alarms import Alarm, find_alarms
from insights.emerging.clocks import FAST, HOUR, SLOW, WEEK, Clock
from insights.emerging.scanning import Stream

LINES = ("synthetic_banking77", "firefox_2018-12_2019-07")
BATCH = 256
# An alarm speaks of an event where so large a share of the posts that raised it is labelled so.
MATCHED = 1 / 3
# Planted streams: weeks, posts a week at the beginning, seeds. They are not those on which anything was chosen.
WEEKS, A_WEEK, SEEDS = 48, 150, range(300, 306)
LATEST = 12


class Labelled(NamedTuple):
    """A stream, its texts, the event of each post (empty: none), and when each event began where that is planted."""

    stream: Stream
    texts: Sequence[tuple[str, str]]
    events: Sequence[str]
    begun: dict[str, float]


def line_of(folder: Path, name: str, embedder: Embedder, cache: Path) -> Labelled:
    """Read a labelled time line."""
    with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = sorted(map(json.loads, file), key=lambda row: (row["created"], str(row["id"])))
    with (folder / f"{name}_labels.csv").open(encoding="utf-8") as labels:
        events = {row["id"]: row["event"] for row in csv.DictReader(labels)}
    times = np.array([datetime.fromisoformat(row["created"]).timestamp() for row in rows])
    names = {who: number for number, who in enumerate(dict.fromkeys(row.get("user") for row in rows))}
    authors = np.array([names[row["user"]] if row.get("user") else -place - 1 for place, row in enumerate(rows)])
    vectors = _vectors([f"{row['title']}\n{row['text']}".strip() for row in rows], embedder, cache)
    texts = [(row["title"], row["text"]) for row in rows]
    return Labelled(Stream(times, authors, vectors), texts, [events.get(str(row["id"]), "") for row in rows], {})


def planted(texts: Sequence[tuple[str, str]], vectors: Any, seed: int) -> Labelled:
    """Return weeks of posts of many intents, six of which emerge slowly; three burst for a week, four come and go.

    Six rise along a logistic curve to 5 to 14 posts a week, half of which they reach three weeks after their onset.
    """
    random = np.random.default_rng(seed)
    left = _shuffled(texts, random)
    order = random.permutation(sorted(left)).tolist()
    rising, usual = order[:6], order[6:]
    bursting, seasonal = usual[:3], usual[3:7]
    share = dict(zip(usual, random.dirichlet(np.full(len(usual), 3.0)), strict=True))
    onset = {name: int(random.integers(17, 37)) for name in rising}
    peak = {name: random.uniform(5, 14) for name in rising}
    week_of = {name: int(random.integers(17, 44)) for name in bursting}
    phase = {name: random.uniform(0, 2 * np.pi) for name in seasonal}
    rows: list[tuple[float, int, str]] = []
    for week in range(WEEKS):
        for name in order:
            if name in onset:
                mean = peak[name] / (1 + np.exp(onset[name] + 3 - week)) if week >= onset[name] else 0.0
            else:
                mean = A_WEEK * 1.01**week * share[name] * random.gamma(8, 1 / 8)
                mean *= 1 + 0.5 * np.sin(2 * np.pi * week / 52 + phase[name]) if name in phase else 1
            count = random.poisson(mean) + (random.integers(8, 16) if week_of.get(name) == week else 0)
            for _ in range(min(count, len(left[name]))):
                rows.append(((week + random.random()) * WEEK, left[name].pop(), name if name in onset else ""))
    rows.sort()
    stream = Stream(np.array([row[0] for row in rows]), np.arange(len(rows)), vectors[[row[1] for row in rows]])
    return Labelled(stream, (), [row[2] for row in rows], {name: week * WEEK for name, week in onset.items()})


def _shuffled(texts: Sequence[tuple[str, str]], random: np.random.Generator) -> dict[str, list[int]]:
    left: dict[str, list[int]] = {}
    for place in random.permutation(len(texts)).tolist():
        left.setdefault(texts[place][1], []).append(place)
    return left


def _vectors(texts: Sequence[str], embedder: Embedder, cache: Path) -> Any:
    kept = cache / f"{hashlib.sha256(chr(0).join([embedder.digest, *texts]).encode()).hexdigest()[:24]}.npy"
    if not kept.exists():
        parts = [embedder.embed(texts[begin : begin + BATCH]) for begin in range(0, len(texts), BATCH)]
        np.save(kept, np.concatenate(parts))
    return np.load(kept)


class Judged(NamedTuple):
    """What became of one stream: delay of each event that was found, alarms of none, weeks watched, purities."""

    events: int
    delays: list[float]
    unmatched: int
    weeks: float
    purity: list[float]


def judge(labelled: Labelled, clock: Clock) -> Judged:
    """Raise all alarms over a stream, and hold them against its labels."""
    stream, events = labelled.stream, labelled.events
    first = {name: float(stream.times[list(events).index(name)]) for name in dict.fromkeys(events) if name}
    first |= {name: begun for name, begun in labelled.begun.items() if name in first}
    found: dict[str, float] = {}
    purity, unmatched = [], 0
    for alarm in find_alarms(stream, labelled.texts, clock):
        name, share = _most(alarm, events)
        if not name or share < MATCHED:
            unmatched += 1
        elif name not in found:
            found[name] = alarm.at - first[name]
            purity.append(share)
    weeks = (float(stream.times[-1] - stream.times[0]) - clock.warm) / WEEK
    return Judged(len(first), list(found.values()), unmatched, weeks, purity)


def _most(alarm: Alarm, events: Sequence[str]) -> tuple[str, float]:
    said = [events[post] for post in alarm.opening if events[post]]
    name = max(dict.fromkeys(said), key=said.count, default="")
    return name, said.count(name) / len(alarm.opening)


def _rows(data: Path, cache: Path, embedder: Embedder) -> Iterator[dict[str, Any]]:
    for name in LINES:
        found = judge(line_of(data / "emerging", name, embedder, cache), FAST)
        yield _row(name, [found], "hours", HOUR)
    labelled: list[tuple[str, str]] = []
    for part in ("train", "test"):
        with (data / f"topics/banking77_{part}.csv").open(encoding="utf-8") as file:
            labelled += [(row["text"], row["label"]) for row in csv.DictReader(file)]
    vectors = _vectors([text for text, _label in labelled], embedder, cache)
    weekly = [judge(planted(labelled, vectors, seed), SLOW) for seed in SEEDS]
    yield _row("planted weekly", weekly, "weeks", WEEK)


def _row(name: str, all_of: Sequence[Judged], unit: str, length: float) -> dict[str, Any]:
    delays = [delay / length for one in all_of for delay in one.delays]
    in_time = sum(unit == "hours" or delay <= LATEST for delay in delays)
    return {
        "stream": name,
        "events": sum(one.events for one in all_of),
        "recall": in_time / sum(one.events for one in all_of),
        "mean delay": float(np.mean(delays)),
        "median": float(np.median(delays)),
        "unit": unit,
        "unmatched a week": sum(one.unmatched for one in all_of) / sum(one.weeks for one in all_of),
        "purity": float(np.mean([share for one in all_of for share in one.purity])),
    }


@click.command()
@click.option("--data", envvar="ATRIUM_TEST_DATA", required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--cache", required=True, type=click.Path(file_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True)
def emerging(data: Path, cache: Path, as_json: bool) -> None:
    """Measure alarms on time lines with known events, and on weekly streams with planted topics."""
    cache.mkdir(parents=True, exist_ok=True)
    embedder = open_embedder(cache)
    embedder.prepare()
    folder = data / "community" if (data / "community").exists() else data
    rows = list(_rows(folder, cache, embedder))
    show({"streams": rows}, rows, as_json=as_json)
