"""Trains the spam model, in the worker or by a command: the one module here that needs scikit-learn."""

import statistics
from array import array
from collections.abc import Sequence
from typing import Any, NamedTuple

from contributions.moderation.spam.facts import NUMBER, facts
from contributions.moderation.spam.model import Model
from contributions.moderation.spam.pieces import document_weights, pieces, unit_length

# How strongly the model may lean on a single piece, and how many parts it is judged on.
TRUST, FOLDS, SEED = 3.0, 5, 1
# How much a fact may say beside the letters, in deviations from its mean.
FACT_SHARE = 0.03
MOST_HELD = 0.02
EVEN = 0.5


class Labelled(NamedTuple):
    """A text of which somebody has said whether it is spam."""

    title: str
    body: str
    spam: bool


class Trained(NamedTuple):
    """A model, the area under its curve on texts it had not seen, and the score from which on a post is held."""

    model: Model
    area: float
    threshold: float


def fit(rows: Sequence[Labelled]) -> Model:
    """Return a model of these texts: logistic regression over weighted pieces and facts. Both kinds must be there."""
    from sklearn.linear_model import LogisticRegression

    documents = [pieces(row.title, row.body) for row in rows]
    telling = document_weights(documents)
    keys = sorted(telling)
    known = [facts(row.title, row.body) for row in rows]
    means = [statistics.fmean(column) for column in zip(*known, strict=True)]
    scales = [FACT_SHARE / (statistics.pstdev(column) or 1.0) for column in zip(*known, strict=True)]
    scaled = [[(value - mean) * scale for value, mean, scale in zip(row, means, scales, strict=True)] for row in known]
    found = LogisticRegression(C=TRUST, solver="liblinear").fit(
        _matrix(documents, telling, keys, scaled), [row.spam for row in rows]
    )
    told = [float(value) for value in found.coef_[0]]
    slopes = array("d", (weight * scale for weight, scale in zip(told[-NUMBER:], scales, strict=True)))
    offset = float(found.intercept_[0]) - sum(slope * mean for slope, mean in zip(slopes, means, strict=True))
    weights = array("f", told[:-NUMBER])
    return Model(array("I", keys), array("f", (telling[key] for key in keys)), weights, slopes, offset)


def train(rows: Sequence[Labelled]) -> Trained:
    """Return a model of all these texts, judged on parts that other models of the same kind had not seen.

    The threshold is the score that one in fifty of the good texts reaches: so many newcomers wait for nothing.
    What is as likely good as spam is never held.
    """
    from sklearn.metrics import roc_auc_score

    labels = [row.spam for row in rows]
    scores = unseen_scores(rows)
    good = sorted((score for score, spam in zip(scores, labels, strict=True) if not spam), reverse=True)
    threshold = max(good[int(MOST_HELD * len(good))], EVEN)
    return Trained(fit(rows), float(roc_auc_score(labels, scores)), threshold)


def unseen_scores(rows: Sequence[Labelled], seed: int = SEED) -> list[float]:
    """Return a score for each text, given by a model that was trained without it and its fifth of the texts."""
    from sklearn.model_selection import StratifiedKFold

    scores = [0.0] * len(rows)
    parts = StratifiedKFold(FOLDS, shuffle=True, random_state=seed)
    for train_on, test_on in parts.split(rows, [row.spam for row in rows]):
        model = fit([rows[place] for place in train_on])
        for place in test_on:
            scores[place] = model.score(rows[place].title, rows[place].body)
    return scores


def _matrix(
    documents: Sequence[dict[int, float]],
    telling: dict[int, float],
    keys: Sequence[int],
    scaled: Sequence[Sequence[float]],
) -> Any:
    """Return the documents as rows of a sparse matrix with a column for each key, and for each fact behind them."""
    from scipy.sparse import csr_matrix

    columns = {key: column for column, key in enumerate(keys)}
    values, places, ends = array("d"), array("i"), array("i", [0])
    for document, row in zip(documents, scaled, strict=True):
        known = {columns[key]: weight * telling[key] for key, weight in document.items() if key in columns}
        for column, weight in unit_length(known).items():
            places.append(column)
            values.append(weight)
        places.extend(range(len(keys), len(keys) + NUMBER))
        values.extend(row)
        ends.append(len(places))
    return csr_matrix((values, places, ends), shape=(len(documents), len(keys) + NUMBER))
