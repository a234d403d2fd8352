"""Whether ideas that are the same stand among the first hints: the site's own comparison on labelled pairs."""

import csv
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click
import numpy as np

from bench.similar import Task, atrium, collect, lines_of, meaning, plain_fusion, words
from bench.tables import show
from contributions.similarity.describing import Words
from core.embedding import Embedder, open_embedder

HINTS = (1, 3, 10)
# People rated pairs from 0 (unrelated) to about 4 (the same); from here on most of them saw the same idea twice.
RATED_SAME = (2.0, 3.0)
Pairs = list[tuple[str, str, float]]
# How much meaning weighs beside words, for the most that the two can give together.
MIXTURES = tuple(step / 10 for step in range(11))


def tasks(folder: Path, embedder: Embedder, cache: Path) -> Iterator[tuple[Task, Pairs]]:
    """Yield the labelled tasks of a folder with community data, each with all pairs that people rated."""
    for name, title in (("c2_mturk_app", "app ideas"), ("c3_smart_textile", "textile ideas")):
        rated = _rated(folder / f"community/search/innovonto_{name}_pairs.csv")
        listed = _column(folder / f"community/search/innovonto_{name}_ideas.csv", "text")
        texts = dict.fromkeys([*listed, *(text for pair in rated for text in pair[:2])])
        ideas = collect({text: Words(text, "") for text in texts}, embedder, cache)
        for least in RATED_SAME:
            same = _both_ways([pair[:2] for pair in rated if pair[2] >= least])
            yield Task(f"{title}, rated {least:.0f} or more", ideas, ideas, same), rated
    bicycles = folder / "archives/bicycles_meta_2010_2023"
    rows = [row for row in lines_of(bicycles / "contributions.jsonl.gz") if row["type"] in {"question", "idea"}]
    posts = collect({row["id"]: Words(row["title"], row["body"]) for row in rows}, embedder, cache)
    links = [(row["is"], row["of"]) for row in lines_of(bicycles / "links.jsonl.gz")]
    known = [pair for pair in links if set(pair) <= posts.places.keys()]
    yield Task("bicycles meta, marked by people", posts, posts, _both_ways(known)), []


def _rated(path: Path) -> Pairs:
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [(row["idea_a"].strip(), row["idea_b"].strip(), float(row["similarity"])) for row in rows]


def _column(path: Path, name: str) -> list[str]:
    with path.open(encoding="utf-8") as file:
        return [row[name].strip() for row in csv.DictReader(file)]


def _both_ways(pairs: list[tuple[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for one, other in pairs:
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return found


def found_among_first(task: Task, measure: Callable[[Task, int], Any]) -> dict[int, float]:
    """Return which share of the ideas has one that is the same among the first 1, 3 and 10 hints."""
    places = task.asked.places
    ranks = [_rank(task, measure, places[key], {places[one] for one in same}) for key, same in task.answers.items()]
    return {most: float(np.mean([rank <= most for rank in ranks])) for most in HINTS}


def _rank(task: Task, measure: Callable[[Task, int], Any], query: int, right: set[int]) -> int:
    scores = measure(task, query).copy()
    scores[query] = -np.inf
    order = [int(key) for key in np.argsort(-scores, kind="stable")]
    return 1 + min(order.index(key) for key in right)


def told_apart(task: Task, rated: Pairs, measure: Callable[[Task, int], Any]) -> float:
    """Return how often a pair rated 2 or more scores above one rated less than 1 (0.5 is chance); 0 without ratings."""
    places = task.asked.places
    scores = [(rating, float(measure(task, places[one])[places[other]])) for one, other, rating in rated]
    same = [score for rating, score in scores if rating >= RATED_SAME[0]]
    apart = [score for rating, score in scores if rating < 1]
    wins = [(one > other) + (one == other) / 2 for one in same for other in apart]
    return float(np.mean(wins)) if wins else 0.0


def best_mixture(task: Task) -> tuple[str, Callable[[Task, int], Any]]:
    """Return the mixture of words and meaning that finds most among three, chosen on the very pairs it is told of."""
    mixed = {f"best mixture ({weight:.1f} meaning)": _mixture(weight) for weight in MIXTURES}
    return max(mixed.items(), key=lambda item: found_among_first(task, item[1])[3])


def _mixture(weight: float) -> Callable[[Task, int], Any]:
    return lambda task, query: (1 - weight) * words(task, query) + weight * meaning(task, query)


def rows_of(task: Task, rated: Pairs) -> Iterator[dict[str, Any]]:
    """Yield a line for each measure."""
    named: Mapping[str, Callable[[Task, int], Any]] = {
        "words (BM25F)": words, "meaning (vectors)": meaning, "fusion by ranks": plain_fusion, "**Atrium**": atrium,
    }  # fmt: skip
    for name, measure in [*named.items(), best_mixture(task)]:
        found = found_among_first(task, measure)
        shares = {f"first {most}": f"{100 * found[most]:.0f} %" for most in HINTS}
        apart = f"{told_apart(task, rated, measure):.2f}" if rated else ""
        yield {"pairs": task.name, "ideas": len(task.answers), "measure": name, **shares, "told apart": apart}


@click.command()
@click.option("--data", envvar="ATRIUM_TEST_DATA", required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--cache", required=True, type=click.Path(file_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True)
def same_ideas(data: Path, cache: Path, as_json: bool) -> None:
    """Print how many ideas have one that is the same among their first hints."""
    cache.mkdir(parents=True, exist_ok=True)
    embedder = open_embedder(cache)
    embedder.prepare()
    rows = [row for task, rated in tasks(data, embedder, cache) for row in rows_of(task, rated)]
    show({"rows": rows}, rows, as_json=as_json)
