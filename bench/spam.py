"""How well the spam model tells what moderators took down: trained on a part, asked about another, many times."""

import statistics
import time
from pathlib import Path
from typing import Any

import click

from bench.tables import show
from contributions.moderation.spam.cli import labelled_rows
from contributions.moderation.spam.judging import judge_by_rules
from contributions.moderation.spam.training import FOLDS, MOST_HELD, Labelled, fit

SEED = 2025


def measure(rows: list[Labelled], repeats: int, seed: int = SEED) -> list[dict[str, Any]]:
    """Return the results of each split: areas of the model and of words alone, and what a hold would catch."""
    from sklearn.model_selection import RepeatedStratifiedKFold

    labels = [row.spam for row in rows]
    parts = RepeatedStratifiedKFold(n_splits=FOLDS, n_repeats=repeats, random_state=seed)
    return [_judged([rows[i] for i in learnt], [rows[i] for i in asked]) for learnt, asked in parts.split(rows, labels)]


def _judged(learnt: list[Labelled], asked: list[Labelled]) -> dict[str, Any]:
    from sklearn.metrics import average_precision_score, roc_auc_score

    labels = [row.spam for row in asked]
    model = fit(learnt)
    began = time.perf_counter()
    scores = [model.score(row.title, row.body) for row in asked]
    each = (time.perf_counter() - began) / len(asked)
    good = sorted((score for score, spam in zip(scores, labels, strict=True) if not spam), reverse=True)
    limit = good[int(MOST_HELD * len(good))]
    caught = [score > limit for score, spam in zip(scores, labels, strict=True) if spam]
    ruled = [judge_by_rules(f"{row.title}\n{row.body}").suspect for row in asked if row.spam]
    return {
        "AUC": roc_auc_score(labels, scores),
        "AP": average_precision_score(labels, scores),
        "words alone, AUC": roc_auc_score(labels, _words_alone(learnt, asked)),
        "caught, 2 % of good held": statistics.mean(caught),
        "caught by rules": statistics.mean(ruled),
        "ms a text": 1000 * each,
        "model KB": len(model.packed()) / 1000,
    }


def _words_alone(learnt: list[Labelled], asked: list[Labelled]) -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    vectors = TfidfVectorizer(min_df=2)
    known = vectors.fit_transform([f"{row.title}\n{row.body}" for row in learnt])
    found = LogisticRegression(max_iter=2000).fit(known, [row.spam for row in learnt])
    return found.decision_function(vectors.transform([f"{row.title}\n{row.body}" for row in asked]))


@click.command()
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--repeats", default=2, show_default=True, help="How often the texts are parted into five anew.")
@click.option("--seed", default=SEED, show_default=True, help="Another number parts the texts in other ways.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def spam(path: Path, repeats: int, seed: int, as_json: bool) -> None:
    """Measure the spam model on labelled texts: JSON Lines with title, text and spam."""
    results = measure(list(labelled_rows(path)), repeats, seed)
    table = [
        {
            "what": name,
            "mean": f"{statistics.mean(result[name] for result in results):.3f}",
            "spread": f"{statistics.pstdev(result[name] for result in results):.3f}",
            "least": f"{min(result[name] for result in results):.3f}",
            "most": f"{max(result[name] for result in results):.3f}",
        }
        for name in results[0]
    ]
    show({"splits": results}, table, as_json=as_json)
