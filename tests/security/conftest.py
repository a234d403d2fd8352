"""The world of the matrix."""

from collections.abc import Callable

import pytest

from core.application import Atrium
from core.database import db
from tests import databases
from tests.security.world import World, build


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Atrium], World]:
    """Build the world for the first test that wants it, and put its rows back for every other."""
    kept: list[tuple[World, list[str]]] = []
    folder = tmp_path_factory.mktemp("world")

    def world_in(app: Atrium) -> World:
        if kept:
            databases.restore_tables(folder, kept[0][1])
            return kept[0][0]
        world = build(app)
        for space in world.spaces.values():
            db.session.refresh(space)
        db.session.expunge_all()
        kept.append((world, databases.keep_tables(folder)))
        return world

    return world_in


@pytest.fixture
def world(app: Atrium, built: Callable[[Atrium], World]) -> World:
    """Things in every state in every kind of space, and somebody of every role."""
    return built(app)
