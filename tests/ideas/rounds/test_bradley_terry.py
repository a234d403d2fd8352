"""Strengths from pairs satisfy the equations of which they are the solution."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ideas.rounds.bradley_terry import HALF, chances, strengths

pytestmark = pytest.mark.once
duels = st.dictionaries(
    st.tuples(st.integers(0, 4), st.integers(0, 4)).filter(lambda pair: pair[0] != pair[1]), st.integers(1, 30)
)


@settings(max_examples=12)
@given(duels)
def test_every_option_wins_as_often_as_its_strength_lets_one_expect(wins: dict[tuple[int, int], int]) -> None:
    found = strengths(5, wins)
    for one in range(5):
        won = HALF + sum(times for (winner, _loser), times in wins.items() if winner == one)
        expected = found[one] / (found[one] + 1) * 2 * HALF
        for pair, times in wins.items():
            if one in pair:
                other = pair[0] + pair[1] - one
                expected += times * found[one] / (found[one] + found[other])
        assert won == pytest.approx(expected, rel=1e-6)
    assert sum(chances(found)) == pytest.approx(2.5)


def test_the_strength_is_that_of_the_docstring() -> None:
    assert strengths(2, {(0, 1): 1}) == pytest.approx([2.130, 0.469], abs=0.001)


def test_a_circle_and_a_lone_option_and_no_option() -> None:
    assert strengths(3, {(0, 1): 5, (1, 2): 5, (2, 0): 5}) == pytest.approx([1, 1, 1])
    assert chances(strengths(1, {})) == [0.5]
    assert strengths(0, {}) == []


def test_who_beats_the_strong_is_stronger_than_who_beats_the_weak() -> None:
    found = strengths(4, {(0, 1): 8, (1, 2): 8, (3, 2): 8})
    assert found[0] > found[1] > found[2]
    assert found[3] > found[2]
