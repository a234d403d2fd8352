"""Owners' clubs: reasons and uses, reviews that nobody can bury, starter packs, doubts, and what the pack did."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from community.clubs.doubting import find_doubts, is_doubt
from community.clubs.models import Doubt, PackDelivery, SurveyAnswer
from community.clubs.packing import send_packs
from community.clubs.survey import effect_of
from community.owners.models import Ownership
from community.routing.models import Offer
from contributions.models import Contribution, Notification, Space
from contributions.news.mailing import send_due
from contributions.news.tokens import unsubscribe_token
from contributions.products.models import Product
from core.clock import now
from core.database import db, unit_of_work
from core.events import LoggedEvent
from core.intervals import difference_interval, mean_interval, t_quantile
from core.outbox import Delivery
from tests import factories
from tests.community.reading import words_of
from tests.community.test_statements import MOST
from tests.people import Person, make_person

Open = Callable[[Person], FlaskClient]
Work = Callable[[], None]
REVIEW = {"rating": 1, "title": "It leaked in the first week", "body": "Water stood in the housing after one night."}
DOUBT = "I should have bought the other one, this drips."


@pytest.fixture
def gauge(public_space: Space) -> Product:
    """A product that everybody may know of."""
    return factories.make_product("Gauge", public_space, "gauge")


def own(person: Person, product: Product, *, days: float = 0, **fields: Any) -> Ownership:
    """Let a person be a verified owner since some days."""
    at = now() - timedelta(days=days)
    given = {"state": "verified", "claimed_at": at, "verified_at": at, "arm": "pack", **fields}
    owned = Ownership(product_id=product.id, member_id=person.id, **given)
    db.session.add(owned)
    db.session.commit()
    return owned


def told(person: Person, occasion: str) -> list[int]:
    own_news = (Notification.member_id == person.id) & (Notification.occasion == occasion)
    return list(db.session.scalars(select(Notification.contribution_id).where(own_news).order_by(Notification.id)))


def test_owners_say_why_and_others_vote(
    client_of: Open, client: FlaskClient, alice: Person, bob: Person, gauge: Product
) -> None:
    note = {"about": "reason", "title": "Because it works in the dark", "body": ""}
    refused = client_of(bob).post("/products/gauge/notes", data=note)
    assert refused.status_code == 403
    own(alice, gauge)
    own(bob, gauge)
    short = client_of(alice).post("/products/gauge/notes", data=note | {"title": "Because"})
    assert short.status_code == 422
    assert 'value="Because"' in short.text
    assert client_of(alice).post("/products/gauge/notes", data=note).status_code == 303
    later = note | {"title": "Because of its looks", "body": "And of its *sound*, which nobody mentions."}
    assert client_of(bob).post("/products/gauge/notes", data=later).status_code == 303
    use = {"about": "use", "title": "As a bird bath, to be honest"}
    assert client_of(bob).post("/products/gauge/notes", data=use).status_code == 303
    first = db.session.scalars(select(Contribution.id).where(Contribution.title == note["title"])).one()
    assert client_of(bob).post(f"/contributions/{first}/vote", data={"value": 1}).status_code in {302, 303}
    page = words_of(client.get("/products/gauge/club").text)
    assert page.index("works in the dark") < page.index("of its looks"), "the best first"
    newest = words_of(client.get("/products/gauge/club?order=newest").text)
    assert newest.index("of its looks") < newest.index("works in the dark")
    assert "bird bath" not in page
    assert "bird bath" in client.get("/products/gauge/club?about=use").text
    assert "2 verified owners" in page
    assert client.get(f"/notes/{first}").status_code == 301
    assert "Because it works" in client.get(f"/notes/{first}", follow_redirects=True).text


def test_one_review_of_each_owner_with_its_stars(
    client_of: Open, client: FlaskClient, alice: Person, bob: Person, gauge: Product
) -> None:
    assert client_of(bob).post("/products/gauge/reviews", data=REVIEW).status_code == 403
    own(alice, gauge)
    wrong = client_of(alice).post("/products/gauge/reviews", data=REVIEW | {"rating": 6})
    assert wrong.status_code == 422
    assert "It leaked in the first week" in wrong.text
    address = client_of(alice).post("/products/gauge/reviews", data=REVIEW).headers["Location"]
    assert "1 star of 5" in client.get(address).text
    better = REVIEW | {"rating": 4, "title": "It was the seal, after all"}
    assert client_of(alice).post("/products/gauge/reviews", data=better).status_code == 303
    page = words_of(client.get("/products/gauge/reviews").text)
    assert "the seal, after all" in page
    assert "leaked" not in page
    assert "4.0 stars on average, of 1 review" in page
    rows = db.session.execute(select(Contribution.id).where(Contribution.kind == "review")).all()
    assert len(rows) == 1


def test_nothing_that_staff_sets_hides_a_low_rating(
    client_of: Open,
    client: FlaskClient,
    worker: Work,
    staff: Person,
    moderator: Person,
    alice: Person,
    bob: Person,
    gauge: Product,
    members_space: Space,
) -> None:
    for person, rating in ((alice, 1), (bob, 5)):
        own(person, gauge)
        words = {"rating": rating, "title": f"A review of {rating} stars", "body": "And some words about it, too."}
        client_of(person).post("/products/gauge/reviews", data=words)
    low = db.session.scalars(select(Contribution.id).where(Contribution.title == "A review of 1 stars")).one()
    kept = {"name": "Gauge", "purpose": "Measures rain somehow.", "space": gauge.space_id, "tag": "gauge"}
    settings: list[dict[str, Any]] = [
        {},
        {"whole_space": "yes"},
        {"tag": ""},
        {"sold_until": "2025-01-01"},
        {"description": "Other words"},
        {"order": "highest", "stars": 5, "hidden": "yes", "minimum": 4},
    ]
    for setting in settings:
        assert client_of(staff).post("/products/gauge/edit", data=kept | setting).status_code == 303
        page = words_of(client.get("/products/gauge/reviews").text)
        assert page.index("A review of 5 stars") < page.index("A review of 1 stars"), (
            "the newest first, whatever it says"
        )
        assert "3.0 stars on average, of 2 reviews" in page
    for query in ("?order=lowest", "?order=highest", "?order=nonsense&stars=9", "?stars=1"):
        assert "A review of 1 stars" in client.get(f"/products/gauge/reviews{query}").text
    assert client_of(staff).post(f"/contributions/{low}/hide", data={"reason": "bad press"}).status_code == 403
    assert client_of(staff).post(f"/contributions/{low}/delete").status_code == 403
    without = client_of(moderator).post(f"/contributions/{low}/hide")
    assert without.status_code == 403
    assert "Say why" in words_of(without.text)
    assert "A review of 1 stars" in client.get("/products/gauge/reviews").text
    client_of(moderator).post(f"/contributions/{low}/hide", data={"reason": "advertising"})
    worker()
    page = words_of(client.get("/products/gauge/reviews").text)
    assert "A review of 1 stars" not in page
    assert "1 review taken down for: advertising" in page, "whoever looks can count it"
    assert "advertising" in client_of(moderator).get("/moderation/log").text


def test_the_starter_pack_comes_once_in_the_first_month_to_those_who_want_it(
    client_of: Open, worker: Work, app: Any, staff: Person, alice: Person, gauge: Product, members_space: Space
) -> None:
    starters = [
        factories.ask(staff, members_space, f"What helps at the start, part {part}?")
        for part in "one two three".split()
    ]
    wrong = client_of(staff).post("/staff/products/gauge/club", data={"first": "nothing"})
    assert wrong.status_code == 422
    assert 'value="nothing"' in wrong.text
    sent = {"first": starters[0].id, "second": f"/questions/{starters[1].id}/what", "third": str(starters[2].id)}
    assert client_of(staff).post("/staff/products/gauge/club", data=sent).status_code == 303
    people = {name: make_person(name) for name in ("control", "unwilling", "late", "returned", "fresh")}
    own(people["control"], gauge, days=12, arm="control")
    own(people["unwilling"], gauge, days=12, takes_pack=False)
    own(people["late"], gauge, days=12, bought_at=now() - timedelta(days=31))
    own(people["returned"], gauge, days=12, ended_at=now())
    own(people["fresh"], gauge, days=2)
    mine = own(alice, gauge, days=12)
    for _run in range(2):
        with unit_of_work():
            send_packs()
        assert told(alice, "starter") == [starters[0].id], "one step at a time, and none of it twice"
    with unit_of_work():
        db.session.execute(update(PackDelivery).values(delivered_at=now() - timedelta(days=5)))
        starters[1].state = "hidden"
    for _run in range(2):
        with unit_of_work():
            send_packs()
    assert told(alice, "starter") == [starters[0].id], "what may not be seen is not told"
    with unit_of_work():
        db.session.execute(update(PackDelivery).values(delivered_at=now() - timedelta(days=5)))
        mine = db.session.get_one(Ownership, mine.id)
        mine.verified_at = now() - timedelta(days=22)
    with unit_of_work():
        send_packs()
    assert told(alice, "starter") == [starters[0].id, starters[2].id]
    assert [told(person, "starter") for person in people.values()] == [[]] * 5
    worker()
    assert send_due() == 0
    mails = "".join(path.read_text() for path in (app.extensions["settings"].home / "mail").glob("*.eml"))
    assert mails.count("Subject: This helped other owners") == 2
    assert "This helped other owners at the start" in client_of(alice).get("/notifications").text
    assert "Starter packs" in client_of(alice).get(f"/unsubscribe/{unsubscribe_token(alice.id, 'starter')}").text


def test_doubts_are_put_before_owners_who_agreed(
    client_of: Open, worker: Work, alice: Person, bob: Person, charlie: Person, public_space: Space, gauge: Product
) -> None:
    own(bob, gauge, helps=True)
    own(charlie, gauge)
    asked = factories.ask(alice, public_space, "Is a drip like this usual?", body=DOUBT, tags=["gauge"])
    factories.ask(alice, public_space, "Is this about nothing we sell?", body=DOUBT)
    worker()
    assert [row.contribution_id for row in db.session.scalars(select(Doubt))] == [asked.id]
    assert list(db.session.scalars(select(Offer.member_id))) == [bob.id]
    assert "seems to doubt" in client_of(bob).get("/notifications").text
    assert "Is a drip like this usual?" in client_of(bob).get("/offers").text
    assert "0 of 1 doubt was met" in words_of(client_of(alice).get("/products/gauge/club").text)
    event = db.session.scalars(select(LoggedEvent).where(LoggedEvent.name == "ContributionPosted")).first()
    assert event is not None
    with unit_of_work():
        find_doubts([Delivery(1, event.name, event.actor_id, event.payload, event.created_at, event.id)])
    assert told(bob, "doubt") == [asked.id]
    factories.answer(bob, asked)
    assert "1 of 1 doubt was met" in words_of(client_of(alice).get("/products/gauge/club").text)


def test_two_questions_before_and_after_tell_what_the_pack_did(
    client_of: Open, staff: Person, alice: Person, gauge: Product
) -> None:
    mine = own(alice, gauge)
    browser = client_of(alice)
    assert "How sure are you" in browser.get("/products/gauge/club").text
    assert browser.post("/products/gauge/survey", data={"sure": 3}).status_code == 303
    assert browser.post("/products/gauge/survey", data={"sure": 3, "again": 2}).status_code == 303
    assert browser.post("/products/gauge/survey", data={"sure": 7, "again": 7}).status_code == 409
    assert "How sure are you" not in browser.get("/products/gauge/club").text
    with unit_of_work():
        db.session.execute(update(Ownership).values(verified_at=now() - timedelta(days=31)))
    assert "How sure are you" in browser.get("/products/gauge/club").text
    assert browser.post("/products/gauge/survey", data={"sure": 6, "again": 7}).status_code == 303
    given = {answer.wave: (answer.sure, answer.again) for answer in db.session.scalars(select(SurveyAnswer))}
    assert given == {"before": (3, 2), "after": (6, 7)}
    group = effect_of(gauge).groups[mine.arm or ""]
    assert (group.answered, group.before, group.after, group.change) == (1, 5.5, 1.5, None)
    assert "too few answers" in client_of(staff).get("/staff/products/gauge/club").text

    for number in range(10):
        arm = "pack" if number % 2 else "control"
        other = own(make_person(f"Owner {number}"), gauge, days=40, arm=arm)
        for wave, sure in (("before", 3), ("after", 3 if arm == "control" else 6 - number % 3)):
            answer = {"wave": wave, "sure": sure, "again": sure, "answered_at": now()}
            db.session.add(SurveyAnswer(ownership_id=other.id, **answer))
    db.session.commit()
    effect = effect_of(gauge)
    assert effect.difference is not None
    assert effect.difference.high < 0, "with the pack, doubt fell more"
    assert effect.groups["control"].change == (0, 0, 0)
    page = words_of(client_of(staff).get("/staff/products/gauge/club").text)
    assert "too few" not in page
    assert "Alice" not in page


def test_pages_of_clubs_cost_little(
    client_of: Open,
    client: FlaskClient,
    alice: Person,
    gauge: Product,
    count_queries: Callable[[], AbstractContextManager[Any]],
) -> None:
    own(alice, gauge)
    for number in range(3):
        words = {"about": "reason", "title": f"Because of its number {number}"}
        client_of(alice).post("/products/gauge/notes", data=words)
    client_of(alice).post("/products/gauge/reviews", data=REVIEW)
    browser = client_of(alice)
    for address in ("/products/gauge", "/products/gauge/club", "/products/gauge/reviews", "/account/stages"):
        browser.get(address)
        with count_queries() as statements:
            browser.get(address)
        assert statements.count <= MOST, (address, statements.texts)


@pytest.mark.once
@pytest.mark.parametrize(
    ("text", "doubts"),
    [
        (DOUBT, True),
        ("I REGRET  it a little", True),
        ("Having second thoughts about the mast", True),
        ("Das war ein Fehlkauf.", True),
        ("J'aurais dû acheter l'autre", True),
        ("Me arrepiento de todo", True),
        ("It returns to zero by itself", False),
        ("Which one should I buy?", False),
        ("No regrets so far", False),
    ],
)
def test_words_tell_a_doubt(text: str, doubts: bool) -> None:
    assert is_doubt(text) is doubts


@pytest.mark.once
def test_intervals_are_those_of_the_tables() -> None:
    assert [round(t_quantile(degrees), 3) for degrees in (4, 9, 30)] == [2.776, 2.262, 2.042]
    assert mean_interval([1, 2, 3, 4]) is None
    one, other = [float(value) for value in range(1, 11)], [float(value) for value in range(3, 13)]
    assert [round(value, 3) for value in mean_interval(one) or ()] == [5.5, 3.334, 7.666]
    assert [round(value, 3) for value in difference_interval(one, other) or ()] == [-2.0, -4.845, 0.845]
    assert difference_interval([1.0] * 5, [1.0] * 5) == (0, 0, 0)
