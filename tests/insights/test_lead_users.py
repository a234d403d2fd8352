"""Lead users: found where they were planted, with posts as reasons, judged by people, gone when they wish or when posts go."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

import commandline
from bench.lead_users import signals
from bench.planted_members import plant
from contributions import taking_down
from contributions.models import Space
from core.application import Atrium
from core.clock import format_time, now
from core.database import db
from insights import running
from insights.graphs.models import Standing
from insights.lead_users import back_test
from insights.lead_users.models import Lead, LeadVerdict, Reason
from insights.lead_users.phrases import OWN_SOLUTION, STRONG_NEED
from insights.lead_users.terms import ahead_of
from tests import factories
from tests.people import Person

Open = Callable[[Person], FlaskClient]


@pytest.mark.whole
@pytest.mark.once
def test_planted_lead_users_are_found_and_activity_does_not_find_them() -> None:
    planted = plant(3)
    members, rankings = signals(planted)
    first = {name: members[np.argsort(-values, kind="stable")[:10]].tolist() for name, values in rankings.items()}
    found = {name: len(set(ids) & planted.leaders) / 10 for name, ids in first.items()}

    assert found["**Atrium**"] >= 0.8
    assert next(share for name, share in found.items() if name.startswith("activity")) <= 0.2
    assert not {*planted.spammers, planted.founder} & set(first["**Atrium**"])


@pytest.mark.once
@pytest.mark.parametrize(
    ("text", "own", "need"),
    [
        ("I've built a bracket for it.", True, False),
        ("Meine eigene Lösung hängt an.", True, False),
        ("We still cannot export, it costs us two hours.", False, True),
        ("How do I build the index?", False, False),
        ("The makers wrote that it works.", False, False),
    ],
)
def test_own_solutions_and_needs_are_read(text: str, own: bool, need: bool) -> None:
    assert (bool(OWN_SOLUTION.search(text)), bool(STRONG_NEED.search(text))) == (own, need)


@pytest.mark.once
def test_being_ahead_is_the_share_who_came_later() -> None:
    share, adopters = ahead_of(np.array([7, 7, 7, 9]), np.array([30, 10, 20, 5]))
    assert share.tolist() == [0.0, 1.0, 0.5, 1.0]
    assert adopters.tolist() == [3, 3, 3, 1]


@pytest.mark.once
def test_measures_of_the_back_test() -> None:
    values, gain = np.array([3.0, 2.0, 1.0]), np.array([0.0, 1.0, 0.0])
    assert back_test.auc(values, gain) == 0.5
    assert back_test.ndcg(values, gain) == pytest.approx(1 / np.log2(3))
    assert back_test.ndcg(values, np.array([4.0, 2.0, 0.0])) == 1.0
    assert back_test.precision(values, gain) == pytest.approx(1 / 3)


def _help(bob: Person, alice: Person, space: Space) -> list[Any]:
    questions = [factories.ask(alice, space, f"Why does needle {number} tremble?") for number in range(3)]
    return [factories.answer(bob, question, f"Turn screw {question.id} a little.") for question in questions]


def test_rising_members_have_reasons_until_their_posts_go(
    app: Atrium,
    alice: Person,
    bob: Person,
    public_space: Space,
    product_manager: Person,
    client_of: Open,
    worker: Callable[[], None],
    capsys: pytest.CaptureFixture[str],
    count_queries: Any,
) -> None:
    answers = _help(bob, alice, public_space)
    running.analyse()
    manager = client_of(product_manager)
    with count_queries() as statements:
        page = manager.get("/insights/lead-users?ranking=rising").text
    assert statements.count <= 8, "two find who asks"
    assert bob.name in page
    assert f"Turn screw {answers[0].parent_id} a little." in page
    assert alice.name not in page.partition('<ol class="leads">')[2].partition("</ol>")[0]
    assert bob.name in manager.get("/insights").text
    assert bob.name in manager.get("/insights/network").text
    assert "Too little is known yet" in manager.get("/insights/lead-users").text

    assert commandline.run(["insights", "lead-users", "--ranking", "rising", "--json"], app) == 0
    said = json.loads(capsys.readouterr().out)
    assert [(one["rank"], one["name"]) for one in said["members"]] == [(1, bob.name)]
    assert {reason["kind"] for reason in said["members"][0]["reasons"]} == {"solved"}

    taking_down.delete(bob.viewer, answers[0].id)
    db.session.commit()
    worker()
    assert f"Turn screw {answers[0].parent_id}" not in manager.get("/insights/lead-users?ranking=rising").text
    assert bob.name not in manager.get("/insights/network").text, "contacts are counted anew before they are shown"
    assert db.session.scalar(select(func.count()).select_from(Reason)) == 2


def test_people_say_yes_or_no_and_a_member_may_refuse_to_be_found(
    alice: Person, bob: Person, public_space: Space, product_manager: Person, client_of: Open
) -> None:
    _help(bob, alice, public_space)
    running.analyse()
    manager = client_of(product_manager)
    address = f"/insights/lead-users/{bob.id}?ranking=rising"

    assert manager.post(address, data={"lead_user": "yes", "because": ""}).status_code == 422
    assert manager.post(address, data={"lead_user": "yes", "because": "Builds what we only plan."}).status_code == 303
    assert manager.post(address, data={"lead_user": "no", "because": "<b>Only</b> repeats us."}).status_code == 303
    page = manager.get("/insights/lead-users?ranking=rising").text
    assert "&lt;b&gt;Only&lt;/b&gt; repeats us." in page
    assert "Builds what we only plan." not in page, "the later word stands"
    missing = manager.post(f"/insights/lead-users/{alice.id}", data={"lead_user": "yes", "because": "Yes, yes."})
    assert missing.status_code == 404

    member = client_of(bob)
    assert "Being found" in member.get("/account/profiling").text
    assert member.post("/account/profiling", data={}).status_code == 303
    running.analyse()
    for table in (Lead, Reason, LeadVerdict, Standing):
        assert not db.session.scalars(select(table).where(table.member_id == bob.id)).all(), table
    assert bob.name not in manager.get("/insights/lead-users?ranking=rising").text
    assert member.post("/account/profiling", data={"allowed": "yes"}).status_code == 303
    running.analyse()
    assert bob.name in manager.get("/insights/lead-users?ranking=rising").text


def test_a_back_test_ranks_before_and_judges_after(
    app: Atrium, alice: Person, bob: Person, public_space: Space, capsys: pytest.CaptureFixture[str]
) -> None:
    _help(bob, alice, public_space)
    day = format_time(now() + timedelta(days=1))[:10]
    assert commandline.run(["insights", "back-test", "--from", day, "--until", day, "--json"], app) == 0
    rows = json.loads(capsys.readouterr().out)["rows"]
    rankings = {(row["among"], row["ranking"]) for row in rows}
    assert {("all", "lead users"), ("all", "betweenness"), ("few posts", "rising members")} <= rankings
    assert {row["members"] for row in rows} == {2}
    assert {row["with gain"] for row in rows} == {0}
