"""Initiatives and services: what it comes to, who had a part, and who may provide."""

from collections.abc import Callable
from fractions import Fraction

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from contributions.models import Space
from core.clock import now
from core.database import db
from ideas.initiatives.economics import economics
from ideas.initiatives.models import Claim, Contributor, Initiative, Service, ServicePerson, TrainingDone
from ideas.initiatives.schemas import InitiativeDraft
from ideas.initiatives.starting import start_initiative
from ideas.models import CoAuthor, Idea, IdeaParent
from tests.community.reading import path_of, words_of
from tests.ideas.test_ideas import suggest
from tests.people import Person

Open = Callable[[Person], FlaskClient]
FRAMES = {
    "title": "Frames of circuit boards",
    "body": "Old boards are burnt behind the market. We cut frames of them.",
    "partners": "Scrap dealers of the market\nRag pickers",
    "materials": "Circuit boards\nWood glue",
    "steps": "Clean the boards\nCut and glue\nPolish",
    "currency": "INR",
    "cost": "15",
    "price": "150",
    "minutes": "10",
    "sets": "2",
    "status": "trying",
}


def test_an_initiative_says_what_it_comes_to(
    client_of: Open, client: FlaskClient, alice: Person, bob: Person, charlie: Person, public_space: Space
) -> None:
    older = suggest(charlie, public_space, "Collect what is thrown away")
    idea = suggest(alice, public_space, "Something of old circuit boards")
    db.session.add(IdeaParent(child_id=idea.id, parent_id=older.id))
    db.session.add(CoAuthor(idea_id=idea.id, member_id=charlie.id, asked_at=now()))
    db.session.commit()
    browser = client_of(bob)
    sent = FRAMES | {"space": str(public_space.id), "idea": str(idea.id)}
    for name, wrong in (("currency", "XXQ"), ("cost", ""), ("minutes", "0"), ("price", "1.234")):
        assert browser.post("/initiatives/new", data=sent | {name: wrong}).status_code == 422, name
    url = path_of(browser.post("/initiatives/new", data=sent))
    page = words_of(client.get(url).text)
    for part in ("left of each piece ₹135", "its cost comes back 10 times", "at most, of one set of tools 6"):
        assert part in page
    assert "pieces an hour at most, of 2 sets 12" in page
    assert "Scrap dealers of the market" in page
    assert "Alice had the idea" in page
    assert "Charlie had an idea that it was mixed from" in page

    initiative = db.session.scalars(select(Initiative)).one()
    claim = {"words": "A shop paid 150 rupees for a frame", "evidence": "not an address"}
    refused = browser.post(f"/initiatives/{initiative.id}/claims", data=claim)
    assert refused.status_code == 422
    assert "Give the address of a page" in words_of(refused.text)
    proven = claim | {"evidence": "https://example.org/receipt"}
    assert client_of(charlie).post(f"/initiatives/{initiative.id}/claims", data=proven).status_code == 403
    assert browser.post(f"/initiatives/{initiative.id}/claims", data=proven).status_code == 303
    assert 'href="https://example.org/receipt"' in client.get(url).text
    db.session.add(Claim(initiative_id=initiative.id, words="It sells", evidence="", created_at=now()))
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()
    assert client_of(charlie).get(f"/initiatives/{initiative.id}/figures").status_code == 403
    assert browser.post(f"/initiatives/{initiative.id}/figures", data=FRAMES | {"cost": "16.50"}).status_code == 303
    assert "left of each piece ₹133.50" in words_of(client.get(url).text)
    assert "Frames of circuit boards" in words_of(client.get("/initiatives").text)


@pytest.mark.once
@given(st.integers(1, 10**9), st.integers(0, 10**9), st.integers(1, 600), st.integers(1, 50))
def test_economics_are_exact(cost: int, price: int, minutes: int, sets: int) -> None:
    counted = economics(cost, price, minutes, sets)
    assert counted.times == Fraction(price, cost)
    assert counted.per_hour == Fraction(60 * sets, minutes)
    assert counted.margin_per_hour == (price - cost) * counted.per_hour
    assert economics(15, 150, 10).per_hour_and_set == 6


