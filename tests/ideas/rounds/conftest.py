"""Rounds, made as staff makes them."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from contributions.models import Space
from core.clock import now
from core.database import db
from ideas.rounds.leading import add_option, make_round, publish_round
from ideas.rounds.models import Round
from ideas.rounds.schemas import OptionDraft, RoundDraft
from tests.people import Person

Open = Callable[[Person], FlaskClient]
MakeRound = Callable[..., Round]
FIRST, SECOND, THIRD = "Benches of oak", "A clock of brass", "Lamps for the stairs"


def fields_of_round(space: Space, mode: str, **fields: Any) -> dict[str, Any]:
    """Return what the form of a round sends."""
    closes = (now() + timedelta(days=3)).isoformat()
    given = {"title": "What shall we make next?", "space": space.id, "mode": mode, "closes": closes}
    return given | {"counts_hidden": "yes", "allowance": "9", "most_each": "3"} | fields


def new_round(
    person: Person, space: Space, mode: str, costs: Sequence[str] = ("30", "40", "45"), **fields: Any
) -> Round:
    """Open a round with three options."""
    given = fields_of_round(space, mode, **fields)
    made = make_round(person.viewer, RoundDraft.model_validate(given))
    for title, cost in zip((FIRST, SECOND, THIRD), costs, strict=True):
        add_option(person.viewer, made.id, OptionDraft(title=title, cost=cost))
    publish_round(person.viewer, made.id)
    db.session.commit()
    return made


@pytest.fixture
def make(staff: Person, public_space: Space) -> MakeRound:
    """Open a round: `make("approval", allowance=2)`."""
    return lambda mode, **fields: new_round(staff, fields.pop("space", public_space), mode, **fields)


@pytest.fixture
def end(staff: Person, client_of: Open, worker: Callable[[], None]) -> Callable[[Round], None]:
    """Close a round and have it counted."""

    def close(found: Round) -> None:
        response = client_of(staff).post(f"/rounds/{found.id}/close", data={"reason": "Enough is known."})
        assert response.status_code == 303
        worker()
        db.session.expire_all()

    return close
