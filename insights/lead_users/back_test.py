"""How well a ranking as of one day foretells whose contributions count after it, beside simpler rankings."""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import numpy as np

from insights.graphs.building import Network, build
from insights.graphs.measures import Measures, measure
from insights.lead_users.rising import FEW_POSTS, rising_members
from insights.lead_users.scoring import ranks, score
from insights.lead_users.traits import SHIPPED
from insights.snapshot import Snapshot

SEED = 42
DRAWS = 500
# What so many members like beyond what anybody dislikes counts as much as a solution.
HIGHLY_VOTED = 3
TOP, FIRST = 20, 10
Ranking = Mapping[int, float]


def back_test(before: Snapshot, after: Snapshot) -> list[dict[str, Any]]:
    """Return a line for each ranking of all members, and of those with few posts so far, with its measures."""
    network = build(before)
    measures = measure(network, SEED)
    gains = outcomes(before, after)
    plain = baselines(before, network, measures)
    scores = score(before, network, measures, SEED)
    lead = {int(member): float(value) for member, value in zip(scores.members, scores.score, strict=True) if value > 0}
    rising = {one.member: one.expected for one in rising_members(before, least=1)}
    few = _with_few_posts(before)
    everybody = set(plain["activity"])
    return [
        *_lines("all", everybody, {"lead users": lead, **plain}, gains),
        *_lines("few posts", everybody & few, {"rising members": rising, **plain}, gains),
    ]


def outcomes(before: Snapshot, after: Snapshot) -> Counter[int]:
    """Return how many contributions of each member counted: accepted by others, highly voted, or built; all later."""
    cut = before.as_of.timestamp()
    votes = Counter[int]()
    for cast in after.votes:
        votes[cast.post] += cast.value
    found = Counter[int]()
    for post in after.posts:
        asked = after.by_id.get(post.thread)
        helps = post.accepted and asked is not None and asked.author != post.author
        built = any(phase == SHIPPED and at > cut for at, phase in after.statuses.get(post.id, ()))
        later = post.at > cut and (helps or votes[post.id] >= HIGHLY_VOTED)
        if post.author is not None and not post.staff and (later or built):
            found[post.author] += 1
    return found


def baselines(before: Snapshot, network: Network, measures: Measures) -> dict[str, Ranking]:
    """Return simple rankings: activity, answers, accepted answers, PageRank, betweenness, and love as by Orbit.

    Love: each activity by its weight (an opening post 3, a reply 2, a vote 1), halved every 90 days.
    """
    now, by_id = before.as_of.timestamp(), before.by_id
    activity, answers, accepted = (Counter[int]() for _each in range(3))
    love: dict[int, float] = defaultdict(float)
    staff = {post.author for post in before.posts if post.staff}
    for post in before.posts:
        if post.author is None or post.author in staff:
            continue
        activity[post.author] += 1
        love[post.author] += (3 if post.opens_thread else 2) * _faded(now - post.at)
        asked = by_id.get(post.thread)
        if post.kind == "answer" and asked is not None and asked.author != post.author:
            answers[post.author] += 1
            accepted[post.author] += post.accepted
    for cast in before.votes:
        if cast.member in activity:
            love[cast.member] += _faded(now - cast.at)
    ids = network.members.tolist()
    named = {"PageRank": measures.pagerank, "betweenness": measures.betweenness}
    graph = {name: dict(zip(ids, values.tolist(), strict=True)) for name, values in named.items()}
    return {"activity": activity, "answers": answers, "accepted": accepted, **graph, "love": love}


def _faded(seconds: float) -> float:
    return math.exp2(-seconds / (90 * 86400.0))


def _with_few_posts(snapshot: Snapshot) -> set[int]:
    written = Counter(post.author for post in snapshot.posts if post.author is not None)
    return {member for member, many in written.items() if many <= FEW_POSTS}


def _lines(
    among: str, members: Collection[int], rankings: Mapping[str, Ranking], gains: Mapping[int, int]
) -> list[dict[str, Any]]:
    ids = sorted(members)
    gain = np.array([gains.get(member, 0) for member in ids], dtype=float)
    lines = []
    for name, ranking in rankings.items():
        values = np.array([float(ranking.get(member, 0.0)) for member in ids])
        measured = {key: _with_interval(values, gain, how) for key, how in MEASURES.items()}
        lines.append(
            {"among": among, "ranking": name, "members": len(ids), "with gain": int((gain > 0).sum()), **measured}
        )
    return lines


def _with_interval(values: Any, gain: Any, how: Callable[[Any, Any], float]) -> str:
    """Return a measure with the middle 95 % of what it is for members drawn anew."""
    rng = np.random.default_rng(SEED)
    drawn = []
    for _draw in range(DRAWS if len(values) else 0):
        places = rng.integers(0, len(values), len(values))
        found = how(values[places], gain[places])
        if not math.isnan(found):
            drawn.append(found)
    low, high = np.quantile(drawn, (0.025, 0.975)) if drawn else (math.nan, math.nan)
    return f"{how(values, gain):.3f} ({low:.2f} to {high:.2f})"


def auc(values: Any, gain: Any) -> float:
    """Return how often a member with gains stands above one without; 0.5 is chance, NaN where there are not both."""
    good = gain > 0
    many = int(good.sum())
    if not 0 < many < len(gain):
        return math.nan
    return float((ranks(values)[good].sum() - many * (many + 1) / 2) / (many * (len(gain) - many)))


def precision(values: Any, gain: Any) -> float:
    """Return the share of the first 20 who have gains."""
    return float((gain[_first(values, TOP)] > 0).mean()) if len(values) else math.nan


def ndcg(values: Any, gain: Any) -> float:
    """Return nDCG@10 with the gains as they are. Check: the best order gives 1; NaN where there are no gains."""
    discount = 1.0 / np.log2(np.arange(2, FIRST + 2))
    best = np.sort(gain)[::-1][:FIRST]
    most = float(best @ discount[: len(best)])
    got = gain[_first(values, FIRST)]
    return float(got @ discount[: len(got)]) / most if most else math.nan


def _first(values: Any, most: int) -> Sequence[int]:
    order: Any = np.argsort(-values, kind="stable")
    return order[:most]  # type: ignore[no-any-return]


MEASURES = {"AUC": auc, "precision@20": precision, "nDCG@10": ndcg}
