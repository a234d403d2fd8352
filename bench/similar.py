"""How well similar threads are found: the site's own comparison on labelled questions of real communities."""

import csv
import gzip
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

import click
import numpy as np

from bench.tables import show
from contributions.similarity import ordering, scoring
from contributions.similarity.corpus import Corpus, Learned, Scores
from contributions.similarity.describing import Words
from contributions.similarity.scoring import Described
from contributions.similarity.terms import count_terms, pack
from core.embedding import Embedder, open_embedder

# Communities of another kind, on which what was chosen is tried.
ELSEWHERE = {
    "linked, quantum computing": "forum/quantum_se_2018",
    "linked, bicycles": "ideas/bicycles_meta_2010_2023",
}
DEPTH = 10
BATCH = 256


@dataclass(frozen=True)
class Collection:
    """Texts as they are compared, by their names, with the vectors of their titles alone."""

    names: Sequence[str]
    described: Sequence[Described]
    titles: Any
    corpus: Corpus

    @property
    def places(self) -> dict[str, int]:
        """Where each name stands."""
        return {name: place for place, name in enumerate(self.names)}


@dataclass(frozen=True)
class Task:
    """Queries of one collection with their answers in another or the same; `earlier`: only what was asked before."""

    name: str
    asked: Collection
    among: Collection
    answers: Mapping[str, set[str]]
    earlier: bool = False
    known: dict[int, "Compared"] = field(default_factory=dict[int, "Compared"])

    def compared(self, query: int) -> "Compared":
        """Return what the site finds for a query, computed once."""
        if query not in self.known:
            corpus, text = self.among.corpus, self.asked.described[query]
            parts = scoring.words(corpus, text), scoring.meaning(corpus, text), scoring.likeness(corpus, text)
            self.known[query] = Compared(*parts)
        return self.known[query]


class Compared(NamedTuple):
    """How like a query each row is, by the site's own functions."""

    words: Scores
    meaning: Scores
    likeness: Scores


Measure = Callable[[Task, int], Scores]


def lines_of(path: Path) -> Iterator[Any]:
    """Yield the objects of a packed file of JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def _pairs(path: Path, answer: str, column: str = "", value: str = "") -> dict[str, set[str]]:
    """Read which answers each query has; with a column, from the rows in which it holds this value."""
    found: dict[str, set[str]] = {}
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if not column or row[column] == value:
                found.setdefault(row["query_id"], set()).add(row[answer])
    return found


def collect(rows: Mapping[str, Words], embedder: Embedder, cache: Path, *, in_order: bool = True) -> Collection:
    """Describe texts and lay them out; vectors are kept in `cache` between runs.

    Rows come in the order in which they were posted, unless that is not known.
    """
    texts = list(rows.values())
    vectors = _vectors([text.whole for text in texts], embedder, cache)
    counts = [(count_terms(text.title), count_terms(text.body)) for text in texts]
    corpus = Corpus()
    corpus.add(
        Learned(place, 0, 0, 0, place * in_order, pack(*counted), vectors[place].tobytes())
        for place, counted in enumerate(counts)
    )
    described = [Described(*counted, vectors[place]) for place, counted in enumerate(counts)]
    return Collection(list(rows), described, _vectors([text.title for text in texts], embedder, cache), corpus)


def _vectors(texts: Sequence[str], embedder: Embedder, cache: Path) -> Any:
    kept = cache / f"{hashlib.sha256(chr(0).join([embedder.digest, *texts]).encode()).hexdigest()[:24]}.npy"
    if not kept.exists():
        parts = [embedder.embed(texts[begin : begin + BATCH]) for begin in range(0, len(texts), BATCH)]
        np.save(kept, np.concatenate(parts))
    return np.load(kept)


def tasks(folder: Path, embedder: Embedder, cache: Path) -> Iterator[Task]:
    """Yield the labelled tasks of a folder with community data."""
    search = folder / "search"
    questions = (
        row
        for row in lines_of(folder / "forum/thunderbird_2024/questions.jsonl.gz")
        if row["locale"] == "en-US" and not row["is_spam"]
    )
    asked = collect({str(row["id"]): Words(row["title"], row["text"]) for row in questions}, embedder, cache)
    related = search / "tb2024_similar_qrels.csv"
    similar = Task("similar question", asked, asked, _pairs(related, "doc_id"), earlier=True)
    yield similar
    yield replace(similar, name="similar, another person's", answers=_pairs(related, "doc_id", "same_author", "0"))
    helping = {
        row["slug"]: Words(row["title"], f"{row['summary']}\n{row['text']}")
        for row in lines_of(search / "tb_kb_articles.jsonl.gz")
    }
    helped = _pairs(search / "tb2024_kb_qrels.csv", "article")
    yield Task("help article", asked, collect(helping, embedder, cache, in_order=False), helped)
    rows = lines_of(search / "ffdup_2019_2020_corpus.jsonl.gz")
    posts = collect({str(row["id"]): Words(row["title"], row["text"]) for row in rows}, embedder, cache)
    doubled = search / "ffdup_2019_2020_qrels.csv"
    duplicate = Task("duplicate", posts, posts, _pairs(doubled, "doc_id"))
    yield duplicate
    yield replace(duplicate, name="duplicate, reworded", answers=_pairs(doubled, "doc_id", "near_identical", "0"))
    for name, place in ELSEWHERE.items():
        if (folder / place).is_dir():
            yield _linked(name, folder / place, embedder, cache)


def _linked(name: str, folder: Path, embedder: Embedder, cache: Path) -> Task:
    """Return a community of Stack Exchange: earlier questions that its members linked to a question."""
    rows = [row for row in lines_of(folder / "posts.jsonl.gz") if row["type"] == "question"]
    rows.sort(key=lambda row: str(row["created"]))
    asked = collect({str(row["id"]): Words(row["title"], row["text"]) for row in rows}, embedder, cache)
    places, answers = asked.places, dict[str, set[str]]()
    with (folder / "postlinks.csv").open(encoding="utf-8") as file:
        pairs = [(row["post_id"], row["related_post_id"]) for row in csv.DictReader(file)]
    for pair in pairs:
        if places.keys() >= set(pair) and pair[0] != pair[1]:
            earlier, later = sorted(pair, key=places.__getitem__)
            answers.setdefault(later, set()).add(earlier)
    return Task(name, asked, asked, answers, earlier=True)


def half_of(query: str) -> int:
    """Return the half that a query falls in: 0 for choosing, 1 for reporting."""
    return hashlib.sha256(query.encode()).digest()[0] & 1


def reciprocal_ranks(task: Task, measure: Measure) -> dict[str, float]:
    """Return for each query one divided by the place of the first right answer among the first ten, or 0."""
    asked, among = task.asked.places, task.among.places
    return {
        query: _reciprocal_rank(task, measure, asked[query], {among[answer] for answer in answers if answer in among})
        if query in asked
        else 0.0
        for query, answers in task.answers.items()
    }


def _reciprocal_rank(task: Task, measure: Measure, query: int, right: set[int]) -> float:
    scores = measure(task, query).copy()
    if task.asked is task.among:
        # Rows stand in the order in which they were asked.
        scores[query : None if task.earlier else query + 1] = -np.inf
    order = np.argsort(-scores, kind="stable")[:DEPTH]
    return next((1 / place for place, key in enumerate(order, 1) if int(key) in right), 0.0)


def words(task: Task, query: int) -> Scores:
    """The site's comparison of words alone."""
    return task.compared(query).words


