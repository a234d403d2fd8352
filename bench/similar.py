"""How well similar threads are found: the site's own comparison on labelled questions of real communities."""

import csv
import gzip
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import numpy as np

from bench.tables import table
from contributions.similarity import scoring
from contributions.similarity.corpus import Corpus, Learned, Scores
from contributions.similarity.describing import Words, vectors_of
from contributions.similarity.scoring import Described
from contributions.similarity.terms import count_terms, pack
from core.embedding import Embedder, open_embedder

DEPTH = 10
BATCH = 256
Measure = Callable[[Corpus, Described], Scores]


@dataclass(frozen=True)
class Collection:
    """Texts as they are compared, by their names."""

    names: Sequence[Any]
    described: Sequence[Described]
    corpus: Corpus

    @property
    def places(self) -> dict[Any, int]:
        """Where each name stands."""
        return {name: place for place, name in enumerate(self.names)}


@dataclass(frozen=True)
class Task:
    """Queries of one collection with their answers in another, or in the same."""

    name: str
    asked: Collection
    among: Collection
    answers: Mapping[Any, set[Any]]


def _lines(path: Path) -> Iterator[Any]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def _pairs(path: Path, query: str, answer: str, wanted: Callable[[dict[str, str]], bool]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if wanted(row):
                found.setdefault(row[query], set()).add(row[answer])
    return found


def _every(_row: dict[str, str]) -> bool:
    return True


def collect(rows: Mapping[str, Words], embedder: Embedder, cache: Path) -> Collection:
    """Describe texts and lay them out; vectors are kept in `cache` between runs."""
    words = list(rows.values())
    vectors = _vectors(words, embedder, cache)
    counts = [(count_terms(text.title), count_terms(text.body)) for text in words]
    corpus = Corpus()
    corpus.add(Learned(place, 0, 0, 0, pack(*counts[place]), vectors[place].tobytes()) for place in range(len(words)))
    described = [Described(*counted, vectors[place]) for place, counted in enumerate(counts)]
    return Collection(list(rows), described, corpus)


def _vectors(words: Sequence[Words], embedder: Embedder, cache: Path) -> Any:
    digest = hashlib.sha256("\n".join([embedder.digest, *(text.digest for text in words)]).encode()).hexdigest()
    kept = cache / f"{digest[:24]}.npy"
    if not kept.exists():
        parts = [vectors_of(embedder, words[begin : begin + BATCH]) for begin in range(0, len(words), BATCH)]
        np.save(kept, np.concatenate(parts))
    return np.load(kept)


def tasks(folder: Path, embedder: Embedder, cache: Path) -> list[Task]:
    """Return the labelled tasks of a folder with community data."""
    questions = _lines(folder / "forum/thunderbird_2024/questions.jsonl.gz")
    standing = [row for row in questions if row["locale"] == "en-US" and not row["is_spam"]]
    thunderbird = collect({str(row["id"]): Words(row["title"], row["text"]) for row in standing}, embedder, cache)
    search = folder / "search"
    helping = {
        row["slug"]: Words(row["title"], f"{row['summary']}\n{row['text']}")
        for row in _lines(search / "tb_kb_articles.jsonl.gz")
    }
    articles = collect(helping, embedder, cache)
    posts = {
        str(row["id"]): Words(row["title"], row["text"]) for row in _lines(search / "ffdup_2019_2020_corpus.jsonl.gz")
    }
    firefox = collect(posts, embedder, cache)
    related, helped = search / "tb2024_similar_qrels.csv", search / "tb2024_kb_qrels.csv"
    doubled = search / "ffdup_2019_2020_qrels.csv"
    pairs = (
        ("similar", thunderbird, thunderbird, related, "doc_id", _every),
        ("similar, another asked", thunderbird, thunderbird, related, "doc_id", lambda row: row["same_author"] == "0"),
        ("help article", thunderbird, articles, helped, "article", _every),
        ("duplicate", firefox, firefox, doubled, "doc_id", _every),
        ("duplicate, reworded", firefox, firefox, doubled, "doc_id", lambda row: row["near_identical"] == "0"),
    )
    return [
        Task(name, asked, among, _pairs(path, "query_id", answer, wanted))
        for name, asked, among, path, answer, wanted in pairs
    ]


def half_of(query: str) -> int:
    """Return the half that a query falls in: 0 for choosing, 1 for reporting."""
    return hashlib.sha256(query.encode()).digest()[0] & 1


def reciprocal_ranks(task: Task, measure: Measure, half: int | None = None) -> list[float]:
    """Return for each query one divided by the place of the first right answer among the first ten, or 0."""
    asked, among, found = task.asked.places, task.among.places, []
    for query, answers in task.answers.items():
        if half is not None and half_of(query) != half:
            continue
        if query not in asked:
            found.append(0.0)
            continue
        scores = measure(task.among.corpus, task.asked.described[asked[query]]).copy()
        if task.asked is task.among:
            scores[asked[query]] = -np.inf
        order = np.argsort(-scores, kind="stable")[:DEPTH]
        right = {among[answer] for answer in answers if answer in among}
        found.append(next((1 / place for place, key in enumerate(order, 1) if int(key) in right), 0.0))
    return found


def reciprocal_fusion(corpus: Corpus, text: Described) -> Scores:
    """Fuse words and wholes by their ranks with k = 60 (Cormack et al. 2009): what a plain hybrid does."""
    ranks = [_ranks(scoring.words(corpus, text)), _ranks(scoring.wholes(corpus, text))]
    return sum((1 / (60 + rank) for rank in ranks), np.zeros(len(corpus.ids), np.float32))


def _ranks(scores: Scores) -> Scores:
    ranks = np.empty(len(scores), dtype=np.float32)
    ranks[np.argsort(-scores, kind="stable")] = np.arange(1, len(scores) + 1)
    return ranks


MEASURES: dict[str, Measure] = {
    "words": scoring.words,
    "titles": scoring.titles,
    "titles with bodies": scoring.wholes,
    "plain fusion": reciprocal_fusion,
    "Atrium": scoring.likeness,
}


@click.command()
@click.option("--data", envvar="ATRIUM_TEST_DATA", required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--cache", required=True, type=click.Path(file_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True)
def similar(data: Path, cache: Path, as_json: bool) -> None:
    """Print MRR@10 of each measure on each task: the half that was chosen on, the half that reports, both."""
    cache.mkdir(parents=True, exist_ok=True)
    embedder = open_embedder(cache)
    embedder.prepare()
    rows = []
    for task in tasks(data, embedder, cache):
        for name, measure in MEASURES.items():
            halves = [reciprocal_ranks(task, measure, half) for half in (0, 1)]
            means = [float(np.mean(values)) if values else 0.0 for values in (*halves, [*halves[0], *halves[1]])]
            rows.append({"task": task.name, "queries": len([*halves[0], *halves[1]]), "measure": name,
                         "chosen_on": means[0], "reported_on": means[1], "all": means[2]})  # fmt: skip
    click.echo(json.dumps(rows) if as_json else table(rows))
