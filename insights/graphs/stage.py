"""The part of a run that builds the network, measures it and draws its map."""

from typing import Any, NamedTuple

import numpy as np
from sqlalchemy import insert, select

from core.database import db, read
from insights.graphs import boundaries, cascades, layout
from insights.graphs.building import Network, build
from insights.graphs.measures import Measures, measure
from insights.graphs.models import Standing, Tie
from insights.lead_users.models import NotProfiled
from insights.stages import Context

DRAWN_TIES = 4_000
WATCHED = 10
CHUNK = 500


class Graphs(NamedTuple):
    """The network of a run and what was measured in it."""

    network: Network
    measures: Measures


def graphs_of(context: Context) -> Graphs:
    """Return the network of a run; it is made once."""
    if "graphs" not in context.made:
        network = build(context.snapshot)
        context.made["graphs"] = Graphs(network, measure(network, context.seed))
    found: Graphs = context.made["graphs"]
    return found


def run_graphs(context: Context) -> dict[str, Any]:
    """Measure the network of a run and store it, without those who do not want to be looked at."""
    network, measures = graphs_of(context)
    context.progress(0.7)
    if network.size:
        _store(context.run_id, network, measures)
    crossing = boundaries.crossing(network, boundaries.sides(context.snapshot))
    longest = sorted(cascades.cascades(context.snapshot).values(), key=lambda one: (-one.voices, one.post))[:WATCHED]
    watched = cascades.spreading(context.snapshot, WATCHED)
    return {
        "members": network.size,
        "contacts": int(network.contacts.nnz // 2),
        "communities": int(measures.community.max(initial=-1)) + 1,
        "betweenness": f"sampled k={measures.sampled}" if measures.sampled else "exact",
        "boundary": {key: round(value, 4) for key, value in crossing._asdict().items()},
        "spreading": [one._asdict() for one in watched],
        "cascades": [one._asdict() for one in longest],
    }


def not_profiled() -> frozenset[int]:
    """Return the members who do not want to be ranked or drawn."""
    return frozenset(read(select(NotProfiled.member_id)).scalars())


def _store(run_id: int, network: Network, measures: Measures) -> None:
    drawn = layout.shown(measures.partners, measures.community)
    at = dict(
        zip(drawn.tolist(), layout.place(network.contacts[drawn][:, drawn], measures.community[drawn]), strict=True)
    )
    silent = not_profiled()
    rows = [
        _row(run_id, place, network, measures) | {"x": _at(at, place, 0), "y": _at(at, place, 1)}
        for place in range(network.size)
        if int(network.members[place]) not in silent
    ]
    ties = [
        {"run_id": run_id, "first_id": one, "second_id": other, "weight": weight}
        for one, other, weight in _ties(network, drawn)
        if one not in silent and other not in silent
    ]
    for table, given in ((Standing, rows), (Tie, ties)):
        for begin in range(0, len(given), CHUNK):
            db.session.execute(insert(table), given[begin : begin + CHUNK])


def _at(at: dict[int, Any], place: int, axis: int) -> float | None:
    return float(at[place][axis]) if place in at else None


def _row(run_id: int, place: int, network: Network, measures: Measures) -> dict[str, Any]:
    constraint = float(measures.constraint[place])
    return {
        "run_id": run_id,
        "member_id": int(network.members[place]),
        "partners": int(measures.partners[place]),
        "betweenness": float(measures.betweenness[place]),
        "pagerank": float(measures.pagerank[place]),
        "constraint": None if np.isnan(constraint) else constraint,
        "bridging": float(measures.bridging[place]),
        "community": int(measures.community[place]),
    }


def _ties(network: Network, drawn: Any) -> list[tuple[int, int, int]]:
    """Return the strongest contacts among those who are drawn."""
    part = network.contacts[drawn][:, drawn].tocoo()
    upper = part.row < part.col
    rows, columns, weights = part.row[upper], part.col[upper], part.data[upper]
    order = np.lexsort((columns, rows, -weights))[:DRAWN_TIES]
    ids = network.members[drawn]
    return [(int(ids[rows[one]]), int(ids[columns[one]]), int(weights[one])) for one in order]
