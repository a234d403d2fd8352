"""Who owns a product and how far members are in buying it, for rooms that do not know who keeps that.

Whoever keeps it fills the place, inside `with app.app_context()`: `places().fill(HOLDERS, holders)`.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from core.pages import places

HOLDERS = "product holders"


class Holders(NamedTuple):
    """Statements for a product: `owners` gives member ids, `stages` pairs of member and stage that staff may see.

    `names` says what each stage is called.
    """

    owners: Any
    stages: Any
    names: Mapping[str, str]


def holders_of(product_id: int) -> Holders | None:
    """Return who holds a product; None where nobody keeps that."""
    return next((provider(product_id) for provider in places().of(HOLDERS)), None)
