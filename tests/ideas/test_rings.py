"""Rings are found among honest voters, and honest voters are not taken for one."""

import random
from collections.abc import Iterator

import pytest

from ideas.votes.rings import Cast, find_rings

pytestmark = pytest.mark.once
IDEAS, DAYS = 300, 90
RING, WIFI = range(2000, 2015), range(3000, 3060)


def honest(chance: random.Random) -> Iterator[Cast]:
    """A thousand who come now and then, on busy days more of them, and vote for what is popular and near their taste."""
    born = [chance.uniform(0, DAYS - 5) for _idea in range(IDEAS)]
    author = [chance.randrange(1000) for _idea in range(IDEAS)]
    for member in range(1000):
        taste, days = member % 10, [chance.choice((7.0, 21.0, 45.0, chance.uniform(1, DAYS))) for _visit in range(4)]
        for idea in range(IDEAS):
            liked = chance.random() < (0.08 if idea % 10 == taste else 0.02) * 60 / (idea % 60 + 30)
            day = chance.choice(days)
            if liked and day >= born[idea] and author[idea] != member:
                yield Cast(member, idea, author[idea], day * 24 + chance.uniform(8, 22))


def planted(chance: random.Random) -> Iterator[Cast]:
    """Fifteen who vote for their ideas as they come, each within some hours, and for others so as not to be seen."""
    for number in range(9):
        opened = (5 + number * 9) * 24 + chance.uniform(0, 12)
        for member in RING:
            if member != RING[number] and chance.random() < 0.85:
                yield Cast(member, IDEAS + number, RING[number], opened + chance.uniform(0, 10))
    for member in RING:
        for idea in chance.sample(range(IDEAS), 8):
            yield Cast(member, idea, None, chance.uniform(0, DAYS) * 24)


def museum(chance: random.Random) -> Iterator[Cast]:
    """Sixty visitors of one afternoon, who vote from one network for the ideas of one hall."""
    for member in WIFI:
        for idea in chance.sample(range(40, 48), 5):
            yield Cast(member, idea, None, 60 * 24 + chance.uniform(13, 17))


@pytest.mark.parametrize("seed", range(3))
def test_a_planted_ring_is_found_and_honest_voters_are_left_alone(seed: int) -> None:
    chance = random.Random(seed)
    votes = [*honest(chance), *planted(chance), *museum(chance)]
    rings = find_rings(votes)
    flagged = {member for ring in rings for member in ring.members}
    assert len(flagged & set(RING)) >= 0.9 * len(RING)
    assert len([member for member in flagged if member < 1000]) <= 20
    assert not flagged & set(WIFI)
    assert rings[0].ideas <= set(range(IDEAS, IDEAS + 9))
    assert len(rings[0].ideas) >= 6
    assert rings[0].density > 0.5


def test_friends_who_vote_alike_on_one_day_or_few_ideas_are_no_ring() -> None:
    one_day = [Cast(member, idea, None, idea / 10) for member in range(12) for idea in range(20)]
    few = [Cast(member, idea, None, idea * 100 + member) for member in range(12) for idea in range(3)]
    assert find_rings(one_day) == find_rings(few) == find_rings([]) == []
