"""The score of lead users: being ahead of the trend times expected benefit, lifted by what stands behind a member.

E. von Hippel, Lead Users, Management Science 32 (1986): needs ahead of the market, and high benefit from a solution.
Franke, von Hippel and Schreier, JPIM 23 (2006): both are independent of one another and neither can be dropped, so
they are multiplied. How much somebody writes is no part of it.
"""

from typing import Any, NamedTuple

import numpy as np

from insights.graphs.building import Network
from insights.graphs.measures import Measures
from insights.lead_users.ahead import LEAST_TERMS, ahead_of_trend
from insights.lead_users.terms import Uses, new_terms
from insights.lead_users.traits import Traits, traits
from insights.snapshot import Snapshot

LEAST_POSTS = 5
OWN, NEED = 0.65, 0.35
BRIDGING, ATTENTION, EXPERTISE, BACKING = 0.4, 0.3, 0.15, 0.15
# A part counts half where it is one standard deviation above the mean: being a little above says little.
HIGH = 1.0


class Scores(NamedTuple):
    """For each of `members` (ids): the score, 0 to 100, and its three parts, each 0 to 1; NaN with too little evidence.

    `ahead_z` is how far ahead of the trend in standard deviations over chance, `terms` in how many terms.
    """

    members: Any
    score: Any
    ahead: Any
    benefit: Any
    support: Any
    ahead_z: Any
    terms: Any
    traits: Traits
    uses: Uses


def score(snapshot: Snapshot, network: Network, measures: Measures, seed: int) -> Scores:
    """Score every member who wrote, staff excepted.

    `score = 100 * cube root of (ahead * benefit * support)`. Check value: three parts of 0.5 give 50.
    """
    uses = new_terms(snapshot.posts)
    found = ahead_of_trend(uses, seed)
    counted = traits(uses, snapshot)
    known = (counted.posts >= LEAST_POSTS) & (found.terms >= LEAST_TERMS)
    ahead = part(found.z, known, HIGH)
    benefit = part(OWN * standard(counted.own, known) + NEED * standard(counted.need, known), known, HIGH)
    support = part(_support(uses, counted, network, measures, known), known, 0.0)
    total = 100.0 * np.cbrt(ahead * benefit * support)
    return Scores(uses.members, total, ahead, benefit, support, found.z, found.terms, counted, uses)


def standard(values: Any, known: Any) -> Any:
    """Return values in standard deviations from the mean of those who are known well enough."""
    if not known.any():
        return np.zeros(len(values))
    spread = values[known].std()
    result: Any = (values - values[known].mean()) / (spread or 1.0)
    return result


def part(values: Any, known: Any, high: float) -> Any:
    """Return a part of the score: `1 / (1 + exp(high - z))`, NaN where too little is known."""
    return np.where(known, 1.0 / (1.0 + np.exp(high - np.clip(standard(values, known), -6.0, 6.0))), np.nan)


def _support(uses: Uses, counted: Traits, network: Network, measures: Measures, known: Any) -> Any:
    place = np.searchsorted(network.members, uses.members)
    return (
        BRIDGING * standard(measures.across[place], known)
        + ATTENTION * standard(counted.votes, known)
        + EXPERTISE * standard(counted.accepted, known)
        + BACKING * standard(counted.backed, known)
    )


def ranked(scores: Scores) -> Any:
    """Return the places of the scored members, the highest first, then by id."""
    scored = np.flatnonzero(~np.isnan(scores.score))
    return scored[np.lexsort((scores.members[scored], -scores.score[scored]))]


def ranks(values: Any) -> Any:
    """Return the rank of each value from 1, ties sharing the mean of theirs. Check: 5, 5, 1 gives 2.5, 2.5, 1."""
    _values, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    result: Any = (np.cumsum(counts) - (counts - 1) / 2)[place]
    return result
