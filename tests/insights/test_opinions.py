"""Groups of opinion: planted groups are found whatever the order and the seed, and nobody learns who voted how."""

import csv
import gzip
import json
import os
import random
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.opinions import published
from contributions.opinions import Conversation, Opinion, Statement
from core.application import Atrium
from core.database import db, unit_of_work
from insights.forgetting import forget
from insights.opinions import statements
from insights.opinions.finding import NoGroups, find_groups
from insights.opinions.models import OpinionStatement
from insights.opinions.statements import Tally, consensus
from tests.community.reading import words_of
from tests.people import Person

Open = Callable[[Person], FlaskClient]
TEXTS = [
    "More light",
    "Less noise",
    "Open on Mondays",
    "A quiet room",
    "Longer labels",
    "Shorter labels",
    "Free entry",
    "A café",
]


def planted(people: int = 40, noise: float = 0.1, seed: int = 5) -> list[Opinion]:
    """Votes of two groups: all agree with statement 0, the groups part on 1 to 6, and nobody cares for 7."""
    chance = random.Random(seed)
    votes = []
    for person in range(people):
        side = 1 if person % 3 else -1
        for number in range(8):
            value = 1 if number == 0 else 0 if number == 7 else side if number % 2 else -side
            if chance.random() < noise:
                value = chance.choice((-1, 0, 1))
            if chance.random() < 0.95:
                votes.append(Opinion(person, number, value))
    return votes


def conversation(votes: list[Opinion]) -> Conversation:
    return Conversation(
        "test", "Test", "/", None, [Statement(number, text) for number, text in enumerate(TEXTS)], votes
    )


@pytest.mark.once
def test_planted_groups_are_found_in_any_order_and_with_any_seed() -> None:
    votes = planted()
    found = find_groups(conversation(votes), 42)
    sides = {member: int(label) for member, label in zip(found.members, found.labels, strict=True)}
    assert all((sides[member] == 0) == bool(member % 3) for member in sides), "the larger group comes first"
    random.Random(1).shuffle(votes)
    other = find_groups(conversation(votes), 7)
    assert (other.labels.tolist(), other.members) == (found.labels.tolist(), found.members)
    assert np.allclose(other.plane.positions, found.plane.positions)
    assert other.consensus == found.consensus
    assert found.stability > 0.9
    assert found.consensus.index(max(found.consensus)) == 0
    stood_for = [{(one.statement, one.agrees) for one in own} for own in found.representative]
    assert stood_for[0] <= {(number, bool(number % 2)) for number in range(1, 7)}
    assert stood_for[1] <= {(number, not number % 2) for number in range(1, 7)}
    assert all(own and own[0].agrees for own in found.representative)


@pytest.mark.once
def test_nothing_is_read_into_few_or_equal_votes() -> None:
    cases = {
        "few people": planted(5),
        "few statements": [vote for vote in planted() if vote.statement < 3],
        "one voice": [vote._replace(value=1) for vote in planted()],
    }
    for reason, votes in cases.items():
        with pytest.raises(NoGroups) as none:
            find_groups(conversation(votes), 42)
        assert none.value.reason == reason
    assert "few people" in find_groups(conversation(planted(24)), 42).warnings
    chance = random.Random(3)
    noise = [Opinion(person, number, chance.choice((-1, 1))) for person in range(40) for number in range(20)]
    assert {"unsure", "unstable"} & set(find_groups(conversation(noise), 42).warnings)


@pytest.mark.once
def test_groups_keep_their_names() -> None:
    first = find_groups(conversation(planted()), 42)
    turned = {member: 1 - int(label) for member, label in zip(first.members, first.labels, strict=True)}
    again = find_groups(conversation(planted()), 42, names=turned)
    assert dict(zip(again.members, again.labels.tolist(), strict=True)) == turned


COUNTS = st.integers(0, 500)
TALLIES = st.builds(Tally, COUNTS, COUNTS, COUNTS)


