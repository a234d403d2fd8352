"""The network: betweenness as networkx has it, cascades as planted, sides that meet, a map without chance."""

from datetime import UTC, datetime

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insights.graphs import boundaries, layout
from insights.graphs.betweenness import sources_for, sparse_betweenness
from insights.graphs.building import build
from insights.graphs.cascades import Cascade, Spreading, cascades, spreading
from insights.graphs.measures import measure
from insights.snapshot import Cast, Named, Post, Snapshot

pytestmark = pytest.mark.once
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def said(
    key: int, author: int, thread: int, parent: int | None = None, *, staff: bool = False, ago: float = 0.0
) -> Post:
    """Return a post of an author."""
    at = NOON.timestamp() - ago
    return Post(key, "answer", author, at, thread, parent, None, "", "words", "en", 1, accepted=False, staff=staff)


@settings(max_examples=25, deadline=None)
@given(st.integers(3, 24), st.data())
def test_betweenness_is_that_of_networkx(size: int, data: st.DataObject) -> None:
    pairs = st.tuples(st.integers(0, size - 1), st.integers(0, size - 1))
    graph = nx.Graph()
    graph.add_nodes_from(range(size))
    graph.add_edges_from((one, other) for one, other in data.draw(st.lists(pairs, max_size=40)) if one != other)
    matrix = nx.to_scipy_sparse_array(graph, nodelist=range(size), format="csr")

    expected = nx.betweenness_centrality(graph)

    assert np.allclose(sparse_betweenness(matrix), [expected[node] for node in range(size)], atol=1e-12)
    drawn = sparse_betweenness(matrix, sources=size, seed=7)
    assert np.allclose(drawn, sparse_betweenness(matrix)), "all drawn is exact"


def test_a_sample_of_a_larger_network_finds_its_first_fifty() -> None:
    graph = nx.powerlaw_cluster_graph(1500, 3, 0.3, seed=5)
    matrix = nx.to_scipy_sparse_array(graph, nodelist=range(1500), format="csr")
    exact, sampled = sparse_betweenness(matrix), sparse_betweenness(matrix, sources=1000)
    first = [set(np.argsort(-found)[:50].tolist()) for found in (exact, sampled)]
    assert len(first[0] & first[1]) >= 45
    assert (sources_for(20_000), sources_for(20_001)) == (None, 1000)


def test_measures_are_those_of_networkx_and_nobody_counts_themselves() -> None:
    posts = [said(1, 1, 1), said(2, 2, 1, 1), said(3, 3, 1, 2), said(4, 1, 1, 1), said(5, 4, 1, 1), said(6, 2, 1, 5)]
    network = build(Snapshot(NOON, posts, [Cast(1, 5, 1, 0.0), Cast(2, 5, -1, 0.0)], [Named(6, 1, 0.0)]))
    measures = measure(network, 42)

    assert network.members.tolist() == [1, 2, 3, 4, 5]
    graph = nx.Graph(
        [(1, 2, {"weight": 2}), (2, 3, {"weight": 1}), (1, 4, {"weight": 1}), (2, 4, {"weight": 1}), (1, 5)]
    )
    graph[1][5]["weight"] = 1
    assert measures.partners.tolist() == [graph.degree[member] for member in network.members]
    constraint = nx.constraint(graph, weight="weight")
    assert np.allclose(measures.constraint, [constraint[member] for member in network.members])
    between = nx.betweenness_centrality(graph)
    assert np.allclose(measures.betweenness, [between[member] for member in network.members])
    turned = nx.DiGraph([(1, 2), (2, 3), (1, 4), (4, 2)])
    turned.add_node(5)
    ranks = nx.pagerank(turned, weight="weight")
    assert np.allclose(measures.pagerank, [ranks[member] for member in network.members], atol=1e-6)
    assert network.interest.sum() == pytest.approx(2 * 6 / 3), "a thread of four gives each of six pairs a third"


def test_cascades_have_the_size_that_was_planted_and_few_voices_are_no_trend() -> None:
    posts = [
        said(1, 1, 1, ago=9e5),
        said(2, 2, 1, 1),
        said(3, 3, 1, 2),
        said(4, 2, 1, 3),
        said(5, 4, 1, 1),
        said(6, 1, 6),
    ]
    found = cascades(Snapshot(NOON, posts))
    assert found == {1: Cascade(1, 4, 3, 3), 2: Cascade(2, 2, 1, 2), 3: Cascade(3, 1, 1, 1)}
    assert list(spreading(Snapshot(NOON, posts), 5)) == [Spreading(1, 3, 1)]
    assert not spreading(Snapshot(NOON, posts[:4]), 5)


def test_sides_that_never_meet_have_no_crossing_and_each_contact_adds_to_it() -> None:
    apart = [said(1, 1, 1, staff=True), said(2, 2, 1, 1, staff=True), said(3, 3, 3), said(4, 4, 3, 3)]
    found = []
    for more in range(4):
        posts = [*apart, *(said(10 + key, 3, 1, 1) for key in range(more))]
        snapshot = Snapshot(NOON, posts)
        found.append(boundaries.crossing(build(snapshot), boundaries.sides(snapshot)).crossing)
    assert found[0] == 0.0
    assert found == sorted(found)
    assert found[1] == pytest.approx(2 / 3)


def test_the_map_is_the_same_each_time_and_keeps_communities_together() -> None:
    graph = nx.disjoint_union(nx.complete_graph(12), nx.complete_graph(12))
    graph.add_edge(0, 12)
    matrix = nx.to_scipy_sparse_array(graph, nodelist=range(24), format="csr")
    group = np.repeat([0, 1], 12)
    at = layout.place(matrix, group)
    assert np.array_equal(at, layout.place(matrix, group))
    assert (at.min(), at.max()) == (0.0, 1.0)
    centres = np.array([at[group == one].mean(axis=0) for one in (0, 1)])
    apart = np.linalg.norm(centres[0] - centres[1])
    assert all(np.linalg.norm(at[group == one] - centres[one], axis=1).mean() < apart / 2 for one in (0, 1))
    assert layout.shown(np.array([2, 2, 1, 1, 5]), np.array([0, 0, 1, 1, 0])).tolist() == [0, 1, 4]
