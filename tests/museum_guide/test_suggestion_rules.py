"""The rules of suggestions on plain arrays: interest, ways, likeness, and what is never suggested."""

import math
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from museum_guide.suggestions.choosing import POOL, choose, pools, suggest
from museum_guide.suggestions.collection import Chamber, Collection, House, Plan, Thing, collect
from museum_guide.suggestions.describing import Described, makers_of, terms_of
from museum_guide.suggestions.interest import (
    USUAL,
    Look,
    seconds_needed,
    shrunk,
    usual_logs,
    weight,
)
from museum_guide.suggestions.scoring import Visitor, kilometres_between, score
from museum_guide.suggestions.together import liked_together
from museum_guide.suggestions.walking import SAME_FLOOR, Way, room_costs, walking_costs
from tests.modest import modest

pytestmark = pytest.mark.once
GROUND, UPSTAIRS, CLOSED, STEEP, FOREIGN = 1, 2, 3, 4, 5
ROOMS = [
    Chamber(GROUND, 1, 10),
    Chamber(UPSTAIRS, 1, 11),
    Chamber(CLOSED, 1, 10, open=False),
    Chamber(STEEP, 1, 11, step_free=False),
    Chamber(FOREIGN, 2, 20),
]
PLAN = Plan(
    [House(1, True, 50.0, 8.0), House(2, True, 50.0, 8.02), House(3, True, 40.0, 8.0), House(4, False, 50.0, 8.0)],
    ROOMS,
    [Way(GROUND, UPSTAIRS, "lift"), Way(UPSTAIRS, STEEP, "stairs"), Way(GROUND, CLOSED, "door")],
)
GLASS, OIL = Described(classification="glass", year_from=1890), Described(classification="paintings", year_from=1650)


def thing(key: int, what: Described, museum: int = 1, room: int = GROUND, views: int = 0) -> Thing:
    return Thing(key, museum, room, frozenset(terms_of(what)), views, USUAL, 0.97)


def world(*more: Thing, plan: Plan = PLAN, near: dict[int, list[tuple[int, float]]] | None = None) -> Collection:
    own = [thing(key, GLASS if key % 2 else OIL, room=GROUND if key < 7 else UPSTAIRS) for key in range(1, 13)]
    return collect([*own, *more], plan, near or {})


def test_a_look_is_judged_beside_what_is_usual_there() -> None:
    assert shrunk(4.0, 2, 2.8) == pytest.approx(3.0)
    assert weight(Look(1, 17.0), USUAL, 0.97) == pytest.approx(0.3)
    assert weight(Look(1, 60.0), USUAL, 0.97) > 1 > weight(Look(1, 60.0), math.log(60), 0.97)
    assert weight(Look(1, 1.0), USUAL, 0.97) == -0.2, "who passes dislikes nothing for certain"
    assert weight(Look(1, 17.0, ended=False), USUAL, 0.97) > 0.3, "half a beat more"
    assert weight(Look(1, 17.0, "scholar", listened=True, favourite=True), USUAL, 0.97) == pytest.approx(2.3)
    assert seconds_needed(100, 0) == 30
    assert seconds_needed(100, 90) == 90


def test_what_is_usual_is_learned_from_room_and_museum() -> None:
    artefacts = [(1, 7, 0.0), (2, 7, 0.0), (3, 8, 0.0)]
    usual, spread = usual_logs(artefacts, {1: [60.0] * 200, 3: [10.0] * 200})
    assert usual[1] == pytest.approx(math.log(60), abs=0.1)
    assert usual[3] == pytest.approx(math.log(10), abs=0.1)
    assert usual[2] == pytest.approx(math.log(60), abs=0.2), "nobody has looked yet: like its room"
    assert 0 < spread < 0.97
    assert usual_logs([(1, 7, 120.0), (2, 7, 0.0)], {})[0] == {1: math.log(120), 2: USUAL}


