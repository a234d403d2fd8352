"""The world of the matrix."""

import pytest

from core.application import Atrium
from tests.security.world import World, build


@pytest.fixture
def world(app: Atrium) -> World:
    """Things in every state in every kind of space, and somebody of every role."""
    return build(app)
