"""What counts as a deed: each room says which of its rows are one, whose, and when."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask_babel import LazyString
from sqlalchemy import case, func, select, type_coerce

from accounts.models import EMPLOYEES
from contributions.models import Contribution
from core.database import Key
from core.pages import places
from core.paging import AnySelect

PLACE = "measures of competence"


@dataclass(frozen=True)
class Measure:
    """One kind of deed. `deeds` returns a statement made with `deed`, one row for each, whoever may see it.

    A measure has a number of its own, 0 to 15, that never changes: pages of rows are found by it.
    """

    number: int
    key: str
    title: LazyString
    hint: LazyString
    deeds: Callable[[], AnySelect]


def deed(at: Any) -> AnySelect:
    """Return a statement over contributions that were deeds at a moment; its author's role then says whose.

    Columns: id, thread, staff (1 or 0: guests of staff are customers), at.
    """
    by_staff = type_coerce(Contribution.author_roles, Key).bitwise_and(int(EMPLOYEES)) != 0
    return select(
        Contribution.id.label("id"),
        func.coalesce(Contribution.thread_id, Contribution.id).label("thread"),
        case((by_staff, 1), else_=0).label("staff"),
        at.label("at"),
    )


def measures() -> list[Measure]:
    """Return every measure, in the order of their numbers."""
    found = [measure for provider in places().of(PLACE) for measure in provider()]
    return sorted(found, key=lambda measure: measure.number)
