"""Judging: the numbers are exact, the jury is blind until it has rated, lemons are few, and figures open their rows."""

from collections.abc import Callable
from fractions import Fraction

from flask.testing import FlaskClient
from sqlalchemy import func, select

from contributions.models import Space
from core.application import Atrium
from core.database import db
from ideas.models import Idea
from ideas.scoring.judging import ice, rice
from ideas.scoring.models import Lemon, Screening
from tests.community.reading import path_of, words_of
from tests.community.test_races import at_once, post
from tests.ideas.having import have_idea
from tests.people import Person

Open = Callable[[Person], FlaskClient]
WHY = "For a reason that everybody can read."


def decide(client: FlaskClient, idea: Idea, to: str) -> None:
    assert client.post(f"/ideas/{idea.id}/decide", data={"status": to, "reason": WHY}).status_code == 303


def test_estimates_are_exact_and_the_jury_is_blind(
    client_of: Open, staff: Person, product_manager: Person, alice: Person, public_space: Space
) -> None:
    assert rice(500, 200, 80, 40) == 200
    assert rice(1, 25, 33, 3) == Fraction(33, 400) / Fraction(3, 10)
    assert ice(300, 70, 6) == 420
    idea, one, two = have_idea(alice, public_space), client_of(staff), client_of(product_manager)
    assert client_of(alice).get(f"/ideas/{idea.id}/scores").status_code == 403
    sent = {"reach": 500, "impact": 200, "confidence": 80, "effort": "4", "ease": 6}
    for wrong in ({"impact": 42}, {"effort": "0"}, {"confidence": 101}, {"ease": ""}):
        assert one.post(f"/ideas/{idea.id}/scores", data=sent | wrong).status_code == 422, wrong
    assert one.post(f"/ideas/{idea.id}/scores", data=sent).status_code == 303
    assert "200.0" in one.get(f"/ideas/{idea.id}/scores").text
    ratings = {"novelty": 7, "value": 5, "feasibility": 3, "elaboration": 1}
    assert one.post(f"/ideas/{idea.id}/scores/jury", data=ratings | {"value": 8}).status_code == 422
    assert one.post(f"/ideas/{idea.id}/scores/jury", data=ratings).status_code == 303
    assert "4.0 over all" in one.get(f"/ideas/{idea.id}/scores").text
    assert "over all" not in two.get(f"/ideas/{idea.id}/scores").text
    assert two.post(f"/ideas/{idea.id}/scores/jury", data=dict.fromkeys(ratings, 7)).status_code == 303
    assert "5.5 over all" in two.get(f"/ideas/{idea.id}/scores").text


def test_a_bag_of_lemons_holds_no_more_than_it_does_whatever_comes_at_once(
    app: Atrium, client_of: Open, staff: Person, product_manager: Person, alice: Person, public_space: Space
) -> None:
    ideas = [have_idea(alice, public_space, f"A lamp, number {number} of them") for number in range(4)]
    late, keeper = (
        have_idea(alice, public_space, "Declined before", phase="closed", status="declined"),
        client_of(staff),
    )
    assert keeper.post("/staff/ideas/screenings", data={"title": "Which not?", "budget": 101}).status_code == 422
    bag = path_of(keeper.post("/staff/ideas/screenings", data={"title": "Which not?", "budget": 3}))
    assert client_of(alice).get(bag).status_code == 403
    assert keeper.post(bag, data={f"idea-{ideas[0].id}": 2, f"idea-{ideas[1].id}": 2}).status_code == 422
    assert keeper.post(bag, data={f"idea-{late.id}": 1}).status_code == 422
    one = client_of(product_manager)
    codes = at_once([post(one, bag, **{f"idea-{idea.id}": 3}) for idea in ideas])
    assert codes == [303] * 4
    assert db.session.scalar(select(func.sum(Lemon.lemons))) == 3
    assert keeper.post(bag, data={f"idea-{ideas[2].id}": 3}).status_code == 303
    assert keeper.post(f"{bag}/close").status_code == 303
    assert keeper.post(bag, data={f"idea-{ideas[1].id}": 3}).status_code == 422
    assert words_of(keeper.get(bag).text).count("lemons") >= 4
    assert keeper.get("/staff/ideas/screenings").text.count("2 judges") == 1
    assert db.session.scalars(select(Screening)).one().closed_at is not None


def test_the_inbox_and_the_figures_open_what_they_count(
    client_of: Open, count_queries: Callable[..., object], staff: Person, alice: Person, public_space: Space,
    group_space: Space,
) -> None:  # fmt: skip
    ideas = [have_idea(alice, public_space, f"A lamp, number {number} of them") for number in range(4)]
    have_idea(alice, group_space, "A secret of the circle")
    keeper = client_of(staff)
    assert client_of(alice).get("/staff/ideas").status_code == 403
    decide(keeper, ideas[0], "planned")
    decide(keeper, ideas[0], "shipped")
    decide(keeper, ideas[1], "declined")
    keeper.post(f"/ideas/{ideas[0].id}/target", data={"words": "One in ten uses it", "met": "yes"})
    keeper.post(f"/ideas/{ideas[2].id}/keeper", data={"keeper": staff.id})
    assert keeper.post(f"/ideas/{ideas[2].id}/keeper", data={"keeper": alice.id}).status_code == 403
    shown = {
        "": {2, 3}, "list=all": {0, 1, 2, 3}, "list=stale": set(), "list=no-response": {0, 1, 2, 3},
        "list=all&status=declined": {1}, f"keeper={staff.id}": {2}, "keeper=-1": {3}, "area=424242": set(),
        "list=all&order=votes": {0, 1, 2, 3},
    }  # fmt: skip
    for query, expected in shown.items():
        with count_queries() as statements:
            page = keeper.get(f"/staff/ideas?{query}")
        assert {at for at in range(4) if f"number {at} of them" in page.text} == expected, query
        assert "secret" not in page.text
        assert statements.count <= 6, statements.texts
    figures = {"posted": 4, "answered": 2, "picked": 1, "delivered": 1, "judged": 1, "hit": 1, "closed": 1}
    words = words_of(keeper.get("/staff/ideas/funnel").text)
    assert "100 % Hit rate of picks" in words.replace("100%", "100 %")
    for figure, count in figures.items():
        assert keeper.get(f"/staff/ideas/funnel/{figure}").text.count("of them") == count, figure
