"""What a network says of each of its members: by networkx where that is quick, by matrices elsewhere."""

from typing import Any, NamedTuple

import numpy as np

from insights.graphs.betweenness import sources_for, sparse_betweenness
from insights.graphs.building import Network

# A share of few contacts is drawn towards the mean as if there were so many more.
PRIOR = 4.0
RESOLUTION = 1.0


class Measures(NamedTuple):
    """Numbers for each member of a network, in its order.

    `partners`: with how many others there was any contact; `betweenness`, `pagerank` and `constraint` (NaN without
    contacts) as networkx defines them; `bridging`: betweenness beyond what the number of partners explains, in
    standard deviations; `across`: how evenly contacts fall to several communities, 0 to 1; `community` from 0, the
    largest first, -1 for those without contacts. `sampled`: from how many sources, None where all of them.
    """

    partners: Any
    betweenness: Any
    pagerank: Any
    constraint: Any
    bridging: Any
    across: Any
    community: Any
    sampled: int | None


def measure(network: Network, seed: int) -> Measures:
    """Measure every member of a network."""
    import networkx as nx

    partners = np.diff(network.contacts.indptr)
    graph = nx.from_scipy_sparse_array(network.contacts)
    sampled = sources_for(network.size)
    between = sparse_betweenness(network.contacts, sampled, seed)
    # Of nobody networkx knows nothing to say.
    constraint = nx.constraint(graph, weight="weight") if network.size else {}
    community = communities(graph, seed)
    return Measures(
        partners,
        between,
        pagerank(network.replies),
        np.array([constraint[node] for node in range(network.size)]),
        _residual(between, partners),
        _across(network.contacts, community),
        community,
        sampled,
    )


def pagerank(replies: Any) -> Any:
    """Return PageRank, 0 to 1, in which everyone passes theirs on to those who replied to them. The sum is 1."""
    import networkx as nx

    if not replies.shape[0]:
        return np.zeros(0)
    ranks = nx.pagerank(nx.from_scipy_sparse_array(replies.T.tocsr(), create_using=nx.DiGraph))
    return np.array([ranks[node] for node in range(replies.shape[0])])


def communities(graph: Any, seed: int) -> Any:
    """Return the number of the community of each node: the largest is 0, -1 has no contact. Louvain's method."""
    import networkx as nx

    found = nx.community.louvain_communities(graph, weight="weight", resolution=RESOLUTION, seed=seed)
    number = np.full(graph.number_of_nodes(), -1)
    groups = sorted((sorted(group) for group in found if len(group) > 1), key=lambda group: (-len(group), group[0]))
    for place, group in enumerate(groups):
        number[group] = place
    return number


def _residual(between: Any, partners: Any) -> Any:
    """Return what is left of log betweenness after a quadratic in log partners, in standard deviations.

    Betweenness alone says who has many contacts: the two go together at 0.9 in real communities.
    """
    left = np.zeros(len(between))
    met = (partners > 1) & (between > 0)
    if met.sum() < 10:
        return left
    log = np.log(partners[met])
    design = np.stack([np.ones_like(log), log, log**2], axis=1)
    high = np.log(between[met])
    fitted, *_rest = np.linalg.lstsq(design, high, rcond=None)
    rest = high - design @ fitted
    left[met] = rest / (rest.std() or 1.0)
    return left


def _across(contacts: Any, community: Any) -> Any:
    """Return 1 - sum of squared shares of contacts by community (Guimerà and Amaral 2005), drawn towards the mean."""
    from scipy.sparse import csr_array

    size = contacts.shape[0]
    places = np.flatnonzero(community >= 0)
    member_of = csr_array((np.ones(len(places)), (places, community[places])), shape=(size, int(max(community.max(
        initial=0), 0)) + 1))  # fmt: skip
    shares = contacts @ member_of
    total = np.asarray(contacts.sum(axis=1)).ravel()
    squares = np.asarray(shares.multiply(shares).sum(axis=1)).ravel()
    even = 1.0 - np.divide(squares, total**2, out=np.ones(size), where=total > 0)
    mean = float(np.average(even, weights=total)) if total.any() else 0.0
    drawn: Any = (even * total + PRIOR * mean) / (total + PRIOR)
    return drawn