def test_an_initiative_grows_into_a_service_and_a_learner_into_a_provider(
    client_of: Open, client: FlaskClient, alice: Person, bob: Person, charlie: Person, public_space: Space
) -> None:
    idea = suggest(alice, public_space, "Gardens that hang on walls")
    db.session.add(CoAuthor(idea_id=idea.id, member_id=charlie.id, asked_at=now(), accepted_at=now()))
    draft = InitiativeDraft.model_validate(FRAMES | {"space": public_space.id, "idea": idea.id})
    initiative = start_initiative(bob.viewer, draft)
    db.session.commit()
    sent = {
        "title": "A garden on your wall",
        "body": "We hang coconut husk and jute on your wall, and come back.",
        "space": str(public_space.id),
        "initiative": str(initiative.id),
        "kit": "Jute sacks\nCoconut husk",
        "training": "Hang a frame\nWater it right",
    }
    assert client_of(alice).post("/services/new", data=sent).status_code == 403, "not hers"
    keeper = client_of(bob)
    url = path_of(keeper.post("/services/new", data=sent))
    service = db.session.scalars(select(Service)).one()
    columns = select(Contributor.member_id, Contributor.part).where(Contributor.thread_id == service.id)
    parts = {row.member_id: row.part for row in db.session.execute(columns)}
    assert parts == {bob.id: "author", alice.id: "idea", charlie.id: "idea"}, "everybody came along"
    page = words_of(client.get(url).text)
    assert "Initiative Frames of circuit boards" in page
    assert "Charlie had the idea: Gardens that hang on walls" in page

    at = f"/services/{service.id}"
    assert client_of(charlie).post(f"{at}/join", data={"part": "learner"}).status_code == 303
    assert client_of(alice).post(f"{at}/join", data={"part": "co-designer"}).status_code == 303
    assert client_of(alice).post(f"{at}/join", data={"part": "provider"}).status_code == 400
    step = {"member": str(charlie.id), "step": "1"}
    assert client_of(charlie).post(f"{at}/steps", data=step).status_code == 403, "not by oneself"
    assert keeper.post(f"{at}/steps", data=step).status_code == 303
    assert keeper.post(f"{at}/steps", data=step).status_code == 303
    assert keeper.post(f"{at}/promote", data=step).status_code == 403, "the training is not complete"
    assert client.get(f"{at}/providers/{charlie.id}").status_code == 404
    assert keeper.post(f"{at}/steps", data=step | {"step": "3"}).status_code == 404
    assert keeper.post(f"{at}/steps", data=step | {"step": "2"}).status_code == 303
    assert len(db.session.scalars(select(TrainingDone)).all()) == 2
    assert keeper.post(f"{at}/promote", data={"member": str(alice.id)}).status_code == 403, "a co-designer"
    assert keeper.post(f"{at}/promote", data=step).status_code == 303
    assert "1 provider" in words_of(client.get(url).text)
    about = {"area": "Pune, west", "about": "I come with a <script>ladder</script>."}
    assert client_of(charlie).post(f"{at}/present", data=about).status_code == 303
    assert client_of(alice).post(f"{at}/present", data=about).status_code == 404
    shown = client.get(f"{at}/providers/{charlie.id}").text
    assert "Pune, west" in words_of(shown)
    assert "<script>ladder" not in shown
    assert "Water it right" in words_of(shown)
    assert "A garden on your wall" in words_of(client.get("/services").text)


def test_the_database_lets_nobody_provide_untrained(alice: Person, public_space: Space) -> None:
    idea = db.session.get(Idea, suggest(alice, public_space).id)
    assert idea is not None
    service = Service(kit=[], training=["Hang it"], title="A garden", body="", html="", author_id=alice.id)
    service.space_id, service.created_at, service.active_at = public_space.id, now(), now()
    db.session.add(service)
    db.session.flush()
    db.session.add(ServicePerson(service_id=service.id, member_id=alice.id, part="provider", joined_at=now()))
    with pytest.raises(IntegrityError):
        db.session.flush()