@modest
@given(st.lists(st.floats(0, 900), max_size=30), st.floats(0, 900), st.booleans())
def test_more_time_never_says_less(others: list[float], seconds: float, closed: bool) -> None:
    usual, spread = usual_logs([(1, 1, 0.0)], {1: others})
    looks = [
        weight(Look(1, one, ended=closed), usual[1], spread) for one in (max(3.0, seconds), max(3.0, seconds) + 60)
    ]
    assert -0.5 <= looks[0] <= looks[1] <= 3


def test_ways_lead_around_what_is_shut() -> None:
    ways = [Way(1, 2), Way(2, 3), Way(1, 4, "stairs"), Way(4, 3, "lift")]
    assert walking_costs(1, ways, step_free=False) == {1: 0, 2: 1, 3: 2, 4: 3}
    assert walking_costs(1, ways, step_free=True) == {1: 0, 2: 1, 3: 2, 4: 4}
    assert walking_costs(1, ways, {2}, step_free=True) == {1: 0}
    floors = {1: 0, 2: 0, 5: 1}
    assert room_costs(1, floors, [], step_free=True) == {1: 0, 2: SAME_FLOOR}, "no promise of another floor"
    assert room_costs(1, floors, [], step_free=False).keys() == {1, 2, 5}
    assert room_costs(1, floors, [Way(1, 2)], step_free=False)[5] > 1, "no way is told: far"


def test_an_artefact_is_described_by_what_tastes_are_made_of() -> None:
    terms = terms_of(Described("Jean Dunand|Unknown French", "Glass", "", "", "blown glass", 1890, 1898))
    assert {("maker", "jean dunand"), ("class", "glass"), ("century", "1800"), ("century", "1850+")} <= terms
    assert ("class and century", "glass, 1850+") in terms
    assert not [word for sort, word in terms if sort == "maker" and "unknown" in word]
    assert makers_of("") == []
    assert not [one for one in terms_of(Described(year_from=-500, year_to=500)) if one[0] == "century"]
    assert ("century", "-500") in terms_of(Described(year_from=-450, year_to=-430))


def test_company_counts_with_support() -> None:
    assert liked_together([(visit, key) for visit in range(10) for key in (1, 2)]) == {1: [(2, 0.5)], 2: [(1, 0.5)]}
    assert liked_together([(1, 1), (1, 2)]) == {}, "two that met once may have met by chance"
    assert liked_together([]) == {}
    crowd = liked_together(((visit, key) for visit in range(5) for key in range(30)), neighbours=4)
    assert {len(found) for found in crowd.values()} == {4}


def test_tastes_lead_and_nothing_seen_comes_again() -> None:
    found = world(thing(20, GLASS, room=CLOSED), thing(21, GLASS, 2, FOREIGN), thing(22, GLASS, 3), thing(23, GLASS, 4))
    visitor = Visitor(1, [Look(1, 120.0), Look(2, 4.0)], away=frozenset({3}))
    suggested = suggest(found, visitor, 3)
    assert set(suggested) <= {5, 7, 9, 11}, "glass, not seen, not sent away, not in a closed room"
    shelves = {
        pool.shelf: {int(found.keys[at]) for at in pool.places} for pool in pools(found, visitor, score(found, visitor))
    }
    assert shelves["here"] == {4, 5, 6}
    assert shelves["floor"] == {7, 8, 9, 10, 11, 12}
    assert shelves["museum"] == {21}, "not the one far away, nor the one that shares nothing"
    assert Collection.unpack(found.pack()).pack() == found.pack()


def test_who_takes_no_steps_is_sent_over_none() -> None:
    found = world(thing(20, GLASS, room=STEEP), thing(21, GLASS, room=UPSTAIRS))
    looks = [Look(1, 120.0)]
    assert 20 not in suggest(found, Visitor(1, looks, step_free=True), 30)
    assert {20, 21} <= set(suggest(found, Visitor(1, looks), 30))