def titles(task: Task, query: int) -> Scores:
    """The meaning of titles alone, which the site does not use."""
    found: Scores = task.among.titles @ task.asked.titles[query]
    return found


def meaning(task: Task, query: int) -> Scores:
    """The site's comparison of meaning alone."""
    return task.compared(query).meaning


def plain_fusion(task: Task, query: int) -> Scores:
    """Words and meaning fused by their ranks with k = 60 (Cormack et al. 2009)."""
    ranks = _ranks(words(task, query)), _ranks(meaning(task, query))
    return (1 / (60 + ranks[0]) + 1 / (60 + ranks[1])).astype(np.float32)


def words_and_meaning(task: Task, query: int) -> Scores:
    """The likeness of the site."""
    return task.compared(query).likeness


def nearness_in_time(task: Task, query: int) -> Scores:
    """How near in time threads are, which says nothing by itself."""
    return ordering.nearness(task.among.corpus, query)


def atrium(task: Task, query: int) -> Scores:
    """What the site shows."""
    corpus = task.among.corpus
    return ordering.ranked(corpus, words_and_meaning(task, query), corpus.alive.values, query)


def _ranks(scores: Scores) -> Scores:
    ranks = np.empty(len(scores), dtype=np.float32)
    ranks[np.argsort(-scores, kind="stable")] = np.arange(1, len(scores) + 1)
    return ranks


def row_of(task: Task, measure: Measure) -> dict[str, Any]:
    """Measure one task: MRR@10 on the half that was chosen on, on the half that reports, and on both."""
    found = reciprocal_ranks(task, measure)
    halves = [[value for query, value in found.items() if half_of(query) == half] for half in (0, 1)]
    means = [float(np.mean(values)) for values in (*halves, list(found.values()))]
    name = measure.__name__.replace("_", " ")
    figures = dict(zip(("chosen on", "reported on", "all"), (f"{mean:.3f}" for mean in means), strict=True))
    return {"task": task.name, "queries": len(found), "measure": name, **figures}


@click.command()
@click.option("--data", envvar="ATRIUM_TEST_DATA", required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--cache", required=True, type=click.Path(file_okay=False, path_type=Path))
@click.option("--only", default="", help="The beginning of the names of the tasks to measure.")
@click.option("--json", "as_json", is_flag=True)
def similar(data: Path, cache: Path, only: str, as_json: bool) -> None:
    """Print MRR@10 of each measure on each task."""
    cache.mkdir(parents=True, exist_ok=True)
    embedder = open_embedder(cache)
    embedder.prepare()
    measures = (words, titles, meaning, plain_fusion, words_and_meaning, nearness_in_time, atrium)
    rows = [
        row_of(task, measure)
        for task in tasks(data / "community" if (data / "community").is_dir() else data, embedder, cache)
        if task.name.startswith(only)
        for measure in measures
    ]
    show({"rows": rows}, rows, as_json=as_json)
