"""Buying stages: moved by logged events alone, told again from the moves, and the member's own to correct or refuse."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from community.owners.codes import load_codes
from community.owners.holding_back import arm_of
from community.owners.models import Arm, Ownership
from community.stages.models import ProductStage, StageMove
from community.stages.moving import move_members
from community.stages.rules import ORDER, BrokenChain, Deed, Stage, deed_of, next_stage, replay
from contributions.models import Space
from contributions.products.models import Product
from core.clock import now
from core.database import db, unit_of_work
from core.events import LoggedEvent
from core.outbox import Delivery
from tests import factories
from tests.community.reading import words_of
from tests.people import Person

Open = Callable[[Person], FlaskClient]
Work = Callable[[], None]
WHICH = "Which one should I get for a windy roof?"
VERSUS = "Gauge versus the one of my neighbour?"
HOW = "How do I empty it in the winter months?"


@dataclass(frozen=True)
class Step:
    """A move as replaying sees one."""

    before: str | None
    after: str


@pytest.fixture
def gauge(public_space: Space) -> Product:
    """A product with a tag."""
    return factories.make_product("Gauge", public_space, "gauge")


def stage_of(person: Person) -> str | None:
    return db.session.scalar(select(ProductStage.stage).where(ProductStage.member_id == person.id))


def test_a_member_moves_by_what_they_ask_and_buy(
    client_of: Open, worker: Work, alice: Person, staff: Person, public_space: Space, gauge: Product
) -> None:
    with unit_of_work():
        load_codes(staff.viewer, gauge, "AB12CD34")
    came: list[str | None] = []
    asked = [factories.ask(alice, public_space, WHICH, product=gauge.id)]
    for title in (VERSUS, WHICH + " Again", HOW):
        worker()
        came.append(stage_of(alice))
        asked.append(factories.ask(alice, public_space, title, body="Twenty letters, no more.", tags=["gauge"]))
        if title.startswith("Which"):
            client_of(alice).post("/products/gauge/own", data={"code": "AB12CD34"})
    worker()
    assert [*came, stage_of(alice)] == ["information", "evaluation", "purchase", "after"]
    moves = db.session.scalars(select(StageMove).order_by(StageMove.id)).all()
    assert [move.cause for move in moves] == ["asked which", "compared", "bought", "asked how"]
    assert [move.contribution_id for move in moves] == [asked[0].id, asked[1].id, None, asked[3].id]
    names = {event.id: event.name for event in db.session.scalars(select(LoggedEvent))}
    assert [names[move.event_id] for move in moves] == [
        "ContributionPosted",
        "ContributionPosted",
        "OwnershipChanged",
        "ContributionPosted",
    ]
    assert replay(moves) is Stage.AFTER
    factories.ask(staff, public_space, WHICH, product=gauge.id)
    worker()
    assert stage_of(staff) is None, "whoever sells it is no buyer"


def test_an_event_told_twice_moves_once(worker: Work, alice: Person, public_space: Space, gauge: Product) -> None:
    factories.ask(alice, public_space, WHICH, product=gauge.id)
    event = db.session.scalars(select(LoggedEvent).where(LoggedEvent.name == "ContributionPosted")).one()
    with unit_of_work():
        move_members([Delivery(1, event.name, event.actor_id, event.payload, event.created_at, event.id)] * 2)
    assert len(db.session.scalars(select(StageMove)).all()) == 1


def test_members_see_correct_and_end_it(
    client_of: Open, worker: Work, alice: Person, staff: Person, public_space: Space, gauge: Product
) -> None:
    factories.ask(alice, public_space, WHICH, product=gauge.id)
    worker()
    browser = client_of(alice)
    assert "You asked which to choose" in browser.get("/account/stages").text
    counts = client_of(staff).get("/staff/products/gauge/stages").text
    assert "fewer than 5" in counts
    assert "Alice" not in counts
    assert browser.post("/account/stages", data={"kept": "yes", "named": "yes"}).status_code == 303
    assert "Alice" in client_of(staff).get("/staff/products/gauge/stages").text
    assert browser.post("/account/stages/gauge", data={"stage": "after"}).status_code == 303
    assert browser.post("/account/stages/gauge", data={"stage": "need"}).status_code == 303
    assert browser.post("/account/stages/gauge", data={"stage": "moon"}).status_code == 404
    assert stage_of(alice) == "need"
    assert replay(db.session.scalars(select(StageMove).order_by(StageMove.id))) is Stage.NEED
    assert browser.post("/account/stages", data={}).status_code == 303
    assert "as you wished" in words_of(browser.get("/account/stages").text)
    factories.ask(alice, public_space, WHICH, product=gauge.id)
    worker()
    assert db.session.scalars(select(StageMove)).all() == []


def test_the_doctor_finds_and_mends_a_stage_that_no_move_led_to(
    atrium: Callable[..., object], worker: Work, alice: Person, public_space: Space, gauge: Product
) -> None:
    factories.ask(alice, public_space, WHICH, product=gauge.id)
    worker()
    wrong = Arm.CONTROL if arm_of(gauge.trial_salt, alice.id) is Arm.PACK else Arm.PACK
    with unit_of_work():
        db.session.execute(update(ProductStage).values(stage="after"))
        dealt = {"state": "verified", "claimed_at": now(), "verified_at": now(), "arm": wrong}
        db.session.add(Ownership(product_id=gauge.id, member_id=alice.id, **dealt))
    said = atrium("doctor")
    assert f"is in {wrong}, where the salt says" in said.out  # type: ignore[attr-defined]
    assert f"member {alice.id}, product {gauge.id}: after is stored, information follows" in said.out  # type: ignore[attr-defined]
    atrium("doctor", "--fix")
    assert stage_of(alice) == "information"


@pytest.mark.once
@given(deeds=st.lists(st.sampled_from([deed for deed in Deed if deed is not Deed.CORRECTED]), max_size=12))
def test_whatever_happens_replaying_the_moves_leads_to_the_present_stage(deeds: list[Deed]) -> None:
    present: Stage | None = None
    moves: list[Step] = []
    for deed in deeds:
        after = next_stage(present, deed)
        if after is not None:
            assert present is None or ORDER.index(after) > ORDER.index(present), "deeds lead forward alone"
            moves.append(Step(present, after))
            present = after
    assert replay(moves) == present
    if len(moves) > 1:
        with pytest.raises(BrokenChain):
            replay(moves[1:])


@pytest.mark.once
@pytest.mark.parametrize(
    ("text", "deed"),
    [
        (WHICH, Deed.ASKED_WHICH),
        (VERSUS, Deed.COMPARED),
        (HOW, Deed.ASKED_HOW),
        ("I need something for the garden", Deed.NEEDS),
        ("Welches Modell für den Balkon?", Deed.ASKED_WHICH),
        ("Quelle est la DIFFÉRENCE  entre les deux ?", Deed.COMPARED),
        ("¿Cómo puedo vaciarlo?", Deed.ASKED_HOW),
        ("A photograph of my roof", None),
        ("He preferred somehow to stay", None),
    ],
)
def test_words_tell_the_deed(text: str, deed: Deed | None) -> None:
    assert deed_of(text) is deed