def test_curators_company_and_places_have_their_say() -> None:
    linked = world(plan=PLAN._replace(links=[(1, 12)]))
    assert 12 in suggest(linked, Visitor(1, [Look(2, 5.0)], before=1), 3)
    with_company = world(near={1: [(8, 0.9)]})
    assert score(with_company, Visitor(1, [Look(1, 60.0)])).together[with_company.place[8]] == pytest.approx(0.9)
    assert suggest(world(), Visitor(1), 3) == suggest(world(), Visitor(1), 3), "a first visitor is not left alone"
    assert (
        len(suggest(collect([thing(key, GLASS, room=-1) for key in range(5)], Plan([House(1)]), {}), Visitor(1), 3))
        == 3
    )


def test_one_of_three_is_seldom_seen_and_not_all_are_by_one_maker() -> None:
    rich = [thing(key, Described(maker="Ada", classification="glass"), views=100 - key) for key in range(1, 20)]
    poor = [thing(key, Described(maker="Bo", classification="wood"), views=1) for key in range(30, 52)]
    found = collect([*rich, *poor], PLAN, {})
    suggested = suggest(found, Visitor(1, [Look(1, 200.0)]), 3)
    assert [key for key in suggested if key >= 30], "half of the museum is never looked at"
    assert [key for key in suggested if key < 20]


def test_distance_is_measured_on_the_globe() -> None:
    assert kilometres_between(House(1, True, 0, 0), House(2, True, 1, 0)) == pytest.approx(111.195, abs=0.001)
    assert math.isnan(kilometres_between(House(1), House(2, True, 1, 0)))


@modest
@given(st.data())
def test_suggestions_keep_their_promises(data: st.DataObject) -> None:
    draw = data.draw
    keys = list(range(1, draw(st.integers(1, 40)) + 1))
    kinds = st.sampled_from([GLASS, OIL, Described(), Described(maker="Ada")])
    rooms = st.sampled_from([GROUND, UPSTAIRS, CLOSED, STEEP, -1])
    things = [
        thing(key, draw(kinds), draw(st.sampled_from([1, 1, 2])), draw(rooms), draw(st.integers(0, 9))) for key in keys
    ]
    found = collect(things, PLAN, {})
    seen = draw(st.lists(st.sampled_from(keys), unique=True))
    away = frozenset(draw(st.lists(st.sampled_from(keys), max_size=3)))
    visitor = Visitor(1, [Look(key, draw(st.floats(0, 900))) for key in seen], away, step_free=draw(st.booleans()))
    scored = score(found, visitor)
    for pool in pools(found, visitor, scored):
        chosen = [int(found.keys[at]) for at in choose(found, scored, pool.places)]
        assert len(chosen) == len(set(chosen)) == min(3, len(pool.places))
        assert not set(chosen) & {*seen, *away}
        assert len(pool.places) <= POOL + POOL // 3
        for key in chosen:
            one = things[key - 1]
            assert (one.museum == 1) == (pool.shelf != "museum")
            assert one.museum != 1 or (one.room != CLOSED and not (visitor.step_free and one.room == STEEP))
    assert np.isfinite(scored.total).all()


@pytest.mark.skipif("ATRIUM_TEST_DATA" not in os.environ, reason="ATRIUM_TEST_DATA names no real collections")
def test_planted_tastes_are_found_in_real_collections() -> None:
    from bench.suggestions import cmoa, measure, tate

    folder = Path(os.environ["ATRIUM_TEST_DATA"])
    for gallery in (cmoa(folder), tate(folder)):
        rows = {row["chosen by"]: row for row in measure(gallery, before=150, visitors=60, seed=5)}
        ours, popular, random = (rows[name]["recall@5"] for name in ("**Atrium**", "popularity", "random"))
        assert ours >= max(2 * popular, 3 * random), gallery.name
        assert rows["**Atrium**"]["repeats"] == 0
        assert rows["**Atrium**"]["same again"] == "yes"
