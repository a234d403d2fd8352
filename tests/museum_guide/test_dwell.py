"""How long somebody looked: the rule of the phones, and the estimate beside the truth of made-up looks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.dwell import ESTIMATORS, judged, made_up
from museum_guide.visits.dwell import IDLE_MS, attended, estimated

pytestmark = pytest.mark.once


@pytest.mark.whole
def test_the_estimate_is_near_the_truth_where_scans_are_far_from_it() -> None:
    looks = made_up(5000, seed=7)
    found = {name: judged(name, looks) for name in ESTIMATORS}
    ours = [row for name, row in found.items() if name.startswith("seen and touched")]
    assert len(ours) == 2
    assert all(abs(float(str(row["bias of the median %"]))) < 10 for row in ours)
    assert float(str(found["from scan to scan"]["bias of the median %"])) > 200
    assert made_up(50, seed=7) == looks[:50]


@given(st.lists(st.integers(0, 100_000), max_size=8), st.integers(0, 100_000), st.integers(0, 30_000))
def test_time_counts_once_and_only_near_a_touch(touches: list[int], until: int, speaks: int) -> None:
    assert attended([4000, 30_000], 0, 60_000) == 24_000
    assert attended([4000, 30_000], 0, 60_000, [(2000, 50_000)]) == 50_000
    looked = attended(touches, 0, until)
    assert 0 <= looked <= min(until, IDLE_MS * (1 + len(touches)))
    assert looked <= attended(touches, 0, until, [(0, speaks)]) <= until
    assert estimated(looked, closed=True) < estimated(looked, closed=False)