@pytest.mark.once
@settings(max_examples=50)
@given(st.lists(TALLIES, min_size=1, max_size=5), TALLIES)
def test_no_faction_lifts_the_consensus_alone(groups: list[Tally], other: Tally) -> None:
    score = consensus(groups)
    assert 0 < score < 1
    shares = [(one.agree + 0.5) / (one.seen + 1) for one in groups]
    assert min(shares) - 1e-9 <= score <= max(shares) + 1e-9
    assert abs(consensus([other] * 2) - consensus([other] * 5)) < 1e-9, "the number of groups changes nothing"
    z = statements.two_proportion_test(groups[0].agree, other.agree, groups[0].seen, other.seen)
    back = statements.two_proportion_test(other.agree, groups[0].agree, other.seen, groups[0].seen)
    assert abs(z + back) < 1e-9
    tests = [statements.proportion_test(count, 500) for count in range(0, 500, 50)]
    assert all(one < two for one, two in pairwise(tests))


@pytest.mark.once
def test_the_groups_are_those_that_polis_published() -> None:
    if not (folder := os.environ.get("ATRIUM_TEST_DATA", "")):
        pytest.skip("ATRIUM_TEST_DATA names no folder of real communities")
    given = published(Path(folder) / "community" / "votes" / "polis_canadian_electoral_reform")
    from sklearn.metrics import adjusted_rand_score

    found = find_groups(given.conversation, 42, taken_out=given.taken_out)
    both = [
        (given.groups[key], label)
        for key, label in zip(found.members, found.labels, strict=True)
        if key in given.groups
    ]
    assert len(both) > 200
    assert adjusted_rand_score(*zip(*both, strict=True)) >= 0.75


@pytest.fixture
def imported(app: Atrium, tmp_path: Path) -> str:
    """A conversation of Polis that came in as a round, and an analysis of it; returns its key."""
    folder = tmp_path / "museum"
    folder.mkdir()
    with (folder / "comments.csv").open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["comment_id", "author_id", "created_ms", "agrees", "disagrees", "moderated", "text"])
        writer.writerows([number, 0, 1564624176276, 0, 0, 1, text] for number, text in enumerate(TEXTS))
    with gzip.open(folder / "votes.csv.gz", "wt", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["created_ms", "participant", "comment_id", "vote"])
        writer.writerows([1564624200000 + at, *vote] for at, vote in enumerate(planted()))
    run = app.test_cli_runner()
    result = run.invoke(args=["import", str(tmp_path), "--from", "polis"])
    assert result.exit_code == 0, result.output
    result = run.invoke(args=["analyse"])
    assert result.exit_code == 0, result.output
    result = run.invoke(args=["insights", "groups", "--json"])
    assert result.exit_code == 0, result.exception
    told = json.loads(result.stdout)
    return next(one["conversation"] for one in told["results"] if one["groups"])


def test_a_round_shows_its_groups_and_names_nobody(
    app: Atrium, client_of: Open, product_manager: Person, imported: str
) -> None:
    told = json.loads(app.test_cli_runner().invoke(args=["insights", "groups", "--json"]).stdout)
    found = next(one for one in told["results"] if one["conversation"] == imported)
    sizes = [group["size"] for group in found["groups"]]
    assert [len(group["members"]) for group in found["groups"]] == sizes
    assert sum(sizes) == found["people"]
    assert "museum-1" in found["groups"][0]["members"]
    assert found["consensus"][0]["text"] == "More light"
    client = client_of(product_manager)
    assert f"/insights/groups/{imported}" in client.get("/insights/groups").text
    page = client.get(f"/insights/groups/{imported}").text
    words = words_of(page)
    assert f"Group A {sizes[0]} people" in words
    assert "What divides them Statement Agree in A Agree in B" in words
    assert "Participant" not in page
    assert "What all groups want" in words_of(client.get("/insights").text)
    assert "More light,9" in client.get("/insights/panels/groups.csv").text
    with unit_of_work():
        forget([1])
    assert db.session.query(OpinionStatement).count() == len(TEXTS)
