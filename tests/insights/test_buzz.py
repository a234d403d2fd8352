"""Buzz with one voice one count, the alarm for talk that turns, and lists of favourites: against planted truth."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from insights.buzz.boomerang import ALPHA, Verdict, power_of, surges, watch
from insights.buzz.counting import DAY, Spoken, buzz, by_day
from insights.buzz.lasting import change, expected_stay, rank_biased_overlap, stays, survival
from insights.sentiment import NEGATIVE, feeling

pytestmark = pytest.mark.once


def talk(seed: int, days: int, a_day: float = 60, share: float = 0.1, surge: tuple[int, int] = (0, 0)) -> list[Spoken]:
    """Return what is said over some days; in a surge the negative share is three times as large."""
    random = np.random.default_rng(seed)
    said = []
    for day in range(days):
        now = share * 3 if surge[0] <= day < surge[1] else share
        for number in range(random.poisson(a_day)):
            tone = -0.6 if random.random() < now else 0.4
            said.append(
                Spoken(f"{day}.{number}", f"v{random.integers(10**6)}", (day + random.random()) * DAY, tone, "a")
            )
    return said


@pytest.mark.whole
def test_planted_surges_are_caught_within_a_day_and_hardly_anything_else_is() -> None:
    caught, delays = 0, []
    for seed in range(20):
        found = surges(by_day(talk(seed, 45, surge=(38, 41))), 30, 44, NEGATIVE)
        hit = [one for one in found if 38 <= one.begun <= 41]
        caught += bool(hit)
        delays += [hit[0].begun - 38] if hit else []
    calm = sum(len(surges(by_day(talk(seed, 210)), 30, 209, NEGATIVE)) for seed in range(100, 102))

    assert caught / 20 >= 0.95
    assert np.mean(delays) <= 1
    assert calm / (2 * 180 / 365) <= 2 * 0.5 + 0.01


def test_one_loud_voice_moves_nothing_and_a_surge_names_who_and_what() -> None:
    calm = talk(1, 40)
    loud = [Spoken(f"l{number}", "loud", (38.2 + number / 1000) * DAY, -0.9, "b") for number in range(200)]
    assert not [one for one in surges(by_day(calm + loud), 37, 39, NEGATIVE) if "loud" in one.voices]
    many = [Spoken(f"m{number}", f"n{number}", 38.5 * DAY, -0.9, "b") for number in range(40)]

    found = surges(by_day(calm + many), 30, 39, NEGATIVE)

    assert [one.begun for one in found] == [38]
    assert {f"m{number}" for number in range(40)} <= set(found[0].keys)
    assert found[0].chance <= ALPHA


def test_it_says_when_there_are_too_few_to_tell() -> None:
    few = watch(by_day(talk(2, 40, a_day=2)), 39, NEGATIVE)
    enough = watch(by_day(talk(2, 40)), 39, NEGATIVE)

    assert few.verdict is Verdict.FEW
    assert few.needed is None or few.needed > few.toned
    assert enough.verdict is Verdict.CALM
    assert enough.power > 0.9
    assert power_of(20, 0.1, 1000) < power_of(60, 0.1, 1000) < power_of(240, 0.1, 1000)
    assert watch({}, 10, NEGATIVE).verdict is Verdict.FEW


def test_buzz_counts_voices_and_places() -> None:
    said = [
        Spoken("1", "ana", 0, 0.5, "forum"),
        Spoken("2", "ana", 10, -0.5, "forum"),
        Spoken("3", "ben", 20, -0.8, "elsewhere"),
        Spoken("4", "cem", 30, None, "elsewhere"),
    ]

    found = buzz(said, NEGATIVE)

    assert (found.voices, found.mentions, found.negative, found.toned) == (3, 4, 1, 2)
    assert found.tone == pytest.approx(-0.4)
    assert found.spread == pytest.approx(9 / 5)
    assert buzz([], NEGATIVE).tone is None


@given(st.permutations(list("abcdefghij")), st.permutations(list("abcdefghij")))
def test_likeness_of_lists_is_fair(one: list[str], other: list[str]) -> None:
    assert rank_biased_overlap(one, one) == pytest.approx(1)
    assert rank_biased_overlap(one, [letter.upper() for letter in other]) == 0
    assert rank_biased_overlap(one, other) == pytest.approx(rank_biased_overlap(other, one))
    assert 0 < rank_biased_overlap(one, other) <= 1 + 1e-12
    moved = change(one, other)
    assert sum(places for _thing, places in moved.risers) == -sum(places for _thing, places in moved.fallers)


def test_survival_finds_planted_lifetimes() -> None:
    assert [round(step.share, 3) for step in survival([(1, True), (2, True), (3, True)])] == [1.0, 0.667, 0.333, 0.0]
    assert rank_biased_overlap("abc", "acb") == pytest.approx(0.955, abs=0.001)
    random = np.random.default_rng(5)
    names, lists, mean = iter(range(10**6)), [], 4.0
    here = [next(names) for _ in range(10)]
    for _ in range(400):
        here = [name if random.random() > 1 / mean else next(names) for name in here]
        lists.append(list(here))
    found = expected_stay(stays(lists))
    assert found is not None
    assert math.isclose(found, mean, rel_tol=0.1)
    after = {step.periods: step.share for step in survival(stays(lists))}
    for periods in (1, 2, 4, 8):
        assert math.isclose(after[periods], (1 - 1 / mean) ** periods, rel_tol=0.1, abs_tol=0.02)
    assert expected_stay(stays([["a"], ["a"]])) is None


def test_feelings_turn_with_a_negation_and_are_silent_about_what_is_not_covered() -> None:
    said = {text: feeling(text) for text in ("I love it", "It is not good", "Very bad", "Das ist furchtbar", "pas bon")}
    scores = {text: one.score for text, one in said.items() if one}
    assert len(scores) == len(said)
    assert scores["I love it"] > 0 > scores["It is not good"] > scores["Very bad"]
    assert all(one and one.negative for text, one in said.items() if text != "I love it")
    assert feeling("The needle is brass") is None
    assert feeling("terrible", "ja") is None
    assert feeling("terrible", "pt-BR") is None
    assert feeling("nicht schlecht", "de-AT").score > 0
